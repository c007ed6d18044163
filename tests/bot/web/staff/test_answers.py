"""From an unanswered question to a published answer, live in every worker, and back."""

import json
import re
import subprocess
import threading
import time
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from bot.runtime.redis_client import Client
from bot.storage import comparisons, keys
from bot.storage import live_answers as live_module
from bot.storage.answer_versions import Conflict, Edits, Version, apply
from bot.storage.live_answers import LiveCatalogue
from bot.storage.questions import grouped
from bot.storage.sealing import Purpose
from bot.storage.turns import Store
from bot.web.staff.answer_changes import plain
from bot.web.staff.answer_form import form_of, read_answer
from replies.catalogue import Catalogue
from tests.bot.web.staff.conftest import Browser
from tests.conftest import Clock
from tests.few_answers import few

Ask = Callable[..., None]
EXAMPLE = few().catalogue.get("age").examples[0]  # type: ignore[union-attr]


@pytest.fixture(autouse=True)
def _few(few_answers: None) -> None:
    """None of this is about how well questions are routed."""


def edited(slug: str, **changes: str) -> dict[str, str]:
    """The form of an answer, opened and changed."""
    answer = few().catalogue.get(slug)
    assert answer
    return {**form_of(answer), "base": "0", **changes}


@pytest.fixture
def ask(store: Store, clock: Clock) -> Ask:
    """Let someone ask what the chat does not know."""

    def asked(text: str, why: Any = "fallback", times: int = 1) -> None:
        for _ in range(times):
            store.questions.keep(text, why, ("age",), clock())

    return asked


def raw(slug: str) -> dict[str, Any]:
    answer = few().catalogue.get(slug)
    assert answer
    return plain(answer.raw)


def raw_age(**changes: Any) -> dict[str, Any]:
    return {**raw("age"), **changes}


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
    started = time.process_time()
    assert grouped(store.questions.kept())
    assert time.process_time() - started < 2


def test_a_frequent_question_does_not_vanish_behind_newer_ones(
    agent: Browser, ask: Ask, store: Store, clock: Clock
) -> None:
    """It was gone from every page once 1,500 newer ones had been asked."""
    ask("公积金能不能一起迁过来", times=40)
    clock.forward(minutes=1)
    with store.client.pipeline(transaction=False) as pipe:
        for number in range(2200):
            digest = store.questions.name(f"第{number}种问题")
            sealed = store.seal.seal(
                Purpose.QUESTION, keys.question(digest), f"第{number}种问题".encode()
            )
            row: dict[Any, Any] = {
                "text": sealed,
                "first": "2026-11-02",
                "last": "2026-11-02",
                "n": 1,
            }
            pipe.hset(keys.question(digest), mapping={**row, "n:fallback": 1})
            pipe.zadd(keys.QUESTIONS, {digest: clock.time() + number})
        pipe.execute()
    seen = agent.get("/questions?why=fallback").text
    assert "40 次" in seen
    assert "2201 条问题" in seen
    assert "40 次" in agent.get("/questions?q=公积金").text


def test_several_groups_are_dealt_with_at_once_and_put_back(
    admin: Browser, ask: Ask, store: Store
) -> None:
    for text in ("公积金能不能一起迁过来", "你们周末上班吗", "怎么去办事大厅"):
        ask(text)
    digests = [each.digest for each in store.questions.kept()]
    together = ",".join(digests[:2])
    assert (
        "2 条已设为处理过"
        in admin.post("/questions/dismiss", {"digest": together}, follow_redirects=True).text
    )
    assert len(store.questions.kept()) == 1
    done = admin.get("/questions?why=done").text
    assert together.split(",")[0] in done
    admin.post("/questions/restore", {"digest": together})
    assert len(store.questions.kept()) == 3
    assert "还没有选" in admin.post("/questions/chosen", {}, follow_redirects=True).text


def test_several_groups_are_attached_as_one(admin: Browser, ask: Ask, store: Store) -> None:
    ask("过了半百还给不给岁数分呀")
    ask("人老了还有没有分可拿")
    digests = [each.digest for each in store.questions.kept()]
    seen = admin.post("/questions/chosen", {"digest": digests}).text
    assert "过了半百" in seen
    assert "人老了" in seen
    missing = admin.post("/answers/attach", {"digest": digests})
    assert "还没有选" in missing.text
    texts = [each.text for each in store.questions.kept()]
    preview = admin.post("/answers/attach", {"digest": digests, "text": texts, "answer": "age"})
    publish(admin, {**fields(preview.text), "digest": digests})
    assert store.questions.kept() == []


def test_what_was_wrong_with_the_answer_is_shown(agent: Browser, ask: Ask, store: Store) -> None:
    ask("公积金能不能一起迁过来", "useless", times=2)
    store.questions.add_reason("公积金能不能一起迁过来", "untrue")
    seen = agent.get("/questions").text
    assert "对方说" in seen
    assert "说得不对 1 次" in seen


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
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html)
    return {name: unescape(value) for name, value in pairs}


def compared(admin: Browser, given: dict[str, str]) -> str:
    """The part of the preview with the comparison, once it is done."""
    for _ in range(200):
        part = admin.part("/answers/compared", given).text
        if "正在后台比对" not in part:
            return part
        time.sleep(0.02)
    raise AssertionError("the comparison does not end")


def publish(admin: Browser, given: dict[str, Any], **more: str) -> TestResponse:
    return admin.administrate("/answers/publish", {**given, "unwaited": "1", **more})


def test_from_a_question_to_a_live_answer_and_back(
    admin: Browser, ask: Ask, store: Store, redis: Client
) -> None:
    text = "过了半百还给不给岁数分呀"
    ask(text)
    (kept,) = store.questions.kept()
    assert text in admin.get(f"/questions/{kept.digest}").text
    form = {"text": text, "digest": kept.digest, "answer": "age"}
    preview = admin.post("/answers/attach", form)
    assert preview.status_code == 200
    assert "预览" in preview.text
    given = fields(preview.text)
    assert given["base"] == "0"
    assert "变好" in compared(admin, given)
    done = admin.administrate("/answers/publish", {**given, "what": "补一条问法"})
    assert done.status_code == 302
    assert store.questions.kept() == []
    # another worker
    other = LiveCatalogue(redis).current()
    assert other.version == 1
    assert text in other.catalogue.get("age").examples  # type: ignore[union-attr]
    assert other.router.route(text).answer == "age"
    seen = admin.get("/versions").text
    for words in ("补一条问法", "老王", "正在用", "2026-11-02 10:00"):
        assert words in seen
    sure = admin.get("/versions/0/rollback").text
    assert text in sure
    admin.administrate("/versions/rollback", {"number": "0", "base": "1"})
    assert text not in LiveCatalogue(redis).current().catalogue.get("age").examples  # type: ignore[union-attr]
    log = admin.get("/audit").text
    assert "发布答案" in log
    assert "退回旧版本" in log


def test_a_new_answer_and_its_removal(admin: Browser, redis: Client) -> None:
    form = {
        "new": "1", "id": "office-hours", "title": "周末上不上班", "short": "周末不上班。",
        "examples": "你们周末上班吗\n周六有人接电话吗", "related": "age",
        "sources[0].document": "办事指南", "sources[0].confidence": "medium",
    }  # fmt: skip
    preview = admin.post("/answers/preview", form)
    assert preview.status_code == 200, preview.text
    publish(admin, fields(preview.text))
    answer = Edits(redis).live().answers["office-hours"]
    assert answer["sources"][0]["confidence"] == "medium"
    again = admin.post("/answers/preview", form)
    assert "已经有这个编号的答案" in again.text
    assert "删掉这个答案" in admin.get("/answers/office-hours/history").text
    removal = admin.post("/answers/office-hours/restore", {"number": "0"})
    assert "会被删掉" in removal.text
    publish(admin, fields(removal.text))
    assert Edits(redis).live().answers == {}


def test_published_only_with_the_own_password(admin: Browser, redis: Client) -> None:
    preview = admin.post("/answers/preview", edited("age", short="甲"))
    asked = admin.post("/answers/publish", {**fields(preview.text), "unwaited": "1"})
    assert "请再输一次自己的密码" in asked.text
    assert Edits(redis).number() == 0
    wrong = {**fields(preview.text), "unwaited": "1", "own_password": "不对"}
    assert admin.post("/answers/publish", wrong).status_code == 422
    assert Edits(redis).number() == 0


def test_not_published_before_the_comparison_unless_asked(
    admin: Browser, redis: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(job: str) -> str:
        del job
        assert go_on.wait(10)
        return "[]"

    monkeypatch.setattr(comparisons, "run_child", slow)
    given = fields(admin.post("/answers/preview", edited("age", short="慢")).text)
    early = admin.administrate("/answers/publish", given)
    assert early.status_code == 409
    assert "比对还没完" in early.text
    assert Edits(redis).number() == 0
    go_on.set()
    assert "去向都不变" in compared(admin, given)
    assert admin.administrate("/answers/publish", given).status_code == 302


def test_a_comparison_that_fails_is_said(
    admin: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(job: str) -> str:
        raise subprocess.CalledProcessError(1, job[:4])

    monkeypatch.setattr(comparisons, "run_child", broken)
    given = fields(admin.post("/answers/preview", edited("age", short="坏")).text)
    assert "没有比对成" in compared(admin, given)
    assert "CalledProcessError" in caplog.text


def test_an_erased_question_leaves_the_comparison(
    admin: Browser, ask: Ask, store: Store, redis: Client
) -> None:
    """What a person asked must not live on in a result that is kept for an hour."""
    text = "过了半百还给不给岁数分呀"
    ask(text)
    (kept,) = store.questions.kept()
    given = fields(
        admin.post(
            "/answers/preview", edited("age", examples=f"过了半百还给不给岁数分\n{EXAMPLE}")
        ).text
    )
    assert text in compared(admin, given)
    store.questions.forget([f"{kept.digest}:fallback"])
    assert text not in compared(admin, given)
    for key in redis.scan_iter("*comparison*"):
        assert text.encode() not in (redis.get(key) or b"")


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
    seen = admin.post("/answers/preview", edited("age", **change))
    assert seen.status_code == 422
    assert wrong in seen.text


def test_an_example_of_another_answer_is_refused(admin: Browser) -> None:
    taken = raw("quota")["examples"][0]
    seen = admin.post("/answers/preview", edited("age", examples=f"新的问法\n{taken}"))
    assert seen.status_code == 422
    assert "已经在另一个答案里" in seen.text


def test_the_preview_warns_of_examples_that_would_go_astray(admin: Browser) -> None:
    """Taking most of an answer's examples away sends them elsewhere."""
    preview = admin.post("/answers/preview", edited("age", examples="公示期多长时间呀朋友"))
    assert "会答到别处去" in compared(admin, fields(preview.text))


def test_editing_keeps_everything_else(admin: Browser) -> None:
    """The form of an untouched answer previews as no change, for every answer."""
    for answer in Catalogue.load().answers:
        assert read_answer(MultiDict(form_of(answer))) == answer, answer.id
    assert admin.get("/answers/age/edit").status_code == 200
    assert admin.get("/answers/nothing/edit").status_code == 404


def test_two_editors_do_not_overwrite_each_other(redis: Client, clock: Clock) -> None:
    edits = Edits(redis)
    assert edits.publish(0, {"age": raw_age(short="甲")}, "老王", "甲", clock()) == 1
    with pytest.raises(Conflict, match="重新看一遍"):
        edits.publish(0, {"age": raw_age(short="乙")}, "小李", "乙", clock())
    assert edits.live().answers["age"]["short"] == "甲"


def test_a_colleague_s_edit_is_not_lost(admin: Browser, redis: Client, clock: Clock) -> None:
    """Both open the answer, one publishes, then the other: the fields are shown side by side."""
    form = edited("age", short="乙写的短回复", title="乙写的标题")
    theirs = raw_age(short="甲写的短回复", examples=[*raw_age()["examples"], "甲加的问法"])
    Edits(redis).publish(0, {"age": theirs}, "小张", "抢先", clock())
    seen = admin.post("/answers/preview", form)
    assert seen.status_code == 409
    for words in ("小张", "短回复", "甲", "乙"):
        assert words in seen.text
    assert 'name="take-title"' not in seen.text  # only one of them changed it
    given = fields(seen.text)
    mine = fields(admin.post("/answers/preview", {**given, "take-short": "mine"}).text)
    assert json.loads(mine["raw"])["short"] == "乙写的短回复"
    chosen = admin.post("/answers/preview", {**given, "take-short": "theirs"})
    publish(admin, fields(chosen.text))
    live = Edits(redis).live().answers["age"]
    assert live["short"] == "甲写的短回复"
    assert live["title"] == "乙写的标题"
    assert "甲加的问法" in live["examples"]


def test_a_preview_overtaken_by_a_colleague_is_not_published(
    admin: Browser, redis: Client, clock: Clock
) -> None:
    given = fields(admin.post("/answers/preview", edited("age", short="乙")).text)
    Edits(redis).publish(0, {"age": raw_age(short="甲")}, "小张", "抢先", clock())
    answer = publish(admin, given)
    assert answer.status_code == 409
    assert "同事刚改过同一处" in answer.text
    assert Edits(redis).live().answers["age"]["short"] == "甲"


def test_edits_of_two_answers_do_not_hinder_each_other(
    admin: Browser, redis: Client, clock: Clock
) -> None:
    given = fields(admin.post("/answers/preview", edited("age", short="乙")).text)
    Edits(redis).publish(0, {"quota": {**raw("quota"), "short": "甲"}}, "小张", "别的", clock())
    assert publish(admin, given).status_code == 302
    live = Edits(redis).live().answers
    assert (live["age"]["short"], live["quota"]["short"]) == ("乙", "甲")


def test_what_is_no_proposal_is_refused(admin: Browser) -> None:
    raw = json.dumps(raw_age(short="甲"))
    for form in (
        {"base": "x", "raw": raw},
        {"base": "0", "raw": "{"},
        {"base": "9", "raw": raw},
        {"base": "0", "raw": "null"},
        {},
    ):
        assert publish(admin, form).status_code == 400
    for path in ("/versions/77/rollback", "/answers/nothing/history"):
        assert admin.get(path).status_code == 404
    gone = admin.administrate("/versions/rollback", {"number": "77", "base": "0"})
    assert gone.status_code == 404
    assert admin.post("/answers/nothing/restore", {"number": "0"}).status_code == 404


def test_one_answer_goes_back_alone(admin: Browser, redis: Client) -> None:
    for slug, short in (("age", "甲"), ("quota", "乙"), ("age", "丙")):
        base = {"base": str(Edits(redis).number())}
        preview = admin.post("/answers/preview", edited(slug, short=short) | base)
        publish(admin, fields(preview.text))
    history = admin.get("/answers/age/history").text
    assert "第 3 版" in history
    assert "第 2 版" not in history
    back = admin.post("/answers/age/restore", {"number": "1"})
    publish(admin, fields(back.text))
    live = Edits(redis).live().answers
    assert (live["age"]["short"], live["quota"]["short"]) == ("甲", "乙")
    shipped_again = admin.post("/answers/age/restore", {"number": "0"})
    publish(admin, fields(shipped_again.text))
    assert set(Edits(redis).live().answers) == {"quota"}


def test_a_preview_shows_what_changed_in_every_field(admin: Browser) -> None:
    changes = {
        "title": "年龄怎么算分",
        "sources[0].document": "另一份文件",
        "examples": f"{EXAMPLE}\n新加的问法",
    }
    seen = admin.post("/answers/preview", edited("age", **changes)).text
    for words in (
        "<dt>标题</dt>",
        "<dt>出处</dt>",
        "<dt>问法</dt>",
        "加上：</span>新加的问法",
        "另一份文件",
    ):
        assert words in seen


def test_an_answer_without_a_source_is_refused(admin: Browser) -> None:
    form = {k: v for k, v in edited("age").items() if not k.startswith("sources")}
    seen = admin.post("/answers/preview", form)
    assert seen.status_code == 422
    assert "至少写一个出处" in seen.text


def test_an_edit_that_no_longer_fits_is_left_out_alone() -> None:
    taken = raw("quota")["examples"][0]
    good = {**raw_age(short="新的短回复"), "id": "age"}
    bad = {"id": "mine", "title": "我的", "short": "好", "examples": [taken]}
    worse = {"id": "worse"}
    merged = apply(few().catalogue, Version(1, answers={"age": good, "mine": bad, "worse": worse}))
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


def test_an_edit_outlives_a_form_that_has_expired(admin: Browser) -> None:
    sent = {**edited("age", short="只改了这一句。"), "csrf": "old"}
    answer = admin.client.post("/staff/answers/preview", data=sent)
    assert answer.status_code == 419
    assert "填的都还在" in answer.text
    assert "只改了这一句。" in answer.text
    again = {**sent, "csrf": admin.secret()}
    assert admin.client.post("/staff/answers/preview", data=again).status_code == 200


def test_an_expired_form_gives_what_was_typed_back(agent: Browser) -> None:
    sent = {"csrf": "old", "text": "您好，档案请寄到<区里>。", "password": "not to be shown"}
    answer = agent.client.post("/staff/desk/ABCDE/answer", data=sent)
    assert answer.status_code == 419
    assert "您好，档案请寄到&lt;区里&gt;。" in answer.text
    assert "not to be shown" not in answer.text
