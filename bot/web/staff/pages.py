"""What every page of the console shares: the log-in check, CSRF, the log, and pages for errors."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NoReturn, ParamSpec
from urllib.parse import quote

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
)
from redis.exceptions import RedisError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, TooManyRequests
from werkzeug.wrappers import Response as Answer

from bot.errors import StoreDown
from bot.storage.accounts import Account, Accounts
from bot.storage.audit import Audit
from bot.storage.logins import Login, Logins
from bot.storage.throttle import Throttle
from bot.web.answering import report_failure
from bot.web.services import services
from replies.wording import say, texts

COOKIE, FORM_COOKIE = "jifen_staff", "jifen_staff_form"
PUBLIC = {"staff.login", "staff.sign_in"}

blueprint = Blueprint("staff", __name__, url_prefix="/staff", template_folder="templates")

P = ParamSpec("P")


class Expired(HTTPException):
    """The form's secret does not belong to this log-in: an old page, or someone else's."""

    code = 419
    name = "Page Expired"
    description = "form secret missing or wrong"


@dataclass(frozen=True)
class Desk:
    """The parts of the console over this app's Redis."""

    accounts: Accounts
    logins: Logins
    throttle: Throttle
    audit: Audit


def desk() -> Desk:
    if "staff_desk" not in g:
        client = services().store.client
        accounts = Accounts(client)
        g.staff_desk = Desk(accounts, Logins(client, accounts), Throttle(client), Audit(client))
    found: Desk = g.staff_desk
    return found


def login() -> Login:
    """The log-in of the current request (the guard has made sure that there is one)."""
    found: Login = g.staff_login
    return found


def me() -> Account:
    return login().account


def note(what: str, about: str = "", who: str = "") -> None:
    """Write the audit log."""
    name = who or me().name
    desk().audit.write(services().clock(), name, what, about, address())


def address() -> str:
    """Where the request comes from: behind a proxy on this machine, what the proxy says."""
    direct = request.remote_addr or ""
    passed = request.headers.get("X-Forwarded-For", "")
    if passed and direct in ("127.0.0.1", "::1", ""):
        return passed.rpartition(",")[2].strip()
    return direct


def admins_only(view: Callable[P, Any]) -> Callable[P, Any]:
    """403 for everyone who is not an administrator."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        if not me().is_admin:
            abort(403)
        return view(*args, **kwargs)

    return guarded


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A page of the console; a part of one for htmx uses the same templates."""
    found = g.get("staff_login")
    body = render_template(
        f"staff/{template}",
        me=found.account if found else None,
        csrf=found.csrf if found else form_token(),
        **values,
    )
    return make_response(body, status)


def is_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"


# --- before and after ------------------------------------------------------------------------


@blueprint.before_request
def _guard() -> Answer | None:
    found = desk().logins.find(request.cookies.get(COOKIE, ""), services().clock())
    if found:
        g.staff_login = found
    if request.endpoint in PUBLIC:
        if request.method == "POST":
            _check_form(form_token())
        return None
    if found is None:
        return _to_login()
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        _check_form(found.csrf)
    return None


def _to_login() -> Answer:
    here = request.full_path.rstrip("?") if request.method == "GET" else "/staff/"
    where = f"/staff/login?next={quote(here)}"
    if is_htmx():
        return Response("", 200, headers={"HX-Redirect": "/staff/login"})
    return redirect(where)


def _check_form(right: str) -> None:
    given = request.form.get("csrf", "") or request.headers.get("X-CSRF-Token", "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), right.encode()):
        raise Expired()


def form_token() -> str:
    """The secret of the log-in form: bound to a cookie of its own, since nobody is known yet."""
    if "staff_form_nonce" not in g:
        known = request.cookies.get(FORM_COOKIE, "")
        g.staff_form_nonce = known if 20 <= len(known) <= 64 else secrets.token_urlsafe(24)
    key = services().settings.secret_key.get_secret_value()
    message = f"staff form\0{g.staff_form_nonce}"
    return hmac.new(key.encode(), message.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


@blueprint.after_request
def _finish(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    nonce = g.get("staff_form_nonce")
    if nonce and "staff_login" not in g:
        set_cookie(response, FORM_COOKIE, nonce)
    return response


def set_cookie(response: Answer, name: str, value: str) -> None:
    response.set_cookie(
        name, value, path="/staff", httponly=True, samesite="Lax", secure=is_https()
    )


def is_https() -> bool:
    """Whether the browser came by https, directly or through a proxy that says so."""
    return request.is_secure or request.headers.get("X-Forwarded-Proto") == "https"


# --- errors ----------------------------------------------------------------------------------


def _error(code: int) -> Response:
    known = f"staff.error.{code}.title" in texts()
    key = f"staff.error.{code if known else 500 if code >= 500 else 400}"
    template = "error_part.html" if is_htmx() else "error.html"
    return page(template, code, title=say(f"{key}.title"), what=say(f"{key}.what"), code=code)


@blueprint.errorhandler(HTTPException)
def _http_error(error: HTTPException) -> Response:
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
