"""The canned answers with their example questions, the commands, and what is not ours."""

from replies.catalogue.catalogue import HERE, Catalogue
from replies.catalogue.commands import COMMANDS, Command, command_said
from replies.catalogue.entries import (
    Answer,
    AnswerSource,
    CatalogueError,
    DecidingRule,
    Intent,
    Negative,
    Variant,
)
from replies.catalogue.parse import (
    OWN_TEXT_LIMIT,
    SHORT_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    answer_of,
    parse_answer,
)

__all__ = [
    "COMMANDS",
    "HERE",
    "OWN_TEXT_LIMIT",
    "SHORT_LIMIT",
    "TEXT_LIMIT",
    "TITLE_LIMIT",
    "Answer",
    "AnswerSource",
    "Catalogue",
    "CatalogueError",
    "Command",
    "DecidingRule",
    "Intent",
    "Negative",
    "Variant",
    "answer_of",
    "command_said",
    "parse_answer",
]
