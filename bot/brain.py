"""What the outer floor needs of the floors below: one message in, one outcome out."""

from datetime import datetime
from typing import Any, Protocol

from handlers.messages import Incoming, Outcome


class Brain(Protocol):
    """What the webhook needs of the conversation; tests bring simpler ones."""

    def respond(
        self,
        incoming: Incoming,
        session: dict[str, Any] | None,
        now: datetime,
        case: dict[str, Any] | None,
    ) -> Outcome:
        """What one message leads to."""

    def case_code(self, text: str) -> str | None:
        """The code of a staff case, when the text asks for one."""

    def answer_alone(self, text: str) -> str | None:
        """The answer to a free question without any memory, when one is sure."""
