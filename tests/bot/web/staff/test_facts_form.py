"""The staff form: what is typed reads as in the chat, and every fact goes there and back."""

from datetime import date, datetime
from importlib.resources import files
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from bot.runtime.clock import BEIJING
from bot.web.staff.facts_fill import dictated, fill_form, row_counts
from bot.web.staff.facts_form import NOTHING_ELSE, REPAID, more_facts, read_form
from bot.web.staff.form_reading import FormReading, usable
from scoring import FACTS as FACTS_OF_SCORING
from scoring import score_range

TODAY = date(2026, 11, 2)


def read(form: dict[str, str], tax_years: list[str] | None = None) -> FormReading:
    return read_form(form, tax_years or [], TODAY)


@pytest.mark.parametrize(
    ("field", "typed", "facts"),
    [
        ("insurance.months", "12年半", {"insurance": {"months": 150}}),
        ("insurance.months", "十二年", {"insurance": {"months": 144}}),
        (
            "insurance.months",
            "2016年3月到5月",
            {"insurance": {"periods": [{"from": "2016-03", "to": "2016-05"}]}},
        ),
        ("insurance.repaid_months", "没有", {"insurance": {"repaid_months": 0}}),
        ("birth", "85年3月", {"birth": "1985-03"}),
        ("detentions", "1次", {"detentions": 1}),
        ("tax_violations", "没有", {"tax_violations": 0}),
        ("equity_financing", "2千万", {"equity_financing": 20_000_000}),
        ("education.graduated", "2008年7月", {"education": {"graduated": "2008-07"}}),
        ("homes[0].months", "五年", {"homes": [{"months": 60}]}),
        ("homes[0].from", "2016年3月到现在", {"homes": [{"from": "2016-03", "to": "now"}]}),
        ("homes[0].from", "2016年3月到5月", {"homes": [{"from": "2016-03", "to": "2016-05"}]}),
        ("homes[0].to", "至今", {"homes": [{"to": "now"}]}),
        ("homes[0].to", "2019.6", {"homes": [{"to": "2019-06"}]}),
        (
            "insurance.repaid",
            "2016年3月、201604",
            {"insurance": {"repaid": ["2016-03", "2016-04"]}},
        ),
        ("birth", "不知道", {}),
    ],
)
def test_the_form_understands_what_the_chat_understands(
    field: str, typed: str, facts: dict[str, Any]
) -> None:
    given = read({field: typed})
    assert given.facts == facts
    assert given.wrong == {}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("insurance.months", "12", "是年还是月"),
        ("insurance.months", "很久", "准一点"),
        ("birth", "x", "出生的年和月"),
        ("homes[2].from", "很早", "年和月"),
        ("insurance.repaid", "2016年3月、随便", "年和月"),
        ("equity_financing", "多", "金额"),
        ("suburb_months.live_only", "2016年3月到5月", "多久"),
    ],
)
def test_what_cannot_be_read_is_named_at_its_field(field: str, typed: str, words: str) -> None:
    given = read({field: typed, "sex": "male"})
    assert set(given.wrong) == {field}
    assert words in given.wrong[field]
    assert given.facts["sex"] == "male"


def test_one_bad_field_does_not_blank_the_rest() -> None:
    """Also where only scoring sees it; and the words name no format of files."""
    given = read(
        {
            "birth": "1985年3月",
            "homes[0].kind": "rented",
            "homes[1].kind": "rented",
            "homes[1].months": "5年",
            "homes[3].kind": "dorm",
            "homes[3].from": "2019年6月",
            "homes[3].to": "2018年6月",
        }
    )
    facts = usable(given)
    assert facts.birth is not None
    assert facts.homes is not None
    assert [home.months for home in facts.homes] == [60]
    assert set(given.wrong) == {"homes[3].to"}
    assert set(given.unfinished) == {"homes[0]"}
    assert "还差" in given.unfinished["homes[0]"]
    for text in given.wrong.values():
        assert "YYYY" not in text
        assert "{" not in text


def test_usable_ends_whatever_is_wrong() -> None:
    given = FormReading({"insurance": {"months": "x", "nonsense": [1]}, "homes": "y", "sex": 1})
    facts = usable(given)
    assert (facts.sex, facts.homes) == (None, None)
    assert set(given.wrong) == {"insurance.months", "insurance.nonsense", "homes", "sex"}


def test_a_row_with_two_faults_takes_no_other_row_with_it() -> None:
    rows = {f"homes[{n}].kind": "rented" for n in range(12)}
    rows |= {f"homes[{n}].months": f"{n + 1}个月" for n in range(12)}
    rows |= {"homes[2].months": "", "homes[2].from": "2030年1月", "homes[2].to": "2020年1月"}
    given = read(rows | {"homes[10].kind": ""})
    facts = usable(given)
    assert [home.months for home in facts.homes or ()] == [1, 2, 4, 5, 6, 7, 8, 9, 10, 12]
    assert {name.partition("]")[0] for name in given.wrong} == {"homes[2"}
    assert {name.partition("]")[0] for name in given.unfinished} == {"homes[10"}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("insurance.months", "12年", "144 个月"),
        ("insurance.months", "144个月", None),
        ("homes[0].from", "16年3月到5月", "2016年3月到2016年5月"),
        ("birth", "85.3", "1985年3月"),
        ("birth", "1985年3月", None),
        ("equity_financing", "2千万", "20,000,000 元"),
        ("detentions", "没有", "0 次"),
        ("insurance.repaid_months", "记不清", "不知道，按范围算"),
        ("homes[0].to", "到现在", "至今"),
    ],
)
def test_a_field_says_back_what_it_understood(field: str, typed: str, words: str | None) -> None:
    assert read({field: typed}).heard.get(field) == words


def test_repaid_months_that_nobody_remembers_make_a_range() -> None:
    given = read({"insurance.periods[0].from": "2010年1月到现在", REPAID: "不知道"})
    facts = usable(given)
    assert given.wrong == {}
    assert score_range(facts, 2027).low.total < score_range(facts, 2027).high.total
    assert read(fill_form(given.facts)).facts == given.facts


NOW = datetime(2026, 11, 2, 10, tzinfo=BEIJING)


def told(*sentences: str, **form: str) -> tuple[dict[str, Any], dict[str, str]]:
    """What the form holds after some sentences: its facts and its fields."""
    for sentence in sentences:
        form, _ = dictated(form, sentence, NOW)
    years = [name.removeprefix("tax_years=") for name in form if name.startswith("tax_years=")]
    given = read(form, years)
    usable(given)
    return given.facts, form


def test_a_sentence_fills_the_form_as_the_chat_would_read_it() -> None:
    facts, _ = told(
        "85年3月生，女，社保从2009年7月到现在没断过，通州自己的房2016年5月拿的房本一直住着",
        "本科双证2008年毕业，24、25这两年个税够10万，补缴记不清几个月",
    )
    assert facts["birth"] == "1985-03"
    assert facts["insurance"]["periods"] == [{"from": "2009-07", "to": "now"}]
    assert facts["insurance"]["repaid"] is None
    assert facts["homes"][0]["district"] == "通州"
    assert facts["education"]["graduated"] == "2008"
    assert facts["tax_years"] == [2024, 2025]


def test_what_is_said_to_be_missing_is_not_passed_over_in_silence() -> None:
    """「没房」 leaves leases and dormitories open: staff see that nothing came of it."""
    _, found = dictated({}, "85年3月生，没房没租房", NOW)
    assert found.not_read == ("没房没租房",)
    _, form = told("单位在大兴")
    assert form["jobs[0].district"] == "大兴"


def test_the_form_has_a_field_for_every_part_of_a_home() -> None:
    template = files("bot.web.staff") / "templates/staff/caller_body.html"
    shown = template.read_text("utf-8")
    for name in FACTS_OF_SCORING:
        if name.startswith("homes."):
            assert f"p ~ '.{name.removeprefix('homes.')}'" in shown, name


def test_a_later_sentence_corrects_and_adds() -> None:
    facts, form = told("85年3月生，社保十年", "不对，是86年4月生", "租房5年")
    assert facts["birth"] == "1986-04"
    assert facts["homes"] == [{"kind": "rented", "months": 60}]
    assert form["insurance.months"] == "120个月"


def test_a_home_without_a_time_stands_in_its_row() -> None:
    facts, form = told("85年3月生，女，社保十年，通州有房")
    assert (form["homes[0].kind"], form["homes[0].district"]) == ("owned", "通州")
    assert "homes" not in facts or facts["homes"] == []
    facts, form = told("通州有房", "房本2016年5月拿的，一直住着")
    assert facts["homes"][0]["from"] == "2016-05"
    assert "homes[1].kind" not in form


def test_a_sentence_leaves_alone_what_was_typed_by_hand() -> None:
    typed = {"homes[0].kind": "dorm", "homes[0].months": "3年", "birth": "1985年3月"}
    facts, _ = told("租房5年，有备案", **typed)
    assert sorted(home["kind"] for home in facts["homes"]) == ["dorm", "rented"]
    assert facts["birth"] == "1985-03"


def test_what_a_sentence_did_not_say_clearly_is_shown() -> None:
    _, found = dictated({}, "85年3月生，房子的事说来话长", NOW)
    assert "1985年3月" in found.heard
    assert found.not_read == ("房子的事说来话长",)


def test_every_single_fact_of_the_registry_has_a_field() -> None:
    assert [fact for fact in more_facts() if fact.kind not in ("yes_no", "count", "yuan")] == []


FACTS = {
    "birth": "1985-03",
    "sex": "female",
    "post": "worker",
    "residence_permit": True,
    "criminal_record": False,
    "honour": False,
    "insurance": {"periods": [{"from": "2009-07", "to": "now"}], "repaid": ["2016-03", "2016-04"]},
    "homes": [
        {
            "kind": "owned",
            "certificate": "2016-05",
            "lived_from": "2019-06",
            "from": "2016-05",
            "to": "now",
            "district": "通州",
            "lived": True,
        },
        {"kind": "rented", "months": 40, "registered": False},
    ],
    "jobs": [{"district": "通州", "from": "2018-01", "to": "now"}],
    "suburb_months": {"live_only": 3, "live_and_work": 0},
    "education": {
        "diploma": "master",
        "degree": "master",
        "graduated": "2009-07",
        "overlap_months": 0,
    },
    "innovation_points": 0,
    "equity_financing": 1000,
    "tax_years": [2024, 2025],
    "tax_violations": 0,
    "detentions": 1,
}


def test_every_fact_goes_there_and_back() -> None:
    filled = fill_form(FACTS)
    years = [name.removeprefix("tax_years=") for name in filled if name.startswith("tax_years=")]
    assert read_form(MultiDict(filled), years, TODAY).facts == FACTS


def test_nothing_known_is_not_the_same_as_nothing_there() -> None:
    assert read({}).facts == {}
    none = {"homes.none": "1", "jobs.none": "1", "tax_years.none": "1"}
    assert read(none).facts == {"homes": [], "jobs": [], "tax_years": []}
    assert fill_form({"homes": [], "tax_years": []}) == {"homes.none": "1", "tax_years.none": "1"}


def test_the_rest_is_taken_for_nothing_only_when_staff_say_so() -> None:
    assert read({"rest": "1", "detentions": "2次"}, ["2025"]).facts == NOTHING_ELSE | {
        "detentions": 2,
        "tax_years": [2025],
    }
    assert "innovation_points" not in read({"rest": "1", "equity_financing": "9元"}).facts


def test_a_fault_finds_its_row_behind_blank_ones() -> None:
    given = read({"homes[2].kind": "rented", "homes[2].months": "5年"})
    assert given.facts["homes"] == [{"kind": "rented", "months": 60}]
    assert given.field_of("homes[0].months") == "homes[2].months"
    assert given.field_of("birth") == "birth"


def test_there_is_always_room_for_one_more() -> None:
    assert row_counts({})["homes"] == 3
    assert row_counts({"homes[2].kind": "rented"})["homes"] == 4
    assert row_counts({"homes[2].kind": "rented", "more": "homes"})["homes"] == 6
    assert row_counts({"homes[39].kind": "rented", "more": "homes"})["homes"] == 40
