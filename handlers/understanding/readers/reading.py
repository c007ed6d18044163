"""What came of reading one answer."""

from dataclasses import dataclass
from typing import Any

from replies.wording import say


@dataclass(frozen=True)
class Reading:
    """The value a message gave for one slot, or why it gave none.

    `value` is plain JSON in the slot's own form (see `handlers.understanding.read`); None means:
    ask again, and `say` is the Chinese reason with an example of a right answer. With a value,
    `say` is None or one remark worth adding. `unknown` is True when the person says that they do
    not know or want to skip; `value` is then None.
    """

    value: Any
    say: str | None
    unknown: bool = False


def took(value: object, remark: str | None = None) -> Reading:
    """The answer was understood."""
    return Reading(value, say(f"reading.{remark}") if remark else None)


def again(key: str, **values: object) -> Reading:
    """The answer was not understood: `reading.<key>` says why."""
    return Reading(None, say(f"reading.{key}", **values))


def open_ended() -> Reading:
    """The person does not know, or wants to leave it open."""
    return Reading(None, say("reading.unknown"), unknown=True)
