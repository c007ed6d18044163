"""The one-page form of all facts: what staff typed → the facts object, and back.

Fields are named by their path in the facts (`homes[1].from`); their kinds come from the registry of
facts, their texts are read by the readers of the chat. Blank fields are left out: not known. What
cannot be read is named at its field, and the rest is computed without it.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.web.staff.form_reading import MOST_ROWS, FormReading
from bot.web.staff.typed import whole_number
from handlers import read
from replies.wording import date_in_words, say
from scoring import FACTS, Fact, JsonObject

YEAR = re.compile(r"[0-9]{4}\D?")
"""A year alone, with or without its character."""
LONGEST = 60
LEAST_ROWS = {"insurance.periods": 2, "homes": 3, "jobs": 2}
"""The lists of the form, with the rows that are always there."""

SLOTS = {
    "months": "years_months",
    "birthday": "birth_date",
    "month": "date",
    "month_or_year": "date",
    "count": "count",
    "yuan": "money",
}
"""The chat's reader for each kind of fact that is typed; the other kinds are chosen."""

INNER = {
    "insurance.periods": ("from", "to"),
    "homes": tuple(fact.key for name, fact in FACTS.items() if name.startswith("homes.")),
    "jobs": ("district", "from", "to"),
}
"""The columns of each list."""

NOTHING_ELSE: JsonObject = {
    "tax_years": [],
    **{name: fact.assume for name, fact in FACTS.items() if fact.assume is not None},
}
"""What most callers have, taken only when staff say so ("rest")."""

REPAID = "insurance.repaid_months"

_ANY_MONTH = "2000-01"


PLACED = (
    "sex",
    "post",
    "residence_permit",
    "criminal_record",
    "innovation_points",
    "equity_financing",
    "tax_violations",
    "detentions",
    "honour",
)
"""Single facts with a place of their own on the page; the others of the registry come last."""


def more_facts() -> list[Fact]:
    return [fact for fact in FACTS.values() if fact.is_scalar and fact.name not in PLACED]


class _Form:
    """One posted form while it is read."""

    def __init__(self, form: Mapping[str, str], today: date) -> None:
        self._form, self._today = form, today
        self.given = FormReading()

    def text(self, name: str) -> str:
        return self._form.get(name, "").strip()[:LONGEST]

    def put(self, name: str, value: object) -> None:
        """A value at its path; tables on the way are made."""
        *tables, key = name.split(".")
        target = self.given.facts
        for table in tables:
            target = target.setdefault(table, {})
        target[key] = value

    def value(self, fact: Fact, name: str, text: str) -> Any:
        """The value of one field; None where it is left open or cannot be read (then noted)."""
        if fact.kind in ("yes_no", "yes_no_unknown"):
            return {"yes": True, "no": False}.get(text)
        if fact.kind == "points":
            return _number(text)
        if fact.kind == "month_or_year" and YEAR.fullmatch(text):
            return text[:4]
        if fact.kind not in SLOTS:
            return text
        return self._read(SLOTS[fact.kind], name, text, fact.title)

    def _read(self, slot: str, name: str, text: str, ask: str) -> Any:
        found = read(slot, text, self._today, ask)
        if found.unknown:
            self.given.heard[name] = say("staff.form.heard.unknown")
        elif found.value is None:
            self.given.wrong[name] = found.say or say("staff.form.unread")
        else:
            self.hear(name, text, said(slot, found.value))
        return found.value

    def hear(self, name: str, text: str, words: str) -> None:
        """Say back what was read, unless it is what was typed."""
        if "".join(text.split()) != "".join(words.split()):
            self.given.heard[name] = words

    def end(self, name: str, text: str) -> Any:
        """A last month: a month, or 至今 and its kin ("now")."""
        spoken = say("staff.form.span", first=_ANY_MONTH, last=text)
        span = read("years_months", spoken, self._today).value
        if isinstance(span, dict) and text:
            last = span["to"]
            self.hear(name, text, say("staff.form.now") if last == "now" else date_in_words(last))
            return last
        return self._read("date", name, text, say("staff.form.end"))

    def row(self, table: str, number: int) -> JsonObject:
        """One row of a list; a whole span in one cell fills both ends."""
        place, found = f"{table}[{number}]", JsonObject()
        for key in INNER[table]:
            name = f"{place}.{key}"
            if not (text := self.text(name)):
                continue
            span = read("years_months", text, self._today).value
            if key in ("from", "months") and isinstance(span, dict):
                self.hear(name, text, said("years_months", span))
                found |= span
            elif key == "to":
                found[key] = self.end(name, text)
            else:
                fact = FACTS.get(f"{table}.{key}", _MONTH)
                found[key] = self.value(fact, name, text)
        return {key: value for key, value in found.items() if value is not None}

    def list_of(self, table: str) -> None:
        entries: list[JsonObject] = []
        for number in range(MOST_ROWS):
            if row := self.row(table, number):
                self.given.rows[f"{table}[{len(entries)}]"] = f"{table}[{number}]"
                entries.append(row)
        if entries:
            self.put(table, entries)
        elif self.text(f"{table}.none"):
            self.put(table, [])

    def months(self, fact: Fact) -> None:
        """A duration; a span of dates instead of it becomes a period where there are periods."""
        value = self.value(fact, fact.name, self.text(fact.name))
        if value is None and fact.name == REPAID and fact.name not in self.given.wrong:
            # some months may be repaid ones, nobody knows: the scoring makes a range of it
            self.given.facts.setdefault("insurance", {})["repaid"] = None
        elif isinstance(value, int):
            self.put(fact.name, value)
        elif value is not None and fact.name == "insurance.months":
            spans = value if isinstance(value, list) else [value]
            self.given.facts.setdefault("insurance", {}).setdefault("periods", []).extend(spans)
        elif value is not None:
            self.given.wrong[fact.name] = say("staff.form.duration")


_MONTH = FACTS["homes.from"]


def read_form(form: Mapping[str, str], tax_years: list[str], today: date) -> FormReading:
    """The facts in a posted form, and what of it cannot be read."""
    found = _Form(form, today)
    for name, fact in FACTS.items():
        if name.rpartition(".")[0] in LEAST_ROWS or fact.kind in ("insurance", "education"):
            continue
        if name in LEAST_ROWS:
            found.list_of(name)
        elif fact.kind == "month_list":
            _month_list(found, fact)
        elif fact.kind == "year_list":
            if tax_years or found.text(f"{name}.none"):
                found.put(
                    name, [y if (year := whole_number(y)) is None else year for y in tax_years]
                )
        elif not found.text(name):
            continue
        elif fact.kind == "months":
            found.months(fact)
        elif (value := found.value(fact, name, found.text(name))) is not None:
            found.put(name, value)
    if found.text("rest"):
        told = found.given.facts
        found.given.facts = {**NOTHING_ELSE, **told}
        if "equity_financing" in told and "innovation_points" not in told:
            del found.given.facts["innovation_points"]
    return found.given


def _month_list(found: _Form, fact: Fact) -> None:
    texts = [part for part in re.split(r"[\s,，、;；]+", found.text(fact.name)) if part]
    values = [found.value(_MONTH, fact.name, text) for text in texts]
    if texts and None not in values:
        found.put(fact.name, values)


def _number(text: str) -> int | float | str:
    try:
        value = float(text)
    except ValueError:
        return text
    return int(value) if value == int(value) else value


def said(slot: str, value: Any) -> str:
    """What was read from a field, in words: «12年» reads as 144 个月."""
    if isinstance(value, list):
        return say("errors.separator").join(said(slot, each) for each in value)
    if isinstance(value, dict):
        last = value["to"]
        end = say("staff.form.now") if last == "now" else date_in_words(last)
        return say("staff.form.heard.span", first=date_in_words(value["from"]), last=end)
    if slot in ("birth_date", "date"):
        return date_in_words(value)
    return say(f"staff.form.heard.{slot}", value=value)
