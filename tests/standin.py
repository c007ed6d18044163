"""A conversation small enough to predict: counts messages and echoes, with a few magic words."""

import time
from datetime import datetime
from typing import Any

from handlers.messages import (
    Article,
    Count,
    Effect,
    Erase,
    Handoff,
    Incoming,
    IssueCode,
    LogQuestion,
    OpenCase,
    Outcome,
    Reply,
    SaveReport,
    Silence,
    Text,
)


class StandIn:
    """Answers 「第 n 条：…」; `slow` seconds per message show what happens at once."""

    def __init__(self, slow: float = 0.0) -> None:
        self.slow = slow
        self.calls = 0

    def case_code(self, text: str) -> str | None:
        return text.removeprefix("查询").strip() if text.startswith("查询") else None

    def answer_alone(self, incoming: Incoming, now: datetime) -> Reply | None:
        del now
        if incoming.event_key == "human":
            return Handoff()
        return Text("租房每年 0.5 分。") if "租房" in incoming.text else None

    def respond(
        self,
        incoming: Incoming,
        session: dict[str, Any] | None,
        now: datetime,
        case: dict[str, Any] | None,
    ) -> Outcome:
        self.calls += 1
        time.sleep(self.slow)
        n = (session or {}).get("n", 0) + 1
        effects: tuple[Effect, ...] = (Count("messages"),)
        said = incoming.text or f"{incoming.kind} {incoming.event} {incoming.event_key}".strip()
        reply: Reply = Text(f"第 {n} 条：{said}")
        keep: dict[str, Any] | None = {"n": n, "at": now.isoformat()}
        match said.split(" ")[0]:
            case "出错":
                raise RuntimeError("秘密的内容")
            case "删除":
                keep, effects, reply = None, (*effects, Erase()), Text("都删了。")
            case "报告":
                effects += (SaveReport("rep1", {"birth": "1985-01"}, 2026),)
                reply = Text("您的结果", report="rep1")
            case "卡片":
                effects += (SaveReport("rep1", {"birth": "1985-01"}, 2026),)
                reply = Article("您的积分", "100.25 分", "rep1")
            case "代码":
                effects += (IssueCode("ABC123"),)
            case "怪问题":
                effects += (LogQuestion(said, "fallback", ("quota",)),)
            case "转人工":
                reply = Handoff()
            case "沉默":
                reply = Silence()
        if case is not None:
            effects += (OpenCase(self.case_code(incoming.text) or ""),)
            reply = Text(f"查到了：{case}")
        return Outcome(keep, reply, effects)
