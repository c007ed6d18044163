"""`jifen serve`."""

from typing import Any

import click

from bot.errors import BotError
from bot.runtime.settings import Settings


@click.command()
@click.option("--host", metavar="地址", help="监听地址，默认 127.0.0.1。")
@click.option("--port", type=click.IntRange(1, 65535), metavar="端口", help="默认 8000。")
@click.option("--workers", type=click.IntRange(1, 64), metavar="个数", help="进程数，默认 2。")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """启动服务。"""
    given: dict[str, Any] = {"host": host, "port": port, "workers": workers}
    settings = Settings.load(**{name: value for name, value in given.items() if value is not None})

    from bot.runtime import server

    server.serve(settings, _load_app, _notices)


def _load_app(settings: Settings) -> Any:
    from bot.web.app import create_app

    return create_app(settings)


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
        "坐席台还没有账号，也没有默认密码。新建第一个账号：",
        f"  {command_name()} staff add 名字 --role 管理员",
    ]
