"""`jifen erase`: the operator removes a person's data on request."""

import click

from bot.cli.common import running_redis
from bot.runtime.settings import Settings
from replies.wording import say


@click.command()
@click.argument("openid")
def erase(openid: str) -> None:
    """删除一个用户的全部数据（对话、报告、咨询码）。"""
    from bot.runtime.redis_client import connect
    from bot.storage.turns import Store

    settings = Settings.load().with_secret_key()
    with running_redis(settings) as url, connect(url, read_timeout=5) as client:
        gone = Store(client, settings.secret_key.get_secret_value()).erase(openid)
    click.echo(say("cli.erase.done", count=gone) if gone else say("cli.erase.nothing"))
