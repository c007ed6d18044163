"""The questions that an answer can be read for: key → topic and readers.

The keys are those of the steps. A question without a topic (consent, confirm, review, everything)
is answered by `Affirm`, `Deny` or by any facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from handlers.understanding.acts import Topic


@dataclass(frozen=True)
class QuestionReader:
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


QUESTIONS: Mapping[str, QuestionReader] = MappingProxyType(
    {
        "consent": QuestionReader(None, ("yes_no",)),
        "confirm": QuestionReader(None, ("yes_no",)),
        "review": QuestionReader(None, ("yes_no",)),
        "rare": QuestionReader(None, ("yes_no",)),
        "everything": QuestionReader(None),
        "birth": QuestionReader(Topic.BIRTH, ("birth_date",)),
        "birth_month": QuestionReader(Topic.BIRTH, ("birth_date",)),
        "sex": QuestionReader(Topic.SEX, ("sex",)),
        "post": QuestionReader(Topic.POST, ("post",)),
        "residence_permit": QuestionReader(
            Topic.RESIDENCE_PERMIT, ("yes_no",), ask="您持有居住证吗"
        ),
        "insurance": QuestionReader(Topic.INSURANCE, ("years_months",)),
        "breaks": QuestionReader(Topic.INSURANCE_GAP, ("years_months",), nothing=True),
        "continuous": QuestionReader(Topic.CONTINUOUS, ("years_months",)),
        "repaid": QuestionReader(
            Topic.REPAID, ("years_months",), nothing=True, ask="有补缴的月份吗？几个月？"
        ),
        "housing": QuestionReader(Topic.HOMES, ("housing",)),
        "own_time": QuestionReader(Topic.HOMES, ("date", "years_months"), home="owned"),
        "rent_time": QuestionReader(Topic.HOMES, ("years_months",), home="rented"),
        "dorm_time": QuestionReader(Topic.HOMES, ("years_months",), home="dorm"),
        "other_home": QuestionReader(Topic.HOMES, ("years_months",), nothing=True, home="rented"),
        "lease": QuestionReader(Topic.LEASE, ("yes_no",), ask="办了租赁备案吗"),
        "home_district": QuestionReader(Topic.HOMES, ("district",), home="owned"),
        "living": QuestionReader(Topic.LIVES_THERE, ("yes_no",), ask="您自己住在这套房里吗"),
        "living_since": QuestionReader(Topic.LIVES_THERE, ("date",)),
        "work_district": QuestionReader(Topic.JOBS, ("district",)),
        "work_since": QuestionReader(Topic.JOBS, ("date",)),
        "education": QuestionReader(Topic.EDUCATION, ("education",)),
        "graduated": QuestionReader(Topic.GRADUATED, ("date",)),
        "study_overlap": QuestionReader(Topic.STUDY_OVERLAP, ("years_months",), nothing=True),
        "tax_years": QuestionReader(
            Topic.TAX_YEARS, ("tax_years",), ask="{first}、{last} 个税满 10 万元"
        ),
        "tax_violations": QuestionReader(
            Topic.TAX_VIOLATIONS, ("count",), ask="有过涉税违法吗？有几次？"
        ),
        "innovation": QuestionReader(Topic.INNOVATION),
        "award_points": QuestionReader(Topic.INNOVATION, ("count",)),
        "equity": QuestionReader(Topic.INNOVATION, ("money",)),
        "honour": QuestionReader(Topic.HONOUR, ("yes_no",), ask="得过荣誉表彰吗"),
        "detentions": QuestionReader(Topic.DETENTIONS, ("count",), ask="被行政拘留过几次？"),
        "criminal_record": QuestionReader(Topic.CRIMINAL_RECORD, ("yes_no",), ask="有过犯罪记录吗"),
    }
)


def topic_of(key: str | None) -> Topic | None:
    """The topic that a question is about; None for a question without one and for no question."""
    asked = QUESTIONS.get(key or "")
    return asked.topic if asked else None
