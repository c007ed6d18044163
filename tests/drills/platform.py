"""WeChat's side of the webhook: five seconds a try, three tries, the same MsgId each time."""

import itertools
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple

import requests

from bot.errors import BotError
from bot.wechat.sender import Posting, Sender

TRY_SECONDS = 5.0
TRIES = 3
AFTER_REFUSAL = 1.0  # seconds before the next try when the connection failed at once


class Delivery(NamedTuple):
    """What the person got to see: a reply, or None for 「该公众号暂时无法提供服务」."""

    reply: str | None
    seconds: float
    late: int


@dataclass
class Platform:
    """Delivers messages to the addresses in turn, as a proxy with two backends does.

    A try goes to the next address at once where one cannot be reached or breaks off
    (`proxy_next_upstream error non_idempotent`).
    """

    sender: Sender
    urls: list[str]
    twice: bool = False
    """Post every message twice at once."""
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(time.time_ns()))
    _turn: "itertools.count[int]" = field(default_factory=itertools.count)

    def text(self, user: str, text: str) -> Posting:
        """A text message; the later one has the higher MsgId."""
        return self.sender.post(user, "text", Content=text, MsgId=str(next(self._ids)))

    def deliver(self, posting: Posting) -> Delivery:
        """Try until there is a reply. Of two that differ, the person would read either: both."""
        if not self.twice:
            return self._deliver(posting)
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(self._deliver, (posting, posting))
        if first.reply == second.reply:
            return first
        return first._replace(reply=f"{first.reply} / {second.reply}")

    def _deliver(self, posting: Posting) -> Delivery:
        started = time.monotonic()
        late = 0
        for number in range(TRIES):
            began = time.monotonic()
            # the platform may sign a repetition again: the first one here is the same to the byte
            signed = posting if number < 2 else self.sender.wrap(posting.plain)
            try:
                answer = self._post(signed)
            except requests.Timeout:
                late += 1
                continue
            if answer is not None:
                return Delivery(answer, time.monotonic() - started, late)
            time.sleep(max(0.0, AFTER_REFUSAL - (time.monotonic() - began)))
        return Delivery(None, time.monotonic() - started, late)

    def _post(self, posting: Posting) -> str | None:
        """The text of the reply; None when no address gave one."""
        for url in self._addresses():
            try:
                response = requests.post(
                    f"{url}/wechat", params=posting.query, data=posting.body, timeout=TRY_SECONDS
                )
                if response.status_code == 200:
                    return self.sender.read(response.content).text
            except requests.Timeout:
                raise
            except (requests.RequestException, BotError):
                continue
        return None

    def _addresses(self) -> Sequence[str]:
        start = next(self._turn) % len(self.urls)
        return [*self.urls[start:], *self.urls[:start]]
