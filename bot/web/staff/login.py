"""Coming in, going out, and one's own password."""

from flask import Response, g, redirect, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as Answer

from bot.errors import AccountError
from bot.storage.accounts import Account, tidy
from bot.storage.passwords import SAFE, strength
from bot.storage.throttle import Origin
from bot.web.services import services
from bot.web.staff.addresses import block
from bot.web.staff.cookies import cookie_name, forget_cookie, set_cookie
from bot.web.staff.drafts import Draft, is_inside
from bot.web.staff.pages import address, blueprint, desk, device, form_secret, login, me, note, page
from replies.wording import say


@blueprint.get("/login", endpoint="login")
def login_page() -> Answer:
    if "staff_login" in g:
        return redirect(_next())
    return _form("login.html")


def _form(template: str, wrong: str = "", status: int = 200) -> Response:
    return page(
        template,
        status,
        wrong=wrong,
        name=request.form.get("name", "")[:40],
        next=_next(),
        draft=request.form.get("draft", ""),
        nobody_yet=not desk().accounts.any(),
    )


@blueprint.post("/login")
def sign_in() -> Answer:
    name, password = tidy(request.form.get("name", "")), request.form.get("password", "")
    staff = desk()
    # counted whether or not the account exists: the answer is the same
    _take(name)
    account = staff.accounts.verify(name, password)
    if account is None:
        note("login_failed", who=_shown(name))
        return _form("login.html", say("staff.login.wrong"), 401)
    staff.throttle.logged_in(account.name, _origin(account.name))
    if account.second_factor:
        response = _form("login_code.html")
        half = staff.logins.begin(account, services().clock(), half=True)
        set_cookie(response, cookie_name("staff"), half)
        return response
    return _come_in(account)


@blueprint.post("/login/code")
def sign_in_code() -> Answer:
    """The second step: a code of the authenticator app, or a recovery code."""
    staff, half = desk(), g.get("staff_half")
    if half is None:
        return _form("login.html", say("staff.login.again"), 401)
    # whoever comes here knows the password: a stranger cannot use these tries up
    account = half.account
    if not staff.throttle.take("factor", _factor_about(account)):
        note("login_throttled", who=account.name)
        staff.logins.end(half.token)
        raise TooManyRequests()
    if not staff.factor.check(account.name, request.form.get("code", ""), services().clock()):
        note("factor_wrong", who=account.name)
        return _form("login_code.html", say("staff.login.code_wrong"), 401)
    staff.throttle.forgive("factor", _factor_about(account))
    staff.logins.end(half.token)
    return _come_in(account)


def _factor_about(account: Account) -> str:
    known = account.name in device().names
    return desk().throttle.about(account.name, device().id if known else "")


def _origin(name: str) -> Origin:
    return Origin(block(address()), device().id if name in device().names else "")


def _take(name: str) -> None:
    """Count a try to log in; TooManyRequests when there were too many."""
    if not desk().throttle.take_login(name, _origin(name)):
        if desk().throttle.first_refusal(name, _origin(name)):
            note("login_throttled", who=_shown(name))
        raise TooManyRequests()


def _shown(name: str) -> str:
    return name[:40] or say("staff.audit_about.nobody")


def _come_in(account: Account) -> Answer:
    """Begin the log-in; what was typed before the last one ended can be sent on."""
    now = services().clock()
    if account.seen and account.name not in device().names:
        desk().accounts.tell(account.name, "device", address(), now)
    desk().accounts.saw(account.name, now)
    note("login", who=account.name)
    g.staff_device = device().with_name(account.name)
    draft = Draft.load(request.form.get("draft", ""))
    if draft and draft.who == account.name:
        note("draft_kept", draft.where.partition("?")[0], account.name)
        response: Answer = page("resume.html", draft=draft, secret=form_secret(account))
    else:
        response = redirect(_next())
    set_cookie(response, cookie_name("staff"), desk().logins.begin(account, now))
    return response


def _next() -> str:
    """Where to go after the log-in: only ever inside the console."""
    wanted = request.values.get("next", "")
    return wanted if is_inside(wanted) else url_for("staff.lookup")


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
    forget_cookie(response, cookie_name("staff"))
    return response


@blueprint.get("/me")
def own() -> Response:
    return page("me.html", wrong="", done=request.args.get("done", ""))


@blueprint.post("/me/news")
def seen_news() -> Answer:
    """What was done to the own credentials has been read."""
    desk().accounts.has_seen_news(me().name)
    return redirect(url_for("staff.own"))


@blueprint.post("/password-strength")
def password_strength() -> Response:
    """How good a new password is, while it is typed; nothing is kept of it."""
    given = request.form.get("new", "") or request.form.get("password", "")
    found = strength(given, tidy(request.form.get("name", "")) or me().name)
    return page("password_strength.html", found=found, best=SAFE, typed=bool(given))


@blueprint.post("/me/password")
def change_password() -> Answer:
    old, new = request.form.get("old", ""), request.form.get("new", "")
    staff, account = desk(), me()
    about = staff.throttle.about(account.name, device().id)
    if not staff.throttle.take("password", about):
        raise TooManyRequests()
    if staff.accounts.verify(account.name, old) is None:
        note("password_wrong")
        return page("me.html", 422, wrong=say("staff.login.old_wrong"), field="old", done="")
    staff.throttle.forgive("password", about)
    if new != request.form.get("again", ""):
        return page("me.html", 422, wrong=say("staff.login.again_wrong"), field="again", done="")
    try:
        staff.accounts.set_password(account.name, new)
    except AccountError as error:
        return page("me.html", 422, wrong=f"{error}。", field="new", done="")
    note("password", account.name)
    staff.accounts.tell(account.name, "password", account.name, services().clock())
    # all log-ins have ended, this one too: begin a new one here
    fresh = staff.accounts.get(account.name)
    assert fresh is not None
    response = redirect(url_for("staff.own", done="1"))
    set_cookie(response, cookie_name("staff"), staff.logins.begin(fresh, services().clock()))
    return response
