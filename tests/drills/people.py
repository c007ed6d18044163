"""People who walk a scripted conversation against the service, each reply judged as it comes."""

import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from bot.wechat.sender import Posting
from replies.wording import texts
from tests.drills.ledger import Ledger, Line, Verdict, judge
from tests.drills.platform import Platform

SCRIPT = [
    Line(text, step)
    for text, step in (
        ("算一算", False),
        ("1", True),
        ("1988年6月", True),
        ("2012年8月至今", True),
        ("没断过，也没补缴", True),
        ("租房", True),
        ("办了", True),
        ("2012年8月至今", True),
        ("租房怎么算分？", False),
        ("本科有学位", True),
        ("2012年7月", True),
        ("菜单", False),
        ("都没有", True),
        ("男", True),
        ("有", True),
        ("没有", True),
        ("出结果", False),
        ("明细", False),
        ("我的资料", False),
    )
]
THINK = 0.15  # seconds between a reply and the next message
AGAIN = 0.6  # seconds before a message is sent again that was not recorded
PATIENCE = 120  # times that a message is sent again


@cache
def plain_lines() -> tuple[str, ...]:
    """Beginnings of what may be said to an answer to a step that was not recorded."""
    names = ("bot.memory_down", "bot.busy", "bot.apology", "bot.too_many")
    return tuple(texts()[name].split("{")[0] for name in names if name in texts())


def walk(platform: Platform, script: Sequence[Line] = SCRIPT) -> list[str]:
    """The replies to a whole script, a line each, where nothing goes wrong."""
    user, replies = new_user(), []
    for line in script:
        reply = platform.deliver(platform.text(user, line.text)).reply
        assert reply is not None, line.text
        replies.append(comparable(reply))
    return replies


def comparable(reply: str) -> str:
    """A reply without what differs from person to person: the link to the report."""
    return re.sub(r"/r/[\w.-]+", "/r/…", reply)


class Person:
    """Walks the script again and again, as a new person each time."""

    def __init__(self, platform: Platform, ledger: Ledger, known: Sequence[str]) -> None:
        self._platform, self.ledger, self._known = platform, ledger, known

    def round(self, leave: Callable[[], bool]) -> None:
        """One walk; it ends early when `leave()`, and after a reply that is plainly wrong."""
        user = new_user()
        for at in range(len(SCRIPT)):
            for _ in range(PATIENCE):
                if leave():
                    return
                verdict = self.send(user, at)
                if verdict != Verdict.TOLD:
                    break
                time.sleep(AGAIN)
            if verdict != Verdict.GOOD:
                return
            time.sleep(THINK)

    def send(self, user: str, at: int, posting: Posting | None = None) -> Verdict:
        """Send one line of the script (as `posting`, if given) and enter what came of it."""
        text = SCRIPT[at].text
        delivery = self._platform.deliver(posting or self._platform.text(user, text))
        reply = None if delivery.reply is None else comparable(delivery.reply)
        verdict = judge(reply, at, SCRIPT, self._known, plain_lines())
        self.ledger.enter(verdict, delivery.seconds, delivery.late, text, reply or "")
        return verdict

    def ask(self, user: str, text: str) -> None:
        """Send any other text, which must bring a reply that is no excuse."""
        delivery = self._platform.deliver(self._platform.text(user, text))
        if delivery.reply is None:
            verdict = Verdict.UNANSWERED
        else:
            excuse = not delivery.reply.strip() or delivery.reply.startswith(plain_lines())
            verdict = Verdict.MISLEADING if excuse else Verdict.GOOD
        self.ledger.enter(verdict, delivery.seconds, delivery.late, text, delivery.reply or "")

    def begin(self, lines: int) -> str:
        """A new person who has been through the first lines of the script."""
        user = new_user()
        for at in range(lines):
            self.send(user, at)
        return user


@contextmanager
def crowd(platform: Platform, ledger: Ledger, known: Sequence[str], people: int) -> Iterator[None]:
    """Several people at once, for as long as the block runs."""
    over = threading.Event()
    failures: list[BaseException] = []

    def live(number: int) -> None:
        time.sleep(THINK * number / people)
        try:
            while not over.is_set():
                Person(platform, ledger, known).round(over.is_set)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=live, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]


def new_user() -> str:
    """An id that nobody had before."""
    return f"oDrill{secrets.token_hex(8)}"
