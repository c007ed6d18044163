"""Setting up one's second factor: a QR code for the authenticator app, and recovery codes."""

import segno
from flask import Response, redirect, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as Answer

from bot.storage.second_factor import address
from bot.web.services import services
from bot.web.staff.cookies import cookie_name, set_cookie
from bot.web.staff.guard import own_password_first
from bot.web.staff.pages import blueprint, desk, me, note, page
from replies.wording import say


@blueprint.get("/me/second-factor", endpoint="second_factor")
def show() -> Response:
    return page("second_factor.html", secret="")


@blueprint.post("/me/second-factor")
@own_password_first
def set_up() -> Answer:
    """One step (`do`): begin, confirm, renew the recovery codes, or remove."""
    do, name = request.form.get("do", ""), me().name
    if do == "confirm" and not me().second_factor:
        return _confirm(name)
    if do == "renew" and me().second_factor:
        note("factor_renew", name)
        _tell(name, "factor_renew")
        return page("recovery_codes.html", codes=desk().factor.renew(name))
    if do == "remove" and me().second_factor:
        desk().factor.remove(name)
        note("factor_off", name)
        _tell(name, "factor_off")
        return redirect(url_for("staff.login"))
    return redirect(url_for("staff.second_factor")) if me().second_factor else _qr("", 200)


def _tell(name: str, what: str) -> None:
    desk().accounts.tell(name, what, name, services().clock())


def _confirm(name: str) -> Answer:
    throttle, now = desk().throttle, services().clock()
    about = throttle.about(name, "set up")
    if not throttle.take("factor", about):
        raise TooManyRequests()
    codes = desk().factor.confirm(name, request.form.get("code", ""), now)
    if not codes:
        note("factor_wrong")
        return _qr(say("staff.login.code_wrong"), 422)
    throttle.forgive("factor", about)
    note("factor_on", name)
    _tell(name, "factor_on")
    # all log-ins have ended, this one too: begin a new one here
    fresh = desk().accounts.known(name)
    response = page("recovery_codes.html", codes=codes)
    set_cookie(response, cookie_name("staff"), desk().logins.begin(fresh, now))
    return response


def _qr(wrong: str, status: int) -> Response:
    secret = desk().factor.begin(me().name)
    code = segno.make(
        address(me().name, secret, say("staff.factor.issuer")), error="m", micro=False
    )
    # an SVG as data: the page's policy allows no script and no style in it
    picture = code.svg_data_uri(scale=5, border=3, dark="#000", light="#fff")
    return page("second_factor.html", status, secret=secret, picture=picture, wrong=wrong)
