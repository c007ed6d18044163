"""One message being worked on: the values it may use and what it has led to so far."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from handlers.messages import Count, Effect, Incoming
from handlers.session import Session
from replies.catalogue import Catalogue
from replies.router import Router
from scoring import cut_date

BEIJING = timezone(timedelta(hours=8))
FIRST_MONTH_AFTER_FILING = 6
"""Filing has ended by mid-May in 2023–2026; from June on people think of the next year's."""


@dataclass(frozen=True)
class Desk:
    """What the conversation may use, handed in by the bot.

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


@dataclass
class Turn:
    """The message, the session it changes, the clock, and the effects gathered on the way."""

    incoming: Incoming
    session: Session
    now: datetime
    desk: Desk
    effects: list[Effect] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.incoming.text.strip()

    @property
    def today(self) -> date:
        """The day in Beijing."""
        return self.now.astimezone(BEIJING).date()

    @property
    def year(self) -> int:
        """The application year that the conversation is about."""
        return application_year(self.today)

    @property
    def cut(self) -> str:
        """The day up to which facts count, in words: 2026 年 12 月底."""
        day = cut_date(self.year)
        return f"{day.year} 年 {day.month} 月底"

    def count(self, name: str) -> None:
        """One more of `name` among the day's numbers."""
        self.effects.append(Count(name))

    def token(self, length: int, alphabet: str) -> str:
        """`length` random letters of `alphabet`, from the desk's source of chance."""
        return "".join(self.desk.rng.choice(alphabet) for _ in range(length))
