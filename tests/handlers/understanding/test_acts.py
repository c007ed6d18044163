"""Every line of `acts/*.toml`: a message in its context, and the acts that it must give."""

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handlers.understanding import Choice, Context, understand
from handlers.understanding.acts import (
    Acknowledge,
    Act,
    Affirm,
    Ask,
    Beside,
    Certainty,
    Choose,
    CommandAct,
    Correct,
    Deny,
    Person,
    Tell,
    Unclear,
    Unknown,
    WhatIf,
)

FILES = sorted((Path(__file__).parent / "acts").glob("*.toml"))
TODAY = date(2026, 11, 22)


def context(case: dict[str, Any]) -> Context:
    return Context(
        TODAY,
        2027,
        case.get("question"),
        "",
        tuple(Choice(label, label) for label in case.get("choices", ())),
        case.get("last_answered"),
        json.loads(case.get("known", "{}")),
        level=case.get("level", ""),
    )


def as_line(act: Act) -> str:
    """An act in one line, as the cases write it."""
    match act:
        case Tell(topic, value):
            line = f"tell {topic} {as_json(value)}"
        case Correct(item=int() as item, said=said):
            line = f"correct {item} {as_json(said)}"
        case Correct(topic=topic, value=value):
            line = f"correct {topic} {as_json(value)}"
        case WhatIf(changes, _, alternatives):
            line = "what if " + " | ".join(
                ", ".join(f"{change.topic} {as_json(change.value)}" for change in side)
                for side in (changes, *alternatives)
            )
        case Deny(topic=topic, value=value):
            line = f"deny {topic} {as_json(value)}"
        case Affirm():
            line = "affirm"
        case Unknown(topic=topic, refused=refused):
            line = f"unknown {topic}" + (" refused" if refused else "")
        case Choose(numbers):
            line = f"choose {list(numbers)}"
        case CommandAct(name, _, argument):
            line = f"command {name} {argument}".strip()
        case Ask(_, kind, _, about, number):
            line = " ".join(str(part) for part in ("ask", kind, about, number) if part)
        case Person(op, _, name):
            line = f"person {op} {name}".strip()
        case Acknowledge(kind):
            line = f"acknowledge {kind}"
        case Unclear(clause):
            line = f"unclear {clause}"
        case Beside(who):
            line = f"beside {who}"
    doubtful = getattr(act, "certainty", None) is Certainty.DOUBTFUL
    return line + (" ?" if doubtful else "")


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def cases() -> Iterator[Any]:
    for path in FILES:
        for case in tomllib.loads(path.read_text("utf-8"))["case"]:
            asked = case.get("question", "")
            yield pytest.param(case, id=f"{path.stem}-{asked}-{case['text'][:24]}")


@pytest.mark.parametrize("case", list(cases()))
def test_reads_as_written(case: dict[str, Any]) -> None:
    assert [as_line(act) for act in understand(case["text"], context(case))] == case["acts"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_kind_has_several_cases(path: Path) -> None:
    assert len(tomllib.loads(path.read_text("utf-8"))["case"]) >= 5
