"""CSV in and out: a header of fact names with dotted paths, a person a row."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TextIO

import scoring
from bot.cli.score_input import InputRefused, ScoreRequest, given_from, scored
from bot.errors import BotError
from replies.wording import fact_errors, say
from scoring import JsonObject

OUT = ("id", "year", "rules", "total", *scoring.ITEMS, "eligible", "missing", "error")
_PATH = re.compile(r"([a-z_]+)(?:\[([0-9]{1,3})\])?(?:\.([a-z_]+))?")
_LISTS = ("month_list", "year_list", "spans")
_BOOL = dict.fromkeys(say("cli.table.yes").split(), True) | dict.fromkeys(
    say("cli.table.no").split(), False
)
_SEPARATORS = re.compile(r"[;；、\s]+")


def scored_table(source: Iterable[str], out: TextIO, year: int | None, today: date) -> int:
    """Read a table of people, write a table of scores; a row that is wrong says so in `error`.

    Returns the exit code: 1 when any row was wrong. A header that is wrong stops it.
    """
    rows = _rows(source)
    columns = [each.strip() for each in next(rows, [])]
    _check(columns)
    writer = csv.DictWriter(out, OUT, lineterminator="\n")
    writer.writeheader()
    code = 0
    for number, cells in enumerate(rows, 1):
        if not any(cell.strip() for cell in cells):
            continue
        found = _scored(columns, cells, number, year, today)
        code = code or int("error" in found)
        writer.writerow(found)
    return code


def _rows(source: Iterable[str]) -> Iterator[list[str]]:
    rows = csv.reader(source, strict=True)
    try:
        yield from rows
    except csv.Error:
        raise BotError(say("command.row.csv", number=rows.line_num)) from None


def _check(columns: Sequence[str]) -> None:
    if not any(columns):
        raise BotError(say("command.row.empty"))
    if len(columns) == 1 and re.search(r"[;；，\t]", columns[0]):
        raise BotError(say("command.row.delimiter"))
    known = {"id", "year", *scoring.FACTS}
    wrong = []
    for n, column in enumerate(columns):
        if column in columns[:n]:
            wrong.append(say("command.row.twice", key=column))
        elif _name(column) not in known:
            wrong.append(_unknown(column, known))
    if wrong:
        raise BotError(say("command.row.separator").join(wrong))


def _unknown(column: str, known: set[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(column[:40], sorted(known), n=1, cutoff=0.6)
    if near:
        return say("command.row.column_near", key=column[:40], near=near[0])
    return say("command.row.column", key=column[:40])


def _name(column: str) -> str:
    """The name of the fact that a column stands for: homes[0].kind is homes.kind."""
    return re.sub(r"\[[0-9]{1,3}\]", "", column, count=1)


def _scored(
    columns: Sequence[str], cells: Sequence[str], number: int, year: int | None, today: date
) -> JsonObject:
    key = cells[columns.index("id")].strip() if "id" in columns else str(number)
    try:
        if len(cells) > len(columns):
            said = say("command.row.cells", count=len(cells), columns=len(columns))
            raise InputRefused("facts", said)
        given: ScoreRequest = given_from(
            dict(_row(columns, cells)) | {"facts": facts_of(columns, cells)}, today, year
        )
        found = scored(given, today)
    except InputRefused as error:
        return {"id": key, "error": error.said}
    except scoring.FactError as error:
        return {"id": key, "error": say("command.row.separator").join(fact_errors(error))}
    items: Any = found.pop("items")
    missing: Any = found.pop("missing")
    found.pop("reasons")
    row: JsonObject = found | items | {"id": key, "missing": " ".join(missing)}
    return row


def _row(columns: Sequence[str], cells: Sequence[str]) -> Iterator[tuple[str, object]]:
    for column, cell in zip(columns, cells, strict=False):
        if column in ("id", "year") and cell.strip():
            yield column, _number(cell.strip()) if column == "year" else cell.strip()


def facts_of(columns: Sequence[str], cells: Sequence[str]) -> JsonObject:
    """The facts object of one row: empty cells are left out, paths become tables and lists."""
    found: JsonObject = {}
    entries: dict[str, dict[int, JsonObject]] = {}
    for column, cell in zip(columns, cells, strict=False):
        text, path = cell.strip(), _PATH.fullmatch(column)
        if column in ("id", "year") or not text or path is None:
            continue
        name, index, key = path.groups()
        value = _value(_name(column), text)
        if index is not None and key is not None:
            entries.setdefault(name, {}).setdefault(int(index), {})[key] = value
        elif key is not None:
            found.setdefault(name, {})[key] = value
        else:
            found[name] = value
    lists = {name: [rows[n] for n in sorted(rows)] for name, rows in entries.items()}
    return found | lists


def _value(name: str, text: str) -> object:
    """A cell as the JSON value of its fact; what fits nothing stays text and is refused later."""
    kind = scoring.FACTS[name].kind
    if kind in _LISTS:
        parts = [each for each in _SEPARATORS.split(text) if each]
        return [_part(kind, each) for each in parts]
    if kind in ("homes", "jobs") and text == "[]":
        return []
    if kind.startswith("yes_no"):
        return _BOOL.get(text.lower(), text)
    if kind in ("count", "months", "yuan", "points"):
        return _number(text)
    return text


def _part(kind: str, text: str) -> object:
    if kind == "spans":
        first, _, last = text.partition("~")
        return {"from": first} | ({"to": last} if last else {})
    return _number(text) if kind == "year_list" else text


def _number(text: str) -> object:
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else text
