"""Who may see a page of the console: the log-in, the form's secret, the role, the own password."""

import hmac
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from urllib.parse import quote, urlsplit

from flask import Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, TooManyRequests
from werkzeug.wrappers import Response as Answer

from bot.storage.accounts import Account
from bot.web.services import services
from bot.web.staff.cookies import cookie_name, set_cookie
from bot.web.staff.device import SECONDS as device_seconds
from bot.web.staff.device import Device
from bot.web.staff.drafts import Draft, is_inside
from bot.web.staff.pages import (
    blueprint,
    desk,
    device,
    form_secret,
    is_htmx,
    login,
    me,
    note,
    page,
)
from replies.wording import say

PUBLIC = {"staff.login", "staff.sign_in", "staff.sign_in_code"}

P = ParamSpec("P")


class Expired(HTTPException):
    """The form's secret does not belong to this log-in: an old page, or someone else's."""

    code = 419
    name = "Page Expired"
    description = "form secret missing or wrong"


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


@blueprint.after_request
def _finish(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    found: Device | None = g.get("staff_device")
    if found and found.fresh:
        value = desk().devices.dump(found)
        set_cookie(response, cookie_name("device"), value, max_age=device_seconds)
    return response
