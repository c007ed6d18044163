"""What the conversation may use, handed in by the bot, and the calendar it goes by."""

import random
from dataclasses import dataclass, field
from datetime import timedelta, timezone

from replies.catalogue import Catalogue
from replies.router import Router
from scoring import JsonObject

BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Desk:
    """The answers, the router, and what a hand-over can offer.

    `hours`: when the hotline is served, "" where nobody said. `handoff`: the account has human
    agents behind `transfer_customer_service`. `staffed`: colleagues answer at the console,
    `pushes`: the account can write to people first. `case`: the facts of the staff case whose
    code this message names (`case_code`), None when there is none. `copies_days`: how long backups
    of the store keep what has been erased; 0: nothing is left.
    """

    catalogue: Catalogue
    router: Router
    hotline: str = "12333"
    hours: str = ""
    handoff: bool = False
    staffed: bool = False
    pushes: bool = False
    rng: random.Random = field(default_factory=random.SystemRandom)
    case: JsonObject | None = None
    copies_days: int = 0
