"""The day's numbers: counted by the webhook, shown, drawn and taken away as CSV."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest

from bot.storage import keys
from bot.storage.numbers import Day, active, days, since_first, total, weekly
from bot.storage.turns import Store
from bot.web.staff.numbers import safe
from bot.web.staff.numbers_view import stops, way, weeks
from tests.bot.web.staff.conftest import Browser
from tests.conftest import Clock
from tests.wechat import WeChat


def test_nothing_yet(agent: Browser) -> None:
    seen = agent.get("/numbers").text
    assert "还没有对话" in seen
    assert "<svg" not in seen


def test_the_webhook_counts_people_and_reply_times(
    agent: Browser, wechat: WeChat, redis: Any, clock: Clock
) -> None:
    wechat.say("你好")
    wechat.say("再来")
    wechat.say("你好", user="other")
    agent.get("/numbers")  # writes what was counted
    (today,) = days(redis, clock().date(), 1)
    assert (today.people, today["messages"]) == (2, 3)
    assert today.within(0.5) is not None
    seen = agent.get("/numbers").text
    assert "2026-11-02" in seen
    assert "<svg" in seen


def test_shares_and_times() -> None:
    day = Day("d", {"answer:age": 6, "answer:quota": 1, "clarify": 2, "fallback": 1,
                    "took:5": 98, "took:50": 1, "took:more": 1}, 0)  # fmt: skip
    assert (day.questions, day.share("clarify"), day.share("fallback")) == (10, "20.0%", "10.0%")
    assert (day.within(0.5), day.within(0.99), day.within(1.0)) == (5, 50, "more")
    empty = Day("d", {}, 0)
    assert (empty.share("fallback"), empty.within(0.5)) == ("", None)
    assert total([day, day])["answer:age"] == 12


def test_why_answers_were_useless_stands_on_one_line(
    agent: Browser, redis: Any, clock: Clock
) -> None:
    day = keys.numbers(clock().date().isoformat())
    redis.hset(day, mapping={"messages": 5, "useless": 4})
    assert "说没用的原因" not in agent.get("/numbers").text
    redis.hset(day, mapping={"useless:point_missing": 1, "useless:other_topic": 3})
    assert "说没用的原因：不是我问的 3，没说到点上 1" in agent.get("/numbers").text


def test_csv_can_be_opened_safely(agent: Browser, redis: Any, clock: Clock) -> None:
    day = clock().date().isoformat()
    redis.hset(keys.numbers(day), mapping={"messages": 5, "answer:=cmd|'/c calc'!A1": 2})
    answer = agent.get("/numbers.csv?days=7")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert f'filename="jifen-{day}-7d.csv"' in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert rows[0][:3] == ["日期", "对话人数", "消息"]
    assert rows[1][2] == "5"
    assert len(rows) == 8
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "  =1"])
def test_formulas_become_text(cell: str) -> None:
    assert safe(cell) == f"'{cell}"
    assert safe(5) == "5"
    assert safe(None) == ""


@pytest.mark.parametrize("wanted", ["x", "-1", "99999999", ""])
def test_odd_spans_are_thirty_days(agent: Browser, wanted: str) -> None:
    assert len(agent.get(f"/numbers.csv?days={wanted}").text.splitlines()) == 31


def test_only_days_on_which_something_happened_are_listed(
    agent: Browser, redis: Any, clock: Clock
) -> None:
    """Found: 29 rows of zeros."""
    day = clock().date()
    for back in (0, 9):
        redis.hset(keys.numbers((day - timedelta(days=back)).isoformat()), "messages", 3)
    seen = agent.get("/numbers?days=30").text
    body = seen.partition('id="by-day"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    assert re.findall(r"\d{4}-\d\d-\d\d", body) == ["2026-11-02", "2026-10-24"]


def test_long_spans_come_by_the_week_and_stay_light(
    agent: Browser, redis: Any, clock: Clock
) -> None:
    for back in range(365):
        day = (clock().date() - timedelta(days=back)).isoformat()
        counts = {"messages": 1000 + back, "people": 200, "answer:age": 80, "took:5": 900}
        redis.hset(keys.numbers(day), mapping=counts)
    for span in (7, 30, 90, 365):
        page = agent.get(f"/numbers?days={span}")
        assert len(page.data) < 40_000, span
    body = page.text.partition('id="by-day"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    assert len(re.findall(r"\d{4}-\d\d-\d\d", body)) in (53, 54)


def test_weeks_hold_all_days_once() -> None:
    rows = [Day(f"2026-11-{n:02d}", {"messages": n}, 10) for n in range(15, 0, -1)]
    found = weekly(rows)
    assert [each.day for each in found] == ["2026-11-09", "2026-11-02", "2026-10-26"]
    assert sum(each["messages"] for each in found) == sum(range(1, 16))
    assert {each.people for each in found} == {10}


def test_silent_days_before_the_first_and_within_are_told_apart() -> None:
    empty, full = Day("x", {}, 0), Day("y", {"messages": 1}, 1)
    assert since_first([empty, full, empty, full, empty]) == [empty, full, empty, full]
    assert active([empty, full, empty]) == [full]
    assert since_first([empty]) == []


def test_the_way_to_a_score_and_where_people_stop() -> None:
    day = Day("d", {
        "way:hello": 200, "way:consent": 100, "way:told": 80, "finished_scores": 60,
        "asked:birth": 90, "settled:birth": 85, "asked:own_time": 40, "settled:own_time": 10,
        "asked:sex": 5, "settled:sex": 5,
    }, 0)  # fmt: skip
    assert [(each.count, each.share) for each in way(day)] == [
        (200, ""), (100, "50%"), (80, "80%"), (60, "75%"),
    ]  # fmt: skip
    found = stops(day)
    assert [(each.asked, each.left, each.share) for each in found] == [
        (40, 30, "75%"), (90, 5, "6%"),
    ]  # fmt: skip
    assert found[1].title == "出生年月"


def test_this_week_stands_beside_the_last() -> None:
    now = [Day(str(n), {"messages": 20, "fallback": 1, "answer:age": 9}, 7) for n in range(7)]
    before = [Day(str(n), {"messages": 10, "fallback": 2, "answer:age": 8}, 7) for n in range(7)]
    found = {
        row.name: (row.now, row.before, row.change, row.percent) for row in weeks(now + before)
    }
    assert found["消息"] == ("140", "70", "+70", "+100%")
    assert found["没答上率"] == ("10.0%", "20.0%", "−10.0 个百分点", "")
    assert found["平均每天几人"] == ("7.0", "7.0", "0", "0%")
    assert weeks(now) == [], "nothing to hold it against"


def test_the_most_asked_unanswered_questions_are_shown(
    agent: Browser, store: Store, redis: Any, clock: Clock
) -> None:
    redis.hset(keys.numbers(clock().date().isoformat()), "messages", 3)
    for times, text in ((3, "公积金能不能一起迁"), (1, "周末上班吗")):
        for _ in range(times):
            store.questions.keep(text, "fallback", (), clock())
    seen = agent.get("/numbers").text
    assert seen.index("公积金能不能一起迁") < seen.index("周末上班吗")


def test_the_csv_holds_the_way_to_a_score(agent: Browser, redis: Any, clock: Clock) -> None:
    counts = {"way:hello": 5, "way:consent": 4, "finished_scores": 2}
    redis.hset(keys.numbers(clock().date().isoformat()), mapping=counts)
    head, row, *_ = csv.reader(io.StringIO(agent.get("/numbers.csv").text.lstrip("\ufeff")))
    told = dict(zip(head, row, strict=True))
    assert (told["来过"], told["同意"], told["说情况"], told["算出分数"]) == ("5", "4", "0", "2")
