"""What several commands need: settings, a running Redis, lines of JSON."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.errors import BotError
from bot.runtime.clock import beijing_now
from bot.runtime.settings import Settings
from replies.wording import say

if TYPE_CHECKING:
    from bot.storage.turns import Store


class BadLine(BotError):
    """A line of JSON is not what the command wants."""


@contextmanager
def running_redis(settings: Settings) -> Iterator[str]:
    """The address of the Redis that the settings mean; the embedded one is started if need be."""
    from bot.runtime.embedded_redis import EmbeddedRedis

    if not settings.embedded:
        yield settings.redis_url.get_secret_value()
        return
    with EmbeddedRedis(settings.data_dir) as server:
        yield server.url


@contextmanager
def running_store(settings: Settings) -> "Iterator[Store]":
    """The store that the settings mean, with its data in today's layout."""
    from bot.runtime.redis_client import connect
    from bot.storage.migration import migrate
    from bot.storage.turns import Store

    with running_redis(settings) as url, connect(url, read_timeout=5) as client:
        secret = settings.secret_key.get_secret_value()
        store = Store(client, secret, previous=settings.secret_key_previous.get_secret_value())
        migrate(store, beijing_now())
        yield store


def each_line(work: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    """stdin → stdout, one JSON object a line; a bad line becomes `{"id", "error"}`.

    Returns the exit code: 1 when any line was bad.
    """
    code = 0
    for raw in sys.stdin.buffer:
        if not raw.strip():
            continue
        given: dict[str, Any] = {}
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


def _read(raw: bytes) -> dict[str, Any]:
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


def text_of(given: dict[str, Any], name: str, default: str | None = None) -> str:
    """The text field `name`; `BadLine` when it is missing or no text."""
    value = given.get(name, default)
    if not isinstance(value, str):
        key = "cli.line.not_text" if name in given else "cli.line.no_text"
        raise BadLine(say(key, name=name))
    return value
