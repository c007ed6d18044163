"""Coming in, going out, and one's own password."""

from flask import Response, g, redirect, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as Answer

from bot.storage.accounts import AccountError, tidy
from bot.web.services import services
from bot.web.staff.pages import (
    COOKIE,
    FORM_COOKIE,
    address,
    blueprint,
    desk,
    login,
    me,
    note,
    page,
    set_cookie,
)
from replies.wording import say


@blueprint.get("/login", endpoint="login")
def login_page() -> Answer:
    if "staff_login" in g:
        return redirect(_next())
    return _login_form()


def _login_form(wrong: str = "", status: int = 200) -> Response:
    return page(
        "login.html",
        status,
        wrong=wrong,
        name=request.form.get("name", "")[:40],
        next=_next(),
        nobody_yet=not desk().accounts.any(),
    )


@blueprint.post("/login")
def sign_in() -> Answer:
    name, password = request.form.get("name", ""), request.form.get("password", "")
    staff, where = desk(), address()
    # both are counted whether or not the account exists: the answer is the same
    if not (staff.throttle.take("account", tidy(name)) & staff.throttle.take("address", where)):
        raise TooManyRequests()
    account = staff.accounts.verify(name, password)
    if account is None:
        note("login_failed", who=tidy(name)[:40] or say("staff.audit_about.nobody"))
        return _login_form(say("staff.login.wrong"), 401)
    staff.throttle.forgive("account", account.name)
    staff.throttle.give_back("address", where)
    now = services().clock()
    token = staff.logins.begin(account, now)
    staff.accounts.saw(account.name, now)
    note("login", who=account.name)
    response = redirect(_next())
    set_cookie(response, COOKIE, token)
    response.delete_cookie(FORM_COOKIE, path="/staff")
    return response


def _next() -> str:
    """Where to go after the log-in: only ever inside the console."""
    wanted = request.values.get("next", "")
    good = wanted.startswith("/staff/") and wanted.isprintable() and not set(wanted) & set("\\\n\r")
    return wanted if good and "/login" not in wanted else url_for("staff.lookup")


@blueprint.post("/logout")
def logout() -> Answer:
    desk().logins.end(login().token)
    note("logout")
    return _out()


@blueprint.post("/logout-everywhere")
def logout_everywhere() -> Answer:
    desk().accounts.log_out_everywhere(me().name)
    note("logout_all", me().name)
    return _out()


def _out() -> Answer:
    response = redirect(url_for("staff.login"))
    response.delete_cookie(COOKIE, path="/staff")
    return response


@blueprint.get("/me")
def own() -> Response:
    return page("me.html", wrong="", done=request.args.get("done", ""))


@blueprint.post("/me/password")
def change_password() -> Answer:
    old, new = request.form.get("old", ""), request.form.get("new", "")
    staff, account = desk(), me()
    if not staff.throttle.take("password", account.name):
        raise TooManyRequests()
    if staff.accounts.verify(account.name, old) is None:
        return page("me.html", 422, wrong=say("staff.login.old_wrong"), field="old", done="")
    staff.throttle.forgive("password", account.name)
    if new != request.form.get("again", ""):
        return page("me.html", 422, wrong=say("staff.login.again_wrong"), field="again", done="")
    try:
        staff.accounts.set_password(account.name, new)
    except AccountError as error:
        return page("me.html", 422, wrong=f"{error}。", field="new", done="")
    note("password", account.name)
    # all log-ins have ended, this one too: begin a new one here
    fresh = staff.accounts.get(account.name)
    assert fresh is not None
    response = redirect(url_for("staff.own", done="1"))
    set_cookie(response, COOKIE, staff.logins.begin(fresh, services().clock()))
    return response
