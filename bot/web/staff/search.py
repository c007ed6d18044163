"""Look-up while the caller talks: by question, keyword, official number or pinyin.

Questions go through the chat's own router, so that staff say what the chat would say.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.storage.live_answers import Live
from bot.storage.questions import plain
from bot.web.staff.pinyin import Spelt, matches, spelt
from replies.catalogue import Answer
from replies.wording import say

_NUMBER = re.compile(r"(?:官方|问题|q|no\.?|#)?第?([0-9]{1,2})[问条号.。、)]?")
_LETTERS = re.compile(r"[a-zü]{2,40}")
_BETWEEN = re.compile("['’·-]")
"""What an input method writes between syllables."""
MOST = 12
KEYWORD = 8
"""Characters: what is shorter is looked for as it stands."""
LEAST = 0.02
"""How probable an answer must be to be worth a look."""


class Hit(NamedTuple):
    """An answer, why it was found, and what of its title is marked beside the query itself.

    `sure`: the chat answers the query with it.
    """

    answer: Answer
    why: str
    sure: bool = False
    marked: str = ""


class Index(NamedTuple):
    """What keywords and pinyin (of the title and of short examples) are looked up in."""

    answer: Answer
    title: str
    spelt: tuple[Spelt, ...]
    examples: tuple[str, ...]
    text: str


@lru_cache(maxsize=2)
def index(live: Live) -> tuple[Index, ...]:
    """The index of a state of the answers, made once for each."""
    return tuple(
        Index(
            answer,
            plain(answer.title),
            tuple(map(spelt, (answer.title, *filter(_is_short, answer.examples)))),
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
    letters = _BETWEEN.sub("", wanted)
    if number := _NUMBER.fullmatch(wanted):
        found = by_number(live, int(number[1]))
    elif _LETTERS.fullmatch(letters):
        found = by_letters(live, letters)
    else:
        found = []
    if not found:
        found = by_words(live, text[:300], wanted)
    first: dict[str, Hit] = {}
    for hit in found:
        first.setdefault(hit.answer.id, hit)
    return list(first.values())[:most]


def by_number(live: Live, number: int) -> list[Hit]:
    """The answers that carry an official number."""
    why = say("staff.found.official", number=number)
    return [Hit(answer, why) for answer in live.catalogue.by_official(number)]


def by_letters(live: Live, letters: str) -> list[Hit]:
    """The answers whose title or short examples the letters spell; or that are called so."""
    rows = index(live)
    phrases = [(row, place, phrase) for row in rows for place, phrase in enumerate(row.spelt)]
    found = []
    for number, score in matches(letters, [phrase for _, _, phrase in phrases]):
        row, place, phrase = phrases[number]
        why = say(
            "staff.found.pinyin" if place == 0 else "staff.found.pinyin_example", text=phrase.phrase
        )
        hit = Hit(row.answer, why, marked=phrase.part(letters) if place == 0 else "")
        found.append((score + (3 if place == 0 else 0), hit))
    named = [
        Hit(row.answer, say("staff.found.id")) for row in rows if row.answer.id.startswith(letters)
    ]
    return [hit for _, hit in sorted(found, key=lambda pair: -pair[0])] + named


def by_words(live: Live, text: str, wanted: str) -> list[Hit]:
    """What the router finds, and where a keyword stands."""
    found: list[Hit] = []
    get, rows = live.catalogue.get, index(live)
    route = live.router.route(text)
    likely = [(c.answer, c.example) for c in route.candidates if c.score >= LEAST]
    named = [
        Hit(answer, say("staff.found.like", example=example))
        for slug, example in likely
        if (answer := get(slug))
    ]
    if route.decision == "answer":
        found += named[:1]
    keyword = len(wanted) <= KEYWORD
    if keyword:
        found += [Hit(r.answer, say("staff.found.title")) for r in rows if wanted in r.title]
    found += named
    if keyword:
        counts = [(sum(wanted in example for example in row.examples), row) for row in rows]
        for count, row in sorted(counts, key=lambda pair: -pair[0]):
            if count:
                found.append(Hit(row.answer, say("staff.found.examples", count=count)))
        found += [Hit(r.answer, say("staff.found.text")) for r in rows if wanted in r.text]
    return found
