"""Reads a transcript and plays it against the webhook. The format is in README.md."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.wechat.sender import AccountAnswer, Posting
from tests.wechat import WeChat

KINDS = {
    "news": "[图文]",
    "transfer_customer_service": "[转人工]",
    "silence": "[无回复]",
    "text": "",
}
OTHER = {"@图片": "image", "@位置": "location", "@视频": "video", "@链接": "link"}
LIMIT = 2047  # bytes; WeChat cuts there
CODE = re.compile(r"咨询码\D{0,12}?([A-Z0-9]{6})(?![A-Z0-9])")


@dataclass(frozen=True)
class Line:
    """One entry: `word` is the marker (`用户>`, `@点击`, …), `rest` what follows it."""

    number: int
    word: str
    rest: str


class Clock(Protocol):
    def forward(self, **how_long: float) -> None: ...


def read(path: Path) -> list[Line]:
    """The entries of a transcript; continuation lines are joined to theirs."""
    found: list[Line] = []
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not raw.strip() or raw.startswith("#"):
            continue
        if raw[0].isspace() and found:
            last = found.pop()
            found.append(Line(last.number, last.word, f"{last.rest}\n{raw.strip()}"))
            continue
        marker = re.match(r"(用户>|机器人!?>|@\S+)\s?(.*)$", raw)
        assert marker, f"{path.name}:{number}: not an entry: {raw}"
        found.append(Line(number, marker[1], marker[2]))
    return found


def settings_of(lines: list[Line]) -> dict[str, str]:
    """What `@设置` lines ask for."""
    return dict(line.rest.strip().split("=", 1) for line in lines if line.word == "@设置")


def age(redis: Client, seconds: float) -> None:
    """Let everything in Redis grow older."""
    for key in redis.keys("*"):
        left = redis.pttl(key)
        if left > 0:
            redis.pexpire(key, max(1, left - int(seconds * 1000)))
            if left <= seconds * 1000:
                redis.delete(key)


class Player:
    """Plays the lines of one transcript."""

    def __init__(self, name: str, wechat: WeChat, clock: Clock, redis: Client) -> None:
        self.name, self.wechat, self.clock, self.redis = name, wechat, clock, redis
        self.user = "甲"
        self.code = ""
        self.log: list[str] = []
        self._last: Posting | None = None
        self._said: AccountAnswer | None = None

    def play(self, lines: list[Line]) -> None:
        """Raises AssertionError with the place and the conversation so far."""
        waiting = False
        for line in lines:
            if line.word in ("机器人>", "机器人!>"):
                self._check(line)
                waiting = False
                continue
            if posting := self._posting(line):
                assert not waiting, self._where(line, "the message before has no 机器人 line")
                self._send(line, posting)
                waiting = True
        assert not waiting, f"{self.name}: the last message has no 机器人 line"

    def _posting(self, line: Line) -> Posting | None:
        """The message of a line; None for lines that only change the scene."""
        send, rest = self.wechat, line.rest.strip()
        match line.word:
            case "用户>":
                return send.text(self.openid, line.rest.replace("{code}", self.code))
            case "@语音":
                return send.voice(self.openid, line.rest)
            case "@关注":
                return send.event(self.openid, "subscribe", f"qrscene_{rest}" if rest else "")
            case "@取关":
                return send.event(self.openid, "unsubscribe")
            case "@点击":
                return send.event(self.openid, "CLICK", rest)
            case "@扫码":
                return send.event(self.openid, "SCAN", rest)
            case "@重发":
                return self._last
            case "@时间":
                self._pass_time(rest)
            case "@换人":
                self.user = rest
            case "@个案":
                code, _, facts = rest.partition(" ")
                self.redis.set(keys.case(code), json.dumps(json.loads(facts)))
            case "@设置":
                pass
            case word if word in OTHER:
                return send.other(self.openid, OTHER[word])
            case word:
                raise AssertionError(f"{self.name}:{line.number}: unknown entry {word}")
        return None

    @property
    def openid(self) -> str:
        return "o" + self.user.encode().hex()

    def _pass_time(self, text: str) -> None:
        number, unit = re.fullmatch(r"\+(\d+)([mhd])", text).groups()  # type: ignore[union-attr]
        length = {"m": 60, "h": 3600, "d": 86400}[unit] * int(number)
        self.clock.forward(seconds=length)
        age(self.redis, length)

    def _send(self, line: Line, posting: Posting) -> None:
        said = self.wechat.send(posting)
        self.log.append(f"{line.word} {line.rest}")
        self.log.append(f"    → {KINDS[said.kind]} {said.title}{said.text}")
        assert len(said.text.encode()) <= LIMIT, self._where(line, "reply over the limit")
        if line.word == "@重发":
            assert self._said
            assert said.plain == self._said.plain, self._where(line, "a retry got another reply")
        self._last, self._said = posting, said
        if found := CODE.search(said.text):
            self.code = found[1]

    def _check(self, line: Line) -> None:
        assert self._said, self._where(line, "nothing was said yet")
        said, wanted = self._said, line.rest.strip()
        whole = f"{KINDS[said.kind]}\n{said.title}\n{said.text}\n{said.url}"
        if line.word == "机器人!>":
            assert not all(_in_order(wanted, whole)), self._where(line, f"must not say: {wanted}")
        else:
            assert all(_in_order(wanted, whole)), self._where(line, f"does not say: {wanted}")

    def _where(self, line: Line, what: str) -> str:
        return "\n".join([f"{self.name}:{line.number}: {what}", *self.log[-12:]])


def _in_order(pattern: str, text: str) -> Iterator[bool]:
    """Whether each part between `…` and line ends is found after the one before it."""
    at = 0
    for part in re.split(r"…|\n", pattern):
        found = text.find(part.strip(), at)
        yield found >= 0
        at = found + len(part.strip())
