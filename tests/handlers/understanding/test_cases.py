"""Every line of `cases/<slot>.toml`: what was typed, and the value it must give."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handlers.understanding.readers import SLOTS, read

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 22)


def groups(slot: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((CASES / f"{slot}.toml").read_text("utf-8"))[
        "group"
    ]
    return found


def lines() -> Iterator[Any]:
    for slot in SLOTS:
        for number, group in enumerate(groups(slot)):
            for case in group["cases"]:
                yield pytest.param(slot, group, case, id=f"{slot}-{number}-{case['text']}")


@pytest.mark.parametrize(("slot", "group", "case"), list(lines()))
def test_reads_as_written(slot: str, group: dict[str, Any], case: dict[str, Any]) -> None:
    reading = read(slot, case["text"], group.get("as_of", TODAY), group.get("ask", ""))
    assert reading.value == case.get("value")
    assert type(reading.value) is type(case.get("value"))
    assert reading.unknown == case.get("unknown", False)
    if reading.value is None:
        assert reading.say


@pytest.mark.parametrize("slot", sorted(SLOTS))
def test_every_slot_has_many_cases_of_both_kinds(slot: str) -> None:
    cases = [case for group in groups(slot) for case in group["cases"]]
    assert len(cases) >= 40
    assert any("value" in case for case in cases)
    assert any("value" not in case for case in cases)
