"""`jifen serve`."""

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from bot.errors import BotError
from bot.runtime.settings import Settings
from replies.wording import say
from scoring import JsonObject

if TYPE_CHECKING:
    from bot.storage.turns import Store


@click.command(help=say("cli.about.serve"))
@click.option("--host", metavar=say("cli.metavar.host"), help=say("cli.serve.host"))
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar=say("cli.metavar.port"),
    help=say("cli.serve.port"),
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    metavar=say("cli.metavar.count"),
    help=say("cli.serve.workers"),
)
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Run the service."""
    given: JsonObject = {"host": host, "port": port, "workers": workers}
    settings = Settings.load(**{name: value for name, value in given.items() if value is not None})

    from bot.runtime import server

    server.serve(settings, _load_app, _notices)


def _load_app(settings: Settings) -> object:
    from bot.web.app import create_app

    app = create_app(settings)
    _migrate(app.extensions["jifen"].store)
    return app


def _migrate(store: "Store") -> None:
    """Data of older versions; without Redis now, at the next start."""
    from redis.exceptions import RedisError

    from bot.runtime.clock import beijing_now
    from bot.storage.migration import migrate

    with suppress(BotError, RedisError):
        migrate(store, beijing_now())


def _notices(settings: Settings) -> list[str]:
    """How to make the first account; in doubt whether there is one, nothing."""
    from redis.exceptions import RedisError

    from bot.runtime.redis_client import connect
    from bot.runtime.server import command_name
    from bot.storage.accounts import Accounts

    try:
        with connect(settings.redis_url.get_secret_value()) as client:
            if Accounts(client).any():
                return []
    except (BotError, RedisError, ValueError):
        return []
    return [
        say("cli.serve.no_account"),
        say("cli.serve.first_account", command=command_name()),
    ]
