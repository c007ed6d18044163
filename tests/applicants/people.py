"""Simulated applicants: what is true of them, what they know of it, and what they must be told.

`people.toml` holds the kinds as ranges; `person(kind, seed)` narrows one down. The truth about a
person is what `scoring` says of the facts file (`Person.facts`), without any conversation.
"""

import random
import re
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from scoring import parse_facts, score, score_range, to_contract
from scoring.months import month_named, written

YEAR = 2027
"""The application year that the fixed clock of the walks (November 2026) leads to."""
CUT = month_named("2026-12")
FILLED_UNTIL = month_named("2020-07")
"""Renting without a registered lease counts up to this month, by the automatic fill."""
HELD = {
    "none": ("none", "none"),
    "college": ("college", "none"),
    "bachelor_no_degree": ("bachelor", "none"),
    "bachelor": ("bachelor", "bachelor"),
    "master": ("master", "master"),
    "doctor": ("doctor", "doctor"),
}
"""Diploma and degree of each level."""


@dataclass(frozen=True)
class Span:
    """Months (`year * 12 + month - 1`), both included; `end` None: it goes on."""

    start: int
    end: int | None = None

    @property
    def last(self) -> int:
        return CUT if self.end is None else self.end

    def json(self) -> dict[str, str]:
        return {"from": written(self.start), "to": written(self.end) if self.end else "now"}


@dataclass(frozen=True)
class Home:
    """One residence. `registered`: of a rented one, "all", "none" or the month since when.

    `lives`: of an own one, "always", "never", or the month of moving in.
    """

    kind: str
    span: Span
    district: str = ""
    registered: str | int = "all"
    lives: str | int = "always"


@dataclass(frozen=True)
class Job:
    district: str
    span: Span


@dataclass(frozen=True)
class Person:
    """All facts of one applicant; `unknown` names what they cannot say themselves.

    `totals`: knows only how long, not since when.
    """

    kind: str
    birth: int
    sex: str
    post: str
    permit: bool
    criminal: bool
    honour: bool
    insurance: tuple[Span, ...]
    repaid: tuple[int, ...]
    homes: tuple[Home, ...]
    jobs: tuple[Job, ...]
    education: str
    graduated: int
    tax_years: tuple[int, ...]
    tax_violations: int
    detentions: int
    innovation_points: int
    equity: int
    unknown: frozenset[str]
    totals: bool

    @property
    def insured_months(self) -> int:
        return sum(span.last - span.start + 1 for span in self.insurance)

    @property
    def continuous_months(self) -> int:
        return self.insurance[-1].last - self.insurance[-1].start + 1

    @property
    def owned(self) -> list[Home]:
        return [home for home in self.homes if home.kind == "owned"]

    @property
    def gap(self) -> Span | None:
        """The months without insurance between two periods."""
        if len(self.insurance) < 2:
            return None
        return Span(self.insurance[0].last + 1, self.insurance[1].start - 1)

    def facts(self) -> dict[str, Any]:
        """The facts file of the contract (docs/facts.md), complete."""
        diploma, degree = HELD[self.education]
        school = {"graduated": written(self.graduated)} if self.education != "none" else {}
        return {
            "birth": written(self.birth),
            "sex": self.sex,
            **({"post": self.post} if self.sex == "female" else {}),
            "residence_permit": self.permit,
            "criminal_record": self.criminal,
            "honour": self.honour,
            "insurance": {
                "periods": [span.json() for span in self.insurance],
                "repaid": [written(month) for month in self.repaid],
            },
            "homes": [record for home in self.homes for record in _records(home)],
            "jobs": [{"district": job.district, **job.span.json()} for job in self.jobs],
            "education": {"diploma": diploma, "degree": degree, **school},
            "tax_years": list(self.tax_years),
            "tax_violations": self.tax_violations,
            "detentions": self.detentions,
            **({"equity_financing": self.equity} if self.equity else {}),
            **({} if self.equity else {"innovation_points": self.innovation_points}),
        }


def _records(home: Home) -> list[dict[str, Any]]:
    span, base = home.span, {"kind": home.kind}
    if home.kind == "owned":
        # A home where nobody lives brings no 职住区域 points, like one inside 城六区.
        district = "朝阳" if home.lives == "never" else home.district
        lived = {"lived_from": written(home.lives)} if isinstance(home.lives, int) else {}
        certificate = {"certificate": written(span.start), "district": district}
        return [base | span.json() | certificate | lived]
    if home.kind == "dorm" or home.registered == "all":
        return [base | span.json()]
    # What is not registered is no record; the automatic fill gives it up to July 2020.
    if home.registered == "none":
        return []
    assert isinstance(home.registered, int)
    return [base | Span(home.registered, span.end).json()]


# --- the truth -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Truth:
    """What a conversation may say at its end: the total, the range that the unknown leaves open
    (`low` equals `high` where all is known), and whether the person may apply (None: open)."""

    total: Decimal
    low: Decimal
    high: Decimal
    eligible: bool | None

    @property
    def firm(self) -> bool:
        return self.low == self.high


def truth(person: Person) -> Truth:
    """What `scoring` says of the person for `YEAR`."""
    total = _scored(person)[0]
    if person.totals:
        told = score_range(parse_facts(_totals(person)), YEAR)
        return Truth(total, told.low.total, told.high.total, _scored(person)[1])
    ends = [_scored(possible) for possible in completions(person)]
    verdicts = {eligible for _, eligible in ends}
    totals = [found for found, _ in ends]
    return Truth(total, min(totals), max(totals), verdicts.pop() if len(verdicts) == 1 else None)


def _scored(person: Person) -> tuple[Decimal, bool | None]:
    found = score(parse_facts(person.facts()), YEAR)
    eligible = to_contract(found)["eligible"]
    assert eligible is None or isinstance(eligible, bool)
    return found.total, eligible


def _totals(person: Person) -> dict[str, Any]:
    """What somebody without dates can tell."""
    homes = [
        {"kind": home.kind, "months": home.span.last - home.span.start + 1} for home in person.homes
    ]
    insurance = {
        "months": person.insured_months,
        "continuous_months": person.continuous_months,
        "repaid_months": 0,
    }
    education = person.facts()["education"] | {"overlap_months": 0}
    return person.facts() | {"insurance": insurance, "homes": homes, "education": education}


def completions(person: Person) -> list[Person]:
    """Everything that the person may be as far as they know; the first is what is true."""
    found = [person]
    for name in sorted(person.unknown):
        found += [variant for one in list(found) for variant in _variants(one, name)]
    return found


def _variants(person: Person, name: str) -> list[Person]:
    match name:
        case "permit":
            return [replace(person, permit=value) for value in (True, False)]
        case "tax":
            years = ((), (2026,), (2025, 2026), (2024, 2025, 2026))
            return [replace(person, tax_years=value) for value in years]
        case "registration":
            return [
                replace(person, homes=tuple(replace(h, registered=how) for h in person.homes))
                for how in ("all", "none")
            ]
        case "repaid_months":
            starts = range(person.insurance[0].start, CUT - len(person.repaid), 6)
            together = [tuple(start + n for n in range(len(person.repaid))) for start in starts]
            return [replace(person, repaid=months) for months in together]
        case "certificate_month":
            own = person.owned[0]
            january = own.span.start // 12 * 12
            months = [Span(month, own.span.end) for month in range(january, january + 12)]
            return [
                replace(
                    person,
                    homes=tuple(replace(h, span=m) if h is own else h for h in person.homes),
                )
                for m in months
            ]
    raise AssertionError(f"people.toml: nobody can be unsure of {name!r}")


# --- from the ranges to one person ------------------------------------------------------------

_MONTH = re.compile(
    r"(?:@(?P<ref>\w+)|(?P<low>\d{4}-\d\d)(?:\.\.(?P<high>\d{4}-\d\d))?)"
    r"(?P<off>[+-]\d+)?(?:\.\.(?P<to>[+-]\d+))?"
)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "people.toml").read_text("utf-8"))


def kinds() -> list[str]:
    """The names of all kinds."""
    return list(_table()["kinds"])


def person(kind: str, seed: int) -> Person:
    """One person of the kind; the same seed gives the same person."""
    row = _table()["common"] | _table()["kinds"][kind]
    drawn = _Draw(random.Random(f"{kind} {seed}"))
    for name, text in row["vars"].items():
        drawn.months[name] = drawn.month(text)
    homes = [
        Home(
            home["kind"],
            drawn.span(home),
            drawn.choice(home.get("district", "")),
            drawn.moment(home.get("registered", "all")),
            drawn.moment(home.get("lives", "always")),
        )
        for home in row["homes"]
    ]
    return Person(
        kind=kind,
        birth=drawn.month(row["birth"]),
        sex=drawn.choice(row["sex"]),
        post=drawn.choice(row["post"]),
        permit=row["permit"],
        criminal=row["criminal"],
        honour=row["honour"],
        insurance=tuple(drawn.span(span) for span in row["insurance"]),
        repaid=tuple(drawn.month(text) for text in row["repaid"]),
        homes=tuple(homes),
        jobs=tuple(Job(drawn.choice(job["district"]), drawn.span(job)) for job in row["jobs"]),
        education=drawn.choice(row["education"]),
        graduated=drawn.month(row["graduated"]),
        tax_years=tuple(row["tax_years"]),
        tax_violations=row["tax_violations"],
        detentions=row["detentions"],
        innovation_points=int(drawn.choice(str(row["innovation_points"]))),
        equity=int(drawn.choice(str(row["equity"]))),
        unknown=frozenset(row["unknown"]),
        totals=row["totals"],
    )


class _Draw:
    """Draws months and choices; remembers the months that others refer to."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.months: dict[str, int] = {}

    def choice(self, text: str) -> str:
        return self.rng.choice(text.split("|"))

    def month(self, text: str) -> int:
        found = _MONTH.fullmatch(text)
        assert found, f"people.toml: {text!r} is not a month"
        if found["ref"]:
            base = self.months[found["ref"]]
        else:
            low = month_named(found["low"])
            base = self.rng.randint(low, month_named(found["high"] or found["low"]))
        near = int(found["off"] or 0)
        return base + self.rng.randint(near, int(found["to"] or near))

    def moment(self, text: str) -> str | int:
        return self.month(text) if _MONTH.fullmatch(text) else text

    def span(self, row: dict[str, str]) -> Span:
        return Span(self.month(row["from"]), None if row["to"] == "now" else self.month(row["to"]))
