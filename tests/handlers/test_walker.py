"""Anything typed at any moment: no dead end, no lost fact, no reply over the limit."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from handlers import Handoff, Incoming, Silence, Text, respond
from handlers.dialogue.facts import facts_of
from handlers.dialogue.people import MOST
from handlers.dialogue.questions import BY_KEY, QUESTIONS
from handlers.dialogue.survey import MOST_TRIES
from handlers.session import Session, Stage
from scoring import parse_facts
from tests.shipped import desk

ANSWERS = (
    "1985年3月", "男", "女", "1", "2", "3", "4", "有", "没有", "12年3个月", "2009年7月至今", "8年",
    "租房", "自有房", "宿舍2年，后来租房6年", "2016年5月", "通州", "朝阳", "本科有学位", "大专",
    "2008年7月", "都有", "0", "5", "2000万", "不知道", "100个月", "2030年1月", "三千年", "同意",
    "没断过，也没补缴", "好几次", "出结果", "对", "都没有", "1、3",
)  # fmt: skip
DUMPS = (
    "我85年的，女，社保十年，租房，本科有学位",
    "83年5月生，男，2008年3月起交社保没断过没补缴，2016年5月拿的房本在通州，大专2006年7月毕业",
    "社保2010年到现在，2021年6月和7月断了，租房没备案，硕士双证，个税24、25年够10万，没有犯罪记录",
)
CORRECTIONS = (
    "不对，是1986年4月", "打错了，是女的", "不是大兴是通州", "第2项应该是2010年3月", "改学历",
    "上一题填错了，是没有", "学历改成大专", "生日填错了", "说错了，没有犯罪记录",
)  # fmt: skip
PEOPLE = ("帮我老公算一个", "换下一个客户", "回到我自己", "再帮我老婆算", "换个人", "名单")
COMMANDS = (
    "上一步", "算一算", "快速", "继续", "退出", "菜单", "帮助", "我的资料", "结果", "核对",
    "跳过", "预测", "建议", "排名", "转人工", "咨询码", "n", "全文", "没用", "明细",
    "都不是", "报告", "测资格", "一题一题答", "谢谢", "好的", "再说一遍", "听不懂",
)  # fmt: skip
LOSING = {"重新开始": "确认重来", "删除": "确认删除"}
ASIDES = (
    "租房怎么算分", "补缴算不算", "什么是补缴", "今年多少分能落", "如果我有硕士呢",
    "职称加分吗", "上海怎么落户", "今天天气怎么样", "社保断了一个月行不行",
    "我老公有户口还能报吗", "我哪年能落户", "为什么扣我10.5分", "我105.3分今年能上吗",
    "如果明年在通州买房呢", "为什么问这个", "多谢",
)  # fmt: skip


class Walker(RuleBasedStateMachine):
    """A person who types whatever comes to mind."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = desk(7, hotline="12333")
        self.now = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
        self.stored: dict[str, Any] | None = None
        self.reply = ""

    @property
    def session(self) -> Session:
        return Session.load(self.stored)

    def send(self, text: str = "", kind: Any = "text", **more: str) -> None:
        before = self.session
        outcome = respond(Incoming("u", kind, text, **more), self.stored, self.now, self.desk)
        self.stored = json.loads(json.dumps(outcome.session)) if outcome.session else None
        match outcome.reply:
            case Text(said):
                assert said.strip(), f"nothing said to {text!r}"
                assert len(said.encode()) <= 1960, f"{len(said.encode())} bytes after {text!r}"
                if before.stage is self.session.stage is Stage.ASKING:
                    typed = kind == "text" and text not in COMMANDS + ASIDES
                    bare = said.startswith("（") and said == self.reply
                    assert not (typed and bare), f"asked twice without a reason: {said!r}"
                self.reply = said
            case Handoff() | Silence():
                self.reply = ""
            case other:
                assert other.title

    @rule(text=st.sampled_from(ANSWERS + DUMPS))
    def answer(self, text: str) -> None:
        name, before = self.session.name, self.session.applicant.told
        self.send(text)
        lost = set(before) - set(self.session.people[name].told) if before else set()
        # An answer that changes an earlier one may reopen what depends on it, never anything else.
        depending = {"post", "insurance_gap", "continuous", "repaid", "study_overlap", "graduated"}
        rare = {"innovation", "tax_violations", "honour", "detentions", "criminal_record"}
        assert lost <= depending | rare, lost

    @rule(text=st.sampled_from(CORRECTIONS))
    def correct(self, text: str) -> None:
        self.send(text)

    @rule(text=st.sampled_from(PEOPLE))
    def switch(self, text: str) -> None:
        before = {name: each.told for name, each in self.session.people.items()}
        self.send(text)
        after = {name: each.told for name, each in self.session.people.items()}
        assert {name: after[name] for name in before} == before, f"{text!r} changed what was told"
        assert len(after) <= MOST

    @rule(text=st.sampled_from(COMMANDS))
    def command(self, text: str) -> None:
        self.send(text)

    @rule(text=st.sampled_from(ASIDES))
    def question(self, text: str) -> None:
        before = self.session.applicant.told
        self.send(text)
        assert self.session.applicant.told == before, f"{text!r} changed what was told"

    @rule(text=st.sampled_from(sorted(LOSING)), sure=st.booleans())
    def start_over(self, text: str, sure: bool) -> None:
        before = {name: each.told for name, each in self.session.people.items()}
        self.send(text)
        self.send(LOSING[text] if sure else "1")
        if not sure:
            after = {name: each.told for name, each in self.session.people.items()}
            for name, told in before.items():  # the 1 may agree to the consent, which adds facts
                kept = after.get(name, {})
                assert {key: kept.get(key) for key in told} == told, "erased by a number"

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
        for each in self.session.people.values():
            parse_facts(facts_of(each.told))
            assert all(key in BY_KEY for key in each.unknown)

    def teardown(self) -> None:
        """From wherever the walk ended, skipping leads to a result in a bounded number of turns."""
        self.send("继续")
        if self.session.stage is Stage.CONSENT:
            self.send("1")
        for _ in range(MOST_TRIES * len(QUESTIONS)):
            # a result asked for too early may bring a question back, which is skipped again
            self.send("跳过" if self.session.stage is Stage.ASKING else "出结果")
            if self.session.stage in (Stage.DONE, Stage.IDLE):
                break
        assert self.session.stage in (Stage.DONE, Stage.IDLE, Stage.REVIEW, Stage.CONSENT)


Walker.TestCase.settings = settings(
    max_examples=80,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestWalk = Walker.TestCase
