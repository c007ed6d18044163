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


@click.group()
def menu() -> None:
    """公众号底部菜单：查看、比较、发布。"""


@menu.command()
@FILE
def show(path: Path | None) -> None:
    """显示菜单文件。"""
    from bot.wechat.menu import lines, load

    click.echo("\n".join(lines(load(path))))


@menu.command()
@FILE
def diff(path: Path | None) -> int:
    """比较公众号现在的菜单和菜单文件，有差别时退出码为 1。"""
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


@menu.command()
@FILE
def push(path: Path | None) -> None:
    """把菜单文件发布到公众号。"""
    from bot.wechat.account_api import AccountApi
    from bot.wechat.menu import load

    AccountApi(Settings.load()).put_menu(load(path))
    click.echo(say("cli.menu.pushed"))
