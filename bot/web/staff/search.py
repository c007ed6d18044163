"""Look-up while the caller talks: by question, keyword, official number or pinyin initials.

Questions go through the chat's own router, so that staff say what the chat would say.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.storage.live_answers import Live
from bot.storage.questions import plain
from replies.catalogue import Answer
from replies.sound import initials
from replies.wording import say

_NUMBER = re.compile(r"(?:官方)?第?\s*([0-9]{1,2})\s*[问条]?")
_LETTERS = re.compile(r"[a-z]{2,20}")
MOST = 12
LEAST = 0.02
"""How probable an answer must be to be worth a look."""


class Hit(NamedTuple):
    """An answer, why it was found, and whether the chat itself would give it at once."""

    answer: Answer
    why: str
    sure: bool = False


class Index(NamedTuple):
    """What keywords and initials (of the title and of short examples) are looked up in."""

    answer: Answer
    title: str
    letters: str
    examples: tuple[str, ...]
    text: str


@lru_cache(maxsize=2)
def index(live: Live) -> tuple[Index, ...]:
    """The index of a state of the answers, made once for each."""
    return tuple(
        Index(
            answer,
            plain(answer.title),
            " ".join(map(initials, (answer.title, *filter(_is_short, answer.examples)))),
            tuple(map(plain, answer.examples)),
            plain(answer.short + answer.text),
        )
        for answer in live.catalogue.answers
    )


def _is_short(example: str) -> bool:
    return len(example) <= 8


def browse(live: Live) -> list[Hit]:
    """All answers, the official ones by number first."""
    index(live)  # so that the first letters typed need not wait for it
    ordered = sorted(live.catalogue.answers, key=lambda a: (a.official is None, a.official, a.id))
    return [Hit(answer, "") for answer in ordered]


def search(live: Live, text: str, most: int = MOST) -> list[Hit]:
    """The best answers for what staff type, best first; empty when nothing is near."""
    wanted = plain(text)[:300]
    if not wanted:
        return []
    found: dict[str, Hit] = {}

    def add(answer: Answer | None, why: str, sure: bool = False) -> None:
        if answer is not None:
            found.setdefault(answer.id, Hit(answer, why, sure))

    number = _NUMBER.fullmatch(wanted)
    if number:
        for answer in live.catalogue.by_official(int(number[1])):
            add(answer, say("staff.found.official", number=int(number[1])))
    rows = index(live)
    if _LETTERS.fullmatch(wanted):
        for begins in (True, False):
            for row in rows:
                if row.letters.startswith(wanted) if begins else wanted in row.letters:
                    add(row.answer, say("staff.found.initials"))
        for row in rows:
            if row.answer.id.startswith(wanted):
                add(row.answer, say("staff.found.id"))
        if found:
            return list(found.values())[:most]
    route = live.router.route(text[:300])
    if route.decision == "answer" and route.answer:
        example = route.candidates[0].example if route.candidates else ""
        add(
            live.catalogue.get(route.answer),
            example and say("staff.found.like", example=example),
            sure=True,
        )
    keyword = len(wanted) <= 8
    if keyword:
        for row in rows:
            if wanted in row.title:
                add(row.answer, say("staff.found.title"))
    for candidate in route.candidates:
        if candidate.score < LEAST:
            break
        add(
            live.catalogue.get(candidate.answer), say("staff.found.like", example=candidate.example)
        )
    if keyword:
        in_examples = [(sum(wanted in e for e in row.examples), row) for row in rows]
        for count, row in sorted(in_examples, key=lambda pair: -pair[0]):
            if count:
                add(row.answer, say("staff.found.examples", count=count))
        for row in rows:
            if wanted in row.text:
                add(row.answer, say("staff.found.text"))
    return list(found.values())[:most]
