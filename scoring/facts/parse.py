"""Turns the JSON form of the facts into typed values, or says everything that is wrong with it."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from types import MappingProxyType
from typing import get_args

from scoring.errors import FactError, FactErrors, RuleError
from scoring.facts import registry, values
from scoring.facts.districts import HOME_PLACES, WORK_PLACES
from scoring.facts.model import (
    TYPED,
    Education,
    Facts,
    Home,
    HomeKind,
    Insurance,
    Job,
    Span,
    SuburbMonths,
)
from scoring.facts.reading import EXAMPLES, Errors, Row, each, each_single, note, parts, table
from scoring.facts.registry import FACTS, Fact
from scoring.facts.values import Refused
from scoring.json_form import JsonObject
from scoring.months import Month, written
from scoring.rules import innovation_values
from scoring.rules.parameters import Degree, Diploma

_HOME_KINDS: tuple[HomeKind, ...] = get_args(HomeKind)
_SPAN_KEYS = dict.fromkeys(("from", "to")).keys()


def parse_facts(raw: Mapping[str, object]) -> Facts:
    """The facts of one person from their JSON form (docs/facts.md).

    Raises `FactError` for anything that cannot be used, whatever JSON value `raw` is, and
    `FactErrors` when several fields are wrong. A null counts as left out, that is: not known.
    `homes[…].lived`, `.registered` and `insurance.repaid` keep it, since left out they are known.
    """
    errors: Errors = []
    rows = readers_of("")
    try:
        typed = parts(errors, "", table(errors, "", raw, rows.keys(), "facts"), rows)
    except Refused as wrong:
        raise FactError("facts", wrong.code, **wrong.values) from None
    if errors:
        raise errors[0] if len(errors) == 1 else FactErrors(errors)
    more = [(key, typed.pop(key)) for key in sorted(typed.keys() - TYPED)]
    return Facts(**typed, more=tuple(more))


@cache
def readers_of(name: str) -> Mapping[str, Row]:
    """How each key of the object that the fact `name` is ("" for the whole file) is read."""
    facts = registry.rows_of(name)
    return MappingProxyType({key: _KINDS[fact.kind](fact) for key, fact in facts.items()})


def _object(errors: Errors, at: str, raw: object, name: str, kind: str) -> JsonObject:
    """The keys of an object that is the fact `name`, each read by its own row."""
    rows = readers_of(name)
    return parts(errors, at, table(errors, at, raw, rows.keys(), kind), rows)


def _month_list(errors: Errors, at: str, raw: object) -> tuple[Month, ...]:
    return tuple(each_single(errors, at, raw, "month_list", values.calendar_month))


def _year_list(errors: Errors, at: str, raw: object) -> tuple[int, ...]:
    return tuple(sorted(set(each_single(errors, at, raw, "year_list", values.calendar_year))))


def _spans(errors: Errors, at: str, raw: object) -> tuple[Span, ...]:
    return tuple(each(errors, at, raw, "spans", _span))


def _span(errors: Errors, at: str, raw: object) -> Span:
    given = table(errors, at, raw, _SPAN_KEYS, "spans")
    return values.period(given.get("from"), given.get("to"))


def _insurance(errors: Errors, at: str, raw: object) -> Insurance:
    given = _object(errors, at, raw, "insurance", "insurance")
    if "periods" in given and "repaid" not in given and "repaid_months" not in given:
        given["repaid_open"] = isinstance(raw, Mapping) and "repaid" in raw
    if "repaid" in given and "repaid_months" in given:
        note(errors, at, Refused("repaid_twice", "repaid_months"))
    if given.get("repaid") and "periods" not in given:
        given["repaid_months"] = len(set(given["repaid"]))
    elif "repaid" in given and "periods" not in given:
        given["repaid_months"] = 0
    return Insurance(**given)


def _homes(errors: Errors, at: str, raw: object) -> tuple[Home, ...]:
    return tuple(each(errors, at, raw, "homes", _home))


@cache
def _home_rows() -> Mapping[str, Row]:
    """The rows of a home but for those that are read together: its kind and its dates."""
    rows = readers_of("homes")
    return {key: rows[key] for key in rows if key not in ("kind", "from", "to")}


def _home(errors: Errors, at: str, raw: object) -> Home:
    given = table(errors, at, raw, readers_of("homes").keys(), "homes")
    read = parts(errors, at, given, _home_rows())
    kind, first, last = _kind(given.get("kind")), given.get("from"), given.get("to")
    _check_home(errors, at, kind, read, dated=first is not None or last is not None)
    certificate = read.get("certificate")
    certified_in = certificate if isinstance(certificate, Span) else None
    span = None
    if "months" not in read:
        if first is None:
            if "certificate" not in read:
                raise Refused("no_months", example=EXAMPLES["homes"])
            # The first month of the certificate stands for a first month that was left out.
            first = given["certificate"] if certified_in is None else written(certified_in.first)
        try:
            span = values.period(first, last)
        except Refused as wrong:
            note(errors, at, wrong)
    return Home(
        kind,
        read.get("months"),
        span,
        read.get("district"),
        None if certified_in else certificate,
        certified_in,
        read.get("lived_from"),
        read.get("lived", True),
        read.get("registered", True),
    )


def _kind(raw: object) -> HomeKind:
    if raw is None:
        raise Refused("no_kind", "kind", allowed=_HOME_KINDS)
    try:
        return values.one_of(_HOME_KINDS, "not_choice", raw)
    except Refused as wrong:
        wrong.under = "kind"
        raise


def _check_home(errors: Errors, at: str, kind: str, read: JsonObject, *, dated: bool) -> None:
    """Keys of a home that cannot stand together; `dated` says whether `from` or `to` is given."""
    if dated and "months" in read:
        note(errors, at, Refused("months_and_dates", "months"))
    if kind != "owned":
        for key in ("certificate", "lived_from", "lived"):
            if key in read:
                note(errors, at, Refused(f"{key}_not_owned", key))
    if "lived_from" in read and "months" in read:
        note(errors, at, Refused("lived_from_not_owned", "lived_from"))
    if "registered" in read and kind != "rented":
        note(errors, at, Refused("registered_not_rented", "registered"))


def _jobs(errors: Errors, at: str, raw: object) -> tuple[Job, ...]:
    return tuple(each(errors, at, raw, "jobs", _job))


_JOB_KEYS = dict.fromkeys(("district", "from", "to")).keys()


def _job(errors: Errors, at: str, raw: object) -> Job:
    given = table(errors, at, raw, _JOB_KEYS, "jobs")
    if given.get("district") is None:
        raise Refused("no_district", "district", allowed=WORK_PLACES)
    name = parts(errors, at, given, readers_of("jobs"))["district"]
    return Job(name, values.period(given.get("from"), given.get("to")))


def _suburb(errors: Errors, at: str, raw: object) -> SuburbMonths:
    return SuburbMonths(**_object(errors, at, raw, "suburb_months", "suburb"))


def _education(errors: Errors, at: str, raw: object) -> Education:
    found = _object(errors, at, raw, "education", "education")
    if isinstance(found.get("graduated"), Span):
        found["graduated_in"] = found.pop("graduated")
    return Education(**found)


def _choice(fact: Fact) -> Row:
    return Row(partial(values.one_of, fact.choices, "not_choice"))


def _number(fact: Fact) -> Row:
    return Row(partial(values.whole, fact.least, fact.most, fact.unit))


# How a fact of each kind is read.
_KINDS: dict[str, Callable[[Fact], Row]] = {
    "yes_no": lambda _: Row(values.yes_no),
    "yes_no_unknown": lambda _: Row(values.yes_no_unknown, keeps_null=True),
    "choice": _choice,
    "count": _number,
    "months": _number,
    "yuan": lambda fact: Row(partial(values.yuan, fact.most)),
    "points": lambda _: Row(partial(values.one_of, innovation_values(), "not_points")),
    "birthday": lambda _: Row(values.birthday),
    "month": lambda _: Row(values.calendar_month),
    "month_or_year": lambda _: Row(values.month_or_year),
    "month_list": lambda _: Row(nested=_month_list),
    "year_list": lambda _: Row(nested=_year_list),
    "spans": lambda _: Row(nested=_spans),
    "home_place": lambda _: Row(partial(values.place_in, HOME_PLACES)),
    "work_place": lambda _: Row(partial(values.place_in, WORK_PLACES)),
    "insurance": lambda _: Row(nested=_insurance),
    "homes": lambda _: Row(nested=_homes),
    "jobs": lambda _: Row(nested=_jobs),
    "education": lambda _: Row(nested=_education),
    "suburb": lambda _: Row(nested=_suburb),
}

for _fact in FACTS.values():
    if "." not in _fact.name and _fact.name not in TYPED and not _fact.is_scalar:
        raise RuleError(registry.FILE, f"{_fact.name}.kind", "needs a model in scoring/facts")
for _name, _literal in (("diploma", Diploma), ("degree", Degree)):
    if FACTS[f"education.{_name}"].choices != get_args(_literal):
        raise RuleError(registry.FILE, f"education.{_name}.choices", "differ from the rule files")
