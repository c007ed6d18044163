"""Facts are read or refused in one clear line: which field, what is wrong, what would be right."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replies.wording import fact_error, json_error
from scoring import FACTS, FactError, Facts, JsonError, parse_facts, read_json
from scoring.facts.model import Birth, Education, Home, Insurance, Span, SuburbMonths
from scoring.months import month

TOP = [name for name in FACTS if "." not in name]
REFUSED: list[tuple[str, Any, str]] = [
    ("birthday", "1985-03", "birth"),
    ("birth", 1985, "YYYY-MM"),
    ("birth", "1985-13", "YYYY-MM"),
    ("birth", "1985-02-30", "不存在"),
    ("birth", "１９８５-03", "YYYY-MM"),
    ("birth", "1985-03\n", "YYYY-MM"),
    ("birth", "1885-03", "1885 年不在范围内"),
    ("sex", "男", "male、female"),
    ("sex", True, "male、female"),
    ("residence_permit", "yes", "true 或 false"),
    ("residence_permit", 1, "true 或 false"),
    ("honour", 0, "true 或 false"),
    ("insurance", 120, "不是对象"),
    ("insurance", {"month": 120}, "insurance.month：没有 「month」 这一项；应为 months"),
    ("insurance", {"months": True}, "insurance.months"),
    ("insurance", {"months": -1}, "0 到 1200"),
    ("insurance", {"months": 1201}, "0 到 1200"),
    ("insurance", {"months": 10**5000}, "过大的数"),
    ("insurance", {"months": 12.5}, "整数"),
    ("insurance", {"months": float("nan")}, "nan"),
    ("insurance", {"months": float("inf")}, "inf"),
    ("insurance", {"months": "120"}, "不是数"),
    ("insurance", {"periods": {"from": "2015-01"}}, "不是列表"),
    ("insurance", {"periods": [{"to": "2015-01"}]}, "insurance.periods[0].from"),
    ("insurance", {"periods": [{"from": "2015-01", "bis": "now"}]}, "insurance.periods[0].bis"),
    (
        "insurance",
        {"periods": [{"from": "2015-02", "to": "2015-01"}]},
        "insurance.periods[0].to：「2015-01」 早于开始的 2015-02",
    ),
    ("insurance", {"periods": [{"from": "now"}]}, "insurance.periods[0].from"),
    ("insurance", {"repaid": ["2015"]}, "insurance.repaid[0]"),
    ("insurance", {"repaid": ["2015-01"], "repaid_months": 1}, "insurance.repaid_months"),
    ("homes", {"kind": "owned"}, "不是列表"),
    ("homes", [{"months": 12}], "homes[0].kind"),
    ("homes", [{"kind": "own", "months": 12}], "owned、rented、dorm"),
    ("homes", [{"kind": "owned"}], "homes[0]：没有月数"),
    ("homes", [{"kind": "owned", "months": 12, "from": "2015-01"}], "homes[0].months"),
    ("homes", [{"kind": "owned", "to": "2015-01"}], "没有月数"),
    ("homes", [{"kind": "owned", "months": 1}, {"kind": "owned", "from": "x"}], "homes[1].from"),
    ("homes", [{"kind": "rented", "from": "2015-01", "certificate": "2015-01"}], "产权证"),
    ("homes", [{"kind": "owned", "from": "2015-01", "registered": True}], "homes[0].registered"),
    ("homes", [{"kind": "dorm", "months": 3, "lived": True}], "homes[0].lived"),
    ("homes", [{"kind": "owned", "from": "2015-01", "district": "市本级"}], "homes[0].district"),
    ("homes", [{"kind": "owned", "from": "2015-01", "district": "廊坊"}], "homes[0].district"),
    ("homes", [{"kind": "owned", "months": 1}] * 1001, "至多 1000 项"),
    ("jobs", [{"from": "2015-01"}], "jobs[0].district"),
    ("jobs", [{"district": "通州"}], "jobs[0].from"),
    ("jobs", [{"district": 7, "from": "2015-01"}], "jobs[0].district"),
    ("suburb_months", {"live": 3}, "live_only"),
    ("education", {"diploma": "phd"}, "education.diploma"),
    ("education", {"degree": "college"}, "education.degree"),
    ("education", {"graduated": "2012年7月"}, "education.graduated"),
    ("innovation_points", 7, "没有 7 这个分值"),
    ("innovation_points", True, "没有 true 这个分值"),
    ("equity_financing", -1, "元"),
    ("equity_financing", 1e300, "equity_financing"),
    ("tax_years", 2020, "不是列表"),
    ("tax_years", ["2020"], "tax_years[0]"),
    ("tax_years", [20], "tax_years[0]"),
    ("tax_violations", 100, "0 到 99"),
    ("detentions", -1, "0 到 99"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value", "said"), REFUSED)
def test_what_is_wrong_is_said(key: str, value: Any, said: str) -> None:
    with pytest.raises(FactError) as caught:
        parse_facts({key: value})
    line = fact_error(caught.value)
    assert said in line
    assert line.startswith(key)
    assert "\n" not in line
    assert str(caught.value).isprintable()


def test_null_is_not_known() -> None:
    assert parse_facts(dict.fromkeys(TOP)) == Facts()


@pytest.mark.parametrize("raw", [None, [], "facts", 3, True, [{}]])
def test_facts_that_are_no_object(raw: Any) -> None:
    with pytest.raises(FactError, match="facts"):
        parse_facts(raw)


def test_everything_at_once() -> None:
    facts = parse_facts(
        {
            "birth": "1985-03-09",
            "sex": "female",
            "post": "worker",
            "insurance": {"periods": [{"from": "2010-01", "to": "2012-12"}, {"from": "2013-02"}]},
            "homes": [
                {"kind": "rented", "from": "2010-01", "to": "now"},
                {"kind": "owned", "certificate": "2016-05", "district": "北京市通州区"},
                {"kind": "dorm", "months": 12.0},
            ],
            "suburb_months": {"live_only": 3},
            "education": {"diploma": "bachelor", "graduated": "2008-07-01"},
            "innovation_points": 6.0,
            "tax_years": [2021, 2020, 2021],
        }
    )
    assert facts.birth == Birth(1985, 3, 9)
    assert facts.insurance == Insurance(
        periods=(Span(month(2010, 1), month(2012, 12)), Span(month(2013, 2)))
    )
    bought = month(2016, 5)
    assert facts.homes == (
        Home("rented", span=Span(month(2010, 1))),
        Home("owned", span=Span(bought), district="通州", certificate=bought),
        Home("dorm", months=12),
    )
    assert facts.suburb_months == SuburbMonths(3, 0)
    assert facts.education == Education("bachelor", None, month(2008, 7))
    assert facts.innovation_points == 6
    assert facts.tax_years == (2020, 2021)


@pytest.mark.parametrize(
    "name", ["通州", "通州区", "北京市通州区", "tongzhou", "Tongzhou", " 通州 "]
)
def test_a_district_may_be_written_in_several_ways(name: str) -> None:
    facts = parse_facts({"homes": [{"kind": "owned", "months": 1, "district": name}]})
    assert facts.homes == (Home("owned", months=1, district="通州"),)


words = st.sampled_from(
    [*TOP, "months", "periods", "repaid", "from", "to", "kind", "district", "certificate"]
)
leaves = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["owned", "now", "2015-01", "2015-1", "bachelor", "通州", "\ud800", 10**400])
)  # fmt: skip
anything = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(words | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(words | st.text(max_size=5), anything, max_size=5) | anything)
def test_nothing_else_is_ever_raised(raw: Any) -> None:
    lines = [""]
    try:
        parse_facts(raw)
    except FactError as error:
        lines = [str(error), *map(fact_error, error.errors)]
    assert all(line.isprintable() for line in lines)
    assert max(len(line.encode(errors="replace")) for line in lines[1:] or lines) < 1000


def test_a_deep_value_is_refused_too() -> None:
    deep: Any = []
    for _ in range(50_000):
        deep = [deep]
    with pytest.raises(FactError):
        parse_facts({"birth": deep})
    with pytest.raises(FactError):
        parse_facts(json.loads('{"insurance": {"months": 1e999}}'))


def test_every_wrong_field_is_said_at_once() -> None:
    raw = {
        "birth": "1985-13",
        "honor": True,
        "insurance": {"months": "12", "periods": [{"from": "2015-01"}, {"from": "x"}]},
        "homes": [{"kind": "own", "months": 1}, {"kind": "owned", "months": -1}],
        "sex": "male",
    }
    with pytest.raises(FactError) as caught:
        parse_facts(raw)
    assert {each.field for each in caught.value.errors} == {
        "birth",
        "honor",
        "insurance.months",
        "insurance.periods[1].from",
        "homes[0].kind",
        "homes[1].months",
    }
    assert fact_error(caught.value.errors[0]) == "honor：没有 「honor」 这一项；应为 honour"


def test_places_beside_the_districts() -> None:
    facts = parse_facts(
        {
            "homes": [{"kind": "owned", "months": 1, "district": "亦庄"}],
            "jobs": [
                {"district": "北京经济技术开发区", "from": "2015-01", "to": "2016-01"},
                {"district": "北京市社保中心", "from": "2016-02"},
            ],
        }
    )
    assert [home.district for home in facts.homes or ()] == ["经开区"]
    assert [job.district for job in facts.jobs or ()] == ["经开区", "市本级"]


def test_left_out_and_not_known_differ_where_left_out_means_yes() -> None:
    homes = parse_facts(
        {
            "homes": [
                {"kind": "rented", "from": "2021-01"},
                {"kind": "rented", "from": "2021-01", "registered": None},
                {"kind": "rented", "from": "2021-01", "registered": False},
                {"kind": "owned", "from": "2021-01", "lived": None},
                {"kind": "owned", "from": "2021-01"},
            ]
        }
    ).homes
    assert homes is not None
    assert [home.registered for home in homes[:3]] == [True, None, False]
    assert [home.inhabited for home in homes[3:]] == [None, True]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{"birth": 1985-03}', 1, 15),
        ('{\n  "birth": "1985-03"\n  "sex": "male"\n}', 3, 3),
        ("", 0, 0),
        ("[" * 100_000, 0, 0),
        ('{"months": ' + "9" * 5000 + "}", 0, 0),
    ],
)
def test_bad_json_is_said_with_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(JsonError) as caught:
        read_json(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert json_error(caught.value)


def test_a_key_twice_is_refused() -> None:
    with pytest.raises(FactError) as caught:
        read_json('{"birth": "1985-03", "insurance": {"months": 1, "months": 2}, "birth": "1986"}')
    assert [each.field for each in caught.value.errors] == ["months", "birth"]
    assert fact_error(caught.value.errors[1]) == "birth：写了两次；应为只写一次"
