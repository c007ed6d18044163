"""`jifen erase`: the operator removes a person's data on request."""

import click

from bot.cli.common import running_redis
from replies.wording import say


@click.command()
@click.argument("openid")
def erase(openid: str) -> None:
    """删除一个用户的全部数据（对话、报告、咨询码）。"""
    from bot.cli.desk import desk_over, operator_settings
    from bot.runtime.redis_client import connect
    from bot.storage.turns import Store

    settings = operator_settings()
    with running_redis(settings) as url, connect(url, read_timeout=5) as client:
        gone = Store(client, settings.secret_key.get_secret_value()).erase(openid)
        # the log says that something was erased, never whose
        desk_over(client, settings).note("erase", say("staff.audit_about.count", count=gone))
    click.echo(say("cli.erase.done", count=gone) if gone else say("cli.erase.nothing"))
