"""The questions that an answer can be read for: key → topic and readers.

The keys are those of the steps. A question without a topic (consent, confirm, review, everything)
is answered by `Affirm`, `Deny` or by any facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from handlers.understanding.acts import Topic


@dataclass(frozen=True)
class Question:
    """How the answer to one question is read.

    `slots` are tried in turn. `nothing`: 「没有」 means 0. `home` is the kind of home that the
    question is about. `ask` are the words that the readers go by, whatever the chat's own
    wording is (and where the question is not at hand: a correction of an earlier answer).
    """

    topic: Topic | None
    slots: tuple[str, ...] = ()
    nothing: bool = False
    home: str = ""
    ask: str = ""


QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        "consent": Question(None, ("yes_no",)),
        "confirm": Question(None, ("yes_no",)),
        "review": Question(None, ("yes_no",)),
        "rare": Question(None, ("yes_no",)),
        "everything": Question(None),
        "birth": Question(Topic.BIRTH, ("birth_date",)),
        "birth_month": Question(Topic.BIRTH, ("birth_date",)),
        "sex": Question(Topic.SEX, ("sex",)),
        "post": Question(Topic.POST, ("post",)),
        "residence_permit": Question(Topic.RESIDENCE_PERMIT, ("yes_no",), ask="您持有居住证吗"),
        "insurance": Question(Topic.INSURANCE, ("years_months",)),
        "breaks": Question(Topic.INSURANCE_GAP, ("years_months",), nothing=True),
        "continuous": Question(Topic.CONTINUOUS, ("years_months",)),
        "repaid": Question(
            Topic.REPAID, ("years_months",), nothing=True, ask="有补缴的月份吗？几个月？"
        ),
        "housing": Question(Topic.HOMES, ("housing",)),
        "own_time": Question(Topic.HOMES, ("date", "years_months"), home="owned"),
        "rent_time": Question(Topic.HOMES, ("years_months",), home="rented"),
        "dorm_time": Question(Topic.HOMES, ("years_months",), home="dorm"),
        "other_home": Question(Topic.HOMES, ("years_months",), nothing=True, home="rented"),
        "lease": Question(Topic.LEASE, ("yes_no",), ask="办了租赁备案吗"),
        "home_district": Question(Topic.HOMES, ("district",), home="owned"),
        "living": Question(Topic.LIVES_THERE, ("yes_no",), ask="您自己住在这套房里吗"),
        "living_since": Question(Topic.LIVES_THERE, ("date",)),
        "work_district": Question(Topic.JOBS, ("district",)),
        "work_since": Question(Topic.JOBS, ("date",)),
        "education": Question(Topic.EDUCATION, ("education",)),
        "graduated": Question(Topic.GRADUATED, ("date",)),
        "study_overlap": Question(Topic.STUDY_OVERLAP, ("years_months",), nothing=True),
        "tax_years": Question(
            Topic.TAX_YEARS, ("tax_years",), ask="{first}、{last} 个税满 10 万元"
        ),
        "tax_violations": Question(
            Topic.TAX_VIOLATIONS, ("count",), ask="有过涉税违法吗？有几次？"
        ),
        "innovation": Question(Topic.INNOVATION),
        "award_points": Question(Topic.INNOVATION, ("count",)),
        "equity": Question(Topic.INNOVATION, ("money",)),
        "honour": Question(Topic.HONOUR, ("yes_no",), ask="得过荣誉表彰吗"),
        "detentions": Question(Topic.DETENTIONS, ("count",), ask="被行政拘留过几次？"),
        "criminal_record": Question(Topic.CRIMINAL_RECORD, ("yes_no",), ask="有过犯罪记录吗"),
    }
)


def topic_of(key: str | None) -> Topic | None:
    """The topic that a question is about; None for a question without one and for no question."""
    asked = QUESTIONS.get(key or "")
    return asked.topic if asked else None
