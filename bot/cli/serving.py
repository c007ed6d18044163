"""`jifen serve`."""

from typing import Any

import click

from bot.settings import Settings


@click.command()
@click.option("--host", metavar="地址", help="监听地址，默认 127.0.0.1。")
@click.option("--port", type=click.IntRange(1, 65535), metavar="端口", help="默认 8000。")
@click.option("--workers", type=click.IntRange(1, 64), metavar="个数", help="进程数，默认 2。")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """启动服务。"""
    given: dict[str, Any] = {"host": host, "port": port, "workers": workers}
    settings = Settings.load(**{name: value for name, value in given.items() if value is not None})

    from bot.server import serve as run

    run(settings)
