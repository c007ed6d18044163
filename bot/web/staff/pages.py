"""What every page of the console shares: the log-in check, CSRF, the log, and pages for errors."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import NoReturn, ParamSpec
from urllib.parse import quote, urlsplit

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
    url_for,
)
from flask.typing import ResponseReturnValue
from redis.exceptions import RedisError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, TooManyRequests
from werkzeug.wrappers import Response as Answer

from bot.errors import StoreDown
from bot.storage.accounts import Account, Accounts
from bot.storage.audit import Audit
from bot.storage.logins import Login, Logins
from bot.storage.sealing import Seal
from bot.storage.second_factor import SecondFactor
from bot.storage.throttle import Throttle
from bot.web.answering import report_failure
from bot.web.services import services
from bot.web.staff.addresses import client_address, is_trusted
from bot.web.staff.device import SECONDS as device_seconds
from bot.web.staff.device import Device, Devices
from bot.web.staff.drafts import SECRET_FIELDS, Draft, is_inside
from replies.wording import say, texts

PUBLIC = {"staff.login", "staff.sign_in", "staff.sign_in_code"}

blueprint = Blueprint("staff", __name__, url_prefix="/staff", template_folder="templates")

P = ParamSpec("P")


class Expired(HTTPException):
    """The form's secret does not belong to this log-in: an old page, or someone else's."""

    code = 419
    name = "Page Expired"
    description = "form secret missing or wrong"


@dataclass(frozen=True)
class ConsoleServices:
    """The parts of the console over this app's Redis."""

    accounts: Accounts
    logins: Logins
    throttle: Throttle
    audit: Audit
    factor: SecondFactor
    devices: Devices


def desk() -> ConsoleServices:
    if "staff_desk" not in g:
        client, settings = services().store.client, services().settings
        secret = settings.secret_key.get_secret_value()
        previous = settings.secret_key_previous.get_secret_value()
        accounts = Accounts(client)
        g.staff_desk = ConsoleServices(
            accounts,
            Logins(client, accounts, Seal(secret)),
            Throttle(client),
            Audit(client, secret, previous),
            SecondFactor(client, secret, previous),
            Devices(secret),
        )
    found: ConsoleServices = g.staff_desk
    return found


def login() -> Login:
    """The log-in of the current request (the guard has made sure that there is one)."""
    found: Login = g.staff_login
    return found


def me() -> Account:
    return login().account


def device() -> Device:
    """The browser of the current request."""
    found: Device = g.staff_device
    return found


def note(what: str, about: str = "", who: str = "") -> None:
    """Write the audit log."""
    name = who or me().name
    desk().audit.write(services().clock(), name, what, about, address())


def address() -> str:
    """Where the request comes from: behind trusted proxies, what the outermost of them says."""
    proxies = services().settings.proxies
    passed = request.headers.get("X-Forwarded-For", "").split(",")
    return client_address(request.remote_addr or "", passed, proxies)


def admins_only(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """403 for everyone who is not an administrator; an administrator has a second factor first."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if not me().is_admin:
            abort(403)
        if not me().second_factor:
            where = url_for("staff.second_factor")
            return Response("", headers={"HX-Redirect": where}) if is_htmx() else redirect(where)
        return view(*args, **kwargs)

    return guarded


def own_password_first(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Asks for the account's password again before the view, unless it was typed minutes ago.

    What was sent stands hidden in the page that asks, and is sent again with the password.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if login().confirmed:
            return view(*args, **kwargs)
        typed = request.form.get("own_password")
        about = desk().throttle.about(me().name, device().id)
        if typed is None:
            return _ask_again("", 200)
        if not desk().throttle.take("password", about):
            raise TooManyRequests()
        if desk().accounts.verify(me().name, typed) is None:
            note("password_wrong")
            return _ask_again(say("staff.login.old_wrong"), 422)
        desk().throttle.forgive("password", about)
        desk().logins.confirm(login(), services().clock())
        return view(*args, **kwargs)

    return guarded


def _ask_again(wrong: str, status: int) -> Response:
    sent = [(k, v) for k, v in request.form.items(multi=True) if k not in ("csrf", "own_password")]
    return page("confirm.html", status, wrong=wrong, sent=sent, where=request.full_path.rstrip("?"))


def page(template: str, status: int = 200, **values: object) -> Response:
    """A page of the console; a part of one for htmx uses the same templates."""
    found = g.get("staff_login")
    body = render_template(
        f"staff/{template}",
        me=found.account if found else None,
        csrf=form_secret(found.account if found else None),
        **values,
    )
    return make_response(body, status)


def is_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"


# --- before and after ------------------------------------------------------------------------


@blueprint.before_request
def _guard() -> Answer | None:
    g.staff_device = desk().devices.read(request.cookies.get(cookie_name("device"), ""))
    token = request.cookies.get(cookie_name("staff"), "")
    found = desk().logins.find(token, services().clock())
    if found and found.half:
        g.staff_half, found = found, None
    if found:
        g.staff_login = found
    if request.endpoint in PUBLIC:
        if request.method == "POST":
            _check_form(None)
        return None
    if found is None:
        return _to_login()
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        _check_form(found.account)
    return None


def _to_login() -> Answer:
    if request.method == "GET":
        if is_htmx():
            where = f"/staff/login{_back_to_the_page()}"
            return Response("", 200, headers={"HX-Redirect": where})
        return redirect(f"/staff/login?next={quote(request.full_path.rstrip('?'))}")
    if is_htmx():
        # the page with what was typed stays; its secret is good again after the next log-in
        return page("expired_part.html")
    if draft := _draft():
        # 200: what was typed is kept in this very page
        return page(
            "login.html", wrong=say("staff.login.idle"), name=draft.who, next="", draft=draft.dump()
        )
    return redirect(f"/staff/login?next={quote('/staff/')}")


def _back_to_the_page() -> str:
    """The query that leads back to the page that asked for a part of itself; "" where none is."""
    try:
        page_url = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return ""
    back = page_url._replace(scheme="", netloc="", fragment="").geturl()
    return f"?next={quote(back)}" if is_inside(back) else ""


def _draft() -> Draft | None:
    """What was typed into a form of ours before its log-in ended."""
    given = _given_secret()
    for name in device().names:
        account = desk().accounts.get(name)
        if account and hmac.compare_digest(given, form_secret(account).encode()):
            return Draft.of(name, request.full_path.rstrip("?"), request.form.items(multi=True))
    return None


def _given_secret() -> bytes:
    given = request.form.get("csrf", "") or request.headers.get("X-CSRF-Token", "")
    return given.encode("utf-8", "replace")


def _check_form(account: Account | None) -> None:
    if not hmac.compare_digest(_given_secret(), form_secret(account).encode()):
        raise Expired()


def form_secret(account: Account | None) -> str:
    """The secret of forms (CSRF): bound to this browser and to who is logged in, if anyone.

    It outlives a log-in that ends idle, so that a form left open can still be sent after the next.
    """
    key = services().settings.secret_key.get_secret_value()
    who = f"{account.name}\0{account.generation}" if account else ""
    message = f"staff form\0{device().id}\0{who}"
    return hmac.new(key.encode(), message.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


@blueprint.after_request
def _finish(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    found: Device | None = g.get("staff_device")
    if found and found.fresh:
        value = desk().devices.dump(found)
        set_cookie(response, cookie_name("device"), value, max_age=device_seconds)
    return response


# --- cookies ---------------------------------------------------------------------------------


def cookie_name(name: str) -> str:
    """Over https `__Host-…`: no other host, and no page without https, can set such a cookie."""
    return f"__Host-jifen_{name}" if is_https() else f"jifen_{name}"


def set_cookie(response: Answer, name: str, value: str, max_age: int | None = None) -> None:
    response.set_cookie(
        name, value, path=_cookie_path(), httponly=True, samesite="Lax", secure=is_https(),
        max_age=max_age,
    )  # fmt: skip


def forget_cookie(response: Answer, name: str) -> None:
    response.delete_cookie(
        name, path=_cookie_path(), httponly=True, samesite="Lax", secure=is_https()
    )


def _cookie_path() -> str:
    # a `__Host-` cookie is refused with any other path
    return "/" if is_https() else "/staff"


def is_https() -> bool:
    """Whether browsers come by https: by the public URL, or as a trusted proxy says."""
    settings = services().settings
    if settings.public_url:
        return settings.public_url.startswith("https://")
    if request.is_secure:
        return True
    said = request.headers.get("X-Forwarded-Proto", "").partition(",")[0].strip()
    return said == "https" and is_trusted(request.remote_addr or "", settings.proxies)


# --- errors ----------------------------------------------------------------------------------


SHOWS_AGAIN: dict[str, Callable[[], ResponseReturnValue]] = {}
"""By endpoint: the form with what was sent, where its secret did not fit; to be sent again."""
TYPED = 8
"""Fields of fewer characters are quickly typed again."""


def _typed() -> list[str]:
    """The longer texts of a form whose secret did not fit, so that they are not lost."""
    sent = request.form.items(multi=True)
    return [text for name, text in sent if len(text) >= TYPED and name not in SECRET_FIELDS]


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
