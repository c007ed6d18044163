"""The questions, as a table: a row names the topic, when it is asked, when it is answered.

The order is that of what an answer can move: points first, then what decides eligibility alone, the
rare facts together at the end. The texts stand in `replies/texts/steps.toml`, how an answer is read
in `handlers.understanding.questions`.
"""

from dataclasses import dataclass

from handlers.dialogue import conditions
from handlers.dialogue.conditions import Test, lease_open, outer
from handlers.dialogue.facts import OWN_FORM, educated
from handlers.dialogue.view import View
from handlers.understanding.acts import Topic
from scoring import FACTS, JsonObject, choices_of

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


QUESTIONS: tuple[Question, ...] = (
    Question("birth", Topic.BIRTH, "birth"),
    Question("insurance", Topic.INSURANCE, "insurance"),
    Question(
        "breaks", Topic.INSURANCE_GAP, known=conditions.breaks_known, needs=conditions.asks_breaks
    ),
    Question(
        "continuous",
        Topic.CONTINUOUS,
        "continuous",
        known=lambda v: v.told.get("insurance_gap") == [],
        needs=lambda v: (v.told.get("insurance") or {}).get("months", 0) >= 84,
    ),
    Question(
        "repaid", Topic.REPAID, known=conditions.repaid_known, needs=lambda v: "insurance" in v.told
    ),
    Question(
        "housing",
        Topic.HOMES,
        "homes",
        choices=("owned", "rented", "dorm", "none"),
        several=True,
    ),
    Question("own_time", Topic.HOMES, known=conditions.timed("owned"), home="owned"),
    Question(
        "lease",
        Topic.LEASE,
        known=lambda v: all("registered" in home for home in lease_open(v)),
        home="rented",
        needs=lambda v: bool(lease_open(v)),
        choices=YES_NO,
    ),
    Question("rent_time", Topic.HOMES, known=conditions.rent_timed, home="rented"),
    Question("dorm_time", Topic.HOMES, known=conditions.timed("dorm"), home="dorm"),
    Question("other_home", Topic.HOMES, "other_home", needs=conditions.other_home),
    Question(
        "home_district",
        Topic.HOMES,
        known=lambda v: all("district" in home for home in v.homes("owned")),
        home="owned",
    ),
    Question(
        "living",
        Topic.LIVES_THERE,
        known=conditions.living_known,
        home="owned",
        needs=lambda v: bool(outer(v)),
        choices=(True, "later", False),
    ),
    Question(
        "living_since",
        Topic.LIVES_THERE,
        known=lambda v: all("lived_from" in h for h in outer(v) if h.get("lives") == "later"),
        home="owned",
        needs=conditions.moved_later,
    ),
    Question("work_district", Topic.JOBS, "jobs", home="owned", needs=conditions.lives_outside),
    Question(
        "work_since",
        Topic.JOBS,
        known=conditions.work_begun,
        home="owned",
        needs=lambda v: conditions.works_outside(v) and conditions.lives_outside(v),
    ),
    Question(
        "education",
        Topic.EDUCATION,
        "education",
        choices=("none", "college", "bachelor_no_degree", "bachelor", "master", "doctor"),
    ),
    Question("graduated", Topic.GRADUATED, "graduated", needs=lambda v: educated(v.told)),
    Question("study_overlap", Topic.STUDY_OVERLAP, "study_overlap", needs=conditions.study_unknown),
    Question("tax_years", Topic.TAX_YEARS, "tax_years"),
    Question("sex", Topic.SEX, "sex", choices=("male", "female")),
    Question(
        "birth_month",
        Topic.BIRTH,
        known=lambda v: len(str(v.told.get("birth", ""))) > 4,
        needs=conditions.birth_month,
    ),
    Question(
        "post",
        Topic.POST,
        "post",
        when=("sex", "female"),
        needs=conditions.post_matters,
        choices=("manager", "worker"),
    ),
    Question("residence_permit", Topic.RESIDENCE_PERMIT, "residence_permit", choices=YES_NO),
    Question(
        "rare", Topic.HONOUR, known=lambda v: v.told.keys() >= _RARE, choices=RARE, several=True
    ),
    Question("honour", Topic.HONOUR, "honour", needs=conditions.only_to_correct, choices=YES_NO),
    Question(
        "criminal_record",
        Topic.CRIMINAL_RECORD,
        "criminal_record",
        needs=conditions.only_to_correct,
        choices=YES_NO,
    ),
    # named as an exception ("some"), the number of times still open
    Question(
        "tax_violations",
        Topic.TAX_VIOLATIONS,
        known=conditions.settled("tax_violations"),
        when=("tax_violations", "some"),
    ),
    Question(
        "detentions",
        Topic.DETENTIONS,
        known=conditions.settled("detentions"),
        when=("detentions", "some"),
    ),
    Question(
        "innovation",
        Topic.INNOVATION,
        known=conditions.innovation_known,
        when=("innovation", "some"),
        choices=("award", "equity"),
    ),
    Question(
        "award_points",
        Topic.INNOVATION,
        known=conditions.innovation_known,
        when=("innovation", "award"),
    ),
    Question(
        "equity", Topic.INNOVATION, known=conditions.innovation_known, when=("innovation", "equity")
    ),
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
    """The questions that are not ruled out by what was told or found out before."""
    told, kinds, found = view.told, view.kinds_of_home, view.unanswered
    return [
        each
        for each in QUESTIONS
        if each.told not in told
        and (not each.home or each.home in kinds)
        and (each.when is None or each.when[0] in told)
        and (each.key not in found or found[each.key])
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
