"""`jifen menu`: the account's menu, ours against WeChat's."""

import difflib
from pathlib import Path

import click

from bot.runtime.settings import Settings
from replies.wording import say

FILE = click.option(
    "--file",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar=say("cli.metavar.file"),
    help=say("cli.menu.file"),
)


@click.group(help=say("cli.about.menu"))
def menu() -> None:
    """The account's menu."""


@menu.command(help=say("cli.about.show"))
@FILE
def show(path: Path | None) -> None:
    """Print the menu file."""
    from bot.wechat.menu import lines, load

    click.echo("\n".join(lines(load(path))))


@menu.command(help=say("cli.about.diff"))
@FILE
def diff(path: Path | None) -> int:
    """Compare the published menu with the file; 1 if they differ."""
    from bot.wechat.account_api import AccountApi
    from bot.wechat.menu import lines, load

    ours = lines(load(path))
    theirs = lines(AccountApi(Settings.load()).menu() or {})
    found = list(
        difflib.unified_diff(
            theirs, ours, say("cli.menu.theirs"), say("cli.menu.ours"), lineterm="", n=9
        )
    )
    click.echo("\n".join(found) if found else say("cli.menu.same"))
    return 1 if found else 0


@menu.command(help=say("cli.about.push"))
@FILE
def push(path: Path | None) -> None:
    """Publish the menu file."""
    from bot.wechat.account_api import AccountApi
    from bot.wechat.menu import load

    AccountApi(Settings.load()).put_menu(load(path))
    click.echo(say("cli.menu.pushed"))
