"""For administrators: accounts and the audit log."""

import re

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from bot.errors import AccountError
from bot.storage.roles import ROLES
from bot.web.services import services
from bot.web.staff.guard import admins_only, own_password_first
from bot.web.staff.pages import blueprint, desk, me, note, page
from replies.wording import say

TOLD = ("password", "factor", "role", "enable")
"""Changes that the owner of the account is told of."""


@blueprint.get("/accounts")
@admins_only
def accounts() -> Response:
    return _accounts()


def _accounts(wrong: str = "", status: int = 200) -> Response:
    return page(
        "accounts.html",
        status,
        rows=list(desk().accounts.all()),
        roles=ROLES,
        wrong=wrong,
        given=request.form,
        done=request.args.get("done", ""),
    )


@blueprint.post("/accounts")
@admins_only
@own_password_first
def change_account() -> Answer:
    """One change to one account: `do` names it."""
    staff, form = desk().accounts, request.form
    name, do = form.get("name", ""), form.get("do", "")
    try:
        if do == "add":
            staff.add(name, form.get("role", ""), form.get("password", ""), services().clock())
        elif do == "role":
            staff.set_role(name, form.get("role", ""))
        elif do in ("disable", "enable"):
            if do == "disable" and name == me().name:
                raise AccountError(say("staff.account.not_yourself"))
            staff.disable(name, do == "disable")
        elif do == "password":
            staff.set_password(name, form.get("password", ""))
        elif do == "factor":
            if name == me().name:
                raise AccountError(say("staff.account.factor_yourself"))
            staff.known(name)
            desk().factor.remove(name)
        elif do == "unlock":
            desk().throttle.unlock(staff.known(name).name)
        else:
            raise AccountError(say("staff.account.no_action"))
    except AccountError as error:
        note("account_refused", f"{do} {name}"[:100])
        return _accounts(f"{error}。", 422)
    note(f"account_{do}", f"{name} {form.get('role', '')}".strip())
    if do in TOLD:
        staff.tell(name, f"admin_{do}", me().name, services().clock())
    return redirect(url_for("staff.accounts", done=name[:40]))


@blueprint.get("/audit")
@admins_only
def audit() -> Response:
    before, who = request.args.get("before", "+"), request.args.get("who", "").strip()
    if before != "+" and not re.fullmatch(r"\(?[0-9]{1,15}(-[0-9]{1,15})?", before):
        before = "+"
    rows, more = desk().audit.read(before, who=who)
    note("audit_look", who and say("staff.audit_about.only", who=who))
    return page("audit.html", rows=rows, more=more, only=who)
