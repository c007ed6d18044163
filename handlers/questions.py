"""The questions, as a table: a row names the fact, how it is read, when it applies, what to do.

Adding a question is adding a row here and its texts in `replies/texts/steps.toml`
(`<key>.title`, `<key>.ask`, and `<key>.choices.<value>` for each choice).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers import case, homes
from handlers.case import Put, Test
from handlers.session import Session


@dataclass(frozen=True)
class Step:
    """One question.

    `slots` are the readers to try (`handlers.understanding`); "choice" means that only a choice's
    number or words answer it. `nothing`: 「没有」 means 0. `choices` are values in the order of
    their numbers. `quick` marks the facts that decide most. `opens` are steps whose answers fall
    when this one changes.
    """

    key: str
    slots: tuple[str, ...]
    has: Test
    put: Put
    clear: Callable[[Session], None]
    applies: Test = lambda _: True
    choices: tuple[Any, ...] = ()
    quick: bool = False
    nothing: bool = False
    opens: tuple[str, ...] = ()


def _fact(key: str, slot: str, path: str, **more: Any) -> Step:
    return Step(key, (slot,), case.has(path), case.put(path), case.clear(path), **more)


YES_NO = (True, False)


def _note(name: str) -> Test:
    return lambda session: name in session.notes


def _innovation(kind: str) -> Test:
    return lambda session: session.notes.get("innovation") == kind


def _put_innovation(session: Session, kind: str) -> None:
    _clear_innovation(session)
    session.notes["innovation"] = kind
    if kind == "none":
        session.facts["innovation_points"] = 0


def _clear_innovation(session: Session) -> None:
    session.notes.pop("innovation", None)
    for name in ("innovation_points", "equity_financing"):
        session.facts.pop(name, None)


def _has_innovation(session: Session) -> bool:
    facts = session.facts
    return (
        "innovation" in session.notes or "innovation_points" in facts or "equity_financing" in facts
    )


def _woman_whose_post_matters(session: Session) -> bool:
    return session.facts.get("sex") == "female"


def _year_only(session: Session) -> bool:
    """Told in passing (「我85年的」): the year scores, the month decides the retirement date."""
    return len(str(session.facts.get("birth", ""))) == 4 or "birth_month" in session.trail


def _study_unknown(session: Session) -> bool:
    """Only who told months instead of dates must say how many of them were also study."""
    return case.has_schooling(session) and not case.dated_insurance(session)


STEPS: tuple[Step, ...] = (
    _fact("birth", "birth_date", "birth", quick=True),
    _fact("sex", "sex", "sex", choices=("male", "female"), opens=("post",)),
    _fact(
        "post",
        "post",
        "post",
        applies=_woman_whose_post_matters,
        choices=("manager", "worker"),
    ),
    Step(
        "birth_month",
        ("birth_date",),
        lambda s: len(str(s.facts.get("birth", ""))) > 4,
        case.put("birth"),
        case.clear_birth_month,
        applies=_year_only,
    ),
    _fact("residence_permit", "yes_no", "residence_permit", choices=YES_NO),
    Step(
        "insurance",
        ("years_months",),
        case.has("insurance"),
        case.put_insurance,
        case.clear("insurance"),
        quick=True,
        opens=("continuous", "repaid", "study_overlap", "other_home"),
    ),
    Step(
        "continuous",
        ("years_months",),
        case.has("insurance.continuous_months"),
        case.put_continuous,
        case.clear("insurance.continuous_months"),
        applies=lambda s: (case.get(s, "insurance.months") or 0) >= 84,
    ),
    Step(
        "repaid",
        ("years_months",),
        case.has_repaid,
        case.put_repaid,
        case.clear_repaid,
        nothing=True,
        applies=case.has("insurance"),
    ),
    Step(
        "housing",
        ("housing",),
        lambda s: "homes" in s.facts or "housing" in s.notes,
        homes.put_housing,
        homes.clear_housing,
        choices=("own", "rent", "dorm", "none"),
        quick=True,
        opens=(
            "own_time",
            "rent_time",
            "lease",
            "dorm_time",
            "other_home",
            "home_district",
            "living",
            "living_since",
            "work_district",
            "work_since",
        ),
    ),
    Step(
        "own_time",
        ("date", "years_months"),
        homes.has_home("owned"),
        homes.put_home("owned"),
        homes.clear_home("owned"),
        applies=homes.named("own"),
        quick=True,
        opens=("other_home", "home_district", "living", "living_since"),
    ),
    Step(
        "rent_time",
        ("years_months",),
        homes.has_home("rented"),
        homes.put_home("rented"),
        homes.clear_home("rented"),
        applies=lambda s: homes.named("rent")(s) and "other_home" not in s.notes,
        quick=True,
        opens=("lease",),
    ),
    Step(
        "lease",
        ("yes_no",),
        _note("lease"),
        homes.put_lease,
        lambda s: s.notes.pop("lease", None),
        applies=lambda s: homes.open_lease(s) or "lease" in s.notes,
        choices=YES_NO,
    ),
    Step(
        "dorm_time",
        ("years_months",),
        homes.has_home("dorm"),
        homes.put_home("dorm"),
        homes.clear_home("dorm"),
        applies=homes.named("dorm"),
        quick=True,
    ),
    Step(
        "other_home",
        ("years_months",),
        _note("other_home"),
        homes.put_other_time,
        homes.clear_other_time,
        nothing=True,
        applies=homes.needs_other_time,
    ),
    Step(
        "home_district",
        ("district",),
        lambda s: bool(homes.home_district(s)),
        homes.put_home_district,
        homes.clear_home_district,
        applies=homes.has_home("owned"),
        quick=True,
        opens=("living", "living_since", "work_district", "work_since"),
    ),
    Step(
        "living",
        ("choice",),
        _note("living"),
        homes.put_living,
        homes.clear_living,
        applies=homes.owns_outside,
        choices=("all", "later", "no"),
        opens=("living_since", "work_district", "work_since"),
    ),
    Step(
        "living_since",
        ("date",),
        homes.has_living_since,
        homes.put_living_since,
        homes.clear_living_since,
        applies=lambda s: s.notes.get("living") == "later",
    ),
    Step(
        "work_district",
        ("district",),
        lambda s: "work_district" in s.notes or "jobs" in s.facts,
        homes.put_work_district,
        homes.clear_work,
        applies=homes.lives_outside,
        opens=("work_since",),
    ),
    Step(
        "work_since",
        ("date",),
        case.has("jobs"),
        homes.put_work_since,
        case.clear("jobs"),
        applies=lambda s: homes.lives_outside(s) and homes.works_outside(s),
    ),
    Step(
        "education",
        ("education",),
        case.has("education"),
        case.put_education,
        case.clear("education"),
        choices=("none", "college", "bachelor_no_degree", "bachelor", "master", "doctor"),
        quick=True,
        opens=("graduated", "study_overlap"),
    ),
    _fact(
        "graduated",
        "date",
        "education.graduated",
        applies=case.has_schooling,
        opens=("study_overlap",),
    ),
    _fact(
        "study_overlap",
        "years_months",
        "education.overlap_months",
        nothing=True,
        applies=_study_unknown,
    ),
    _fact("tax_years", "tax_years", "tax_years", quick=True),
    _fact("tax_violations", "count", "tax_violations"),
    Step(
        "innovation",
        ("choice",),
        _has_innovation,
        _put_innovation,
        _clear_innovation,
        choices=("none", "award", "equity"),
        opens=("award_points", "equity"),
    ),
    _fact("award_points", "count", "innovation_points", applies=_innovation("award")),
    _fact("equity", "money", "equity_financing", applies=_innovation("equity")),
    _fact("honour", "yes_no", "honour", choices=YES_NO),
    _fact("detentions", "count", "detentions"),
    _fact("criminal_record", "yes_no", "criminal_record", choices=YES_NO),
)
