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
    registered_alone,
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
_RARE = frozenset(RARE)
CLOSE_TO_RETIRING = 43
"""From this age on a woman's post can matter within the years that a projection shows."""


@dataclass(frozen=True)
class Question:
    """One question.

    It is answered when the topic `told` has been told, or when `known` says so. It applies when
    there is a home of the kind `home`, when the topic and value `when` were told, and when `needs`
    says so, where these are given. `choices` are the answers of the numbers; `several`: more than
    one number may be chosen.
    """

    key: str
    topic: str
    told: str = ""
    known: Test | None = None
    home: str = ""
    when: tuple[str, object] | None = None
    needs: Test | None = None
    choices: tuple[object, ...] = ()
    several: bool = False

    def answered(self, view: View) -> bool:
        return self.told in view.told or (self.known is not None and self.known(view))

    def applies(self, view: View) -> bool:
        if self.home and self.home not in view.kinds_of_home:
            return False
        if self.when is not None and view.told.get(self.when[0]) != self.when[1]:
            return False
        return self.needs is None or self.needs(view)


def _birth_month(view: View) -> bool:
    return len(str(view.told.get("birth", ""))) == 4 and "birth" in view.missing


def _post_matters(view: View) -> bool:
    if "birth" not in view.told:
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


def _lease_open(view: View) -> list[JsonObject]:
    """Rented homes that are, or may have been, rented after all renting counted by itself."""
    return [home for home in view.homes("rented") if not has_time(home) or lease_matters(home)]


def _rent_timed(view: View) -> bool:
    """Whether the time of every lease is known; where the insurance has dates, a lease that was
    never registered adds nothing to the months that the rule fills in, nor does the time before
    the registration of the only one."""
    if view.dated_insurance and registered_alone(view.homes()):
        return True
    return all(
        has_time(home) or (home.get("registered") is False and view.dated_insurance)
        for home in view.homes("rented")
    )


def _other_home(view: View) -> bool:
    """An owner whose months before the first certificate no home that was told accounts for."""
    if "owned" not in view.kinds_of_home:
        return "other_home" in view.told
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
    return view.told.keys() >= _RARE


def _only_to_correct(_: View) -> bool:
    """Asked together with the other rare facts; by itself only to correct the answer."""
    return False


def _settled(name: str) -> Test:
    return lambda view: view.told.get(name) != "some"


def _innovation_known(view: View) -> bool:
    return view.told.get("innovation") not in ("some", "award", "equity")


QUESTIONS: tuple[Question, ...] = (
    Question("birth", Topic.BIRTH, "birth"),
    Question("insurance", Topic.INSURANCE, "insurance"),
    Question("breaks", Topic.INSURANCE_GAP, known=_breaks_known, needs=_asks_breaks),
    Question(
        "continuous",
        Topic.CONTINUOUS,
        "continuous",
        known=lambda v: v.told.get("insurance_gap") == [],
        needs=lambda v: (v.told.get("insurance") or {}).get("months", 0) >= 84,
    ),
    Question("repaid", Topic.REPAID, known=_repaid_known, needs=lambda v: "insurance" in v.told),
    Question(
        "housing",
        Topic.HOMES,
        "homes",
        choices=("owned", "rented", "dorm", "none"),
        several=True,
    ),
    Question("own_time", Topic.HOMES, known=_timed("owned"), home="owned"),
    Question(
        "lease",
        Topic.LEASE,
        known=lambda v: all("registered" in home for home in _lease_open(v)),
        home="rented",
        needs=lambda v: bool(_lease_open(v)),
        choices=YES_NO,
    ),
    Question("rent_time", Topic.HOMES, known=_rent_timed, home="rented"),
    Question("dorm_time", Topic.HOMES, known=_timed("dorm"), home="dorm"),
    Question("other_home", Topic.HOMES, "other_home", needs=_other_home),
    Question(
        "home_district",
        Topic.HOMES,
        known=lambda v: all("district" in home for home in v.homes("owned")),
        home="owned",
    ),
    Question(
        "living",
        Topic.LIVES_THERE,
        known=_living_known,
        home="owned",
        needs=lambda v: bool(_outer(v)),
        choices=(True, "later", False),
    ),
    Question(
        "living_since",
        Topic.LIVES_THERE,
        known=lambda v: all("lived_from" in h for h in _outer(v) if h.get("lives") == "later"),
        home="owned",
        needs=_moved_later,
    ),
    Question("work_district", Topic.JOBS, "jobs", home="owned", needs=_lives_outside),
    Question(
        "work_since",
        Topic.JOBS,
        known=_work_begun,
        home="owned",
        needs=lambda v: _works_outside(v) and _lives_outside(v),
    ),
    Question(
        "education",
        Topic.EDUCATION,
        "education",
        choices=("none", "college", "bachelor_no_degree", "bachelor", "master", "doctor"),
    ),
    Question("graduated", Topic.GRADUATED, "graduated", needs=lambda v: educated(v.told)),
    Question("study_overlap", Topic.STUDY_OVERLAP, "study_overlap", needs=_study_unknown),
    Question("tax_years", Topic.TAX_YEARS, "tax_years"),
    Question("sex", Topic.SEX, "sex", choices=("male", "female")),
    Question(
        "birth_month",
        Topic.BIRTH,
        known=lambda v: len(str(v.told.get("birth", ""))) > 4,
        needs=_birth_month,
    ),
    Question(
        "post",
        Topic.POST,
        "post",
        when=("sex", "female"),
        needs=_post_matters,
        choices=("manager", "worker"),
    ),
    Question("residence_permit", Topic.RESIDENCE_PERMIT, "residence_permit", choices=YES_NO),
    Question("rare", Topic.HONOUR, known=_rare_known, choices=RARE, several=True),
    Question("honour", Topic.HONOUR, "honour", needs=_only_to_correct, choices=YES_NO),
    Question(
        "criminal_record",
        Topic.CRIMINAL_RECORD,
        "criminal_record",
        needs=_only_to_correct,
        choices=YES_NO,
    ),
    # named as an exception ("some"), the number of times still open
    Question(
        "tax_violations",
        Topic.TAX_VIOLATIONS,
        known=_settled("tax_violations"),
        when=("tax_violations", "some"),
    ),
    Question(
        "detentions",
        Topic.DETENTIONS,
        known=_settled("detentions"),
        when=("detentions", "some"),
    ),
    Question(
        "innovation",
        Topic.INNOVATION,
        known=_innovation_known,
        when=("innovation", "some"),
        choices=("award", "equity"),
    ),
    Question(
        "award_points", Topic.INNOVATION, known=_innovation_known, when=("innovation", "award")
    ),
    Question("equity", Topic.INNOVATION, known=_innovation_known, when=("innovation", "equity")),
)
_ASKED = {question.topic for question in QUESTIONS} | {*RARE}
QUESTIONS += tuple(
    Question(fact.name, fact.name, fact.name, choices=choices_of(fact))
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


def _perhaps_open(view: View) -> list[Question]:
    """The questions that what was told does not rule out at once."""
    told, kinds = view.told, view.kinds_of_home
    return [
        each
        for each in QUESTIONS
        if each.told not in told
        and (not each.home or each.home in kinds)
        and (each.when is None or each.when[0] in told)
    ]


def all_open(view: View) -> list[Question]:
    """The questions still to be asked, in order."""
    return [each for each in _perhaps_open(view) if is_open(view, each)]


def next_open(view: View) -> Question | None:
    """The first question still to be asked, or None: all is told."""
    for question in _perhaps_open(view):
        if is_open(view, question):
            return question
    return None


_MORE = {"insurance": 1, "housing": 3, "home_district": 2, "education": 1, "sex": 1}
"""How many further questions an answer may bring."""


def left(view: View) -> int:
    """How many questions there may still be, at most."""
    return sum(1 + _MORE.get(question.key, 0) for question in all_open(view))
