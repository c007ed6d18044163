"""Reads a reply as a person would: what it asks, what it offers to choose from, what it states.

Nothing here knows how the conversation is built. Cue words stand in `cues.toml`.
"""

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

CHOICE = re.compile(r"^\s*[（(]?(\d{1,2})[\s、.．):：）]\s*(\S.*)$")
LISTED = re.compile(r"^\s*(?:\d{1,2}[\s、.．)]\s*)?[^：:，。？]{2,48}[：:]\s*\S")
"""A line that states a fact: 「3 性别：女」."""
EXAMPLE = re.compile(r"^\s*(例|比如|例如)")
PROGRESS = re.compile(r"[（(]\s*\d+\s*/\s*\d+\s*[）)]")
ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)")


@cache
def cues() -> dict[str, Any]:
    found = tomllib.loads((Path(__file__).parent / "cues.toml").read_text("utf-8"))
    found["cue"] = [(row["topic"], row["group"], re.compile(row["match"])) for row in found["cue"]]
    return found


@dataclass(frozen=True)
class Question:
    """The last question of a reply. `topics`: what is asked, in the order it is asked in.

    `confirm`: the person is to say whether something is right. `none_of`: whether none of the
    `choices` applies.
    """

    text: str
    topics: tuple[str, ...] = ()
    choices: tuple[tuple[int, str], ...] = ()
    confirm: bool = False
    none_of: bool = False


@dataclass(frozen=True)
class Result:
    """What a result says. `low` equals `high` when it is firm; `eligible` None: still open."""

    low: Decimal
    high: Decimal
    eligible: bool | None
    said: bool
    """The reply speaks of eligibility at all."""


def questions(reply: str) -> list[Question]:
    """The questions of a reply, the last one first."""
    parts = re.split(r"\n\s*\n", reply.strip())
    found = [question("\n\n".join(parts[:end])) for end in range(len(parts), 0, -1)]
    return list(dict.fromkeys(each for each in found if each))


def question(reply: str) -> Question | None:
    """The last question of a reply; None where nothing is asked."""
    block = _last_block(reply)
    if block is None:
        return None
    listed = [line for line in block if LISTED.match(line) and "？" not in line]
    found = [CHOICE.match(line) for line in block if line not in listed]
    choices = tuple((int(line[1]), line[2].strip()) for line in found if line)
    prose = [
        PROGRESS.sub("", line)
        for line in block
        if not CHOICE.match(line) and line not in listed and not EXAMPLE.match(line)
    ]
    text = "\n".join(prose)
    asked = _asked(text)
    none_of = bool(re.search(cues()["read_back"]["all_none"], text)) and bool(choices or listed)
    confirm = bool(re.search(cues()["read_back"]["ask"], asked))
    if none_of:
        rows = choices or tuple((n, line) for n, line in enumerate(listed, 1))
        return Question(text, (), rows, confirm=True, none_of=True)
    about = topics(asked) or topics("\n".join(label for _, label in choices))[:1]
    return Question(text, about, choices, confirm)


def _last_block(reply: str) -> list[str] | None:
    """The lines of the last paragraph that asks; choices below it belong to it."""
    parts: list[list[str]] = [part.splitlines() for part in re.split(r"\n\s*\n", reply.strip())]
    for at in reversed(range(len(parts))):
        lines = parts[at]
        if all(CHOICE.match(line) for line in lines) and at:
            lines = parts[at - 1] + lines
        if any("？" in line or re.search("吗[。？]?$", line) for line in lines):
            return lines
    for lines in reversed(parts):
        if any(
            re.match(r"(请|再|先)?(说|写|告诉|补上|补充|核对|选)", _bare(line)) for line in lines
        ):
            return lines
    return None


def _bare(line: str) -> str:
    return PROGRESS.sub("", line).strip().removeprefix("请")


def _asked(text: str) -> str:
    """The sentences that ask, without what stands in brackets."""
    text = ASIDE.sub("", text)
    sentences = re.findall(r"[^。？\n]*[。？\n]?", text)
    asking = [s for s in sentences if "？" in s or re.search("吗[。\n]?$", s)]
    return "\n".join(s.strip() for s in asking) or text


def topics(asked: str) -> tuple[str, ...]:
    """What the sentences ask for."""
    found: dict[str, int] = {}
    for sentence in asked.split("\n"):
        rest, groups = sentence, set()
        for topic, group, pattern in cues()["cue"]:
            hit = pattern.search(rest)
            if not hit or group in groups:
                continue
            groups.add(group)
            found.setdefault(topic, asked.index(sentence) + hit.start())
            rest = rest[: hit.start()] + "＿" * len(hit[0]) + rest[hit.end() :]
    return tuple(sorted(found, key=lambda topic: found[topic]))


# --- the result --------------------------------------------------------------------------------

_NUMBER = r"([−-]?\d+\.\d\d)"
_RANGE = re.compile(rf"{_NUMBER}\s*分?\s*(?:到|至|—|–|~|～)\s*{_NUMBER}\s*分")
_TOTAL = re.compile(rf"{_NUMBER}\s*分")
_VERDICT = re.compile(
    "(?P<open>看不出|判断不了|说不准能不能申报)|(?P<no>(?<!能)不能申报|不符合申报|还不能报)"
    "|(?P<yes>可以申报|(?<!不)能申报)"
)
FIRST_LINES = 8


def result(reply: str) -> Result | None:
    """The result that a reply gives in its first lines; None for any other reply."""
    head = "\n".join([line for line in reply.splitlines() if line.strip()][:FIRST_LINES])
    if re.search("假设|假如|如果.*[:：]", head.split("\n")[0]):
        return None
    verdict = _VERDICT.search(reply)
    eligible = {"yes": True, "no": False}.get(verdict.lastgroup or "") if verdict else None
    ends = _RANGE.search(head)
    total = _TOTAL.search(head)
    if ends and total and ends.start() <= total.start():
        low, high = (Decimal(end.replace("−", "-")) for end in ends.groups())
    elif total:
        low = high = Decimal(total[1].replace("−", "-"))
    else:
        return None
    if not verdict and "申报" not in head:
        return None
    return Result(low, high, eligible, verdict is not None)


LACKS = re.compile("不知道|没填|未填|补上|还缺|没说")


def lacking(reply: str) -> list[str]:
    """What a result says it does not know yet: in a sentence, or in the lines below a heading."""
    found: list[str] = []
    for part in re.split(r"\n\s*\n", reply):
        head, *rows = part.splitlines() or [""]
        heading = rows if LACKS.search(head) and head.endswith(("：", "）：")) else []
        clauses = [clause for clause in re.split("[；，。：\n]", part) if LACKS.search(clause)]
        found += [topic for told in heading + clauses for topic in topics(told)[:1]]
    return list(dict.fromkeys(found))


def phone_lines(reply: str, width: int = 22) -> int:
    """The lines of a reply on a phone that shows `width` full-width characters a line."""
    return sum(max(1, -(-_columns(line) // (2 * width))) for line in reply.splitlines())


def _columns(line: str) -> int:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in line)
