"""The app factory: settings in, a WSGI app out."""

import time
from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from flask import Flask, Request, Response, request

from bot.runtime import metrics, request_log
from bot.runtime.clock import beijing_now
from bot.runtime.redis_client import Client, connect
from bot.runtime.settings import Settings
from bot.storage.turns import Store
from bot.web.lean import LeanFlask
from bot.web.links import Links
from bot.web.services import Brain, Services, services
from bot.web.staff.pages import address
from bot.web.start import error_response
from bot.wechat.account_api import AccountApi
from bot.wechat.envelope import Envelope

BLUEPRINTS = [
    "bot.web.webhook",
    "bot.web.health",
    "bot.web.assets",
    "bot.web.start",
    "bot.web.report.pages",
    "bot.web.staff.console",
]
"""Modules with a `blueprint`. A module may also have `init_app(app, services)`, called after."""

DEMO_BLUEPRINTS = ["bot.web.demo"]
"""Those that exist only with JIFEN_DEMO=1."""

UNLIMITED = ("webhook", "health", "assets")
"""Blueprints whose addresses may be asked for without end."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(
    settings: Settings,
    redis: Client | None = None,
    *,
    brain: Brain | None = None,
    clock: Callable[[], datetime] = beijing_now,
) -> Flask:
    """The whole web side. `settings` must hold its secrets (`Settings.with_kept_secrets`).

    `redis`, `brain` and `clock` are made from the settings where they are not given.
    """
    app = LeanFlask("bot", _count)
    secret = settings.secret_key.get_secret_value()
    app.config.update(SECRET_KEY=secret, MAX_CONTENT_LENGTH=1024 * 1024)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    previous = settings.secret_key_previous.get_secret_value()
    client = redis or connect(settings.redis_url.get_secret_value())
    parts = Services(
        settings=settings,
        store=Store(client, secret, previous=previous, replicas=settings.redis_replicas),
        brain=brain or _conversation(settings, client),
        envelope=Envelope(
            settings.wechat_token.get_secret_value(),
            settings.wechat_app_id,
            settings.wechat_aes_key.get_secret_value(),
            settings.wechat_aes_key_previous.get_secret_value(),
            settings.plain_until,
        ),
        links=Links(secret, previous),
        clock=clock,
        api=AccountApi(settings) if settings.can_push else None,
    )
    app.extensions["jifen"] = parts
    for name in BLUEPRINTS + (DEMO_BLUEPRINTS if settings.demo else []):
        module = import_module(name)
        app.register_blueprint(module.blueprint)
        if prepare := getattr(module, "init_app", None):
            prepare(app, parts)

    app.before_request(_begin)
    app.after_request(_finish)
    return app


def _conversation(settings: Settings, client: Client) -> Brain:
    # Loading the answers and training the router takes most of the start: tests do without.
    from bot.web.conversation import Conversation

    return Conversation.load(settings, client)


def _begin() -> Response | None:
    """Pages have a limit by address. WeChat and monitors have none: few addresses, much traffic."""
    blueprint = (request.endpoint or "").partition(".")[0]
    if blueprint not in UNLIMITED and not services().limits.address.take(address()):
        return error_response(429)
    return None


def _finish(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return _count(request._get_current_object(), response)  # type: ignore[attr-defined]


def _count(request: Request, response: Response) -> Response:
    """Note the request in the metrics and the log."""
    # the rule, never the path or the query: those carry tokens and people's ids
    route = request.url_rule.rule if request.url_rule else "-"
    took = time.monotonic() - request.started  # type: ignore[attr-defined]
    metrics.count(metrics.REQUESTS, route, response.status_code)
    request_log.note(f"{request.method} {route} {response.status_code} {took * 1000:.1f}ms")
    return response
