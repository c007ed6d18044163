"""Reading the entries of a catalogue from its files.

A file that is wrong is refused with `CatalogueError`, which names file, key and reason.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from replies.catalogue.commands import words_of
from replies.catalogue.entries import (
    Answer,
    AnswerSource,
    CatalogueError,
    DecidingRule,
    Intent,
    Negative,
    Variant,
)
from replies.catalogue.figures import Figures, figures, fill
from replies.catalogue.slots import SLOTS
from replies.normalise import key_of
from scoring import JsonMapping, JsonObject

INTENTS = (
    "start_score", "eligibility", "human", "restart", "back", "erase", "menu", "result", "help",
)  # fmt: skip
CONFIDENCES = ("high", "medium", "low")
TITLE_LIMIT, SHORT_LIMIT, TEXT_LIMIT, OWN_TEXT_LIMIT = 40, 300, 600, 900
EXAMPLE_LIMIT = 300
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LEADS = ("answer", "intent", "negative")
_KEYS = {
    "id", "official", "topic", "title", "short", "variants", "sources", "related", "next_step",
    "examples", "text",
}  # fmt: skip


def parse_answer(source: str, file: str, known: Figures | None = None) -> Answer:
    """The answer in one file's text (`+++` TOML `+++` body)."""
    parts = re.split(r"(?m)^\+\+\+[ \t]*$", source.lstrip("﻿"), maxsplit=2)
    if len(parts) != 3 or parts[0].strip():
        raise CatalogueError(file, "+++", "the file must begin with +++, TOML, +++")
    try:
        front = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as wrong:
        raise CatalogueError(file, "+++", f"not TOML: {wrong}") from wrong
    if "text" in front:
        raise CatalogueError(file, "text", "the longer text stands below the second +++")
    return answer_of({**front, "text": parts[2].strip()}, file, known)


def answer_of(raw: JsonMapping, file: str, known: Figures | None = None) -> Answer:
    """The answer in a mapping with a file's keys and `text` (the form in which staff edit it)."""
    known = known if known is not None else figures()
    for key in raw.keys() - _KEYS:
        raise CatalogueError(file, key, f"unknown key; known are {', '.join(sorted(_KEYS))}")
    slug = _string(raw, "id", file)
    if not _SLUG.fullmatch(slug):
        raise CatalogueError(file, "id", "small letters, digits and single hyphens only", "id")
    official = raw.get("official")
    if official is not None and (type(official) is not int or not 1 <= official <= 19):
        raise CatalogueError(
            file, "official", "a whole number from 1 to 19, or left out", "official"
        )

    def filled(key: str, limit: int) -> str:
        try:
            done = fill(_string(raw, key, file), known)
        except LookupError as missing:
            raise CatalogueError(file, key, str(missing.args[0])) from missing
        if len(done) > limit:
            raise CatalogueError(
                file, key, f"{len(done)} characters, at most {limit}", "long", limit
            )
        return done

    next_step = _string(raw, "next_step", file) if raw.get("next_step") is not None else None
    return Answer(
        id=slug,
        official=official,
        title=filled("title", TITLE_LIMIT),
        short=filled("short", SHORT_LIMIT),
        text=filled("text", OWN_TEXT_LIMIT if official is None else TEXT_LIMIT)
        if raw.get("text")
        else "",
        sources=tuple(_sources(raw.get("sources", []), file)),
        related=_strings(raw, "related", file),
        next_step=next_step,
        examples=_examples(raw, "examples", file),
        topic=_topic(raw, file),
        variants=tuple(_variants(raw.get("variants", []), file, known)),
        raw=dict(raw),
    )


def _topic(raw: JsonMapping, file: str) -> str:
    topic = _string(raw, "topic", file) if "topic" in raw else ""
    if topic and not _SLUG.fullmatch(topic):
        raise CatalogueError(file, "topic", "small letters, digits and single hyphens only")
    return topic


def _variants(raw: object, file: str, known: Figures) -> Iterator[Variant]:
    if not isinstance(raw, list) or not all(isinstance(entry, dict) for entry in raw):
        raise CatalogueError(file, "variants", "a list of {when, short}")
    for number, entry in enumerate(raw, 1):
        key = f"variants[{number}]"
        _known_keys(entry, key, file, {"when", "short"})
        when = entry.get("when")
        if when not in SLOTS:
            raise CatalogueError(file, f"{key}.when", "one of " + ", ".join(SLOTS))
        kept = {name: f"{{{name}}}" for name in SLOTS[when]}  # filled when a question is at hand
        try:
            short = fill(_string(entry, "short", file), {**known, **kept})
        except LookupError as missing:
            raise CatalogueError(file, key, str(missing.args[0])) from missing
        if len(short) > SHORT_LIMIT:
            raise CatalogueError(
                file, key, f"{len(short)} characters, at most {SHORT_LIMIT}", "long", SHORT_LIMIT
            )
        yield Variant(when, short)


def _sources(raw: object, file: str) -> Iterator[AnswerSource]:
    if not isinstance(raw, list) or not all(isinstance(entry, dict) for entry in raw):
        raise CatalogueError(file, "sources", "a list of {document, indicator, date, confidence}")
    for number, entry in enumerate(raw, 1):
        key = f"sources[{number}]"
        for name in entry.keys() - {"document", "indicator", "date", "confidence"}:
            raise CatalogueError(file, f"{key}.{name}", "unknown key")
        values = {name: str(value).strip() for name, value in entry.items()}
        if not values.get("document"):
            raise CatalogueError(file, f"{key}.document", "is missing", "empty")
        if values.get("confidence", "high") not in CONFIDENCES:
            raise CatalogueError(file, f"{key}.confidence", "one of " + ", ".join(CONFIDENCES))
        yield AnswerSource(**values)


def read_intents(raw: JsonObject) -> Iterator[Intent]:
    file = "intents.toml"
    for name, table in raw.items():
        if name not in INTENTS:
            raise CatalogueError(file, name, f"unknown intent; known are {', '.join(INTENTS)}")
        _known_keys(table, name, file, {"prefix", "examples"})
        prefix, examples = _strings(table, "prefix", file), _strings(table, "examples", file)
        yield Intent(name, words_of(name), prefix, examples)


def read_negatives(raw: JsonObject) -> Iterator[Negative]:
    file = "negatives.toml"
    for name, table in raw.items():
        _known_keys(table, name, file, {"examples", "answer", "guards"})
        examples = _examples(table, "examples", f"{file}: {name}")
        yield Negative(name, examples, table.get("answer"), table.get("guards"))


def read_rules(raw: JsonObject) -> Iterator[DecidingRule]:
    file = "rules.toml"
    for name, table in raw.items():
        _known_keys(table, name, file, {"every", "unless", *_LEADS, "most"})
        every, unless = _strings(table, "every", file), _strings(table, "unless", file)
        for pattern in (*every, *unless):
            try:
                re.compile(pattern)
            except re.error as wrong:
                raise CatalogueError(file, name, f"{pattern!r}: {wrong}") from wrong
        leads = [table.get(lead) for lead in _LEADS]
        if not every or leads.count(None) != len(_LEADS) - 1:
            raise CatalogueError(file, name, f"needs `every` and one of {', '.join(_LEADS)}")
        answer, intent, negative = leads
        if intent is not None and intent not in INTENTS:
            raise CatalogueError(file, name, f"unknown intent; known are {', '.join(INTENTS)}")
        most = int(table.get("most", EXAMPLE_LIMIT))
        yield DecidingRule(name, every, unless, answer, intent, negative, most)


def _known_keys(table: object, name: str, file: str, known: set[str]) -> None:
    if not isinstance(table, dict):
        raise CatalogueError(file, name, "must be a table")
    for key in table.keys() - known:
        raise CatalogueError(file, f"{name}.{key}", f"unknown key; known are {sorted(known)}")


def _examples(raw: JsonMapping, key: str, file: str) -> tuple[str, ...]:
    found = _strings(raw, key, file)
    if not found:
        raise CatalogueError(file, key, "at least one is needed", "empty")
    seen: set[str] = set()
    for example in found:
        if len(example) > EXAMPLE_LIMIT:
            raise CatalogueError(
                file, key, f"longer than {EXAMPLE_LIMIT}: {example[:20]!r}…", "example_long"
            )
        if key_of(example) in seen:
            raise CatalogueError(file, key, f"{example!r} stands here twice", "twice", example)
        seen.add(key_of(example))
    return found


def _string(raw: JsonMapping, key: str, file: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value.strip():
        raise CatalogueError(file, key, "is missing or not a text", "empty")
    return value.strip()


def _strings(raw: JsonMapping, key: str, file: str) -> tuple[str, ...]:
    value = raw.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise CatalogueError(file, key, "a list of texts, none of them empty")
    return tuple(v.strip() for v in value)


def read_file(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as wrong:
        raise CatalogueError(path.name, "file", f"not UTF-8: {wrong}") from wrong


def read_toml(path: Path) -> JsonObject:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(read_file(path))
    except tomllib.TOMLDecodeError as wrong:
        raise CatalogueError(path.name, "file", f"not TOML: {wrong}") from wrong
