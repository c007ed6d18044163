"""「您的情况：…」 completes an answer, and only where the person's own facts settle it."""

from replies.catalogue import Catalogue
from replies.wording import own_case
from replies.wording.own_case import answers_about_a_person
from scoring import Birth, Facts, eligibility, parse_facts, score_range

YEAR = 2027


def said(slug: str, facts: Facts) -> str:
    return own_case(slug, score_range(facts, YEAR), eligibility(facts, YEAR))


def test_every_answer_in_the_table_is_in_the_catalogue() -> None:
    known = {answer.id for answer in Catalogue.load().answers}
    assert answers_about_a_person() <= known


def test_says_the_points_that_the_facts_settle() -> None:
    facts = Facts(birth=Birth(1979, 6), tax_years=(2024, 2026))
    assert "年龄 16.00" in said("age", facts)
    assert "纳税 4.00" in said("tax-rule", facts)


def test_says_whether_a_condition_is_met() -> None:
    assert "不符合" in said("criminal-record", Facts(criminal_record=True))


def test_says_nothing_of_what_is_open_or_not_asked() -> None:
    facts = Facts(birth=Birth(1979, 6))
    assert said("employment-points", facts) == ""
    assert said("law-record", facts) == ""
    assert said("quota", facts) == ""


def test_a_deduction_that_is_certain_is_told_while_its_size_is_open() -> None:
    facts = parse_facts(
        {
            "insurance": {"periods": [{"from": "2014-09", "to": "now"}], "repaid_months": 2},
            "education": {"diploma": "bachelor", "degree": "bachelor", "graduated": "2018-07"},
        }
    )
    assert "就学扣减 −" in said("study-deduction", facts)
    assert "到" in said("study-deduction", facts)
