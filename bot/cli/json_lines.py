"""The JSON Lines commands: one object a line in, one out."""

import json
import sys
from collections.abc import Callable

from bot.errors import BotError
from replies.wording import say
from scoring import JsonObject


class BadLine(BotError):
    """A line of JSON is not what the command wants."""


def each_line(work: Callable[[JsonObject], JsonObject]) -> int:
    """stdin → stdout, one JSON object a line; a bad line becomes `{"id", "error"}`.

    Returns the exit code: 1 when any line was bad.
    """
    code = 0
    for raw in sys.stdin.buffer:
        if not raw.strip():
            continue
        given: JsonObject = {}
        try:
            given = _read(raw)
            result = {"id": given["id"]} | work(given)
        except BadLine as error:
            result, code = {"id": given.get("id"), "error": str(error)}, 1
        except Exception as error:
            text = say("cli.line.failed", kind=type(error).__name__)
            result, code = {"id": given.get("id"), "error": text}, 1
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return code


def _read(raw: bytes) -> JsonObject:
    try:
        value = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadLine(say("cli.line.encoding")) from None
    except (ValueError, RecursionError):
        raise BadLine(say("cli.line.json")) from None
    if not isinstance(value, dict):
        raise BadLine(say("cli.line.object"))
    if "id" not in value:
        raise BadLine(say("cli.line.id"))
    return value


def _no_constant(name: str) -> None:
    raise ValueError(name)


def text_of(given: JsonObject, name: str, default: str | None = None) -> str:
    """The text field `name`; `BadLine` when it is missing or no text."""
    value = given.get(name, default)
    if not isinstance(value, str):
        key = "cli.line.not_text" if name in given else "cli.line.no_text"
        raise BadLine(say(key, name=name))
    return value
