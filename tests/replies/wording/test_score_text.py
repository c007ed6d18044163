"""A score in words."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from replies.wording import (
    advice_lines,
    assumption_lines,
    distance_line,
    eligibility_lines,
    full_sheet,
    place_text,
    projection_lines,
    short_lines,
    standing_lines,
    texts,
    total_line,
)
from scoring import (
    ITEMS,
    Facts,
    LivePlace,
    Place,
    advise,
    line_band,
    parse_facts,
    project,
    results,
    score,
    score_range,
    standing,
    verdict,
)
from tests.scoring.people import RENTER

TODAY = date(2026, 11, 25)

# The first worked example of 2020 in months: 249 of employment, 151 owned, 98 rented, 35 of study.
EXAMPLE: dict[str, Any] = {
    "birth": "1974-06",
    "sex": "male",
    "residence_permit": True,
    "criminal_record": False,
    "insurance": {"months": 249, "continuous_months": 249, "repaid_months": 0},
    "homes": [{"kind": "owned", "months": 151}, {"kind": "rented", "months": 98}],
    "jobs": [],
    "suburb_months": {"live_only": 24, "live_and_work": 0},
    "education": {"diploma": "master", "degree": "master", "overlap_months": 35},
    "innovation_points": 0,
    "tax_years": [2018, 2019],
    "tax_violations": 0,
    "detentions": 0,
    "honour": False,
}


def _without(*names: str) -> Facts:
    return parse_facts({key: value for key, value in RENTER.items() if key not in names})


def test_short_lines_show_points_and_inputs() -> None:
    lines = short_lines(score(parse_facts(EXAMPLE), 2020))
    assert lines[0] == "就业 62.25（249 个月 × 0.25）"
    assert [line.split("（")[0] for line in lines] == [
        "就业 62.25",
        "住所 16.66",
        "教育 26.00",
        "就学扣减 −10.21",
        "职住区域 4.00",
        "纳税 4.00",
        "年龄 20.00",
    ]


def test_zeros_only_on_request() -> None:
    found = score(parse_facts(EXAMPLE), 2020)
    assert len(short_lines(found, zeros=True)) == len(ITEMS)
    assert "荣誉 0.00（没有）" in short_lines(found, zeros=True)


def test_a_range_names_both_ends() -> None:
    found = score_range(_without("honour"), 2027)
    assert "荣誉 0.00 到 20.00（还没填全）" in short_lines(found)
    assert total_line(found).startswith("总分在 99.75 到 119.75 分之间")
    assert total_line(score_range(_without(), 2027)) == "总分 99.75 分"


def test_a_single_score_with_gaps_says_so() -> None:
    assert "没填的按 0 分算" in total_line(score(_without("honour"), 2027))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ("117.33", "117.33", "正好等于 2025 年的线 117.33，同分同落，能上。"),
        ("117.00", "117.00", "离 2025 年的线 117.33 还差 0.33 分。"),
        ("121.97", "121.97", "比 2025 年的线 117.33 高 4.64 分。"),
        ("100.00", "117.32", "离 2025 年的线 117.33 还差 0.01 到 17.33 分。"),
        ("100.00", "117.33", "2025 年的线是 117.33：按最低算差 17.33 分，按最高算超出 0.00 分。"),
        ("117.33", "120.33", "比 2025 年的线 117.33 高 0.00 到 3.00 分。"),
    ],
)
def test_distance_line(low: str, high: str, said: str) -> None:
    result = next(each for each in results() if each.year == 2025)
    assert distance_line(Decimal(low), Decimal(high), result) == said


def test_the_distance_is_to_the_newest_line() -> None:
    last = results()[-1]
    assert distance_line(last.line, last.line).startswith(f"正好等于 {last.year} 年的线")


def test_standing_lines_cover_every_published_year_newest_first() -> None:
    lines = standing_lines(score(parse_facts(RENTER), 2027))[1:]
    assert [int(line[:4]) for line in lines] == [each.year for each in reversed(results())]
    assert lines[0] == "2026 年（线 119.92）：不够，差 20.17 分"
    assert lines[-1] == "2018 年（线 90.75）：够，高 9.00 分，第 500 到 1000 名之间"
    assert "填全才知道" in standing_lines(score_range(_without("honour"), 2027))[3]


def test_a_place_is_worded() -> None:
    assert "与第 6000 名同分，同分同落，正好入围" in place_text(standing(Decimal("117.33"), 2025))
    assert "具体名次查不到" in place_text(standing(Decimal(100), 2019))
    assert "估计" in place_text(standing(Decimal("119.93"), 2026))
    live = LivePlace(2027, "2027-04-25", Place.BEHIND, 6000, None)
    assert place_text(live).startswith("按申报系统 2027-04-25 显示的分数，大约在第 6000 名之后")


def test_what_a_projection_takes_for_granted_is_worded() -> None:
    def said(changes: dict[str, Any]) -> str:
        return "".join(assumption_lines(project(parse_facts(RENTER | changes), 2027)))

    assert "个税也满 10 万元" in said({"tax_years": [2026]})
    assert "个税不到 10 万元" in said({"tax_years": [2025]})
    assert "个税还没填" in said({"tax_years": None})
    assert "违法记录没有日期" in said({"detentions": 1})
    study = {"diploma": "master", "degree": "master", "graduated": "2015-06"}
    assert "读书扣的 10.5 分以后不会再变" in said({"education": study})


def test_eligibility_lines_give_reasons_where_they_matter() -> None:
    good = eligibility_lines(score(parse_facts(RENTER), 2027).eligibility)
    assert good[0] == "四项条件都符合，可以申报。"
    assert "符合：持有北京市居住证" in good
    young = parse_facts(RENTER | {"insurance": {"periods": [{"from": "2022-01"}]}})
    bad = eligibility_lines(score(young, 2027).eligibility)
    assert bad[0] == "现在不能申报，差的是标「不符合」的："
    (line,) = [line for line in bad if line.startswith("不符合")]
    assert "2028 年 12 月满 84 个月" in line
    unknown = eligibility_lines(score(_without("residence_permit"), 2027).eligibility)
    assert unknown[0].startswith("能不能申报还看不出来")
    assert unknown[1].startswith("待确认：持有北京市居住证")


def projected(changes: dict[str, Any], year: int = 2027, *, full: bool = False) -> list[str]:
    return projection_lines(verdict(parse_facts(RENTER | changes), TODAY, year), full=full)


def test_projection_lines_say_that_it_is_a_projection_and_show_the_whole_band() -> None:
    lines = projected({})
    assert "推算" in lines[0]
    assert "不是公布的数据" in lines[0]
    band = line_band(2028)
    head = f"2028 年 103.25 分（就业 +3.00，住所 +0.50），线约 {band.low} 到 {band.high}"
    assert any(line.startswith(head) for line in lines)
    assert lines[-1].startswith("前提：")
    assert len(lines) == 1 + 1 + 10 + 1


def test_projection_lines_end_with_retirement() -> None:
    lines = projected({"birth": "1968-11"}, full=True)
    assert "2030 年起到了法定退休年龄，不能再申报。" in lines
    assert not any(line.startswith("2030 年 ") for line in lines)
    # The reason of a change is said once, not again where the same comes every year.
    assert sum(line.startswith("    就业 +3.00") for line in lines) == 1


def test_the_projection_of_someone_without_a_permit_is_that_of_someone_who_gets_it() -> None:
    lines = projected({"residence_permit": False, "honour": True, "innovation_points": 12})
    assert lines[1] == "居住证办好的话，照这样下去，2027 年够线。"
    assert not any("资格还不够" in line for line in lines)


def test_no_projection_where_filing_is_out_of_the_question() -> None:
    assert projected({"criminal_record": True}) == []


def test_when_the_line_is_reached_with_gaps() -> None:
    lines = projected({"honour": None, "innovation_points": None})
    (line,) = [each for each in lines if "照这样" in each]
    assert "没填的按最高算，20" in line
    assert "按最低算，到 2036 年也不够" in line


def test_advice_lines_show_the_sum_of_a_degree() -> None:
    found = advise(parse_facts(RENTER), 2027)
    lines = advice_lines(found, full=True)
    assert "    算式：教育背景 +11.00，就学期间扣减 −10.50 = +0.50" in lines
    assert sum(line.startswith("    依据：") for line in lines) == len(found)
    assert not any(line.startswith("    依据：") for line in advice_lines(found))
    assert advice_lines(()) == ["按现有规则和已填的信息，没有找到能加分的办法。"]


def test_what_a_measure_brings_is_said_by_its_years() -> None:
    said = "\n".join(advice_lines(advise(parse_facts(RENTER), 2027)))
    assert "每年满 10 万元：2028 年先加 2 分，到 2032 年共加 6 分" in said


@pytest.mark.parametrize("year", [2018, 2020, 2025, 2027, 2040])
@pytest.mark.parametrize("raw", [{}, EXAMPLE, RENTER, {"insurance": {"months": 90}}])
def test_the_whole_sheet(raw: dict[str, Any], year: int) -> None:
    text = full_sheet(verdict(parse_facts(raw), TODAY, year))
    assert text.startswith(f"积分测算 · {year} 年申报")
    assert text.endswith("仅供参考，以官方审核为准。")
    for head in ("一、各项得分", "二、申报资格", "三、对照历年分数线"):
        assert text.count(head) == 1
    assert ("六、还缺的信息" in text) == bool(score(parse_facts(raw), year).missing)
    assert text.count("依据：") >= len(ITEMS)
    assert not re.search(r"[{}]|None|！|-\d", text.replace("京人社", ""))


def test_contradictions_come_before_the_lines() -> None:
    raw = RENTER | {"homes": [{"kind": "owned", "months": 900, "district": "东城"}]}
    text = full_sheet(verdict(parse_facts(raw), TODAY, 2027))
    assert text.index("住所一共 900 个月") < text.index("一、各项得分")


def test_every_text_of_a_score_is_used() -> None:
    from pathlib import Path

    import replies.wording

    folder = Path(replies.wording.__file__).parent
    code = "".join(each.read_text("utf-8") for each in sorted(folder.glob("*.py")))
    for key in texts():
        if key.startswith(("sheet.", "verdict.", "advice.", "aims.")):
            parent, _, last = key.rpartition(".")
            assert key in code or f"{parent}.{{" in code or f'"{last}"' in code, key
