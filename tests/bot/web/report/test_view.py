"""What the page says about each kind of person."""

import re
from datetime import date
from decimal import Decimal

import pytest

from bot.web.report.view import Report, build
from bot.web.report.words import between, points, short_document, signed, step
from replies.wording import missing_lines
from scoring import parse_facts, results, score, score_range, verdict
from tests.bot.web.report.people import PEOPLE, YEAR

TODAY = date(2026, 11, 5)


def report_of(name: str) -> Report:
    return build(parse_facts(PEOPLE[name]), YEAR, TODAY, date(2026, 11, 2))


def number(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


def test_complete_facts_give_one_total_that_the_items_add_up_to() -> None:
    report = report_of("complete")
    expected = score(parse_facts(PEOPLE["complete"]), YEAR)
    assert not report.is_range
    assert number(report.total) == expected.total
    assert sum(number(each.points) for each in report.items) == expected.total
    assert report.tone == "good"
    assert report.verdict[0].startswith("2027 年可以申报")
    assert report.missing == ()


def test_missing_facts_give_a_range_and_the_most_moving_first() -> None:
    report = report_of("open")
    found = score_range(parse_facts(PEOPLE["open"]), YEAR)
    assert report.is_range
    assert report.total == f"{points(found.low.total)} 至 {points(found.high.total)}"
    assert [each.text for each in report.missing] == missing_lines(found.missing)
    assert "按最高算超出" in " ".join(report.verdict)
    assert report.tone != "good"


def test_an_end_of_a_range_that_is_worth_nothing_is_not_explained() -> None:
    tax = next(each for each in report_of("open").items if each.title == "纳税")
    assert tax.inputs.startswith("最高：")
    assert "最低" not in tax.inputs


def test_nothing_known_is_said_to_be_nothing_known() -> None:
    report = report_of("empty")
    assert report.is_empty
    assert report.is_range
    assert {each.tone for each in report.conditions} == {"warn"}
    assert report.advice == ()


def test_who_cannot_apply_reads_that_first_and_no_year() -> None:
    report = report_of("retired")
    assert report.tone == "bad"
    assert "不能申报" in report.verdict[0]
    assert "够线" not in " ".join(report.verdict)
    assert {each.verdict for each in report.projected} == {"过退休年龄"}
    assert report.years_charts == ()


def test_green_only_where_the_upper_end_of_the_estimate_is_passed() -> None:
    """A total above the last line and below the next one is not shown as enough."""
    facts = {**PEOPLE["complete"], "tax_years": [], "innovation_points": 0}
    found = verdict(parse_facts(facts), TODAY, YEAR)
    assert found.next_gap is not None
    report = build(parse_facts(facts), YEAR, TODAY, None)
    assert (report.tone == "good") == (found.next_gap.low >= 0)
    if report.tone != "good":
        assert "good" not in {each.tone for each in report.published}


def test_published_years_are_data_and_coming_ones_a_band() -> None:
    report = report_of("complete")
    assert [each.year for each in report.published] == [r.year for r in reversed(results())]
    assert report.published[0].line == points(results()[-1].line)
    assert all("至" in each.line and each.middle for each in report.projected)


def test_a_year_whose_line_is_published_by_now_shows_the_line() -> None:
    report = build(parse_facts(PEOPLE["complete"]), 2026, TODAY, None)
    assert report.projected[0].line == points(results()[-1].line)
    assert report.projected[0].middle == ""


@pytest.mark.parametrize("name", PEOPLE)
def test_neither_birthday_nor_month_of_retirement_is_given_away(name: str) -> None:
    report = report_of(name)
    birth = str(PEOPLE[name].get("birth", "1986-05"))
    year, month = birth.split("-")[0], birth.split("-")[1] if "-" in birth else ""
    text = repr(report)
    assert birth not in text
    if month:
        assert f"{year} 年 {int(month)} 月" not in text
    retirement = next(each for each in report.conditions if "退休" in each.title)
    assert not re.search(r"\d 月", retirement.reason)


def test_contradictions_are_carried_over() -> None:
    assert report_of("forty homes").contradictions
    assert report_of("forty homes").forward == "", "its total may change"


def test_advice_shows_a_degree_with_its_deduction() -> None:
    master = next(each for each in report_of("below").advice if "硕士" in each.title)
    assert "教育背景 +11.00" in master.sum
    assert "就学期间扣减 −" in master.sum


def test_numbers_are_written_with_two_places_and_a_true_minus() -> None:
    assert points(Decimal("-14")) == "−14.00"
    assert signed(Decimal("3")) == "+3.00"
    assert signed(Decimal("0.00")) == "0.00"
    assert [step(Decimal(each)) for each in ("3.00", "0.50", "-4.00", "10.00")] == [
        "+3",
        "+0.5",
        "−4",
        "+10",
    ]
    assert between(Decimal("1"), Decimal("1.00")) == "1.00"
    assert short_document("《北京市积分落户管理办法》（京政办发〔2020〕9号）") == "《管理办法》"


@pytest.mark.parametrize("name", ["complete", "below", "open", "retired", "empty"])
def test_the_sentence_to_forward_is_the_verdict_of_the_page(name: str) -> None:
    report = report_of(name)
    assert report.verdict[0] in report.forward
    assert report.forward.startswith("北京积分落户测算：")
    assert report.forward.endswith("以官方审核为准。")
    assert len(report.forward) <= 160
    assert "您" not in report.forward, "it is sent on by the person it is about"


def test_the_short_verdict_comes_first_and_nothing_is_lost() -> None:
    for name in PEOPLE:
        report = report_of(name)
        assert set(report.first) | set(report.more) >= set(report.verdict)
        assert len(report.first) <= 8


def test_two_plans_agree_with_the_projection_and_the_advice() -> None:
    report = report_of("below")
    assert report.plan is not None
    assert report.plan.rows[0].more == "0.00", "a plan begins after the first year's cut"
    totals = {each.year: each.total for each in report.projected}
    assert all(totals[each.year] == each.now for each in report.plan.rows)
    tax = next(each for each in report.advice if "个税" in each.title)
    assert tax.title == report.plan.title
    assert tax.gain in {each.more for each in report.plan.rows}
    assert report.plan.now_year == "到 2036 年还不够线"
    assert report.plan.plan_year == "2030 年够线，线涨得快就要到 2032 年"


def test_no_plan_where_there_is_nothing_to_plan() -> None:
    assert report_of("retired").plan is None
    assert report_of("empty").plan is None
    assert report_of("complete").plan is None, "the line is reached already"
    assert report_of("complete").advice == ()


def test_conditions_are_told_in_one_line() -> None:
    assert report_of("complete").conditions_in_short == "4 项都符合"
    assert report_of("empty").conditions_in_short == "4 项待确认"
