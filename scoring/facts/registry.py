"""The registry of facts: one row a fact, read from `registry.toml` and checked when imported.

The parser, the names and titles of what is missing, the fields of contradictions, the questions of
the conversation, the staff form and the table in docs/facts.md come from these rows.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, get_args

from scoring.errors import RuleError
from scoring.rules import ITEMS, innovation_values
from scoring.rules.schema import table

FILE = "registry.toml"
Scalar = bool | int | str
Kind = Literal[
    "yes_no",
    "yes_no_unknown",
    "choice",
    "count",
    "months",
    "yuan",
    "points",
    "birthday",
    "month",
    "month_or_year",
    "month_list",
    "year_list",
    "spans",
    "home_place",
    "work_place",
    "insurance",
    "homes",
    "jobs",
    "education",
    "suburb",
]
SCALAR_KINDS: frozenset[str] = frozenset({"yes_no", "choice", "count", "months", "yuan", "points"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. `name` is its path in the fact file; the other fields are those of the file."""

    name: str
    kind: Kind
    title: str
    document: str
    lookup: str | None = None
    item: str | None = None
    eligibility: bool = False
    sensitive: bool = False
    optional: bool = False
    assume: bool | int | None = None
    reader: str | None = None
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 1200
    unit: str = "months"
    depends_on: tuple[str, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether the conversation asks for it on its own."""
        return self.reader is not None

    @property
    def key(self) -> str:
        """The last part of the name: the key in its own table."""
        return self.name.rpartition(".")[2]

    @property
    def is_scalar(self) -> bool:
        """Whether the value is a single one that needs no model of its own."""
        return "." not in self.name and self.kind in SCALAR_KINDS


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    title: str
    document: str
    lookup: str | None = None
    item: str | None = None
    eligibility: bool = False
    sensitive: bool = False
    optional: bool = False
    reader: str | None = None
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 1200
    unit: str = "months"
    depends_on: tuple[str, ...] = ()


def read_registry(file: str, text: str) -> Mapping[str, Fact]:
    """The facts of a registry by name; `RuleError` names file, key and reason."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(file, "(whole file)", f"not TOML: {error}") from None
    found = {name: _fact(file, name, row) for name, row in raw.items()}
    for name, fact in found.items():
        parent = name.rpartition(".")[0]
        for other in (*fact.depends_on, *((parent,) if parent else ())):
            if other not in found:
                raise RuleError(file, f"{name}.depends_on", f"no fact {other!r}")
    return MappingProxyType(found)


def _fact(file: str, name: str, raw: object) -> Fact:
    if not isinstance(raw, Mapping):
        raise RuleError(file, name, "must be a table")
    given = {key: value for key, value in raw.items() if key != "assume"}
    row = table(file, name, given, _Row)
    kind = next((each for each in get_args(Kind) if each == row.kind), None)
    if kind is None:
        raise RuleError(file, f"{name}.kind", f"no kind {row.kind!r}; known: {get_args(Kind)}")
    if (kind == "choice") != bool(row.choices):
        raise RuleError(file, f"{name}.choices", "belong to the kind choice, and to no other")
    if row.item is not None and row.item not in ITEMS:
        raise RuleError(file, f"{name}.item", f"no item {row.item!r}; known: {ITEMS}")
    assume = raw.get("assume")
    if assume is not None and not isinstance(assume, bool if kind == "yes_no" else int):
        raise RuleError(file, f"{name}.assume", f"is no value of a {kind}: {assume!r}")
    return Fact(
        name,
        kind,
        row.title,
        row.document,
        row.lookup,
        row.item,
        row.eligibility,
        row.sensitive,
        row.optional,
        assume,
        row.reader,
        row.choices,
        row.least,
        row.most,
        row.unit,
        row.depends_on,
    )


FACTS = read_registry(FILE, files("scoring.facts").joinpath(FILE).read_text("utf-8"))


@cache
def rows_of(name: str) -> Mapping[str, Fact]:
    """By key the rows of the object that the fact `name` is ("" for the whole fact file)."""
    depth = f"{name}." if name else ""
    found = {
        fact.key: fact
        for fact in FACTS.values()
        if fact.name.startswith(depth) and "." not in fact.name.removeprefix(depth)
    }
    return MappingProxyType(found)


@cache
def lookup_of(item: str) -> str | None:
    """Where the fact behind an item can be looked up: the first row of the item that says it."""
    return next((f.lookup for f in FACTS.values() if f.item == item and f.lookup), None)


def choices_of(fact: Fact) -> tuple[Scalar, ...]:
    """The values that the fact can have, for kinds with a fixed list of them."""
    if fact.kind == "points":
        return innovation_values()
    if fact.kind == "yes_no":
        return (True, False)
    return fact.choices
