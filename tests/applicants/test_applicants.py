"""Simulated applicants against the chat, and the instrument's own checks."""

import random
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from tests.applicants import styles
from tests.applicants.choices import chosen
from tests.applicants.measure import Judged, judge, outcome, plan
from tests.applicants.people import Truth, completions, kinds, person, truth
from tests.applicants.reader import Result, lacking, phone_lines, question, result
from tests.applicants.speech import Speaker
from tests.applicants.statements import judged, row_of
from tests.applicants.styles import STYLES


@cache
def walks(style: str) -> list[Judged]:
    """At least one walk of every kind in the style."""
    return [judge(*row) for row in plan(len(kinds()) + 1, seed=1, style=style)]


@pytest.mark.parametrize("style", STYLES)
def test_every_walk_ends_with_a_result(style: str) -> None:
    assert [each.walk.person.kind for each in walks(style) if not each.walk.result] == []


@pytest.mark.parametrize("style", STYLES)
def test_no_reply_is_over_the_limit(style: str) -> None:
    assert [each.walk.person.kind for each in walks(style) if each.long] == []


# --- people -----------------------------------------------------


def test_there_are_enough_kinds() -> None:
    assert len(kinds()) >= 24
    assert len(plan(240, seed=1)) == 240


@pytest.mark.parametrize("kind", kinds())
def test_people_of_a_kind_differ_and_stay_the_same(kind: str) -> None:
    assert person(kind, 1) == person(kind, 1)
    assert len({person(kind, seed) for seed in range(8)}) > 4


@pytest.mark.parametrize("kind", kinds())
def test_people_live_in_order(kind: str) -> None:
    """Born, old enough to work, every home after the one before."""
    for seed in range(20):
        someone = person(kind, seed)
        assert someone.insurance[0].start - someone.birth >= 18 * 12
        for span in (*someone.insurance, *(home.span for home in someone.homes)):
            assert span.start <= span.last
        for one, other in zip(someone.homes, someone.homes[1:], strict=False):
            assert one.span.last < other.span.start


@pytest.mark.parametrize("kind", kinds())
def test_only_what_is_unknown_opens_the_total(kind: str) -> None:
    for seed in range(3):
        someone = person(kind, seed)
        true = truth(someone)
        assert true.low <= true.total <= true.high
        if not someone.unknown:
            assert true.firm
            assert true.eligible is not None
        assert len(completions(someone)) > 1 or not someone.unknown


def test_eligibility_follows_the_kind() -> None:
    for kind in ("criminal_record", "no_permit", "insured_too_short", "gap_recent"):
        assert truth(person(kind, 1)).eligible is False
    assert truth(person("permit_unknown", 1)).eligible is None
    assert truth(person("gap_long_ago", 1)).eligible is True


# --- what a person reads ----------------------------------------

ASKED = (
    ("您是哪年哪月出生的？\n例：1985年3月", ("birth",)),
    ("您是哪年哪月出生的？男士还是女士？", ("birth", "sex")),
    ("记下了：\n性别：女\n\n您的岗位属于哪一类？\n1 管理岗\n2 工人岗", ("post",)),
    ("您现在持有有效的《北京市居住证》吗？\n（工作居住证不是这个证）", ("permit",)),
    ("社保从什么时候交到现在？", ("insurance",)),
    ("中间断过吗？有没有补缴？", ("gap", "repaid")),
    ("中间断过或者补缴过吗？", ("breaks",)),
    ("补缴的是哪几个月？", ("repaid_months",)),
    ("从现在往前数，社保连续没断的有多久？", ("continuous",)),
    ("2020 年 8 月以后租的房，办了租赁备案并缴税吗？", ("registration",)),
    ("房本是哪年哪月发的？", ("own_time",)),
    ("自有房在哪个区？", ("home_district",)),
    ("您自己住在这套房里吗？", ("living",)),
    ("您自己住在这套城六区以外的自有房里吗？", ("living",)),
    ("自有房的房本（不动产权证）是哪年哪月发的？几套就都说。", ("own_time",)),
    ("您在北京住过哪些房？一处一处说最好，带上时间。", ("housing",)),
    ("是哪一种？\n1 得过科技、文化或创业大赛奖\n2 高新企业持股", ("innovation",)),
    ("给您缴社保的单位，注册在哪个区？", ("work",)),
    ("最高学历是什么，哪年哪月毕业的？", ("education", "graduated")),
    ("这个学历是哪年哪月毕业的？", ("graduated",)),
    ("2024、2025、2026 这三年，哪几年个税（交的税，不是收入）满 10 万元？", ("tax",)),
    ("近五年有过涉税违法记录吗？", ("tax_violations",)),
    ("近五年在北京被行政拘留过几次？", ("detentions",)),
)


@pytest.mark.parametrize(("reply", "topics"), ASKED)
def test_a_question_is_recognised(reply: str, topics: tuple[str, ...]) -> None:
    asked = question(reply)
    assert asked
    assert asked.topics == topics


def test_the_last_question_counts_and_keeps_its_choices() -> None:
    asked = question(
        "补缴的月份不积分。还有别的想问吗？\n\n接着刚才的：\n男士还是女士？\n1 男\n2 女"
    )
    assert asked
    assert asked.topics == ("sex",)
    assert asked.choices == ((1, "男"), (2, "女"))


def test_none_of_a_list_is_recognised() -> None:
    asked = question("以下都没有，对吗？\n1 涉税违法\n2 荣誉表彰")
    assert asked
    assert asked.none_of
    assert len(asked.choices) == 2


def test_nothing_is_asked() -> None:
    assert question("好的，随时再来。已答的内容保留 30 天。") is None


RESULTS = (
    ("2027 年申报：97.00 分\n\n现在还不符合申报条件。", ("97.00", "97.00", False)),
    ("可以申报。2027 年 101.25 分，比线 119.92 分低。", ("101.25", "101.25", True)),
    ("能不能申报还看不出。\n2027 年申报：80.50 到 92.00 分", ("80.50", "92.00", None)),
)


@pytest.mark.parametrize(("reply", "said"), RESULTS)
def test_a_result_is_read(reply: str, said: tuple[str, str, bool | None]) -> None:
    found = result(reply)
    assert found
    assert (str(found.low), str(found.high), found.eligible) == said


def test_an_answer_about_points_is_no_result() -> None:
    assert result("45 周岁及以下加 20.00 分。") is None


def test_lines_are_counted_as_a_phone_breaks_them() -> None:
    assert phone_lines("一" * 22) == 1
    assert phone_lines("一" * 23 + "\n\n二") == 4


def test_statements_are_judged_by_the_facts() -> None:
    someone = replace(person("renter_registered", 1), sex="female", permit=True)
    reply = "请核对：\n1 性别：男\n2 居住证：有\n3 刑事犯罪记录：没有\n4 补缴：未填"
    assert judged(someone, reply) == {"sex": False, "permit": True, "criminal": True}
    assert row_of("permit", reply) == "2"


def test_what_a_result_lacks_is_read() -> None:
    short = "不能申报：还没有北京市居住证；还不知道有没有刑事犯罪记录。\n补上「行政拘留记录」。"
    assert lacking(short) == ["criminal", "detentions"]
    listed = "还不知道的（影响从大到小）：\n1 社保补缴：影响 2 分\n2 荣誉表彰\n\n回复「居住证」"
    assert lacking(listed) == ["repaid", "honour"]


def test_months_of_a_gap_are_no_statement_about_the_start() -> None:
    someone = person("gap_recent", 1)
    assert someone.gap
    gap = Speaker(someone, random.Random(1), full=False).each((someone.gap.start,))
    assert judged(someone, f"记下了：社保断缴{gap}、2099年1月；居住证有") == {
        "gap": True,
        "permit": True,
    }


def test_several_statements_of_one_line_are_judged() -> None:
    owner = person("owner_suburb", 1)
    certificate = Speaker(owner, random.Random(1), full=False).month(
        owner.owned[0].span.start, plain=True
    )
    reply = (
        f"我的资料：\n1 住所：自有房，{certificate}拿房本，密云\n2 没有这些：行政拘留、刑事犯罪记录"
    )
    told = {"home_district": False, "own_time": True, "criminal": True, "detentions": True}
    assert judged(owner, reply) == told


def test_a_choice_is_found_by_its_label() -> None:
    asked = question("最高学历是？\n1 大专\n2 本科，没有学位\n3 本科，有学士学位")
    assert asked
    bachelor = replace(person("renter_registered", 1), education="bachelor")
    assert chosen(bachelor, "education", asked) == 3
    assert chosen(replace(bachelor, education="doctor"), "education", asked) is None


# --- what a person says -----------------------------------------


@pytest.mark.parametrize("kind", kinds())
def test_a_story_holds_every_fact(kind: str) -> None:
    someone = person(kind, 1)
    for seed in range(6):
        told = styles.story(Speaker(someone, random.Random(seed), full=True))
        assert "社保" in told
        assert "居住证" in told
        assert len(told) > 60


@pytest.mark.parametrize("topic", styles.MISTAKEN)
def test_a_slip_changes_one_fact(topic: str) -> None:
    someone = person("owner_suburb", 1)
    wrong = styles.mistaken(someone, topic, random.Random(1))
    assert wrong
    assert wrong != someone


# --- figures ----------------------------------------------------

FIRM = Truth(Decimal(90), Decimal(90), Decimal(90), True)
OPEN = Truth(Decimal(90), Decimal(88), Decimal(91), True)


@pytest.mark.parametrize(
    ("true", "low", "high", "called"),
    [
        (FIRM, "90.00", "90.00", "exact"),
        (FIRM, "90.01", "90.01", "exact"),
        (FIRM, "90.25", "90.25", "firm and wrong"),
        (FIRM, "89.00", "91.00", "range though all was told"),
        (FIRM, "91.00", "92.00", "range without the truth"),
        (OPEN, "88.00", "91.00", "range, true and tight"),
        (OPEN, "70.00", "120.00", "range, true but wide"),
        (OPEN, "89.50", "90.50", "range, true but wide"),
        (OPEN, "90.00", "90.00", "firm though not known"),
    ],
)
def test_outcomes(true: Truth, low: str, high: str, called: str) -> None:
    assert outcome(Result(Decimal(low), Decimal(high), True, True), true) == called


def test_no_result_is_no_success() -> None:
    assert outcome(None, FIRM) == "no result"
