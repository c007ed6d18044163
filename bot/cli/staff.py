"""`jifen staff`: the accounts of the console. Passwords are typed unseen or come from stdin."""

import sys

import click

from bot.errors import BotError
from bot.storage.roles import ROLES
from replies.wording import say


@click.group()
def staff() -> None:
    """坐席台的账号：add 新建，disable 停用，unlock 解锁，reset-factor 取消登录验证，list 列出。"""


@staff.command()
@click.argument("name", metavar=say("cli.metavar.name"))
@click.option("--role", type=click.Choice(ROLES), required=True, help=say("cli.staff.role"))
@click.option("--password-stdin", is_flag=True, help=say("cli.staff.password_stdin"))
def add(name: str, role: str, password_stdin: bool) -> None:
    """新建一个账号。"""
    from bot.cli.desk import operator_desk
    from bot.storage.accounts import tidy
    from bot.storage.passwords import check_password

    password = _password(password_stdin)
    check_password(password, tidy(name))
    with operator_desk(create=True) as desk:
        made = desk.accounts.add(name, role, password, desk.now())
        desk.note("account_add", f"{made.name} {role}")
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
    from bot.cli.desk import operator_desk
    from bot.storage.accounts import tidy

    with operator_desk() as desk:
        desk.accounts.disable(name)
        desk.note("account_disable", tidy(name))
    click.echo(say("cli.staff.disabled", name=tidy(name)))


@staff.command()
@click.argument("name", metavar=say("cli.metavar.name"))
def unlock(name: str) -> None:
    """解锁一个账号：输错太多次之后，不用等就能再试。"""
    from bot.cli.desk import operator_desk

    with operator_desk() as desk:
        account = desk.accounts.known(name)
        desk.throttle.unlock(account.name)
        desk.note("account_unlock", account.name)
    click.echo(say("cli.staff.unlocked", name=account.name))


@staff.command()
@click.argument("name", metavar=say("cli.metavar.name"))
def reset_factor(name: str) -> None:
    """取消一个账号的登录验证：手机和恢复码都没有了时用。"""
    from bot.cli.desk import operator_desk

    with operator_desk() as desk:
        account = desk.accounts.known(name)
        desk.factor.remove(account.name)
        desk.note("account_factor", account.name)
        desk.accounts.tell(account.name, "admin_factor", say("cli.staff.operator"), desk.now())
    click.echo(say("cli.staff.factor_reset", name=account.name))


@staff.command(name="list")
def list_accounts() -> None:
    """列出所有账号。"""
    from bot.cli.desk import operator_desk

    with operator_desk(create=True) as desk:
        rows = list(desk.accounts.all())
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
