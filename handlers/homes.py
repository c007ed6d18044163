"""Homes in the facts: the records, the months that count, living and working outside 城六区."""

from collections.abc import Callable
from typing import Any

from handlers.case import Put, Test, dated_insurance, periods_of
from handlers.session import Session
from scoring import VERSIONS
from scoring.months import month_named, written

_RULES = VERSIONS[-1]
INNER_DISTRICTS = frozenset(_RULES.item("suburb").terms.central)
LAST_FILLED_MONTH = written(_RULES.item("residence").terms.fill_until)
"""Up to this month renting counts without a registered lease (the automatic fill)."""

KINDS = {"own": "owned", "rent": "rented", "dorm": "dorm"}


def homes(session: Session, kind: str = "") -> list[dict[str, Any]]:
    return [h for h in session.facts.get("homes") or [] if not kind or h.get("kind") == kind]


def add_home(session: Session, home: dict[str, Any]) -> None:
    session.facts.setdefault("homes", []).append(home)


def timed_home(kind: str, value: Any) -> list[dict[str, Any]]:
    """Home entries of one kind from months, a span, or the month it began ("2016-05")."""
    if isinstance(value, int):
        return [{"kind": kind, "months": value}] if value else []
    if isinstance(value, str):
        value = {"from": value[:7], "to": "now"}
    spans = periods_of(value) or []
    if kind == "owned":
        return [{"kind": kind, "certificate": span["from"], **span} for span in spans]
    return [{"kind": kind, **span} for span in spans]


def put_housing(session: Session, value: Any) -> None:
    clear_housing(session)
    if value == "none":
        session.facts["homes"] = []
        session.notes["housing"] = []
        return
    if isinstance(value, str):
        session.notes["housing"] = [value]
        return
    named = []
    for short, kind in KINDS.items():
        time = value.get(f"{short}_months", value.get(short))
        if time:
            named.append(short)
            for home in timed_home(kind, time):
                add_home(session, home)
    session.notes["housing"] = named


def clear_housing(session: Session) -> None:
    session.facts.pop("homes", None)
    for note in ("housing", "lease", "other_home", "home_district", "living"):
        session.notes.pop(note, None)
    session.facts.pop("suburb_months", None)


def named(short: str) -> Test:
    """The person has that kind of home ("own", "rent", "dorm")."""
    return lambda s: short in s.notes.get("housing", []) or bool(homes(s, KINDS[short]))


def has_home(kind: str) -> Test:
    return lambda session: bool(homes(session, kind))


def put_home(kind: str) -> Put:
    def write(session: Session, value: Any) -> None:
        kept = [h for h in homes(session) if h["kind"] != kind]
        session.facts["homes"] = kept + timed_home(kind, value)

    return write


def clear_home(kind: str) -> Callable[[Session], None]:
    def remove(session: Session) -> None:
        kept = [h for h in homes(session) if h["kind"] != kind]
        if "homes" in session.facts:
            session.facts["homes"] = kept

    return remove


def open_lease(session: Session) -> bool:
    """A dated lease that goes on after the month up to which any renting counted."""
    return any(_ends(h) > LAST_FILLED_MONTH for h in homes(session, "rented") if "from" in h)


def _ends(home: dict[str, Any]) -> str:
    return "9999-12" if home.get("to") in (None, "now") else str(home["to"])


def put_lease(session: Session, registered: bool) -> None:
    session.notes["lease"] = registered
    if registered:
        return
    kept = []
    for home in homes(session):
        if home["kind"] == "rented" and "from" in home and _ends(home) > LAST_FILLED_MONTH:
            if home["from"][:7] > LAST_FILLED_MONTH:
                continue
            home = {**home, "to": LAST_FILLED_MONTH}
        kept.append(home)
    session.facts["homes"] = kept


def filled_in_by_rule(session: Session) -> bool:
    """The engine itself fills months without an owned home: everything has dates."""
    return dated_insurance(session) and all("from" in h for h in homes(session))


def needs_other_time(session: Session) -> bool:
    """An owner whose months before the certificate nobody has told yet."""
    if not homes(session, "owned") or named("rent")(session) or named("dorm")(session):
        return "other_home" in session.notes
    if not filled_in_by_rule(session):
        return True
    first = min(str(home["from"])[:7] for home in homes(session, "owned"))
    # Filled up to one month, owned from the next on: no month is left to ask about.
    return month_named(first) > month_named(LAST_FILLED_MONTH) + 1


def put_other_time(session: Session, value: Any) -> None:
    put_home("rented")(session, value)
    session.notes["other_home"] = True


def clear_other_time(session: Session) -> None:
    if session.notes.pop("other_home", None):
        clear_home("rented")(session)


# --- living and working outside the six inner districts --------------------------------------


def put_home_district(session: Session, district: str) -> None:
    session.notes["home_district"] = district
    session.notes.pop("living", None)
    for home in homes(session, "owned"):
        home.pop("lived_from", None)
        home["district"] = district


def home_district(session: Session) -> str:
    named_in_facts = (str(h["district"]) for h in homes(session, "owned") if h.get("district"))
    return str(session.notes.get("home_district") or next(named_in_facts, ""))


def clear_home_district(session: Session) -> None:
    for note in ("home_district", "living"):
        session.notes.pop(note, None)
    session.facts.pop("suburb_months", None)
    for home in homes(session, "owned"):
        home.pop("district", None)
        home.pop("lived_from", None)


def owns_outside(session: Session) -> bool:
    district = home_district(session)
    return bool(district) and district not in INNER_DISTRICTS


def put_living(session: Session, how: str) -> None:
    """`all`: since the certificate; `later`: moved in afterwards; `no`: lives elsewhere now."""
    session.notes["living"] = how
    if how == "no":
        session.facts["suburb_months"] = {"live_only": 0, "live_and_work": 0}
    else:
        session.facts.pop("suburb_months", None)


def clear_living(session: Session) -> None:
    session.notes.pop("living", None)
    session.facts.pop("suburb_months", None)
    clear_living_since(session)


def lives_outside(session: Session) -> bool:
    return owns_outside(session) and session.notes.get("living") in ("all", "later")


def put_living_since(session: Session, month: str) -> None:
    for home in homes(session, "owned"):
        home["lived_from"] = month[:7]


def has_living_since(session: Session) -> bool:
    return any("lived_from" in home for home in homes(session, "owned"))


def clear_living_since(session: Session) -> None:
    for home in homes(session, "owned"):
        home.pop("lived_from", None)


def put_work_district(session: Session, district: str) -> None:
    session.notes["work_district"] = district
    if district in INNER_DISTRICTS:
        session.facts["jobs"] = []
    else:
        session.facts.pop("jobs", None)


def works_outside(session: Session) -> bool:
    return session.notes.get("work_district", "西城") not in INNER_DISTRICTS


def clear_work(session: Session) -> None:
    session.notes.pop("work_district", None)
    session.facts.pop("jobs", None)


def put_work_since(session: Session, month: str) -> None:
    district = session.notes["work_district"]
    session.facts["jobs"] = [{"district": district, "from": month[:7], "to": "now"}]
