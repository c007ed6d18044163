"""`python -m replies.wording` writes the full sheets of docs/examples from scoring/examples."""

import json
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path

from replies.wording.sheet import full_sheet
from scoring import parse_facts, verdict

DAY = date(2026, 11, 25)
"""The day on which the examples are read: the estimates move with the year."""


def sheets() -> Mapping[str, str]:
    """Each page of docs/examples by its file name: the facts, and the sheet they give."""
    folder = files("scoring").joinpath("examples")
    found = {}
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".json"):
            text = entry.read_text("utf-8")
            given = json.loads(text)
            sheet = full_sheet(verdict(parse_facts(given["facts"]), DAY, given["year"]))
            name = entry.name.removesuffix(".json")
            found[f"{name}.md"] = (
                f"# {name.replace('_', ' ')}\n\n"
                f"`jifen score scoring/examples/{entry.name} --full` on {DAY}.\n\n"
                f"```json\n{text}```\n\n```text\n{sheet}\n```\n"
            )
    return found


if __name__ == "__main__":
    for name, page in sheets().items():
        Path("docs/examples", name).write_text(page, "utf-8")
