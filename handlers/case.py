"""Reading and changing the facts of a case, one step's answer at a time.

A *put* takes the value that `handlers.understanding` found and writes it into the contract's facts;
it raises `Refused` with a text key where the value cannot stand next to what is already known.
"""

from collections.abc import Callable
from typing import Any

from handlers.session import Session
from scoring.months import month_named, written

Put = Callable[[Session, Any], None]
Test = Callable[[Session], bool]


class Refused(ValueError):
    """The answer contradicts another one. `key` names the text that says so."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def get(session: Session, path: str) -> Any:
    """The value at a dotted path of the facts ("education.graduated"), or None."""
    here: Any = session.facts
    for name in path.split("."):
        if not isinstance(here, dict) or name not in here:
            return None
        here = here[name]
    return here


def has(path: str) -> Test:
    return lambda session: get(session, path) is not None


def put(path: str) -> Put:
    def write(session: Session, value: Any) -> None:
        *tables, last = path.split(".")
        here = session.facts
        for name in tables:
            here = here.setdefault(name, {})
        here[last] = value

    return write


def clear(path: str) -> Callable[[Session], None]:
    def remove(session: Session) -> None:
        *tables, last = path.split(".")
        here: Any = session.facts
        for name in tables:
            here = here.get(name) if isinstance(here, dict) else None
        if isinstance(here, dict):
            here.pop(last, None)

    return remove


def clear_birth_month(session: Session) -> None:
    """Back to the year alone."""
    if "birth" in session.facts:
        session.facts["birth"] = str(session.facts["birth"])[:4]


# --- insurance -------------------------------------------------------------------------------


def periods_of(value: Any) -> list[dict[str, str]] | None:
    """The dated periods in a years_months value, or None where it is a number of months."""
    if isinstance(value, dict):
        return [value]
    return list(value) if isinstance(value, list) else None


def dated_insurance(session: Session) -> bool:
    return "periods" in (session.facts.get("insurance") or {})


def put_insurance(session: Session, value: Any) -> None:
    periods = periods_of(value)
    session.facts["insurance"] = {"months": value} if periods is None else {"periods": periods}


def put_continuous(session: Session, value: Any) -> None:
    periods = periods_of(value)
    if periods is not None:
        raise Refused("steps.continuous.error.months_only")
    session.facts["insurance"]["continuous_months"] = value


def months_between(first: str, last: str) -> list[str]:
    """Every month from `first` to `last` ("YYYY-MM"), both included."""
    return [written(month) for month in range(month_named(first), month_named(last) + 1)]


def put_repaid(session: Session, value: Any) -> None:
    periods = periods_of(value)
    insurance = session.facts["insurance"]
    if not dated_insurance(session):
        if periods is None:
            insurance["repaid_months"] = value
        else:
            insurance["repaid_months"] = sum(
                len(months_between(p["from"], p["to"])) for p in closed(periods)
            )
    elif periods is not None:
        months = {m for p in closed(periods) for m in months_between(p["from"], p["to"])}
        insurance["repaid"] = sorted(months)
    elif value == 0:
        insurance["repaid"] = []
    else:
        raise Refused("steps.repaid.which_months")


def closed(periods: list[dict[str, str]]) -> list[dict[str, str]]:
    if any(p["to"] == "now" for p in periods):
        raise Refused("steps.repaid.which_months")
    return periods


def has_repaid(session: Session) -> bool:
    insurance = session.facts.get("insurance") or {}
    return "repaid_months" in insurance or "repaid" in insurance


def clear_repaid(session: Session) -> None:
    for name in ("repaid_months", "repaid"):
        (session.facts.get("insurance") or {}).pop(name, None)


# --- education -------------------------------------------------------------------------------

HOLDS = {
    "none": ("none", "none"),
    "college": ("college", "none"),
    "bachelor": ("bachelor", "bachelor"),
    "bachelor_no_degree": ("bachelor", "none"),
    "master": ("master", "master"),
    "doctor": ("doctor", "doctor"),
}


def put_education(session: Session, value: str) -> None:
    diploma, degree = HOLDS[value]
    session.facts["education"] = {"diploma": diploma, "degree": degree}


def has_schooling(session: Session) -> bool:
    held = session.facts.get("education") or {}
    return any(held.get(name, "none") != "none" for name in ("diploma", "degree"))
