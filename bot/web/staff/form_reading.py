"""What a filled-in form came to: its facts, and what of them scoring refuses, said at its field."""

import re
from dataclasses import dataclass, field

from replies.wording import reason, say, texts
from scoring import FactError, Facts, JsonMapping, JsonObject, parse_facts

MOST_ROWS = 40
"""Rows of a list of the form."""
UNFINISHED = ("no_kind", "no_months", "no_start", "no_district")
"""What scoring says of an entry of which a part is still to be typed."""
INDEX = re.compile(r"\[\d+\]")
ENTRY = re.compile(r"[^\[]+\[\d+\]")


@dataclass
class FormReading:
    """A filled-in form: its `facts`; by form field what is `wrong`, what was `heard` where that
    reads otherwise than what was typed, and which rows are `unfinished`: not counted, no mistake.

    Blank rows are skipped: `rows` leads from an entry of the facts (`homes[0]`) to its row.
    """

    facts: JsonObject = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    unfinished: dict[str, str] = field(default_factory=dict)
    heard: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)

    def field_of(self, path: str) -> str:
        """The form field that a path in the facts comes from."""
        for entry, row in self.rows.items():
            if path == entry or path.startswith(f"{entry}."):
                return row + path.removeprefix(entry)
        return path

    def remove(self, path: str) -> None:
        """Take a value or an entry of a list out of the facts."""
        self.facts = _without(self.facts, path)
        table = path.partition("[")[0]
        if path in self.rows:
            left = [
                row for at, row in self.rows.items() if at.startswith(f"{table}[") and at != path
            ]
            others = {at: row for at, row in self.rows.items() if not at.startswith(f"{table}[")}
            self.rows = others | {f"{table}[{n}]": row for n, row in enumerate(left)}

    def refuse(self, name: str, error: FactError) -> None:
        """Say why scoring leaves a field out: half a row is no mistake, unless more is wrong."""
        row = name.partition("]")[0]
        if error.code not in UNFINISHED:
            self.wrong.setdefault(name, _told(error))
        elif not any(other.startswith(row) for other in self.wrong):
            self.unfinished.setdefault(name, _told(error))


def usable(given: FormReading) -> Facts:
    """The facts without those that scoring refuses, which leave `given.facts` as well.

    `given.wrong` and `given.unfinished` say what was left out, and why.
    """
    for _ in range(MOST_ROWS):
        try:
            return parse_facts(given.facts)
        except FactError as error:
            refused = [(given.field_of(each.field), each) for each in error.errors]
            gone = {_entry(given.facts, each.field) for each in error.errors}
            # the last first: taking an entry out of a list must not move those still to come
            for path in sorted(gone, key=_place, reverse=True):
                given.remove(path)
            for name, each in sorted(refused, key=lambda pair: pair[1].code in UNFINISHED):
                given.refuse(name, each)
    return parse_facts({})


def _entry(facts: JsonMapping, path: str) -> str:
    """What has to go where `path` is refused: a value, or the whole entry of a list."""
    top = path.partition(".")[0]
    whole = ENTRY.match(path)
    inner = facts.get(INDEX.sub("", top))
    if isinstance(inner, dict) and whole:  # insurance.periods[2].from
        inner = inner.get(INDEX.sub("", whole[0].rpartition(".")[2]))
    return whole[0] if whole and isinstance(inner, list) else path


def _place(path: str) -> tuple[str, int]:
    found = INDEX.search(path)
    return INDEX.sub("", path), int(found[0][1:-1]) if found else 0


def _told(error: FactError) -> str:
    """What scoring refuses, in other words where its own name a format of files."""
    if error.code in ("not_list", "not_object"):
        return say("staff.form.unread")
    key = f"staff.form.wrong.{error.code}"
    return say(key) if key in texts() else reason(error)


def _without(facts: JsonObject, path: str) -> JsonObject:
    """The facts without the value, or the entry of a list, at `path`."""
    top, _, rest = path.partition(".")
    name = INDEX.sub("", top)
    value = facts.get(name)
    if rest and isinstance(value, dict):
        return {**facts, name: _without(value, rest)}
    if isinstance(value, list) and (index := INDEX.search(top)):
        number = int(index[0][1:-1])
        return {**facts, name: [each for n, each in enumerate(value) if n != number]}
    return {key: each for key, each in facts.items() if key != name}
