"""`jifen staff`: the accounts of the console. Passwords are typed unseen or come from stdin."""

import sys

import click

from bot.errors import BotError
from bot.storage.roles import ROLES
from replies.wording import say


@click.group(help=say("cli.about.staff"))
def staff() -> None:
    """The accounts of the console."""


@staff.command(help=say("cli.about.add"))
@click.argument("name", metavar=say("cli.metavar.name"))
@click.option("--role", type=click.Choice(ROLES), required=True, help=say("cli.staff.role"))
@click.option("--password-stdin", is_flag=True, help=say("cli.staff.password_stdin"))
def add(name: str, role: str, password_stdin: bool) -> None:
    """Make an account."""
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


@staff.command(help=say("cli.about.disable"))
@click.argument("name", metavar=say("cli.metavar.name"))
def disable(name: str) -> None:
    """Disable an account and end its log-ins."""
    from bot.cli.desk import operator_desk
    from bot.storage.accounts import tidy

    with operator_desk() as desk:
        desk.accounts.disable(name)
        desk.note("account_disable", tidy(name))
    click.echo(say("cli.staff.disabled", name=tidy(name)))


@staff.command(help=say("cli.about.unlock"))
@click.argument("name", metavar=say("cli.metavar.name"))
def unlock(name: str) -> None:
    """Forget the failed log-ins of an account."""
    from bot.cli.desk import operator_desk

    with operator_desk() as desk:
        account = desk.accounts.known(name)
        desk.throttle.unlock(account.name)
        desk.note("account_unlock", account.name)
    click.echo(say("cli.staff.unlocked", name=account.name))


@staff.command(help=say("cli.about.reset_factor"))
@click.argument("name", metavar=say("cli.metavar.name"))
def reset_factor(name: str) -> None:
    """Remove the second factor of an account."""
    from bot.cli.desk import operator_desk

    with operator_desk() as desk:
        account = desk.accounts.known(name)
        desk.factor.remove(account.name)
        desk.note("account_factor", account.name)
        desk.accounts.tell(account.name, "admin_factor", say("cli.staff.operator"), desk.now())
    click.echo(say("cli.staff.factor_reset", name=account.name))


@staff.command(name="list", help=say("cli.about.list_accounts"))
def list_accounts() -> None:
    """Print every account."""
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
