"""Look-up: by question, keyword, number and initials, fast, and the answer's every part."""

import time

import pytest

from bot.storage.live_answers import shipped
from bot.web.staff.lookup import aloud
from bot.web.staff.search import search
from tests.bot.web.staff.conftest import Browser


def ids(text: str) -> list[str]:
    return [hit.answer.id for hit in search(shipped(), text)]


@pytest.mark.parametrize("number", range(1, 20))
def test_every_official_number_leads_to_its_answer(number: int) -> None:
    for typed in (str(number), f"第{number}问", f"官方{number}"):
        found = search(shipped(), typed)
        assert found, typed
        assert found[0].answer.official == number


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("47岁还能加几分", "age"),
        ("年龄", "age"),
        ("nljf", "age"),
        ("zzqy", "area"),
        ("社保断了两个月怎么办", "insurance-gap"),
        ("ZZQY", "area"),
    ],
)
def test_found_among_the_first_three(typed: str, wanted: str) -> None:
    assert wanted in ids(typed)[:3]


@pytest.mark.parametrize("typed", ["", "   ", "xqzj", "？！", "\x00", "a" * 5000])
def test_nothing_is_nothing(typed: str) -> None:
    assert len(ids(typed)) <= 3


def test_what_the_chat_would_say_comes_first_and_says_so() -> None:
    now = shipped()
    for answer in now.catalogue.answers[:10]:
        text = answer.examples[0]
        route = now.router.route(text)
        if route.decision == "answer" and len(text) > 8:
            first = search(now, text)[0]
            assert (first.answer.id, first.sure) == (route.answer, True)


def test_results_come_within_a_tenth_of_a_second(agent: Browser) -> None:
    agent.part("/?q=年龄")
    times = []
    for text in (
        "租",
        "租房",
        "租房怎么",
        "租房怎么积分",
        "zf",
        "12",
        "社保断了两个月，还能不能申报",
    ):
        started = time.perf_counter()
        assert agent.part(f"/?q={text}").status_code == 200
        times.append(time.perf_counter() - started)
    assert sorted(times)[len(times) // 2] < 0.1


def test_an_answer_shows_everything(agent: Browser) -> None:
    seen = agent.get("/answers/age/card").text
    for words in (
        "短回复",
        "读给来电者",
        "全文",
        "出处",
        "官方第 19 问",
        "可靠",
        "相关",
        "2020-07-16",
    ):
        assert words in seen
    part = agent.part("/answers/age/card").text
    assert "<html" not in part
    assert agent.get("/answers/nothing/card").status_code == 404


def test_all_answers_are_listed_and_long_or_odd_questions_do_no_harm(agent: Browser) -> None:
    assert "全部答案" in agent.get("/").text
    seen = agent.get("/?q=<script>alert(1)</script>").text
    assert "<script>alert" not in seen
    assert agent.get("/", query_string={"q": "长" * 3000}).status_code == 200
    assert "没有接近的答案" in agent.part("/?q=qqqqqq").text


def test_what_is_read_aloud_is_short() -> None:
    for answer in shipped().catalogue.answers:
        said = aloud(answer)
        assert said
        assert "「" not in said
        assert len(said) <= 300
