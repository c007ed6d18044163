"""What an edit would do to the routing, worked out away from the chat.

Training two routers takes seconds of CPU: a child process of the lowest priority does it, once for
each pair of states, and the result is kept in Redis, sealed, for whichever worker is asked next.
Questions stand in it by their digest alone: one that its person erases is gone from here as well.

`python -m bot.storage.comparisons [FOLDER]` is that child: a job as JSON on stdin, the changes as
JSON on stdout. FOLDER: another folder of answers than the shipped one.
"""

import hashlib
import json
import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from redis.exceptions import RedisError

from bot.runtime.redis_client import Client
from bot.runtime.redis_commands import commands
from bot.storage import keys, live_answers
from bot.storage.answer_versions import Version, apply
from bot.storage.questions import Questions
from bot.storage.sealing import Purpose, Seal
from replies.catalogue import Catalogue
from replies.rerouting import RoutingChange, compare
from replies.router import Router
from scoring import JsonObject

LONGEST_SECONDS = 180
RUNNING, FAILED = b"running", b"failed"
LOWEST_PRIORITY = 19
MOST_ASKED = 3000

Edits = dict[str, JsonObject]
"""Edited answers by id, as a version holds them."""

log = logging.getLogger("jifen")


@dataclass(frozen=True)
class Comparison:
    """How far it is: `changes` only once it is done, `failed` when it came to nothing."""

    changes: tuple[RoutingChange, ...] | None = None
    failed: bool = False

    @property
    def done(self) -> bool:
        return self.changes is not None

    @property
    def worse(self) -> int:
        """How many known examples would leave their answer."""
        return sum(change.worse for change in self.changes or ())


class Comparisons:
    """The comparisons of one service."""

    def __init__(self, client: Client, seal: Seal, questions: Questions) -> None:
        self._redis = commands(client)
        self._seal, self._questions = seal, questions
        self._one_at_a_time = threading.Lock()

    def look(self, before: Edits, after: Edits) -> Comparison:
        """The comparison of two states of the answers; begun if nobody has asked for it yet."""
        key = keys.comparison(_digest(before, after))
        stored = self._redis.get(key)
        if stored is None and self._redis.set(key, RUNNING, nx=True, ex=LONGEST_SECONDS):
            work = threading.Thread(target=self._work, args=(key, before, after), daemon=True)
            work.start()
        if stored == FAILED:
            return Comparison(failed=True)
        if stored is None or stored == RUNNING:
            return Comparison()
        plain = self._seal.open(Purpose.COMPARISON, key, stored)
        return Comparison(self._loaded(plain.decode())) if plain else Comparison(failed=True)

    def _work(self, key: str, before: Edits, after: Edits) -> None:
        try:
            with self._one_at_a_time:
                digests = self._asked()
                job = {"before": before, "after": after, "asked": list(digests)}
                found = json.loads(run_child(json.dumps(job, ensure_ascii=False)))
            kept = [
                each if each["home"] else {**each, "text": digests[each["text"]]} for each in found
            ]
            sealed = self._seal.seal(Purpose.COMPARISON, key, json.dumps(kept).encode())
            self._redis.set(key, sealed, ex=keys.COMPARISON_SECONDS)
        except (OSError, ValueError, subprocess.SubprocessError, RedisError) as error:
            log.error("an edit could not be compared: %s", type(error).__name__)
            with suppress(RedisError):
                self._redis.set(key, FAILED, ex=keys.MINUTE)

    def _asked(self) -> dict[str, str]:
        """The questions asked most often, with their digests."""
        kept = sorted(self._questions.kept(), key=lambda each: -each.total)
        return {each.text: each.digest for each in kept[:MOST_ASKED]}

    def _loaded(self, stored: str) -> tuple[RoutingChange, ...]:
        changes = [RoutingChange(**each) for each in json.loads(stored)]
        asked = self._questions.texts(each.text for each in changes if not each.home)
        named = [
            each if each.home else replace(each, text=asked.get(each.text, "")) for each in changes
        ]
        return tuple(each for each in named if each.text)


def run_child(job: str, folder: str = "") -> str:
    """Do a job in a process of its own, so that no message of the chat waits for it."""
    words = [sys.executable, "-m", "bot.storage.comparisons", *([folder] if folder else [])]
    # one thread: the libraries below would take every core
    alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        words, input=job, capture_output=True, text=True, timeout=LONGEST_SECONDS, env=alone,
        check=True, encoding="utf-8",
    )  # fmt: skip
    return done.stdout


def work_out(job: str, shipped: Catalogue) -> str:
    """Do a job here: the changes as JSON."""
    told = json.loads(job)
    before, after = (
        Router(apply(shipped, Version(0, answers=told[state]))) for state in ("before", "after")
    )
    changes = compare(before, after, told["asked"])
    return json.dumps([asdict(change) for change in changes], ensure_ascii=False)


def _digest(before: Edits, after: Edits) -> str:
    release = _content(live_answers.shipped())
    content = json.dumps([release, before, after], sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:32]


@lru_cache(maxsize=2)
def _content(live: live_answers.Live) -> str:
    """The shipped answers, as a digest: a new release must not find the results of the old one."""
    found = hashlib.sha256()
    for answer in live.catalogue.answers:
        found.update(repr((answer.id, answer.examples)).encode())
    return found.hexdigest()


def main(argv: list[str]) -> int:
    """The child process."""
    os.nice(LOWEST_PRIORITY)
    print(work_out(sys.stdin.read(), Catalogue.load(argv[0] if argv else None)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
