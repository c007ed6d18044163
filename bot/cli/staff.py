"""`jifen staff`: the accounts of the console. Passwords are typed unseen or come from stdin."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click

from bot.cli.common import running_redis
from bot.errors import BotError
from bot.runtime.settings import Settings
from bot.storage.roles import ROLES
from replies.wording import say


@click.group()
def staff() -> None:
    """坐席台的账号：add 新建，disable 停用，list 列出。"""


@contextmanager
def _desk() -> Iterator[tuple[Any, Any]]:
    """The accounts and the audit log."""
    from bot.runtime.redis_client import connect
    from bot.storage.accounts import Accounts
    from bot.storage.audit import Audit

    settings = Settings.load().with_secret_key()
    with running_redis(settings) as url, connect(url, read_timeout=5) as client:
        yield Accounts(client), Audit(client)


def _now() -> datetime:
    from bot.runtime.clock import beijing_now

    return beijing_now()


@staff.command()
@click.argument("name", metavar=say("cli.metavar.name"))
@click.option("--role", type=click.Choice(ROLES), required=True, help=say("cli.staff.role"))
@click.option("--password-stdin", is_flag=True, help=say("cli.staff.password_stdin"))
def add(name: str, role: str, password_stdin: bool) -> None:
    """新建一个账号。"""
    from bot.storage.accounts import check_password, tidy

    password = _password(password_stdin)
    check_password(password, tidy(name))
    with _desk() as (accounts, audit):
        made = accounts.add(name, role, password, _now())
        audit.write(_now(), say("cli.staff.operator"), "account_add", f"{made.name} {role}")
    click.echo(say("cli.staff.added", name=made.name, role=role))


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise BotError(say("cli.staff.no_terminal"))
    return str(
        click.prompt(
            say("cli.staff.password"), hide_input=True, confirmation_prompt=say("cli.staff.again")
        )
    )


@staff.command()
@click.argument("name", metavar=say("cli.metavar.name"))
def disable(name: str) -> None:
    """停用一个账号，已登录的立即退出。"""
    from bot.storage.accounts import tidy

    with _desk() as (accounts, audit):
        accounts.disable(name)
        audit.write(_now(), say("cli.staff.operator"), "account_disable", tidy(name))
    click.echo(say("cli.staff.disabled", name=tidy(name)))


@staff.command(name="list")
def list_accounts() -> None:
    """列出所有账号。"""
    with _desk() as (accounts, _):
        rows = list(accounts.all())
    for row in rows:
        state = say("cli.staff.state.disabled") if row.disabled else say("cli.staff.state.good")
        click.echo(
            say(
                "cli.staff.row",
                name=row.name,
                role=row.role,
                state=state,
                seen=row.seen[:16] or say("cli.staff.never"),
            )
        )
    if not rows:
        click.echo(say("cli.staff.none"))
