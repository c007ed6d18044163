"""Anything typed at any moment: no dead end, no lost fact, no reply over the limit."""

import json
import random
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from handlers import Desk, Incoming, respond
from handlers.messages import Handoff, Silence, Text
from handlers.questions import STEPS
from handlers.session import Session
from replies.catalogue import Catalogue
from replies.router import Router
from scoring import parse_facts

ANSWERS = (
    "1985年3月", "男", "女", "1", "2", "3", "4", "有", "没有", "12年3个月", "2009年7月至今", "8年",
    "租房", "自有房", "宿舍2年，后来租房6年", "2016年5月", "通州", "朝阳", "本科有学位", "大专",
    "2008年7月", "都有", "0", "5", "2000万", "不知道", "100个月", "2030年1月", "三千年", "同意",
    "我85年的，女，社保十年，租房，本科有学位", "好几次", "出结果",
)  # fmt: skip
COMMANDS = (
    "上一步", "算一算", "快速", "详细", "继续", "退出", "菜单", "帮助", "我的资料", "结果", "核对",
    "跳过", "预测", "建议", "排名", "转人工", "咨询码", "n", "全文", "没用", "改学历", "生日填错了",
    "都不是", "报告", "测资格",
)  # fmt: skip
LOSING = ("重新开始", "删除", "重来")
QUESTIONS = (
    "租房怎么算分", "补缴算不算", "什么是补缴", "今年多少分能落", "如果我有硕士呢", "职称加分吗",
    "上海怎么落户", "今天天气怎么样", "社保断了一个月行不行", "我老公有户口还能报吗",
)  # fmt: skip


@cache
def shipped() -> tuple[Catalogue, Router]:
    catalogue = Catalogue.load()
    return catalogue, Router(catalogue)


class Walker(RuleBasedStateMachine):
    """A person who types whatever comes to mind."""

    def __init__(self) -> None:
        super().__init__()
        catalogue, router = shipped()
        self.desk = Desk(catalogue, router, hotline="12333", rng=random.Random(7))
        self.now = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
        self.stored: dict[str, Any] | None = None
        self.reply = ""

    def send(self, text: str = "", kind: Any = "text", **more: str) -> None:
        before = Session.load(self.stored)
        outcome = respond(Incoming("u", kind, text, **more), self.stored, self.now, self.desk)
        self.stored = json.loads(json.dumps(outcome.session)) if outcome.session else None
        match outcome.reply:
            case Text(said):
                assert said.strip(), f"nothing said to {text!r}"
                assert len(said.encode()) <= 1960, f"{len(said.encode())} bytes after {text!r}"
                if before.stage == "asking" and Session.load(self.stored).stage == "asking":
                    typed = kind == "text" and text not in COMMANDS + QUESTIONS
                    bare = said.startswith("（") and said == self.reply
                    assert not (typed and bare), f"asked twice without a reason: {said!r}"
                self.reply = said
            case Handoff() | Silence():
                self.reply = ""
            case other:
                assert other.title

    @rule(text=st.sampled_from(ANSWERS))
    def answer(self, text: str) -> None:
        before = Session.load(self.stored).facts
        self.send(text)
        lost = set(before) - set(Session.load(self.stored).facts)
        # An answer that changes an earlier one may reopen what depends on it, never anything else.
        assert lost <= {"homes", "jobs", "suburb_months", "post", "education", "insurance"}, lost

    @rule(text=st.sampled_from(COMMANDS))
    def command(self, text: str) -> None:
        self.send(text)

    @rule(text=st.sampled_from(QUESTIONS))
    def question(self, text: str) -> None:
        before = Session.load(self.stored).facts
        self.send(text)
        after = Session.load(self.stored).facts
        assert {k: after.get(k) for k in before} == before, f"{text!r} changed what was told"

    @rule(text=st.sampled_from(LOSING), sure=st.booleans())
    def start_over(self, text: str, sure: bool) -> None:
        self.send(text)
        self.send("1" if sure else "2")

    @rule(text=st.text(max_size=60))
    def noise(self, text: str) -> None:
        self.send(text)

    @rule(kind=st.sampled_from(["image", "voice", "location", "link", "video", "unknown"]))
    def medium(self, kind: str) -> None:
        self.send(kind=kind)

    @rule(key=st.sampled_from(["score", "quick", "mine", "qrscene_quick", "answer:quota", "", "x"]))
    def click(self, key: str) -> None:
        self.send(kind="event", event="click", event_key=key)

    @rule(hours=st.sampled_from([0.1, 2, 30, 24 * 20]))
    def wait(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def facts_are_always_sound(self) -> None:
        session = Session.load(self.stored)
        parse_facts(session.facts)
        assert all(key in {step.key for step in STEPS} for key in session.trail)

    def teardown(self) -> None:
        """From wherever the walk ended, skipping leads to a result in a bounded number of turns."""
        self.send("继续")
        if Session.load(self.stored).stage == "consent":
            self.send("1")
        for _ in range(3 * len(STEPS)):
            if Session.load(self.stored).stage != "asking":
                break
            self.send("跳过")
        self.send("出结果")
        assert Session.load(self.stored).stage in ("done", "idle", "review")


Walker.TestCase.settings = settings(
    max_examples=100,
    stateful_step_count=60,
    suppress_health_check=list(HealthCheck),
)
TestWalk = Walker.TestCase
