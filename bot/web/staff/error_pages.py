"""The console's pages for errors, each with a way on; what was typed is not lost with them."""

from collections.abc import Callable
from typing import NoReturn

from flask import Response, abort, current_app, g, make_response, request
from flask.typing import ResponseReturnValue
from redis.exceptions import RedisError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, TooManyRequests

from bot.errors import StoreDown
from bot.web.answering import report_failure
from bot.web.staff.drafts import MACHINE_FIELDS, SECRET_FIELDS
from bot.web.staff.guard import Expired
from bot.web.staff.pages import blueprint, is_htmx, note, page
from replies.wording import say, texts

SHOWS_AGAIN: dict[str, Callable[[], ResponseReturnValue]] = {}
"""By endpoint: the form with what was sent, where its secret did not fit; to be sent again."""
TYPED = 8
"""Fields of fewer characters are quickly typed again."""


def _typed() -> list[str]:
    """The longer texts of a form whose secret did not fit, so that they are not lost."""
    sent = request.form.items(multi=True)
    hidden = SECRET_FIELDS | MACHINE_FIELDS
    return [text for name, text in sent if len(text) >= TYPED and name not in hidden]


def _error(code: int, typed: list[str] | None = None) -> Response:
    known = f"staff.error.{code}.title" in texts()
    key = f"staff.error.{code if known else 500 if code >= 500 else 400}"
    template = "error_part.html" if is_htmx() else "error.html"
    return page(
        template,
        code,
        title=say(f"{key}.title"),
        what=say(f"{key}.what"),
        code=code,
        typed=typed or [],
    )


REFUSALS = {403: "refused", 419: "form_refused", 429: "throttled"}
"""What is refused to someone who is logged in, as the audit log calls it."""


@blueprint.errorhandler(HTTPException)
def http_error(error: HTTPException) -> Response:
    """A page of the console for an error; what is refused to somebody goes into the audit log."""
    if error.code in REFUSALS and "staff_login" in g:
        note(REFUSALS[error.code], f"{request.method} {request.path}")
    if isinstance(error, Expired) and "staff_login" in g:
        again = SHOWS_AGAIN.get(request.endpoint or "")
        return make_response(again()) if again else _error(Expired.code, _typed())
    response = _error(error.code or 500)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(allowed)
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = "900"
    return response


@blueprint.errorhandler(StoreDown)
@blueprint.errorhandler(RedisError)
def _no_store(error: Exception) -> Response:
    report_failure("staff page", error)
    return _error(503)


@blueprint.errorhandler(Exception)
def _failure(error: Exception) -> Response:
    report_failure("staff page", error)
    return _error(500)


@blueprint.route("/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def nowhere(rest: str) -> NoReturn:
    """Unknown addresses and wrong methods get a page of the console, not the app's plain line."""
    del rest
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    allowed = [m for m in ("GET", "POST") if adapter.match(method=m)[0] != request.endpoint]
    if allowed:
        raise MethodNotAllowed(valid_methods=allowed)
    abort(404)
