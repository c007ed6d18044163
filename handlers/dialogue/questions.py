"""The questions, as a table: a row names the topic, when it is asked, when it is answered.

The order is that of what an answer can move: points first, then what decides eligibility alone, the
rare facts together at the end. The texts stand in `replies/texts/steps.toml`, how an answer is read
in `handlers.understanding.questions`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.dialogue.facts import (
    FILLED_UNTIL,
    OWN_FORM,
    educated,
    has_time,
    lease_matters,
    outside,
    suburb_counts,
)
from handlers.dialogue.view import View
from handlers.understanding.acts import Topic
from scoring import FACTS, JsonObject, choices_of
from scoring.months import month_named

Test = Callable[[View], bool]

YES_NO = (True, False)
_TOPIC_OF = {"innovation_points": "innovation"}
_ASSUMED = {fact.name: fact.assume for fact in FACTS.values() if fact.assume is not None}
NOTHING: JsonObject = {
    _TOPIC_OF.get(name, name): "none" if name in _TOPIC_OF else value
    for name, value in _ASSUMED.items()
} | {"criminal_record": False}
"""Facts that almost nobody has, by topic, with the value that 「没有」 means."""
RARE = tuple(NOTHING)
"""They are asked for together; their order is that of the numbers."""
CLOSE_TO_RETIRING = 43
"""From this age on a woman's post can matter within the years that a projection shows."""


@dataclass(frozen=True)
class Question:
    """One question.

    `value` is the answer of each numbered choice. `several`: more than one number may be chosen.
    """

    key: str
    topic: str
    answered: Test
    applies: Test = lambda _: True
    choices: tuple[object, ...] = ()
    several: bool = False


def _told(name: str) -> Test:
    return lambda view: name in view.told


def _birth_month(view: View) -> bool:
    return len(str(view.told.get("birth", ""))) == 4 and "birth" in view.missing


def _post_matters(view: View) -> bool:
    if view.told.get("sex") != "female" or "birth" not in view.told:
        return False
    age = view.year - int(str(view.told["birth"])[:4])
    return age >= CLOSE_TO_RETIRING or "post" in view.missing


def _asks_breaks(view: View) -> bool:
    """A dated span in one piece: whether it was ever broken, and made up for, is asked once."""
    return len((view.told.get("insurance") or {}).get("periods", ())) == 1


def _repaid_known(view: View) -> bool:
    """Whether it is known how many months were made up for, not only that some were."""
    repaid = view.told.get("repaid")
    return repaid == 0 or (isinstance(repaid, dict) and bool(repaid.keys() & {"list", "months"}))


def _breaks_known(view: View) -> bool:
    """Whether the months of a break are known, or that there was none."""
    return isinstance(view.told.get("insurance_gap"), list)


def _timed(kind: str) -> Test:
    return lambda view: all(has_time(home) for home in view.homes(kind))


def _has(kind: str) -> Test:
    return lambda view: bool(view.homes(kind))


def _lease_open(view: View) -> list[JsonObject]:
    """Rented homes that are, or may have been, rented after all renting counted by itself."""
    return [home for home in view.homes("rented") if not has_time(home) or lease_matters(home)]


def _rent_timed(view: View) -> bool:
    """Whether the time of every lease is known; where the insurance has dates, a lease that was
    never registered adds nothing to the months that the rule fills in."""
    return all(
        has_time(home) or (home.get("registered") is False and view.dated_insurance)
        for home in view.homes("rented")
    )


def _other_home(view: View) -> bool:
    """An owner whose months before the first certificate no home that was told accounts for."""
    owned = [home for home in view.homes("owned") if has_time(home)]
    if not owned or view.homes("rented") or view.homes("dorm"):
        return "other_home" in view.told
    dates = [str(h.get("certificate", h.get("from", "")))[:7] for h in owned]
    if not view.dated_insurance or not all(dates):
        return True
    # The rule fills up to one month; owned from the next on, no month is left to ask about.
    first = min(date if len(date) > 4 else f"{date}-01" for date in dates)
    return month_named(first) > month_named(FILLED_UNTIL) + 1


def _outer(view: View) -> list[JsonObject]:
    return [home for home in view.homes("owned") if suburb_counts(home)]


def _living_known(view: View) -> bool:
    return all("lives" in home or "lived_from" in home for home in _outer(view))


def _moved_later(view: View) -> bool:
    return any(home.get("lives") == "later" for home in _outer(view))


def _lives_outside(view: View) -> bool:
    return any(home.get("lives", True) is not False for home in _outer(view))


def _work_begun(view: View) -> bool:
    jobs: list[JsonObject] = view.told.get("jobs") or []
    return len(jobs) != 1 or "from" in jobs[0]


def _works_outside(view: View) -> bool:
    return any(outside(job.get("district")) for job in view.told.get("jobs") or ())


def _study_unknown(view: View) -> bool:
    """Only who told months instead of dates must say how many of them were also study."""
    return educated(view.told) and not view.dated_insurance and "insurance" in view.told


def _rare_known(view: View) -> bool:
    return all(name in view.told for name in RARE)


def _innovation(kind: str) -> Test:
    return lambda view: view.told.get("innovation") == kind


def _settled(name: str) -> Test:
    """Named as an exception (True), the number of times still open."""
    return lambda view: view.told.get(name) != "some"


def _named(name: str) -> Test:
    return lambda view: view.told.get(name) == "some"


def _only_to_correct(_: View) -> bool:
    """Asked together with the other rare facts; by itself only to correct the answer."""
    return False


def _innovation_known(view: View) -> bool:
    return view.told.get("innovation") not in ("some", "award", "equity")


QUESTIONS: tuple[Question, ...] = (
    Question("birth", Topic.BIRTH, _told("birth")),
    Question("insurance", Topic.INSURANCE, _told("insurance")),
    Question("breaks", Topic.INSURANCE_GAP, _breaks_known, _asks_breaks),
    Question(
        "continuous",
        Topic.CONTINUOUS,
        lambda v: "continuous" in v.told or v.told.get("insurance_gap") == [],
        lambda v: (v.told.get("insurance") or {}).get("months", 0) >= 84,
    ),
    Question("repaid", Topic.REPAID, _repaid_known, _told("insurance")),
    Question(
        "housing",
        Topic.HOMES,
        _told("homes"),
        choices=("owned", "rented", "dorm", "none"),
        several=True,
    ),
    Question("own_time", Topic.HOMES, _timed("owned"), _has("owned")),
    Question(
        "lease",
        Topic.LEASE,
        lambda v: all("registered" in home for home in _lease_open(v)),
        lambda v: bool(_lease_open(v)),
        choices=YES_NO,
    ),
    Question("rent_time", Topic.HOMES, _rent_timed, _has("rented")),
    Question("dorm_time", Topic.HOMES, _timed("dorm"), _has("dorm")),
    Question("other_home", Topic.HOMES, _told("other_home"), _other_home),
    Question(
        "home_district",
        Topic.HOMES,
        lambda v: all("district" in home for home in v.homes("owned")),
        _has("owned"),
    ),
    Question(
        "living",
        Topic.LIVES_THERE,
        _living_known,
        lambda v: bool(_outer(v)),
        choices=(True, "later", False),
    ),
    Question(
        "living_since",
        Topic.LIVES_THERE,
        lambda v: all("lived_from" in h for h in _outer(v) if h.get("lives") == "later"),
        _moved_later,
    ),
    Question("work_district", Topic.JOBS, _told("jobs"), _lives_outside),
    Question(
        "work_since",
        Topic.JOBS,
        _work_begun,
        lambda v: _lives_outside(v) and _works_outside(v),
    ),
    Question(
        "education",
        Topic.EDUCATION,
        _told("education"),
        choices=("none", "college", "bachelor_no_degree", "bachelor", "master", "doctor"),
    ),
    Question("graduated", Topic.GRADUATED, _told("graduated"), lambda v: educated(v.told)),
    Question("study_overlap", Topic.STUDY_OVERLAP, _told("study_overlap"), _study_unknown),
    Question("tax_years", Topic.TAX_YEARS, _told("tax_years")),
    Question("sex", Topic.SEX, _told("sex"), choices=("male", "female")),
    Question(
        "birth_month",
        Topic.BIRTH,
        lambda v: len(str(v.told.get("birth", ""))) > 4,
        _birth_month,
    ),
    Question("post", Topic.POST, _told("post"), _post_matters, choices=("manager", "worker")),
    Question("residence_permit", Topic.RESIDENCE_PERMIT, _told("residence_permit"), choices=YES_NO),
    Question("rare", Topic.HONOUR, _rare_known, choices=RARE, several=True),
    Question("honour", Topic.HONOUR, _told("honour"), _only_to_correct, choices=YES_NO),
    Question(
        "criminal_record",
        Topic.CRIMINAL_RECORD,
        _told("criminal_record"),
        _only_to_correct,
        choices=YES_NO,
    ),
    Question(
        "tax_violations", Topic.TAX_VIOLATIONS, _settled("tax_violations"), _named("tax_violations")
    ),
    Question("detentions", Topic.DETENTIONS, _settled("detentions"), _named("detentions")),
    Question(
        "innovation",
        Topic.INNOVATION,
        _innovation_known,
        _innovation("some"),
        choices=("award", "equity"),
    ),
    Question("award_points", Topic.INNOVATION, _innovation_known, _innovation("award")),
    Question("equity", Topic.INNOVATION, _innovation_known, _innovation("equity")),
)
_ASKED = {question.topic for question in QUESTIONS} | {*RARE}
QUESTIONS += tuple(
    Question(fact.name, fact.name, _told(fact.name), choices=choices_of(fact))
    for fact in FACTS.values()
    if fact.is_scalar and fact.asked and fact.name not in _ASKED | OWN_FORM
)
"""Facts of the registry without a row of their own: a single question each."""
BY_KEY = {question.key: question for question in QUESTIONS}


def is_open(view: View, question: Question) -> bool:
    """Whether the question applies, and is neither answered nor left open by the person."""
    key, unanswered = question.key, view.unanswered
    if key not in unanswered:  # what was told is looked at once a view and question
        unanswered[key] = not question.answered(view) and question.applies(view)
    return unanswered[key] and key not in view.applicant.unknown


def all_open(view: View) -> list[Question]:
    """The questions still to be asked, in order."""
    return [question for question in QUESTIONS if is_open(view, question)]


def next_open(view: View) -> Question | None:
    """The first question still to be asked, or None: all is told."""
    for question in QUESTIONS:
        if is_open(view, question):
            return question
    return None


_MORE = {"insurance": 1, "housing": 3, "home_district": 2, "education": 1, "sex": 1}
"""How many further questions an answer may bring."""


def left(view: View) -> int:
    """How many questions there may still be, at most."""
    return sum(1 + _MORE.get(question.key, 0) for question in all_open(view))
