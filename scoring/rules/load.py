"""The rule versions: one dated TOML file each, loaded and checked when scoring is imported."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any, TypeVar

from scoring.errors import FactError, RuleError
from scoring.rules import parameters as terms
from scoring.rules.schema import table

ITEMS: tuple[str, ...] = (
    "employment",
    "residence",
    "education",
    "study_deduction",
    "suburb",
    "innovation",
    "tax",
    "age",
    "honour",
    "law",
)

# A shape of arithmetic by name: the item it serves and what it needs. The function of the same
# name stands in scoring.items.
SHAPES: dict[str, tuple[str, type[object]]] = {
    "paid_months": ("employment", terms.Employment),
    "records": ("residence", terms.Residence),
    "highest": ("education", terms.EducationRule),
    "study_window": ("study_deduction", terms.StudyDeduction),
    "full_years": ("suburb", terms.Suburb),
    "one_award": ("innovation", terms.Innovation),
    "each_year": ("tax", terms.TaxEachYear),
    "three_years": ("tax", terms.TaxAverage),
    "bands": ("age", terms.Age),
    "honour": ("honour", terms.Honour),
    "detentions": ("law", terms.Law),
}
LAST_YEAR = 2100
_PARTS = ("terms", "sources")


@dataclass(frozen=True, eq=False, slots=True)
class Item:
    """One of the ten items of a rule version: its arithmetic and its source."""

    key: str
    title: str
    shape: str
    terms: Any
    document: str
    indicator: str
    official: int | None
    sources: Mapping[str, terms.FigureSource]
    left_out_note: str | None = None


@dataclass(frozen=True, eq=False)
class Rules:
    """A rule version, in force for the application years `first_year` to `last_year`."""

    name: str
    title: str
    first_year: int
    last_year: int | None
    items: tuple[Item, ...]
    eligibility: terms.EligibilityRule
    limits: terms.AgeLimits
    sources: Mapping[str, Mapping[str, terms.FigureSource]]

    def item(self, key: str) -> Item:
        """The item called `key`."""
        return self._by_key[key]

    @cached_property
    def _by_key(self) -> Mapping[str, Item]:
        return {item.key: item for item in self.items}


@dataclass(frozen=True, slots=True)
class _Head:
    name: str
    title: str
    first_year: int
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    title: str
    shape: str
    document: str
    indicator: str
    official: int | None = None
    left_out_note: str | None = None


def read_rules(file: str, text: str) -> Rules:
    """The rule version in `text`; `RuleError` names `file`, the key and the reason."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(file, "(whole file)", f"not TOML: {error}") from None
    known = {*ITEMS, "eligibility", "limits"}
    head = table(file, "", {key: raw[key] for key in raw if key not in known}, _Head)
    if head.last_year is not None and head.last_year < head.first_year:
        raise RuleError(file, "last_year", "before first_year")
    for key in (*ITEMS, "eligibility", "limits"):
        if key not in raw:
            raise RuleError(file, key, "missing")
    items = tuple(_item(file, key, raw[key]) for key in ITEMS)
    rules = Rules(
        head.name,
        head.title,
        head.first_year,
        head.last_year,
        items,
        _without_sources(file, "eligibility", raw["eligibility"], terms.EligibilityRule),
        _without_sources(file, "limits", raw["limits"], terms.AgeLimits),
        {
            "eligibility": _sources(file, "eligibility", raw["eligibility"], terms.EligibilityRule),
            "limits": _sources(file, "limits", raw["limits"], terms.AgeLimits),
        },
    )
    _check_caps(file, rules)
    return rules


T = TypeVar("T")


def _without_sources(file: str, key: str, raw: object, shape: type[T]) -> T:
    if not isinstance(raw, Mapping):
        raise RuleError(file, key, "must be a table")
    return table(file, key, {name: raw[name] for name in raw if name != "sources"}, shape)


def _sources(
    file: str, key: str, raw: Mapping[str, Any], shape: type[Any]
) -> Mapping[str, terms.FigureSource]:
    """A source for every figure of the shape; notes word what is not certain and need none."""
    given = raw.get("sources")
    if not isinstance(given, Mapping):
        raise RuleError(file, f"{key}.sources", "missing")
    names = [
        entry.name
        for entry in fields(shape)
        if not entry.name.endswith("_note") and entry.name not in ("document", "official")
    ]
    for name in given:
        if name not in names:
            raise RuleError(file, f"{key}.sources.{name}", f"no figure; known: {', '.join(names)}")
    found = {}
    for name in names:
        where = f"{key}.sources.{name}"
        if name not in given:
            raise RuleError(file, where, "missing")
        found[name] = table(file, where, given[name], terms.FigureSource)
        if reason := found[name].wrong():
            raise RuleError(file, where, reason)
    return found


def _item(file: str, key: str, raw: object) -> Item:
    if not isinstance(raw, Mapping):
        raise RuleError(file, key, "must be a table")
    entry = table(file, key, {name: raw[name] for name in raw if name not in _PARTS}, _Entry)
    serves, shape = SHAPES.get(entry.shape, ("", None))
    if shape is None or serves != key:
        fitting = ", ".join(name for name, (item, _) in SHAPES.items() if item == key)
        raise RuleError(
            file, f"{key}.shape", f"no shape {entry.shape!r} for this item; known: {fitting}"
        )
    given = table(file, f"{key}.terms", raw.get("terms"), shape)
    if hasattr(given, "wrong") and (reason := given.wrong()):
        raise RuleError(file, f"{key}.terms", reason)
    return Item(
        key,
        entry.title,
        entry.shape,
        given,
        entry.document,
        entry.indicator,
        entry.official,
        _sources(file, key, raw, shape),
        entry.left_out_note,
    )


def _check_caps(file: str, rules: Rules) -> None:
    capped = {cap.education for cap in rules.item("study_deduction").terms.cap}
    for level in rules.item("education").terms.level:
        if level.points not in capped:
            raise RuleError(
                file, "study_deduction.terms.cap", f"no cap for education worth {level.points}"
            )


def load(folder: Traversable | None = None) -> tuple[Rules, ...]:
    """Every rule version, oldest first; their years must not overlap."""
    folder = folder or files("scoring.rules").joinpath("versions")
    found = [
        (entry.name, read_rules(entry.name, entry.read_text("utf-8")))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    ]
    found.sort(key=lambda pair: pair[1].first_year)
    for (_, before), (file, after) in pairwise(found):
        if before.last_year is None or before.last_year >= after.first_year:
            raise RuleError(file, "first_year", f"overlaps the years of rules {before.name}")
    if not found:
        raise RuleError("rules", "*.toml", "no rule version found")
    return tuple(rules for _, rules in found)


VERSIONS = load()


@cache
def rules_for(year: int) -> Rules:
    """The rules in force for an application year; `FactError` on a year without rules."""
    for rules in VERSIONS:
        if rules.first_year <= year <= (rules.last_year or LAST_YEAR):
            return rules
    first = VERSIONS[0].first_year
    raise FactError("year", "no_rules", year=year, first=first, last=LAST_YEAR)


@cache
def innovation_values() -> tuple[int, ...]:
    """Every value that 创新创业 can have under some rule version, and 0, from the smallest."""
    values = {0}
    for rules in VERSIONS:
        given = rules.item("innovation").terms
        values.update(given.awards, given.competitions, (int(each.points) for each in given.equity))
    return tuple(sorted(values))
