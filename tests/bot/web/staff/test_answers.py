"""From an unanswered question to a published answer, live in every worker, and back."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from bot.runtime.redis_client import Client
from bot.storage import live_answers as live_module
from bot.storage.answer_versions import Conflict, Edits, Version, apply
from bot.storage.live_answers import LiveCatalogue, shipped
from bot.storage.questions import grouped
from bot.storage.turns import Store
from bot.web.staff.answer_form import form_of
from tests.bot.web.staff.conftest import Browser
from tests.conftest import Clock

Ask = Callable[..., None]


@pytest.fixture
def ask(store: Store, clock: Clock) -> Ask:
    """Let someone ask what the chat does not know."""

    def asked(text: str, why: Any = "fallback", times: int = 1) -> None:
        for _ in range(times):
            store.questions.keep(text, why, ("age",), clock())

    return asked


def raw_age(**changes: Any) -> dict[str, Any]:
    answer = shipped().catalogue.get("age")
    assert answer
    return {**json.loads(json.dumps(dict(answer.raw), default=str)), **changes}


def test_like_questions_stand_together(ask: Ask, store: Store) -> None:
    ask("公积金能不能一起迁过来", times=3)
    ask("公积金可以一起迁过来吗")
    ask("公积金能不能一起迁过来？", "useless")
    ask("你们周末上班吗", times=2)
    groups = grouped(store.questions.kept())
    assert [(g.lead.text, g.total, len(g.members)) for g in groups] == [
        ("公积金能不能一起迁过来", 5, 3),
        ("你们周末上班吗", 2, 1),
    ]
    assert groups[0].times == {"fallback": 4, "clarify": 0, "useless": 1}


def test_many_questions_are_grouped_quickly(ask: Ask, store: Store) -> None:
    letters = "积分落户社保住房年龄学历纳税创新荣誉守法申报公示排名调京户口子女配偶补缴断缴"
    for number in range(1000):
        ask("".join(letters[(number * k) % len(letters)] for k in range(3, 15)) + str(number))
    started = time.perf_counter()
    assert grouped(store.questions.kept())
    assert time.perf_counter() - started < 2


def test_dismissed_until_asked_again(ask: Ask, store: Store) -> None:
    ask("你们周末上班吗")
    (kept,) = store.questions.kept()
    assert store.questions.dismiss([kept.digest, "unknown"]) == 1
    assert store.questions.kept() == []
    ask("你们周末上班吗")
    assert len(store.questions.kept()) == 1


def test_the_list_of_questions(agent: Browser, ask: Ask) -> None:
    assert "都处理完了" in agent.get("/questions").text
    ask("<b>坏</b>的问题", "clarify")
    ask("另一个完全不同的事")
    seen = agent.get("/questions").text
    assert "<b>坏" not in seen
    assert "归到答案" not in seen  # for administrators
    only = agent.get("/questions?why=clarify").text
    assert "另一个完全不同的事" not in only
    assert agent.get("/questions?page=x&why=nothing").status_code == 200


def fields(html: str) -> dict[str, str]:
    """The hidden fields of a preview."""
    import html as html_module

    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html)
    return {name: html_module.unescape(value) for name, value in pairs}


def test_from_a_question_to_a_live_answer_and_back(
    admin: Browser, ask: Ask, store: Store, redis: Client
) -> None:
    text = "过了半百还给不给岁数分呀"
    ask(text)
    (kept,) = store.questions.kept()
    assert text in admin.get(f"/questions/{kept.digest}").text
    form = {"text": text, "digest": kept.digest, "answer": "age", "lead": kept.digest}
    preview = admin.post("/answers/attach", form)
    assert preview.status_code == 200
    assert "预览" in preview.text
    given = fields(preview.text)
    assert given["base"] == "0"
    done = admin.post("/answers/publish", {**given, "what": "补一条问法"})
    assert done.status_code == 302
    assert store.questions.kept() == []
    # another worker
    other = LiveCatalogue(redis).current()
    assert other.version == 1
    assert text in other.catalogue.get("age").examples  # type: ignore[union-attr]
    assert other.router.route(text).answer == "age"
    assert "机器人会直接这样答" in admin.get(f"/?q={text}").text
    seen = admin.get("/versions").text
    for words in ("补一条问法", "老王", "正在用", "2026-11-02 10:00"):
        assert words in seen
    admin.post("/versions/rollback", {"number": "0", "base": "1"})
    assert text not in LiveCatalogue(redis).current().catalogue.get("age").examples  # type: ignore[union-attr]
    log = admin.get("/audit").text
    assert "发布答案" in log
    assert "退回旧版本" in log


def test_a_new_answer(admin: Browser, redis: Client) -> None:
    form = {
        "new": "1", "id": "office-hours", "title": "周末上不上班", "short": "周末不上班。",
        "examples": "你们周末上班吗\n周六有人接电话吗", "related": "age",
        "sources[0].document": "办事指南", "sources[0].confidence": "medium",
    }  # fmt: skip
    preview = admin.post("/answers/preview", form)
    assert preview.status_code == 200, preview.text
    admin.post("/answers/publish", fields(preview.text))
    answer = LiveCatalogue(redis).current().catalogue.get("office-hours")
    assert answer is not None
    assert answer.sources[0].confidence == "medium"
    again = admin.post("/answers/preview", form)
    assert "已经有这个编号的答案" in again.text


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"short": "长" * 301}, "太长：至多 300 个字"),
        ({"title": " "}, "不能空着"),
        ({"examples": ""}, "不能空着"),
        ({"examples": "一样的话\n一样的话"}, "问法重复了：「一样的话」"),
        ({"related": "no-such-answer"}, "没有这个编号的答案"),
        ({"official": "20"}, "1 到 19 的整数"),
        ({"official": "abc"}, "1 到 19 的整数"),
        ({"short": "有 {no_such_figure}"}, "用不了"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(
    admin: Browser, change: dict[str, str], wrong: str
) -> None:
    answer = shipped().catalogue.get("age")
    assert answer
    seen = admin.post("/answers/preview", {**form_of(answer), **change})
    assert seen.status_code == 422
    assert wrong in seen.text


def test_an_example_of_another_answer_is_refused(admin: Browser) -> None:
    age, other = shipped().catalogue.get("age"), shipped().catalogue.get("quota")
    assert age
    assert other
    taken = other.examples[0]
    seen = admin.post("/answers/preview", {**form_of(age), "examples": f"新的问法\n{taken}"})
    assert seen.status_code == 422
    assert "已经在另一个答案里" in seen.text


def test_the_preview_warns_of_examples_that_would_go_astray(admin: Browser) -> None:
    """Taking most of an answer's examples away sends them elsewhere."""
    answer = shipped().catalogue.get("age")
    assert answer
    few = {**form_of(answer), "examples": "公示期多长时间呀朋友"}
    seen = admin.post("/answers/preview", few).text
    assert "会答到别处去" in seen or "去向会变的问法" in seen


def test_editing_keeps_everything_else(admin: Browser) -> None:
    """The form of an untouched answer previews as no change, for every answer."""
    for answer in shipped().catalogue.answers:
        from werkzeug.datastructures import MultiDict

        from bot.web.staff.answer_form import read_answer

        assert read_answer(MultiDict(form_of(answer))) == answer, answer.id
    assert admin.get("/answers/age/edit").status_code == 200
    assert admin.get("/answers/nothing/edit").status_code == 404


def test_two_editors_do_not_overwrite_each_other(redis: Client, clock: Clock) -> None:
    edits = Edits(redis)
    assert edits.publish(0, {"age": raw_age(short="甲")}, "老王", "甲", clock()) == 1
    with pytest.raises(Conflict, match="重新看一遍"):
        edits.publish(0, {"age": raw_age(short="乙")}, "小李", "乙", clock())
    assert edits.live().answers["age"]["short"] == "甲"


def test_a_stale_preview_is_not_published(admin: Browser, redis: Client, clock: Clock) -> None:
    raw = json.dumps(raw_age(short="甲"))
    Edits(redis).publish(0, {}, "别人", "抢先", clock())
    answer = admin.post("/answers/publish", {"base": "0", "raw": raw})
    assert answer.status_code == 409
    assert "刚才有人发布了新版本" in answer.text
    for form in (
        {"base": "x", "raw": raw},
        {"base": "1", "raw": "{"},
        {"base": "9", "raw": raw},
        {},
    ):
        assert admin.post("/answers/publish", form).status_code == 400
    assert admin.post("/versions/rollback", {"number": "77", "base": "1"}).status_code == 404


def test_an_edit_that_no_longer_fits_is_left_out_alone() -> None:
    taken = shipped().catalogue.get("quota").examples[0]  # type: ignore[union-attr]
    good = {**raw_age(short="新的短回复"), "id": "age"}
    bad = {"id": "mine", "title": "我的", "short": "好", "examples": [taken]}
    worse = {"id": "worse"}
    merged = apply(
        shipped().catalogue, Version(1, answers={"age": good, "mine": bad, "worse": worse})
    )
    assert merged.get("age").short == "新的短回复"  # type: ignore[union-attr]
    assert merged.get("mine") is None


def test_a_busy_worker_has_it_within_five_seconds(
    redis: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "POLL_SECONDS", 0.05)
    worker = LiveCatalogue(redis)
    assert worker.current().version == 0
    Edits(redis).publish(0, {"age": raw_age(short="新")}, "老王", "改", clock())
    published = time.monotonic()
    while worker.current().version != 1:
        assert time.monotonic() - published < 5
        time.sleep(0.01)
    assert worker.current().catalogue.get("age").short == "新"  # type: ignore[union-attr]


def test_an_idle_worker_answers_with_the_new_one_at_once(redis: Client, clock: Clock) -> None:
    worker = LiveCatalogue(redis)
    worker.current()
    Edits(redis).publish(0, {"age": raw_age(short="新")}, "老王", "改", clock())
    worker._checked -= 60
    assert worker.current().version == 1


def test_without_redis_the_last_known_answers_stay() -> None:
    from bot.runtime.redis_client import connect

    assert LiveCatalogue(connect("redis://127.0.0.1:1/0")).current().version == 0
    assert LiveCatalogue(None).current().version == 0
