"""WeRoBot with a session, counting the messages of each person: runs in a virtual environment of
its own (`bench.webhook` makes it). `BENCH_REDIS`: the socket of a Redis for its sessions; without
it WeRoBot takes its default, a SQLite file in the current folder.
"""

import os
from typing import Any

import werobot

options: dict[str, Any] = {}
if path := os.environ.get("BENCH_REDIS"):
    import redis
    from werobot.session.redisstorage import RedisStorage

    options["session_storage"] = RedisStorage(redis.Redis(unix_socket_path=path))

robot = werobot.WeRoBot(
    token="benchtoken",  # noqa: S106 (of the bench alone)
    encoding_aes_key="k" * 43,
    app_id="wx1",
    enable_session=True,
    **options,
)


@robot.text  # type: ignore[untyped-decorator]
def count(message: Any, session: dict[str, Any]) -> str:
    session["n"] = session.get("n", 0) + 1
    return f"{session['n']} {message.content}"


app = robot.wsgi
