"""What several commands need: settings, a running Redis, lines of JSON."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bot.errors import BotError
from bot.runtime.settings import Settings


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
            text = f"处理这一行时出错（{type(error).__name__}）"
            result, code = {"id": given.get("id"), "error": text}, 1
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return code


def _read(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadLine("这一行不是 UTF-8 编码：请另存为 UTF-8") from None
    except (ValueError, RecursionError):
        raise BadLine('这一行不是 JSON：应当像 {"id": 1, …}') from None
    if not isinstance(value, dict):
        raise BadLine('这一行不是 JSON 对象：应当像 {"id": 1, …}')
    if "id" not in value:
        raise BadLine("缺少 id：请给每一行一个编号")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(name)


def text_of(given: dict[str, Any], name: str, default: str | None = None) -> str:
    """The text field `name`; `BadLine` when it is missing or no text."""
    value = given.get(name, default)
    if not isinstance(value, str):
        what = "缺少" if name not in given else "应当是文字："
        raise BadLine(f"{what} {name}".replace("： ", "："))
    return value
