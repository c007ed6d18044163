"""A WSGI app that shows what the worker makes of a request, with short deadlines."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from bot.runtime import connection, worker
from bot.runtime.places import pause

connection.IDLE_SECONDS = worker.HEAD_SECONDS = worker.BODY_SECONDS = worker.REPLY_SECONDS = 2.5
worker.CLOSING_SECONDS = 1.0
LARGEST = 1024 * 1024


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """`/echo` and `/wechat` answer with the body, the others do as their names say."""
    path, seconds = environ["PATH_INFO"], float(environ["QUERY_STRING"] or 0)
    if int(environ.get("CONTENT_LENGTH") or 0) > LARGEST:
        start_response("413 Content Too Large", [("Content-Length", "0")])
        return []
    body = environ["wsgi.input"].read()
    if path == "/large":
        body = b"x" * 6_000_000
    elif path == "/busy":
        time.sleep(seconds)
    elif seconds:
        pause(seconds)
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
