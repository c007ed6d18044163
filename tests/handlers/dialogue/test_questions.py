"""The table of questions: texts for every row, when each applies, what an answer reopens."""

from datetime import date
from typing import Any

import pytest

from handlers.dialogue.facts import facts_of, told_of, without
from handlers.dialogue.questions import BY_KEY, NOTHING, QUESTIONS, RARE, Question, left, next_open
from handlers.dialogue.record import ValueRefused, nothing, write
from handlers.dialogue.view import View
from handlers.session import Applicant
from handlers.understanding.questions import QUESTIONS as READ
from replies.wording import texts
from scoring import FACTS, parse_facts

DATED = {"periods": [{"from": "2010-01", "to": "now"}]}


def view(**told: Any) -> View:
    return View(Applicant(told=told), 2027, date(2026, 11, 22))


def asked(shown: View) -> list[str]:
    return [q.key for q in QUESTIONS if q.applies(shown) and not q.answered(shown)]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question.key))
def test_every_question_has_its_texts_and_a_reader(question: Question) -> None:
    known = texts()
    ask = known[f"steps.{question.key}.ask"]
    assert known[f"steps.{question.key}.title"]
    assert known[f"steps.{question.key}.why"]
    assert question.choices or "例：" in ask, "a question without choices shows an example"
    assert question.key in READ
    for value in question.choices:
        key = f"steps.{question.key}.choices.{value}"
        assert key in known or question.key == "rare"


def test_every_fact_that_is_asked_on_its_own_has_a_question() -> None:
    topics = {question.topic for question in QUESTIONS} | {*RARE}
    single = {fact.name for fact in FACTS.values() if fact.is_scalar and fact.asked}
    assert single - {"innovation_points", "equity_financing"} <= topics


def test_rare_facts_have_a_value_for_none() -> None:
    applicant = Applicant()
    nothing(applicant, RARE)
    assert applicant.told == dict(NOTHING)
    facts = facts_of(applicant.told)
    assert facts["innovation_points"] == 0
    parse_facts(facts)


def test_a_man_is_not_asked_for_the_post_nor_a_young_woman() -> None:
    assert "post" not in asked(view(sex="male", birth="1972-03"))
    assert "post" not in asked(view(sex="female", birth="1990-03"))
    assert "post" in asked(view(sex="female", birth="1976-03"))


def test_a_renter_is_not_asked_about_living_outside() -> None:
    shown = view(insurance=DATED, homes=[{"kind": "rented", "from": "2010-01", "to": "now"}])
    assert not {"home_district", "living", "work_district"} & set(asked(shown))


def test_an_owner_inside_is_not_asked_about_living_there() -> None:
    home = {"kind": "owned", "certificate": "2015-05", "district": "海淀"}
    assert not {"living", "work_district"} & set(asked(view(insurance=DATED, homes=[home])))
    shown = view(insurance=DATED, homes=[home | {"district": "通州"}])
    assert {"living", "work_district"} <= set(asked(shown))


def test_a_lease_that_nobody_registered_needs_no_time_where_the_rule_fills_the_months() -> None:
    home = {"kind": "rented", "registered": False}
    assert "rent_time" not in asked(view(insurance=DATED, homes=[home]))
    assert "rent_time" in asked(view(insurance={"months": 120}, homes=[home]))
    assert "rent_time" in asked(view(insurance=DATED, homes=[{"kind": "rented"}]))


@pytest.mark.parametrize(("since", "needed"), [("2020-08", False), ("2020-09", True)])
def test_the_months_before_the_certificate_are_asked_for_where_the_rule_does_not_fill_them(
    since: str, needed: bool
) -> None:
    home = {"kind": "owned", "certificate": since, "district": "海淀"}
    assert ("other_home" in asked(view(insurance=DATED, homes=[home]))) is needed


def test_breaks_are_asked_once_for_a_span_in_one_piece() -> None:
    assert "breaks" in asked(view(insurance=DATED))
    assert "breaks" not in asked(view(insurance=DATED, insurance_gap=[], repaid=0))
    two = {"periods": [{"from": "2010-01", "to": "2012-05"}, {"from": "2012-09", "to": "now"}]}
    assert "breaks" not in asked(view(insurance=two))
    assert "repaid" in asked(view(insurance=two))


def test_totals_without_a_break_are_continuous() -> None:
    assert "continuous" in asked(view(insurance={"months": 120}))
    assert "continuous" not in asked(view(insurance={"months": 120}, insurance_gap=[]))
    assert facts_of({"insurance": {"months": 120}, "insurance_gap": []})["insurance"] == {
        "months": 120,
        "continuous_months": 120,
    }


def test_what_is_left_never_grows_by_answering_nothing() -> None:
    assert left(view()) >= left(view(birth="1985-03")) >= left(view(birth="1985-03", sex="male"))


def test_a_changed_education_asks_again_what_depended_on_it_and_nothing_else() -> None:
    applicant = Applicant(
        told={"birth": "1985-03", "education": "college", "graduated": "2007-07", "sex": "male"}
    )
    write(applicant, "education", "bachelor", replace=True)
    assert applicant.told == {"birth": "1985-03", "education": "bachelor", "sex": "male"}


def test_a_changed_beginning_of_the_insurance_keeps_what_was_said_of_breaks() -> None:
    applicant = Applicant(told={"insurance": DATED, "insurance_gap": [], "repaid": 0})
    write(applicant, "insurance", {"periods": [{"from": "2011-03", "to": "now"}]}, replace=True)
    assert applicant.told["repaid"] == 0
    write(applicant, "insurance", {"months": 100}, replace=True)
    assert applicant.told == {"insurance": {"months": 100}}


def test_a_refused_value_leaves_everything_as_it_was() -> None:
    applicant = Applicant(told={"birth": "1985-03"}, unknown=["tax_years"])
    with pytest.raises(ValueRefused):
        write(applicant, "tax_years", [1066])
    assert applicant.told == {"birth": "1985-03"}
    assert applicant.unknown == ["tax_years"]


def test_a_year_alone_does_not_take_the_month_away() -> None:
    applicant = Applicant(told={"birth": "1985-03"})
    assert not write(applicant, "birth", "1985")
    assert applicant.told["birth"] == "1985-03"


def test_an_unregistered_lease_is_no_record_and_an_unknown_one_is_open() -> None:
    lease = {"kind": "rented", "from": "2015-01", "to": "now"}
    told = {"homes": [lease | {"registered": False}]}
    assert facts_of(told)["homes"] == [lease | {"registered": False}]
    assert facts_of({"homes": [lease]})["homes"] == [lease | {"registered": None}]


def test_a_lease_registered_later_is_two_records() -> None:
    lease = {"kind": "rented", "from": "2015-01", "to": "now"}
    told = {"homes": [lease | {"registered": {"from": "2021-10", "to": "now"}}]}
    assert facts_of(told)["homes"] == [
        {"kind": "rented", "from": "2015-01", "to": "2021-09", "registered": False},
        {"kind": "rented", "from": "2021-10", "to": "now", "registered": True},
    ]


def test_jobs_follow_one_another() -> None:
    told = {"jobs": [{"district": "海淀"}, {"district": "大兴", "from": "2021-07"}]}
    assert facts_of(told)["jobs"] == [
        {"district": "海淀", "from": "2018-01", "to": "2021-06"},
        {"district": "大兴", "from": "2021-07", "to": "now"},
    ]


def test_a_gap_is_cut_out_of_the_span_around_it() -> None:
    assert without(DATED["periods"], ["2012-05", "2012-06"]) == [
        {"from": "2010-01", "to": "2012-04"},
        {"from": "2012-07", "to": "now"},
    ]


def test_facts_and_what_was_told_are_inverse() -> None:
    facts = {
        "birth": "1985-03",
        "sex": "male",
        "insurance": {"periods": [{"from": "2010-01", "to": "now"}], "repaid": ["2012-03"]},
        "homes": [
            {"kind": "rented", "from": "2010-01", "to": "2015-01"},
            {"kind": "dorm", "months": 12},
        ],
        "jobs": [{"district": "大兴", "from": "2018-01", "to": "now"}],
        "education": {"diploma": "master", "degree": "none", "graduated": "2009-07"},
        "equity_financing": 20_000_000,
        "tax_years": [2025],
    }
    assert parse_facts(facts_of(told_of(facts))) == parse_facts(facts)


def test_questions_go_on_to_the_end() -> None:
    """Leaving everything open passes each question once."""
    applicant = Applicant()
    seen: list[str] = []
    while question := next_open(View(applicant, 2027, date(2026, 11, 22))):
        seen.append(question.key)
        applicant.unknown.append(question.key)
    assert len(seen) == len(set(seen))
    assert set(seen) <= set(BY_KEY)
