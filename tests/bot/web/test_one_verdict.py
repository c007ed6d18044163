"""Chat, report, console and command show one verdict, word for word, for the same facts."""

import json
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import pytest

from bot.web.report.view import build
from bot.web.staff.assess import assess
from handlers import Incoming, SaveReport, respond
from handlers.dialogue.facts import told_of
from replies.wording import contradiction_lines, full_sheet, verdict_lines
from scoring import parse_facts, verdict
from tests.applicants.reader import phone_lines
from tests.bot.web.report.people import PEOPLE, YEAR
from tests.shipped import desk

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
TYPICAL: dict[str, dict[str, Any]] = {
    path.name: json.loads(path.read_text("utf-8"))["facts"]
    for path in files("scoring").joinpath("examples").iterdir()
}
PHONE = 20
"""Full-width characters in a line of a phone."""


@pytest.mark.parametrize("name", PEOPLE)
def test_report_console_and_command_say_the_verdict(name: str) -> None:
    facts = parse_facts(PEOPLE[name])
    expected = tuple(verdict_lines(verdict(facts, TODAY, YEAR), short=False))
    assert build(facts, YEAR, TODAY, None).verdict == expected
    assert assess(facts, YEAR, TODAY).lines == expected
    sheet = full_sheet(verdict(facts, TODAY, YEAR))
    assert [line for line in expected if line not in sheet] == []


def _chat(facts: dict[str, Any], word: str) -> tuple[str, SaveReport | None]:
    """The reply to `word`, all pages, and the facts kept for the report."""
    people = {"": {"told": told_of(facts), "finished": True}}
    stored = {"version": 2, "consent": "x", "stage": "done", "people": people}
    outcome = respond(Incoming("u", "text", word), stored, NOW, desk())
    saved = next((each for each in outcome.effects if isinstance(each, SaveReport)), None)
    parts = [getattr(outcome.reply, name, "") for name in ("title", "description", "text")]
    parts += (outcome.session or {}).get("pages", [])
    return "\n".join(part for part in parts if part), saved


@pytest.mark.parametrize("facts", [*PEOPLE.values(), *TYPICAL.values()], ids=[*PEOPLE, *TYPICAL])
def test_the_chat_says_the_verdict_of_its_report(facts: dict[str, Any]) -> None:
    if not facts:
        return
    reply, saved = _chat(facts, "结果")
    if saved is None:
        found = verdict(parse_facts(facts), TODAY, YEAR)
        assert found.contradictions
        assert [
            line for line in contradiction_lines(found.contradictions) if line not in reply
        ] == []
        return
    kept = parse_facts(saved.facts)
    said = verdict_lines(verdict(kept, TODAY, YEAR), short=True)
    assert [line for line in said if line not in reply] == []
    assert build(kept, YEAR, TODAY, None).verdict[0] == said[0]


@pytest.mark.parametrize("word", ["结果", "预测", "建议"])
@pytest.mark.parametrize("name", TYPICAL)
def test_what_the_chat_shows_of_it_fits_a_phone(name: str, word: str) -> None:
    assert phone_lines(_chat(TYPICAL[name], word)[0], PHONE) <= 15
