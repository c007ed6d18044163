"""Flask with less to do for a message: what it offers and `/wechat` does not use is left out.

A message goes through Flask's own contexts and routing, but no hook is looked for, its address is
matched by an adapter that was bound before, and its reply goes to the server as it is. Every other
address takes Flask's usual way.
"""

import re
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response
from flask import request as current
from flask.sessions import NullSession, SessionInterface
from werkzeug.datastructures import Headers
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.routing import MapAdapter

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

WEBHOOK = "/wechat"
_PAIR = re.compile("([^=&]+)=([^&]*)")


class TimedRequest(Request):
    """A request that knows when it began (`started`, by the monotonic clock)."""

    def __init__(self, environ: "WSGIEnvironment", *more: Any, **named: Any) -> None:
        super().__init__(environ, *more, **named)
        self.started = time.monotonic()


class _NoSessions(SessionInterface):
    """Flask's own sessions are not used; staff log-ins lie in Redis."""

    _none = NullSession()

    def open_session(self, app: Flask, request: Request) -> NullSession:
        """Nothing to read from a cookie."""
        del app, request
        return self._none


class LeanFlask(Flask):
    """See the module. `after_message` sees the reply to each message, as Flask's hooks would."""

    request_class = TimedRequest
    session_interface = _NoSessions()

    def __init__(self, name: str, after_message: Callable[[Request, Response], Response]) -> None:
        super().__init__(name, static_folder=None)
        self._after_message = after_message
        self._adapter: MapAdapter | None = None

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        if request is None or request.path != WEBHOOK or request.method != "POST":
            return super().create_url_adapter(request)
        if self._adapter is None:
            # the host matters only for addresses that are made or redirected
            self._adapter = self.url_map.bind("", path_info=WEBHOOK, default_method="POST")
        return self._adapter

    def full_dispatch_request(self) -> Response:
        request: Request = current._get_current_object()  # type: ignore[attr-defined]
        if request.path != WEBHOOK or request.method != "POST" or request.routing_exception:
            return super().full_dispatch_request()
        answer: Any
        try:
            answer = self.view_functions[str(request.endpoint)]()
        except Exception as error:
            answer = self.handle_user_exception(error)
        return self._after_message(request, self.make_response(answer))

    def do_teardown_request(self, exc: BaseException | None = None) -> None:
        """Only where somebody asked for it."""
        if self.teardown_request_funcs:
            super().do_teardown_request(exc)

    def do_teardown_appcontext(self, exc: BaseException | None = None) -> None:
        """Only where somebody asked for it."""
        if self.teardown_appcontext_funcs:
            super().do_teardown_appcontext(exc)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No view is asynchronous, and none is looked at for it."""
        return func


class PlainResponse(Response):
    """A whole reply in one piece, which the server gets as it is, with its length."""

    def __init__(self, body: bytes, headers: Headers) -> None:
        super().__init__([body], headers=Headers(headers))
        self._length = str(len(body))

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        del environ
        start_response(self.status, [*self.headers, ("Content-Length", self._length)])
        return self.response  # type: ignore[return-value]


def query_of(request: Request) -> dict[str, str]:
    """The parameters of the address; of one that comes twice the first."""
    query = request.environ.get("QUERY_STRING", "")
    if "%" in query or "+" in query or not query.isascii():
        return request.args.to_dict()
    return dict(reversed(_PAIR.findall(query)))


def body_of(request: Request, most: int) -> bytes:
    """The whole body; `RequestEntityTooLarge` beyond `most` bytes."""
    environ = request.environ
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdecimal():
        request.max_content_length = most
        return request.get_data(cache=False)
    if int(length) > most:
        raise RequestEntityTooLarge
    body: bytes = environ["wsgi.input"].read(int(length))
    return body
