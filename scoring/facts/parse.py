"""Turns the JSON form of the facts into typed values, or says everything that is wrong with it."""

from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from functools import partial
from typing import Any, TypeVar, get_args

from scoring.errors import FactError, FactErrors, RuleError
from scoring.facts import registry, values
from scoring.facts.districts import HOME_PLACES, WORK_PLACES, place
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
from scoring.facts.registry import FACTS, Fact
from scoring.json_form import JsonObject
from scoring.months import Month, written
from scoring.rules import innovation_values
from scoring.rules.parameters import Degree, Diploma

T = TypeVar("T")
V = TypeVar("V")

# What an object of each kind looks like, for the error that says what would be right.
_EXAMPLES = {
    "facts": '{"birth": "1985-03"}',
    "insurance": '{"months": 120}',
    "spans": '{"from": "2015-07", "to": "now"}',
    "homes": '{"kind": "rented", "from": "2015-07", "to": "now"}',
    "jobs": '{"district": "通州", "from": "2015-07", "to": "now"}',
    "suburb": '{"live_only": 12, "live_and_work": 36}',
    "education": '{"diploma": "bachelor", "degree": "bachelor"}',
    "month_list": '"2016-03"',
    "year_list": "2023, 2024",
}


def parse_facts(raw: Mapping[str, object]) -> Facts:
    """The facts of one person from their JSON form (docs/facts.md).

    Raises `FactError` for anything that cannot be used, whatever JSON value `raw` is, and
    `FactErrors` when several fields are wrong. A null counts as left out, that is: not known.
    `homes[…].lived`, `.registered` and `insurance.repaid` keep it, since left out they are known.
    """
    reader = _Reader()
    rows = registry.rows_of("")
    known = reader.table("facts", raw, rows, "facts")
    typed: JsonObject = {}
    more: list[tuple[str, registry.Scalar]] = []
    for key, value in known.items():
        found = reader.read(rows[key], key, value)
        if key in TYPED:
            typed[key] = found
        else:
            more.append((key, found))
    if reader.errors:
        raise reader.errors[0] if len(reader.errors) == 1 else FactErrors(reader.errors)
    return Facts(**typed, more=tuple(sorted(more)))


class _Reader:
    """Reads values and collects what is wrong, so that every wrong field is said at once."""

    def __init__(self) -> None:
        self.errors: list[FactError] = []

    def read(self, fact: Fact, at: str, raw: object) -> Any:
        """The value of a fact at the path `at`; None where it is wrong."""
        try:
            return _KINDS[fact.kind](self, fact, at, raw)
        except FactError as error:
            self.errors.append(error)
            return None

    def attempt(self, call: Callable[[str, T], V], at: str, raw: T) -> V | None:
        """What `call` makes of the value, None where it is refused."""
        try:
            return call(at, raw)
        except FactError as error:
            self.errors.append(error)
            return None

    def refuse(self, at: str, code: str, **named: object) -> None:
        """Note that the value at `at` is wrong."""
        self.errors.append(FactError(at, code, **named))

    def table(
        self,
        at: str,
        raw: object,
        keys: Collection[str],
        example: str,
        nulls: tuple[str, ...] = (),
    ) -> dict[str, object]:
        """The object at `at`, unknown keys refused; nulls are left out, those of `nulls` kept."""
        if not isinstance(raw, Mapping):
            raise FactError(at, "not_object", value=raw, example=_EXAMPLES[example])
        for key in raw:
            if key not in keys:
                where = _path("" if at == "facts" else at, key)
                near = get_close_matches(str(key)[:40], list(keys), n=1, cutoff=0.5)
                if near:
                    self.refuse(where, "unknown_key_near", key=key, near=near[0])
                else:
                    self.refuse(where, "unknown_key", key=key, allowed=tuple(keys))
        return {
            key: value
            for key, value in raw.items()
            if key in keys and (value is not None or key in nulls)
        }

    def entries(self, at: str, raw: object, example: str) -> list[tuple[str, object]]:
        """The entries of a list, each with its path."""
        listed = values.entries(at, raw, f"[{_EXAMPLES[example]}]")
        return [(f"{at}[{n}]", each) for n, each in enumerate(listed)]


def _path(parent: str, key: object) -> str:
    text = str(key) if isinstance(key, str) else repr(key)
    clean = "".join(char if char.isprintable() else "□" for char in text[:24])
    name = clean + ("…" if len(text) > 24 else "")
    return f"{parent}.{name}" if parent else name


def _yes_no_unknown(_reader: _Reader, _fact: Fact, at: str, raw: object) -> bool | None:
    return None if raw is None else values.yes_no(at, raw)


def _place(allowed: tuple[str, ...], at: str, raw: object) -> str:
    name = place(raw) if isinstance(raw, str) and len(raw) <= 24 else None
    if name not in allowed:
        raise FactError(at, "not_district", value=raw, allowed=allowed)
    return name or ""


def _month_list(reader: _Reader, _fact: Fact, at: str, raw: object) -> tuple[Month, ...]:
    found = [
        reader.attempt(values.calendar_month, where, entry)
        for where, entry in reader.entries(at, raw, "month_list")
    ]
    return tuple(each for each in found if each is not None)


def _year_list(reader: _Reader, _fact: Fact, at: str, raw: object) -> tuple[int, ...]:
    def year(where: str, entry: object) -> int:
        return values.whole(where, entry, values.FIRST_YEAR, values.LAST_YEAR, "year")

    found = [
        reader.attempt(year, where, entry) for where, entry in reader.entries(at, raw, "year_list")
    ]
    return tuple(sorted({each for each in found if each is not None}))


def _spans(reader: _Reader, _fact: Fact, at: str, raw: object) -> tuple[Span, ...]:
    def dated(where: str, entry: object) -> Span:
        return values.period(where, reader.table(where, entry, ("from", "to"), "spans"))

    found = [
        reader.attempt(dated, where, entry) for where, entry in reader.entries(at, raw, "spans")
    ]
    return tuple(each for each in found if each is not None)


def _parts(reader: _Reader, fact: Fact, at: str, raw: object) -> JsonObject:
    """The keys of an object that is a fact, each read by its own row."""
    rows = registry.rows_of(fact.name)
    given = reader.table(at, raw, rows, fact.kind)
    return {key: reader.read(rows[key], f"{at}.{key}", value) for key, value in given.items()}


def _insurance(reader: _Reader, fact: Fact, at: str, raw: object) -> Insurance:
    given = _parts(reader, fact, at, raw)
    if "periods" in given and "repaid" not in given and "repaid_months" not in given:
        given["repaid_open"] = isinstance(raw, Mapping) and "repaid" in raw
    if "repaid" in given and "repaid_months" in given:
        reader.refuse(f"{at}.repaid_months", "repaid_twice")
    if given.get("repaid") and "periods" not in given:
        given["repaid_months"] = len(set(given["repaid"]))
    elif "repaid" in given and "periods" not in given:
        given["repaid_months"] = 0
    return Insurance(**given)


def _homes(reader: _Reader, fact: Fact, at: str, raw: object) -> tuple[Home, ...]:
    found = [
        reader.attempt(partial(_home, reader), where, entry)
        for where, entry in reader.entries(at, raw, fact.kind)
    ]
    return tuple(each for each in found if each is not None)


_HOME_KINDS: tuple[HomeKind, ...] = get_args(HomeKind)


def _home(reader: _Reader, at: str, raw: object) -> Home | None:
    rows = registry.rows_of("homes")
    given = reader.table(at, raw, rows, "homes", nulls=("lived", "registered"))
    read: JsonObject = {
        key: reader.read(rows[key], f"{at}.{key}", value)
        for key, value in given.items()
        if key not in ("kind", "from", "to")
    }
    if "kind" not in given:
        raise FactError(f"{at}.kind", "no_kind", allowed=_HOME_KINDS)
    kind = values.one_of(f"{at}.kind", given["kind"], _HOME_KINDS)
    dated = "from" in given or "certificate" in given
    if "months" in given and ("from" in given or "to" in given):
        reader.refuse(f"{at}.months", "months_and_dates")
    for key in ("certificate", "lived_from", "lived"):
        if key in given and kind != "owned":
            reader.refuse(f"{at}.{key}", f"{key}_not_owned")
    if "lived_from" in given and "months" in given:
        reader.refuse(f"{at}.lived_from", "lived_from_not_owned")
    if "registered" in given and kind != "rented":
        reader.refuse(f"{at}.registered", "registered_not_rented")
    if "months" not in given and not dated:
        raise FactError(at, "no_months", example=_EXAMPLES["homes"])
    certificate = read.get("certificate")
    certified_in = certificate if isinstance(certificate, Span) else None
    span = None
    if "months" not in given:
        given.setdefault("from", _certified_from(given.get("certificate"), certified_in))
        span = reader.attempt(values.period, at, given)
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


def _certified_from(raw: object, certified_in: Span | None) -> object:
    """What stands for a first month that was left out: the first month of the certificate."""
    return raw if certified_in is None else written(certified_in.first)


def _jobs(reader: _Reader, fact: Fact, at: str, raw: object) -> tuple[Job, ...]:
    def job(where: str, entry: object) -> Job:
        given = reader.table(where, entry, ("district", "from", "to"), fact.kind)
        if "district" not in given:
            raise FactError(f"{where}.district", "no_district", allowed=WORK_PLACES)
        name = reader.read(FACTS["jobs.district"], f"{where}.district", given["district"])
        return Job(name, values.period(where, given))

    found = [
        reader.attempt(job, where, entry) for where, entry in reader.entries(at, raw, fact.kind)
    ]
    return tuple(each for each in found if each is not None)


def _suburb(reader: _Reader, fact: Fact, at: str, raw: object) -> SuburbMonths:
    return SuburbMonths(**_parts(reader, fact, at, raw))


def _education(reader: _Reader, fact: Fact, at: str, raw: object) -> Education:
    parts = _parts(reader, fact, at, raw)
    if isinstance(parts.get("graduated"), Span):
        parts["graduated_in"] = parts.pop("graduated")
    return Education(**parts)


_Read = Callable[[_Reader, Fact, str, object], Any]


def _plain(read: Callable[[str, object], Any]) -> _Read:
    return lambda _reader, _fact, at, raw: read(at, raw)


_KINDS: dict[str, _Read] = {
    "yes_no": _plain(values.yes_no),
    "yes_no_unknown": _yes_no_unknown,
    "choice": lambda _, fact, at, raw: values.one_of(at, raw, fact.choices),
    "count": lambda _, fact, at, raw: values.whole(at, raw, fact.least, fact.most, fact.unit),
    "months": lambda _, fact, at, raw: values.whole(at, raw, fact.least, fact.most, fact.unit),
    "yuan": lambda _, fact, at, raw: values.yuan(at, raw, fact.most),
    "points": lambda _, __, at, raw: values.one_of(at, raw, innovation_values(), "not_points"),
    "birthday": _plain(values.birthday),
    "month": _plain(values.calendar_month),
    "month_or_year": _plain(values.month_or_year),
    "month_list": _month_list,
    "year_list": _year_list,
    "spans": _spans,
    "home_place": _plain(partial(_place, HOME_PLACES)),
    "work_place": _plain(partial(_place, WORK_PLACES)),
    "insurance": _insurance,
    "homes": _homes,
    "jobs": _jobs,
    "education": _education,
    "suburb": _suburb,
}

for _row in FACTS.values():
    if "." not in _row.name and _row.name not in TYPED and not _row.is_scalar:
        raise RuleError(registry.FILE, f"{_row.name}.kind", "needs a model in scoring/facts")
for _name, _literal in (("diploma", Diploma), ("degree", Degree)):
    if FACTS[f"education.{_name}"].choices != get_args(_literal):
        raise RuleError(registry.FILE, f"education.{_name}.choices", "differ from the rule files")
