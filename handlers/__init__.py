"""What a message does: conversation state in, new state and replies out. No I/O."""

from handlers.commands import case_code
from handlers.messages import Incoming, Outcome
from handlers.respond import respond
from handlers.turn import Desk, application_year
from handlers.understanding import SLOTS, Choice, Context, acts_as_json, read, understand

__all__ = [
    "SLOTS",
    "Choice",
    "Context",
    "Desk",
    "Incoming",
    "Outcome",
    "acts_as_json",
    "application_year",
    "case_code",
    "read",
    "respond",
    "understand",
]
