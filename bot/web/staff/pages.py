"""What every page of the console shares: who asks, from where, the log, how it is shown."""

import hashlib
import hmac
from dataclasses import dataclass

from flask import Blueprint, Response, g, make_response, render_template, request

from bot.storage.accounts import Account, Accounts
from bot.storage.audit import Audit
from bot.storage.logins import Login, Logins
from bot.storage.sealing import Seal
from bot.storage.second_factor import SecondFactor
from bot.storage.throttle import Throttle
from bot.web.services import services
from bot.web.staff.addresses import client_address
from bot.web.staff.device import Device, Devices

blueprint = Blueprint("staff", __name__, url_prefix="/staff", template_folder="templates")


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


def form_secret(account: Account | None) -> str:
    """The secret of forms (CSRF): bound to this browser and to who is logged in, if anyone.

    It outlives a log-in that ends idle, so that a form left open can still be sent after the next.
    """
    key = services().settings.secret_key.get_secret_value()
    who = f"{account.name}\0{account.generation}" if account else ""
    message = f"staff form\0{device().id}\0{who}"
    return hmac.new(key.encode(), message.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
