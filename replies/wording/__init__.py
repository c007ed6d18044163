"""What is said: the texts by key, and the words for errors and results of scoring."""

from replies.wording.errors import fact_error, fact_errors, json_error, reason, right, wrong
from replies.wording.texts import TextError, say, texts

__all__ = [
    "TextError",
    "fact_error",
    "fact_errors",
    "json_error",
    "reason",
    "right",
    "say",
    "texts",
    "wrong",
]
