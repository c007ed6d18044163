"""The console's data, as the commands of the operator use them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import click

from bot.cli.running import running_redis
from bot.runtime.clock import beijing_now
from bot.runtime.redis_client import Client, connect
from bot.runtime.service import settings_for_command
from bot.runtime.settings import Settings
from bot.storage.accounts import Accounts
from bot.storage.audit import Audit
from bot.storage.sealing import Seal
from bot.storage.second_factor import SecondFactor
from bot.storage.throttle import Throttle
from replies.wording import say


@dataclass(frozen=True)
class OperatorDesk:
    """The parts of the console over the service's Redis."""

    settings: Settings
    client: Client
    seal: Seal
    accounts: Accounts
    throttle: Throttle
    factor: SecondFactor
    audit: Audit

    def now(self) -> datetime:
        return beijing_now()

    def note(self, what: str, about: str = "") -> None:
        """Write the audit log, as the operator."""
        self.audit.write(self.now(), say("cli.staff.operator"), what, about)


def operator_settings(create: bool = False) -> Settings:
    """The settings that a command works with; says so when they are a running service's."""
    settings, source = settings_for_command(create)
    if source:
        line = say("cli.service.found", pid=source.pid, user=source.user)
        click.echo(line, err=True)
    return settings


@contextmanager
def operator_desk(create: bool = False) -> Iterator[OperatorDesk]:
    """The console's data. `create`: an empty data folder is fine."""
    settings = operator_settings(create)
    with running_redis(settings) as url, connect(url, read_timeout=5) as client:
        yield desk_over(client, settings)


def desk_over(client: Client, settings: Settings) -> OperatorDesk:
    secret = settings.secret_key.get_secret_value()
    previous = settings.secret_key_previous.get_secret_value()
    seal = Seal(secret, previous)
    return OperatorDesk(
        settings,
        client,
        seal,
        Accounts(client),
        Throttle(client),
        SecondFactor(client, secret, previous),
        Audit(client, secret, previous),
    )
