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

ROLES = ("坐席", "管理员")


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
@click.argument("name", metavar="名字")
@click.option("--role", type=click.Choice(ROLES), required=True, help="坐席 或 管理员。")
@click.option("--password-stdin", is_flag=True, help="从标准输入读密码（第一行）。")
def add(name: str, role: str, password_stdin: bool) -> None:
    """新建一个账号。"""
    from bot.storage.accounts import check_password, tidy

    password = _password(password_stdin)
    check_password(password, tidy(name))
    with _desk() as (accounts, audit):
        made = accounts.add(name, role, password, _now())
        audit.write(_now(), "（命令行）", "account_add", f"{made.name} {role}")
    click.echo(f"已新建账号「{made.name}」（{role}），可以登录坐席台了。")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise BotError("这里不能输入密码：请在终端里运行，或用 --password-stdin 从标准输入给")
    return str(
        click.prompt("密码（至少 10 个字符）", hide_input=True, confirmation_prompt="再输一次")
    )


@staff.command()
@click.argument("name", metavar="名字")
def disable(name: str) -> None:
    """停用一个账号，已登录的立即退出。"""
    from bot.storage.accounts import tidy

    with _desk() as (accounts, audit):
        accounts.disable(name)
        audit.write(_now(), "（命令行）", "account_disable", tidy(name))
    click.echo(f"已停用账号「{tidy(name)}」，登录已失效。")


@staff.command(name="list")
def list_accounts() -> None:
    """列出所有账号。"""
    with _desk() as (accounts, _):
        rows = list(accounts.all())
    for row in rows:
        state = "已停用" if row.disabled else "可用"
        click.echo(f"{row.name}\t{row.role}\t{state}\t最近登录 {row.seen[:16] or '从未'}")
    if not rows:
        click.echo("还没有账号。新建：jifen staff add 名字 --role 管理员")
