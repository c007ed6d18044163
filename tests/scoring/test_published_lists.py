"""The official lists of 2018, 2020 and 2022: 18,057 people, to the cent.

Three files of `tests/data` hold figures only, sorted, so that no row leads to a person:
`worked_examples.csv.xz`, the 9,956 people of 2020 and 2022 whose inputs can be decoded from the
published components; `ages.csv.xz`, month of birth and age points of everybody on the three lists;
`components_2018.csv.xz`, the ten components and the total of 2018.
"""

import csv
import lzma
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from scoring import ITEMS, Facts, contradictions, parse_facts, rules_for, score

DATA = Path(__file__).parents[1] / "data"

CERTIFICATES = {
    "0": ("none", "none"),
    "10.5": ("college", "none"),
    "15": ("bachelor", "bachelor"),
    "26": ("master", "master"),
    "37": ("doctor", "doctor"),
}
# 职住 points as full years: (only living, living and working). Any split with these points does.
FULL_YEARS = {
    "0": (0, 0),
    "2": (1, 0),
    "3": (0, 1),
    "4": (2, 0),
    "5": (1, 1),
    "6": (0, 2),
    "7": (2, 1),
    "8": (4, 0),
    "9": (0, 3),
    "10": (2, 2),
    "11": (1, 3),
    "12": (0, 4),
}
# The columns of the 2018 list: its total is their sum.
COLUMNS_2018 = dict(
    zip(
        (
            "employment",
            "residence",
            "education",
            "suburb",
            "innovation",
            "tax",
            "age",
            "honour",
            "law",
            "study_deduction",
        ),
        (f"s{n}" for n in range(1, 11)),
        strict=True,
    )
)


def rows(name: str) -> Iterator[dict[str, str]]:
    with lzma.open(DATA / f"{name}.csv.xz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def plain(text: str) -> str:
    return f"{Decimal(text).normalize():f}"


def facts_of(row: dict[str, str], year: int) -> Facts:
    """A row of the worked examples as aggregated facts."""
    homes = [
        {"kind": kind, "months": int(row[column])}
        for kind, column in (("owned", "own_months"), ("rented", "rent_or_dorm_months"))
        if int(row[column])
    ]
    diploma, degree = CERTIFICATES[plain(row["edu_points"])]
    live, both = FULL_YEARS[plain(row["exp_area"])]
    return parse_facts(
        {
            "birth": row["birth_ym"],
            "insurance": {"months": int(row["emp_months"])},
            "homes": homes,
            "education": {
                "diploma": diploma,
                "degree": degree,
                "overlap_months": int(row["in_study_months"]),
            },
            "suburb_months": {"live_only": live * 12, "live_and_work": both * 12},
            "innovation_points": int(Decimal(row["exp_innov"])),
            "tax_years": [year - 1 - n for n in range(int(Decimal(row["exp_tax"])) // 2)],
            "tax_violations": 0,
            "detentions": 0,
            "honour": Decimal(row["exp_honor"]) == 20,
        }
    )


PUBLISHED = {
    "employment": "exp_emp",
    "residence": "exp_res",
    "education": "edu_points",
    "study_deduction": "exp_ded",
    "suburb": "exp_area",
    "innovation": "exp_innov",
    "tax": "exp_tax",
    "age": "exp_age",
    "honour": "exp_honor",
    "law": "exp_law",
}


@cache
def worked_examples() -> list[tuple[dict[str, str], int, Facts]]:
    """Every row of the worked examples, its year and its facts; read once for both tests."""
    years = ((row, int(row["year"])) for row in rows("worked_examples"))
    return [(row, year, facts_of(row, year)) for row, year in years]


def test_every_worked_example_comes_out_to_the_cent() -> None:
    counts, wrong = Counter[int](), []
    for row, year, facts in worked_examples():
        found = score(facts, year)
        counts[year] += 1
        got = {line.item: line.points for line in found.lines}
        wanted = {item: Decimal(row[column]) for item, column in PUBLISHED.items()}
        if got != wanted or found.total != Decimal(row["exp_total"]):
            wrong.append((row, got))
    assert not wrong[:3]
    assert counts == {2020: 6032, 2022: 3924}


def test_no_worked_example_is_refused_as_impossible() -> None:
    """What real people were given cannot be impossible."""
    for row, year, facts in worked_examples():
        found = contradictions(facts, year)
        assert not [each for each in found if each.impossible], row


def test_every_age() -> None:
    """Many people share a month of birth: each month of each list is scored once."""
    counts, wrong = Counter[int](), []
    people = Counter((int(row["year"]), row["birth_ym"], row["age_points"]) for row in rows("ages"))
    for (year, birth, published), how_many in people.items():
        counts[year] += how_many
        got = score(parse_facts({"birth": birth}), year).line("age").points
        if got != Decimal(published):
            wrong.append((year, birth, published, got))
    assert not wrong[:3]
    assert counts == {2018: 6019, 2020: 6032, 2022: 6006}


def test_the_columns_of_2018_are_its_ten_items() -> None:
    assert set(COLUMNS_2018) == set(ITEMS)
    for row in rows("components_2018"):
        assert Decimal(row["total"]) == sum(Decimal(row[c]) for c in COLUMNS_2018.values())


def test_the_values_of_2018_are_values_that_the_trial_rules_give() -> None:
    """Every item of every row is what some facts are worth, in-study months read off the points."""
    cents = Decimal("0.01")
    caps = {
        points: {
            score(
                parse_facts(
                    {
                        "insurance": {"months": 200},
                        "education": {"diploma": d, "degree": g, "overlap_months": months},
                    }
                ),
                2018,
            )
            .line("study_deduction")
            .points
            for months in range(61)
        }
        for points, (d, g) in CERTIFICATES.items()
    }
    innovation = rules_for(2018).item("innovation").terms
    awards = {0, *innovation.awards, *innovation.competitions}
    wrong = []
    for row in rows("components_2018"):
        value = {item: Decimal(row[column]) for item, column in COLUMNS_2018.items()}
        months = value["employment"] * 4
        fine = (
            months == int(months) <= 234  # 1998-07 to 2017-12
            and value["residence"] * 12 <= months + cents * 12
            and value["study_deduction"] in caps[plain(row["s3"])]
            and value["suburb"] in {0, 2}
            and value["innovation"] in awards
            and value["tax"] in {0, 6}
            and value["age"] in {0, 20}
            and value["honour"] in {0, 20}
            and value["law"] == 0
        )
        if not fine:
            wrong.append(value)
    assert not wrong[:3]


def test_the_caps_of_2018_are_reached_and_never_passed() -> None:
    deepest: dict[str, Decimal] = {}
    for row in rows("components_2018"):
        points = plain(row["s3"])
        deepest[points] = min(deepest.get(points, Decimal(0)), Decimal(row["s10"]))
    caps = {
        plain(str(cap.education)): -cap.points
        for cap in rules_for(2018).item("study_deduction").terms.cap
    }
    assert deepest == {"0": 0, **caps}
