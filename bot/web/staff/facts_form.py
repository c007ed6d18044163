"""The one-page form of all facts: what staff typed → the facts object, and back.

Fields are named by their path in the facts (`homes[1].from`), so that a `FactError` finds its
field. Blank fields are left out: not known. Rows that are blank are skipped; `Given.row` leads
from the index in the facts back to the row in the form.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LEAST_ROWS = {"insurance.periods": 2, "homes": 3, "jobs": 2}
MOST_ROWS = 40
MONTHS = ("months", "continuous_months", "repaid_months", "overlap_months", "live_only")
_INNER = {
    "insurance.periods": ("from", "to"),
    "homes": ("kind", "months", "from", "to", "district", "certificate", "lived_from"),
    "jobs": ("district", "from", "to"),
}
_YES_NO = ("residence_permit", "criminal_record", "honour")
_NUMBERS = ("tax_violations", "detentions", "innovation_points", "equity_financing")
_NOW = re.compile(r"(到|至)?(现在|今|目前|now)", re.IGNORECASE)
_MONTH = re.compile(
    r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*月?(?:\s*[-./]?\s*([0-9]{1,2})\s*[日号]?)?"
)
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?")
_YEARS = re.compile(r"(?:([0-9]+)\s*年)?\s*(?:零|又)?\s*(?:([0-9]+)\s*个?月?)?")


NOTHING_ELSE: dict[str, Any] = {
    "tax_years": [],
    "tax_violations": 0,
    "detentions": 0,
    "innovation_points": 0,
    "honour": False,
}
"""What most callers have, taken only when staff say so ("rest")."""


@dataclass
class Given:
    """A filled-in form: its `facts`, and the form row behind each list entry."""

    facts: dict[str, Any] = field(default_factory=dict)
    row: dict[str, str] = field(default_factory=dict)

    def field_of(self, path: str) -> str:
        """The form field that a path in the facts comes from."""
        for inner, outer in self.row.items():
            if path.startswith(inner):
                return outer + path.removeprefix(inner)
        return path


def month_of(text: str) -> str:
    """A date as staff type it (2015-7, 2015.07, 201507, 2015年7月, 至今) in the facts' form.

    What is none of these stays as it is: the engine says what is wrong with it.
    """
    text = _plain(text)
    if _NOW.fullmatch(text):
        return "now"
    found = _DIGITS.fullmatch(text) or _MONTH.fullmatch(text)
    if not found:
        return text
    year, month, day = found[1], int(found[2]), found[3]
    return f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else "")


def months_of(text: str) -> int | str:
    """A duration: 100, 100个月, 8年, 8年3个月, in months."""
    text = _plain(text)
    if text.isdigit():
        return int(text[:9])
    found = _YEARS.fullmatch(text)
    if not found or not (found[1] or found[2]):
        return text
    return int((found[1] or "0")[:6]) * 12 + int((found[2] or "0")[:6])


def number_of(text: str) -> int | float | str:
    """A number, 万 and separators understood."""
    text = _plain(text).replace(",", "").removesuffix("元")
    factor = 10_000 if text.endswith("万") else 1
    try:
        value = float(text.removesuffix("万")) * factor
    except ValueError:
        return text
    return int(value) if abs(value) < 1e15 and value == int(value) else value


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()[:60]


def read_form(form: Mapping[str, str], tax_years: list[str]) -> Given:
    """The facts in a posted form; nothing is refused here."""
    given = Given()
    facts = given.facts
    for name in ("birth", "sex", "post"):
        if value := form.get(name, "").strip():
            facts[name] = month_of(value) if name == "birth" else value
    for name in _YES_NO:
        if form.get(name) in ("yes", "no"):
            facts[name] = form[name] == "yes"
    for name in _NUMBERS:
        if value := form.get(name, "").strip():
            facts[name] = number_of(value)
    insurance: dict[str, Any] = _numbers(
        form, "insurance", ("months", "continuous_months", "repaid_months")
    )
    if periods := list(_rows(form, "insurance.periods", given)):
        insurance["periods"] = periods
    if repaid := _plain_list(form.get("insurance.repaid", "")):
        insurance["repaid"] = [month_of(each) for each in repaid]
    if insurance:
        facts["insurance"] = insurance
    for name in ("homes", "jobs"):
        if rows := list(_rows(form, name, given)):
            facts[name] = rows
        elif form.get(f"{name}.none"):
            facts[name] = []
    if suburb := _numbers(form, "suburb_months", ("live_only", "live_and_work")):
        facts["suburb_months"] = suburb
    education: dict[str, Any] = _numbers(form, "education", ("overlap_months",))
    for name in ("diploma", "degree", "graduated"):
        if value := form.get(f"education.{name}", "").strip():
            education[name] = month_of(value) if name == "graduated" else value
    if education:
        facts["education"] = education
    if tax_years or form.get("tax_years.none"):
        facts["tax_years"] = [int(y) if y.isdigit() else y for y in tax_years]
    if form.get("rest"):
        given.facts = {**NOTHING_ELSE, **facts}
        if "equity_financing" in facts and "innovation_points" not in facts:
            del given.facts["innovation_points"]
    return given


def _plain_list(text: str) -> list[str]:
    return [part for part in re.split(r"[\s,，、;；]+", text.strip()[:2000]) if part]


def _numbers(form: Mapping[str, str], table: str, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: months_of(value)
        for name in names
        if (value := form.get(f"{table}.{name}", "").strip())
    }


def _rows(form: Mapping[str, str], name: str, given: Given) -> Iterator[dict[str, Any]]:
    count = 0
    for number in range(MOST_ROWS):
        row: dict[str, Any] = {}
        for key in _INNER[name]:
            if value := form.get(f"{name}[{number}].{key}", "").strip():
                row[key] = _cell(key, value)
        if not row:
            continue
        given.row[f"{name}[{count}]"] = f"{name}[{number}]"
        count += 1
        yield row


def _cell(key: str, value: str) -> Any:
    if key == "months":
        return months_of(value)
    return month_of(value) if key in ("from", "to", "certificate", "lived_from") else value


def row_counts(form: Mapping[str, str]) -> dict[str, int]:
    """How many rows of each list to show: what was given, one blank, and at least a few."""
    counts = {}
    for name, least in LEAST_ROWS.items():
        used = [
            n for n in range(MOST_ROWS) if any(form.get(f"{name}[{n}].{k}") for k in _INNER[name])
        ]
        wanted = (max(used) + 2 if used else 0) + (2 if form.get("more") == name else 0)
        counts[name] = min(max(least, wanted), MOST_ROWS)
    return counts


def fill_form(facts: Mapping[str, Any]) -> dict[str, str]:
    """The form fields that give these facts (a conversation's, say); the inverse of `read_form`."""
    found: dict[str, str] = {}

    def walk(path: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(f"{path}.{key}" if path else key, inner)
        elif isinstance(value, list) and path in ("insurance.repaid",):
            found[path] = "、".join(map(str, value))
        elif isinstance(value, list) and path == "tax_years":
            found.update({f"tax_years={year}": "1" for year in value})
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                walk(f"{path}[{number}]", inner)
        elif isinstance(value, bool):
            found[path] = "yes" if value else "no"
        elif value is not None:
            found[path] = "至今" if value == "now" else str(value)
        if value == []:
            found[f"{path}.none"] = "1"

    walk("", dict(facts))
    return found
