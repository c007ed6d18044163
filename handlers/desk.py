"""What the conversation may use, handed in by the bot, and the calendar it goes by."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta, timezone
from typing import Any

from replies.catalogue import Catalogue
from replies.router import Router

BEIJING = timezone(timedelta(hours=8))
FIRST_MONTH_AFTER_FILING = 6
"""Filing has ended by mid-May in 2023–2026; from June on people think of the next year's."""


@dataclass(frozen=True)
class Desk:
    """The answers, the router, and what a hand-over can offer.

    `hours`: when the hotline is served, "" where nobody said. `handoff`: the account has human
    agents behind `transfer_customer_service`. `case`: the facts of the staff case whose code this
    message names (`case_code`), None when there is none.
    """

    catalogue: Catalogue
    router: Router
    hotline: str = "12333"
    hours: str = ""
    handoff: bool = False
    rng: random.Random = field(default_factory=random.SystemRandom)
    case: dict[str, Any] | None = None


def application_year(day: date) -> int:
    """The next application year a person asking on `day` can file in."""
    return day.year + 1 if day.month >= FIRST_MONTH_AFTER_FILING else day.year
