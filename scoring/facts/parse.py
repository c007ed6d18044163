"""Turns the JSON form of the facts into typed values, or says in one line what is wrong."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from scoring.errors import FactError
from scoring.facts import values as reading
from scoring.facts.districts import DISTRICTS, district
from scoring.facts.model import (
    Birth,
    Education,
    Facts,
    Home,
    HomeKind,
    Insurance,
    Job,
    Post,
    Sex,
    Span,
    SuburbMonths,
)
from scoring.rules.load import innovation_values
from scoring.rules.parameters import Degree, Diploma

_DATED = '{"from": "2015-07", "to": "now"}'
_HOME = '{"kind": "rented", "from": "2015-07", "to": "now"}'
_JOB = '{"district": "通州", "from": "2015-07", "to": "now"}'
MOST_YUAN = 10**13
MOST_COUNT = 99


def parse_facts(raw: Mapping[str, object]) -> Facts:
    """The facts of one person from their JSON form (docs/facts.md).

    Raises `FactError` for anything that cannot be used, whatever JSON value `raw` is: the message
    is one Chinese line that names the field, what is wrong and what would be right. A null counts
    as left out, that is: not known.
    """
    known = reading.table("facts", raw, _READERS, '{"birth": "1985-03"}')
    return Facts(**{key: _READERS[key](key, value) for key, value in known.items()})


def _insurance(place: str, raw: object) -> Insurance:
    keys = ("months", "continuous_months", "repaid_months", "periods", "repaid")
    given = reading.table(place, raw, keys, '{"months": 120}')
    if "repaid" in given and "repaid_months" in given:
        raise FactError(f"{place}.repaid_months", "和 repaid 重复", "两项中只给一项")
    values: dict[str, Any] = {
        key: reading.months(f"{place}.{key}", given[key]) for key in keys[:3] if key in given
    }
    if "periods" in given:
        where = f"{place}.periods"
        values["periods"] = tuple(
            _dated(f"{where}[{n}]", entry)
            for n, entry in enumerate(reading.entries(where, given["periods"], f"[{_DATED}]"))
        )
    if "repaid" in given:
        where = f"{place}.repaid"
        values["repaid"] = tuple(
            reading.calendar_month(f"{where}[{n}]", entry)
            for n, entry in enumerate(reading.entries(where, given["repaid"], '["2016-03"]'))
        )
        if "periods" not in given:
            values["repaid_months"] = len(set(values["repaid"]))
    return Insurance(**values)


def _dated(place: str, raw: object) -> Span:
    return reading.period(place, reading.table(place, raw, ("from", "to"), _DATED))


def _homes(place: str, raw: object) -> tuple[Home, ...]:
    return tuple(
        _home(f"{place}[{n}]", entry)
        for n, entry in enumerate(reading.entries(place, raw, f"[{_HOME}]"))
    )


def _home(place: str, raw: object) -> Home:
    keys = ("kind", "months", "from", "to", "district", "certificate", "lived_from")
    given = reading.table(place, raw, keys, _HOME)
    if "kind" not in given:
        raise FactError(f"{place}.kind", "没有说是哪种住所", "以下之一：owned、rented、dorm")
    kind = reading.word(f"{place}.kind", given["kind"], get_args(HomeKind))
    if "months" in given and ("from" in given or "to" in given):
        raise FactError(f"{place}.months", "和起止年月重复", "月数和起止年月中只给一种")
    certificate = None
    if "certificate" in given:
        if kind != "owned":
            raise FactError(f"{place}.certificate", "只有自有住所才有产权证", "去掉这一项")
        certificate = reading.calendar_month(f"{place}.certificate", given["certificate"])
        given.setdefault("from", given["certificate"])
    lived = None
    if "lived_from" in given:
        if kind != "owned" or "months" in given:
            raise FactError(
                f"{place}.lived_from", "只有带起止年月的自有住所才有搬入年月", "去掉这一项"
            )
        lived = reading.calendar_month(f"{place}.lived_from", given["lived_from"])
    where = _district(f"{place}.district", given["district"]) if "district" in given else None
    if "months" in given:
        months = reading.months(f"{place}.months", given["months"])
        return Home(kind, months=months, district=where, certificate=certificate)
    if "from" not in given:
        raise FactError(
            place, "没有月数，也没有起止年月", f"带 months，或带 from 和 to，如 {_HOME}"
        )
    period = reading.period(place, given)
    return Home(kind, None, period, where, certificate, lived)


def _district(place: str, raw: object) -> str:
    name = district(raw) if isinstance(raw, str) and len(raw) <= 24 else None
    if name is None:
        raise FactError(
            place, f"{reading.shown(raw)}不是北京的区", f"以下之一：{'、'.join(DISTRICTS)}"
        )
    return name


def _jobs(place: str, raw: object) -> tuple[Job, ...]:
    jobs = []
    for n, entry in enumerate(reading.entries(place, raw, f"[{_JOB}]")):
        where = f"{place}[{n}]"
        given = reading.table(where, entry, ("district", "from", "to"), _JOB)
        if "district" not in given:
            raise FactError(
                f"{where}.district", "没有说在哪个区", f"以下之一：{'、'.join(DISTRICTS)}"
            )
        name = _district(f"{where}.district", given["district"])
        jobs.append(Job(name, reading.period(where, given)))
    return tuple(jobs)


def _suburb(place: str, raw: object) -> SuburbMonths:
    keys = ("live_only", "live_and_work")
    given = reading.table(place, raw, keys, '{"live_only": 12, "live_and_work": 36}')
    return SuburbMonths(**{k: reading.months(f"{place}.{k}", v) for k, v in given.items()})


def _education(place: str, raw: object) -> Education:
    readers: dict[str, Callable[[str, object], Any]] = {
        "diploma": lambda at, value: reading.word(at, value, get_args(Diploma)),
        "degree": lambda at, value: reading.word(at, value, get_args(Degree)),
        "graduated": reading.calendar_month,
        "overlap_months": reading.months,
    }
    given = reading.table(place, raw, readers, '{"diploma": "bachelor", "degree": "bachelor"}')
    return Education(**{key: readers[key](f"{place}.{key}", v) for key, v in given.items()})


def _innovation(place: str, raw: object) -> int:
    allowed = innovation_values()
    right = f"以下之一：{'、'.join(map(str, allowed))}"
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw not in allowed:
        raise FactError(place, f"没有 {reading.shown(raw)} 这个分值", right)
    return int(raw)


def _yuan(place: str, raw: object) -> int:
    if isinstance(raw, float) and 0 <= raw <= MOST_YUAN:
        raw = int(raw)
    return reading.whole(place, raw, 0, MOST_YUAN, "元")


def _tax_years(place: str, raw: object) -> tuple[int, ...]:
    found = {
        reading.whole(f"{place}[{n}]", entry, reading.FIRST_YEAR, reading.LAST_YEAR, "年份")
        for n, entry in enumerate(reading.entries(place, raw, "[2023, 2024]"))
    }
    return tuple(sorted(found))


def _birth(place: str, raw: object) -> Birth:
    return reading.birthday(place, raw)


def _count(place: str, raw: object) -> int:
    return reading.whole(place, raw, 0, MOST_COUNT, "次数")


_READERS: dict[str, Callable[[str, object], Any]] = {
    "birth": _birth,
    "sex": lambda place, raw: reading.word(place, raw, get_args(Sex)),
    "post": lambda place, raw: reading.word(place, raw, get_args(Post)),
    "residence_permit": reading.yes_no,
    "criminal_record": reading.yes_no,
    "insurance": _insurance,
    "homes": _homes,
    "jobs": _jobs,
    "suburb_months": _suburb,
    "education": _education,
    "innovation_points": _innovation,
    "equity_financing": _yuan,
    "tax_years": _tax_years,
    "tax_violations": _count,
    "detentions": _count,
    "honour": reading.yes_no,
}
