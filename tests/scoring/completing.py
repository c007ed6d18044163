"""Completions of made-up people: what a fact that is not known can turn out to be.

Each generator gives whole people (facts in their JSON form) where some fact is at a step of the
rules: the months at which it changes what one more month is worth. Months of insurance between two
such steps are worth the same, so only how many of each kind are insured matters; how many is
searched by steps that halve, from every corner that is best or worst. The work is bounded.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import permutations, product
from typing import Any

from scoring import checked_score, parse_facts
from scoring.months import month, month_named, written

Person = dict[str, Any]
Turns = Callable[[Person, int], Iterator[Any]]

# Completions are people without these contradictions.
UNREAL = {
    "insured_as_child",
    "more_months_than_age",
    "run_too_long",
    "too_many_months",
    "overlap_exceeds_insurance",
    "overlap_against_dates",
}
FIRST, FILL_ENDS, YOUNGEST = month(1998, 7), month(2020, 7), 16
STARTS, STEPS, ORDERS = 3, (36, 12, 4, 2, 1), 40


@dataclass
class Search:
    """The totals of the completions that were tried for one year."""

    year: int
    totals: list[Decimal] = field(default_factory=list)

    def total(self, raw: Person) -> Decimal | None:
        """The total of a person, noted; None: nobody is like that."""
        found = checked_score(parse_facts(raw), self.year)
        if any(each.impossible or each.code in UNREAL for each in found.contradictions):
            return None
        self.totals.append(found.score.total)
        return found.score.total


def complete(known: Person, unknown: set[str], year: int) -> list[Decimal]:
    """Totals of people who complete `known`; the insurance is searched beside all the rest."""
    search = Search(year)
    rest = [name for name in TURNS_OUT if name in unknown]
    if "homes" in unknown:  # then nothing else is told of them
        rest = [name for name in rest if not name.startswith("homes.")]
    open_insurance = [name for name in _INSURANCE if name in unknown]
    for person in _completed(known, rest, year):
        if open_insurance:
            _INSURANCE[open_insurance[0]](person, search)
        else:
            search.total(person)
    return search.totals


def _completed(person: Person, names: list[str], year: int) -> Iterator[Person]:
    """The person with every value of the facts called `names`, one fact after the other."""
    if not names:
        yield person
        return
    for value in TURNS_OUT[names[0]](person, year):
        changed = person | {names[0].partition(".")[0]: value}
        yield from _completed(changed, names[1:], year)


def _any_number(person: Person, search: Search) -> None:
    """Any months of insurance; whoever told an overlap was insured for so many months at least."""
    kinds = kinds_of_months(person, search.year)
    told = person.get("education", {}).get("overlap_months") or 0
    corners = {*product(*({0, len(kind)} for kind in kinds)), *_orders(kinds, told)}
    moves = [
        tuple(sign if n == at else 0 for n in range(len(kinds)))
        for at in range(len(kinds))
        for sign in (1, -1)
    ]
    _insure(person, search, kinds, corners, moves)


def _dates_of(person: Person, search: Search) -> None:
    """The number of months is told, so a month of one kind takes the place of another's."""
    kinds = kinds_of_months(person, search.year)
    corners = set(_orders(kinds, person["insurance"]["months"]))
    moves = [
        tuple((n == to) - (n == out) for n in range(len(kinds)))
        for out, to in permutations(range(len(kinds)), 2)
    ]
    _insure(person, search, kinds, corners, moves)


Counts = tuple[int, ...]


def _orders(kinds: list[list[int]], months: int) -> Iterator[Counts]:
    """So many months, with the kinds filled up one after the other, in several orders."""
    orders = list(permutations(range(len(kinds))))
    for order in orders[:: max(1, len(orders) // ORDERS)]:
        left, counts = months, [0] * len(kinds)
        for at in order:
            counts[at] = min(left, len(kinds[at]))
            left -= counts[at]
        if not left:
            yield tuple(counts)


def _insure(
    person: Person,
    search: Search,
    kinds: list[list[int]],
    corners: set[Counts],
    moves: list[Counts],
) -> None:
    """Try the corners, then go on by smaller and smaller moves from the best and the worst."""
    found: dict[Counts, Decimal | None] = {}

    def total(counts: Counts) -> Decimal | None:
        if counts not in found:
            months = [n for kind, count in zip(kinds, counts, strict=True) for n in kind[:count]]
            found[counts] = search.total(person | {"insurance": insured(months)})
        return found[counts]

    for corner in corners:
        total(corner)
    for sign in (1, -1):
        real = {counts: sign * points for counts, points in found.items() if points is not None}
        for start in sorted(real, key=lambda each: (real[each], each))[:STARTS]:
            at, best = start, real[start]
            for step, move in product((*STEPS, *STEPS), moves):
                moved = tuple(n + step * more for n, more in zip(at, move, strict=True))
                if any(not 0 <= n <= len(kind) for n, kind in zip(moved, kinds, strict=True)):
                    continue
                points = total(moved)
                if points is not None and sign * points < best:
                    at, best = moved, sign * points


_INSURANCE: dict[str, Callable[[Person, Search], None]] = {
    "insurance": _any_number,
    "insurance.periods": _dates_of,
}


def insured(months: list[int]) -> Person:
    """Insurance in these months, as periods."""
    periods: list[list[int]] = []
    for each in sorted(months):
        if periods and each == periods[-1][1] + 1:
            periods[-1][1] = each
        else:
            periods.append([each, each])
    return {"periods": [{"from": written(a), "to": written(b)} for a, b in periods], "repaid": []}


def kinds_of_months(person: Person, year: int) -> list[list[int]]:
    """The months that can be insured, those together that are worth the same."""
    cut, first = month(year - 1, 12), int(FIRST)
    if "birth" in person:
        first = max(first, month_named(person["birth"]) + YOUNGEST * 12)
    education = person.get("education", {})
    graduated = education.get("graduated") if education.get("overlap_months") is None else None
    kinds: dict[tuple[object, ...], list[int]] = {}
    for each in range(first, cut + 1):
        back = -1 if graduated is None else month_named(graduated) - each
        study = 0 if not 0 <= back < 48 else 1 if back < 36 else 2
        kinds.setdefault((study, each > FILL_ENDS, _lived(person, each)), []).append(each)
    return list(kinds.values())


def _lived(person: Person, each: int) -> str:
    kinds = [
        home["kind"]
        for home in person["homes"]
        if "from" in home
        if month_named(max(home["from"], home.get("certificate", ""))) <= each
        if home.get("to", "now") == "now" or each <= month_named(home["to"])
        if home.get("registered", True)
    ]
    return "owned" if "owned" in kinds else "other" if kinds else ""


def _own(first: int, cut: int, **more: object) -> Person:
    first = min(first, cut)
    return {"kind": "owned", "from": written(first), "certificate": written(first)} | more


def _homes(_known: Person, year: int) -> Iterator[list[Person]]:
    cut = month(year - 1, 12)
    yield []
    yield [_own(FIRST, cut, district="东城")]
    yield [_own(FIRST, cut, district="通州")]


def _jobs(_known: Person, year: int) -> Iterator[list[Person]]:
    cut = month(year - 1, 12)
    yield []
    yield [{"district": "通州", "from": "2000-01"}]
    # Eleven months of work outside cost a full year of living there.
    yield [{"district": "通州", "from": written(cut - 10)}]


def _educations(known: Person, year: int) -> Iterator[Person]:
    every = insured_months(known, year)
    for diploma, degree in (
        ("none", "none"),
        ("college", "none"),
        ("bachelor", "bachelor"),
        ("master", "master"),
        ("doctor", "doctor"),
    ):
        for months in sorted({0, min(15, every), min(36, every), min(48, every)}):
            yield {"diploma": diploma, "degree": degree, "overlap_months": months}


def insured_months(known: Person, year: int) -> int:
    """How many months are known to be insured; all where that is not known."""
    insurance = known.get("insurance")
    if insurance is None:
        return 48
    if "months" in insurance:
        return int(insurance["months"])
    cut, months = month(year - 1, 12), set[int]()
    for each in insurance["periods"]:
        end = each.get("to", "now")
        last = cut if end == "now" else min(cut, month_named(end))
        months |= set(range(max(FIRST, month_named(each["from"])), last + 1))
    return len(months - {month_named(each) for each in insurance.get("repaid", ())})


def _births(known: Person, year: int) -> Iterator[str]:
    yield "1940-01"
    cut = month(year - 1, 12)
    if "periods" not in known.get("insurance", {}):
        # Grown up when the months begin to count, and the oldest of each age that is worth more.
        yield written(FIRST - YOUNGEST * 12)
        for age in range(45, 50):
            yield written(month(year - 2 - age, 1))
    if "insurance" in known:
        first = cut + 1 - insured_months(known, year)
        starts = [month_named(each["from"]) for each in known["insurance"].get("periods", ())]
        yield written(min([first, *starts, cut]) - YOUNGEST * 12)


def _each_home(name: str, told: Callable[[Person, int], list[Any]]) -> Turns:
    """Every home with the value that it may have, where it is left out; `told` gives them."""

    def turns(known: Person, year: int) -> Iterator[list[Person]]:
        cut = month(year - 1, 12)
        for values in product(*(told(home, cut) for home in known["homes"])):
            yield [
                home if value is None else home | {name: value}
                for home, value in zip(known["homes"], values, strict=True)
            ]

    return turns


def _certificates(home: Person, cut: int) -> list[Any]:
    if home["kind"] != "owned" or "certificate" in home:
        return [None]
    first, end = month_named(home["from"]), home.get("to", "now")
    last = cut if end == "now" else min(cut, month_named(end))
    steps = {first, FILL_ENDS, FILL_ENDS + 1, month(2018, 1), last}
    steps |= {cut - 12 * n + 1 for n in range(1, 9)}
    return [written(each) for each in sorted(steps) if first <= each <= last]


TURNS_OUT: dict[str, Turns] = {
    "homes.certificate": _each_home("certificate", _certificates),
    "homes.district": _each_home(
        "district", lambda home, _: ["东城", "通州"] if home["kind"] == "owned" else [None]
    ),
    "homes.lived": _each_home(
        "lived", lambda home, _: [True, False] if home["kind"] == "owned" else [None]
    ),
    "homes.registered": _each_home(
        "registered", lambda home, _: [True, False] if home["kind"] == "rented" else [None]
    ),
    "honour": lambda *_: iter([True, False]),
    "innovation_points": lambda *_: iter([0, 12]),
    "tax_years": lambda _, year: iter([[], list(range(year - 3, year))]),
    "homes": _homes,
    "jobs": _jobs,
    "education": _educations,
    "birth": _births,
}
UNKNOWN = sorted({*TURNS_OUT, *_INSURANCE})
