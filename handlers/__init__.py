"""What a message does: conversation state in, new state and replies out. No I/O."""

from handlers.commands import case_code
from handlers.messages import Incoming, Outcome
from handlers.respond import respond
from handlers.turn import Desk, application_year

__all__ = ["Desk", "Incoming", "Outcome", "application_year", "case_code", "respond"]
