"""The pages of docs/examples are what the code says today."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from replies.wording.__main__ import DAY, sheets
from scoring import Step, parse_facts, verdict

FOLDER = Path(__file__).parents[3] / "docs" / "examples"
SHEETS = sheets()


@pytest.mark.parametrize("name", SHEETS)
def test_a_page_is_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == SHEETS[name], "run python -m replies.wording"


def test_every_page_is_listed() -> None:
    listing = (FOLDER / "README.md").read_text("utf-8")
    assert {each.name for each in FOLDER.glob("*.md")} == {*SHEETS, "README.md"}
    assert all(f"({name})" in listing for name in SHEETS)


def test_the_people_differ_in_what_they_are_told() -> None:
    """One of each: what to cure, file, do, or that nothing leads there."""
    steps = set()
    for entry in files("scoring").joinpath("examples").iterdir():
        given = json.loads(entry.read_text("utf-8"))
        steps.add(verdict(parse_facts(given["facts"]), DAY, given["year"]).next_step.step)
    assert steps >= {Step.CURE, Step.FILE, Step.MEASURE, Step.NONE}
