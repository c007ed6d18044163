"""Chat, report, console and command show one verdict, word for word, for the same facts."""

from datetime import date

import pytest

from bot.web.report.view import build
from bot.web.staff.assess import assess
from replies.wording import full_sheet, verdict_lines
from scoring import parse_facts, verdict
from tests.bot.web.report.people import PEOPLE, YEAR

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize("name", PEOPLE)
def test_report_console_and_command_say_the_verdict(name: str) -> None:
    facts = parse_facts(PEOPLE[name])
    expected = tuple(verdict_lines(verdict(facts, TODAY, YEAR), short=False))
    assert build(facts, YEAR, TODAY, None).verdict == expected
    assert assess(facts, YEAR, TODAY).lines == expected
    sheet = full_sheet(verdict(facts, TODAY, YEAR))
    assert [line for line in expected if line not in sheet] == []
