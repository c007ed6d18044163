"""Facts of made-up people, one for each state the page is designed for."""

from typing import Any

YEAR = 2027


def _half_year(n: int, last: bool) -> str:
    return f"{2004 + n // 2}-{(6 if last else 1) + 6 * (n % 2):02d}"


def _home(n: int) -> dict[str, object]:
    home: dict[str, object] = {
        "kind": ("rented", "dorm", "owned")[n % 3],
        "from": _half_year(n, False),
        "to": _half_year(n, True),
    }
    return home | ({"district": "通州", "certificate": home["from"]} if n % 3 == 2 else {})


PEOPLE: dict[str, dict[str, Any]] = {
    "complete": {
        "birth": "1986-05-17",
        "sex": "female",
        "post": "manager",
        "residence_permit": True,
        "criminal_record": False,
        "insurance": {"periods": [{"from": "2008-07", "to": "now"}], "repaid": ["2012-03"]},
        "homes": [
            {"kind": "rented", "from": "2008-07", "to": "2015-12"},
            {
                "kind": "owned",
                "from": "2016-01",
                "to": "now",
                "district": "昌平",
                "certificate": "2016-03",
            },
        ],
        "jobs": [
            {"district": "海淀", "from": "2008-07", "to": "2021-05"},
            {"district": "昌平", "from": "2021-06", "to": "now"},
        ],
        "education": {"diploma": "master", "degree": "master", "graduated": "2008-07"},
        "innovation_points": 0,
        "tax_years": [2024, 2025],
        "tax_violations": 0,
        "detentions": 0,
        "honour": False,
    },
    "open": {
        "birth": "1984",
        "sex": "male",
        "residence_permit": True,
        "criminal_record": False,
        "insurance": {"months": 190, "continuous_months": 120, "repaid_months": 0},
        "homes": [{"kind": "owned", "months": 100}],
        "education": {"diploma": "bachelor", "degree": "bachelor"},
        "tax_violations": 0,
        "detentions": 0,
        "honour": False,
    },
    "below": {
        "birth": "1985-03",
        "sex": "male",
        "residence_permit": True,
        "criminal_record": False,
        "insurance": {"periods": [{"from": "2009-07", "to": "now"}], "repaid": []},
        "homes": [
            {
                "kind": "owned",
                "from": "2016-05",
                "to": "now",
                "district": "通州",
                "certificate": "2016-05",
            }
        ],
        "jobs": [{"district": "海淀", "from": "2009-07", "to": "now"}],
        "education": {"diploma": "bachelor", "degree": "bachelor", "graduated": "2008-07"},
        "innovation_points": 0,
        "tax_years": [2024, 2025],
        "tax_violations": 0,
        "detentions": 0,
        "honour": False,
    },
    "empty": {},
    "retired": {
        "birth": "1964-05",
        "sex": "male",
        "residence_permit": False,
        "criminal_record": True,
        "insurance": {"months": 60, "continuous_months": 60, "repaid_months": 9},
        "homes": [],
        "education": {"diploma": "none", "degree": "none"},
        "innovation_points": 0,
        "tax_years": [],
        "tax_violations": 2,
        "detentions": 1,
        "honour": False,
    },
    "forty homes": {
        "birth": "1990-03",
        "sex": "male",
        "residence_permit": True,
        "criminal_record": False,
        "insurance": {
            "periods": [
                {
                    "from": _half_year(n, False),
                    "to": f"{_half_year(n, False)[:5]}{5 + 6 * (n % 2):02d}",
                }
                for n in range(44)
            ]
        },
        "homes": [_home(n) for n in range(40)],
        "jobs": [{"district": "朝阳", "from": "2004-01", "to": "now"}],
        "education": {
            "diploma": "master",
            "degree": "bachelor",
            "graduated": "2030-06",
            "overlap_months": 60,
        },
        "suburb_months": {"live_only": 300, "live_and_work": 20},
        "innovation_points": 12,
        "tax_years": [2023, 2024, 2025],
        "tax_violations": 1,
        "detentions": 1,
        "honour": True,
    },
}
