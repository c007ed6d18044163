"""One message in the spellings that the slots look at."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.numerals import figures, rough
from handlers.understanding.readers.once import once
from handlers.understanding.readers.tidy import tidy, words

_WORDS = lexicon("answer")
_UNKNOWN = _WORDS["unknown"]
_QUESTION = _WORDS["question"]
_IDLE = _WORDS["idle"]
_CORRECTED = _WORDS["corrected"]
_VAGUE = _WORDS["vague"]
_tidied_question = lru_cache(maxsize=256)(tidy)
"""Questions are words of this house, and few."""


@dataclass(frozen=True)
class TypedAnswer:
    """What a person wrote to the question `ask` on the day `as_of`."""

    raw: str
    as_of: date
    ask: str = ""
    tidied: bool = False
    """`raw` is a clause of a message that was tidied as a whole."""

    @once
    def text(self) -> str:
        """Simplified, half-width, lower case."""
        return self.raw if self.tidied else tidy(self.raw)

    @once
    def figures(self) -> str:
        """`text` with Chinese numbers as digits."""
        return figures(self.text)

    @once
    def words(self) -> str:
        """`text` without punctuation, emoji and spaces."""
        return words(self.text)

    @once
    def question(self) -> str:
        """What was asked, in the same spelling."""
        return _tidied_question(self.ask)

    @property
    def unknown(self) -> bool:
        """The person does not know or wants to leave it open."""
        return _UNKNOWN.search(self.text) is not None

    @property
    def idle(self) -> bool:
        """A greeting, or the person wants a moment: nothing is answered yet."""
        return _IDLE.search(self.text) is not None

    @property
    def corrected(self) -> str | None:
        """What stands after 「哦不对」; None where nothing is taken back."""
        turns = list(_CORRECTED.finditer(self.text))
        return self.text[turns[-1].end() :] if turns else None

    @property
    def asks(self) -> bool:
        """The message is itself a question."""
        return _QUESTION.search(self.text) is not None

    @property
    def vague(self) -> bool:
        """The amount is only about right, or a choice between two."""
        return rough(self.text) or _VAGUE.search(self.figures) is not None


def has(pattern: str | re.Pattern[str], text: str) -> bool:
    """Whether `pattern` occurs in `text`."""
    return (_compiled(pattern) if isinstance(pattern, str) else pattern).search(text) is not None


_compiled = lru_cache(maxsize=None)(re.compile)  # of the readers' own patterns
