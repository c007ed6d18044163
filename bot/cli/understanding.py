"""`jifen understand` and `parse`: how messages and single answers are read, without any chat."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import click

from bot.cli.json_lines import BadLine, each_line, text_of
from handlers import SLOTS, Choice, Context, acts_as_json, read
from handlers import understand as read_message
from replies.wording import say
from scoring import JsonObject

JSONL = click.option("--jsonl", is_flag=True, required=True, help=say("cli.jsonl"))
_TEXTS = ("question", "ask", "last_answered", "last_topic")


@click.command(help=say("cli.about.parse"))
@JSONL
def parse(jsonl: bool) -> int:
    """Print the value that each text has for its slot."""
    del jsonl

    def work(given: JsonObject) -> JsonObject:
        slot = text_of(given, "slot")
        if slot not in SLOTS:
            raise BadLine(say("cli.understanding.slot", slots="、".join(SLOTS)))
        ask = given.get("ask") or ""
        if not isinstance(ask, str):
            raise BadLine(say("cli.understanding.ask"))
        reading = read(slot, text_of(given, "text"), _day(text_of(given, "as_of")), ask)
        return {"value": reading.value, "say": reading.say}

    return each_line(work)


@click.command(help=say("cli.about.understand"))
@JSONL
def understand(jsonl: bool) -> int:
    """Print the dialogue acts of each text."""
    del jsonl

    def work(given: JsonObject) -> JsonObject:
        context = given.get("context") or {}
        if not isinstance(context, dict):
            raise BadLine(say("cli.understanding.context"))
        return {"acts": acts_as_json(read_message(text_of(given, "text"), _context(context)))}

    return each_line(work)


def _context(given: JsonObject) -> Context:
    """The context of one line; a key that is missing has its plain default."""
    today = _today(given)
    texts = {name: text_of(given, name, "") for name in _TEXTS}
    choices, known = given.get("choices", []), given.get("known", {})
    if not isinstance(choices, list) or not all(isinstance(c, dict) for c in choices):
        raise BadLine(say("cli.understanding.choices"))
    if not isinstance(known, dict):
        raise BadLine(say("cli.understanding.known"))
    year = given.get("year", today.year + 1)
    if not isinstance(year, int) or isinstance(year, bool):
        raise BadLine(say("cli.understanding.year"))
    return Context(
        today,
        year,
        texts["question"] or None,
        texts["ask"],
        tuple(Choice(c.get("value"), text_of(c, "label")) for c in choices),
        texts["last_answered"] or None,
        known,
        texts["last_topic"],
    )


def _today(given: JsonObject) -> date:
    if "today" in given:
        return _day(text_of(given, "today"), "context.today")
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def _day(text: str, name: str = "as_of") -> date:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise BadLine(say("cli.understanding.day", name=name)) from None
