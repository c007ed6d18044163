"""The doctor on Redis: rights, memory, disk, replicas."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from flask import Flask

from bot.runtime.redis_client import Client
from tests.bot.cli.doctor.conftest import Doctor
from tests.processes import free_port
from tests.served import served


@contextmanager
def user(redis: Any, *rules: str) -> Iterator[None]:
    redis.execute_command("ACL", "SETUSER", "bot", "reset", "on", ">se/cret", "~*", *rules)
    try:
        yield
    finally:
        redis.execute_command("ACL", "DELUSER", "bot")


def as_user(redis_url: str, password: str) -> str:
    return redis_url.replace("unix://", f"unix://bot:{quote(password, safe='')}@", 1)


def test_a_wrong_redis_password(
    service: Flask, doctor: Doctor, redis: Client, redis_url: str
) -> None:
    with served(service) as url, user(redis, "+@all"):
        right = doctor(url, JIFEN_REDIS_URL=as_user(redis_url, "se/cret"))
        wrong = doctor(url, JIFEN_REDIS_URL=as_user(redis_url, "nope"))
    assert "redis" in right
    assert "密码" in wrong["redis_password"]


def test_a_user_without_info(service: Flask, doctor: Doctor, redis: Client, redis_url: str) -> None:
    with served(service) as url, user(redis, "+@all", "-info", "-config"):
        found = doctor(url, JIFEN_REDIS_URL=as_user(redis_url, "se/cret"))
    assert "INFO" in found["redis_no_info"]
    assert "webhook" in found


def test_a_user_that_may_not_write(
    service: Flask, doctor: Doctor, redis: Client, redis_url: str
) -> None:
    with served(service) as url, user(redis, "+@all", "-set"):
        assert "SET" in doctor(url, JIFEN_REDIS_URL=as_user(redis_url, "se/cret"))["redis_rights"]


def test_a_redis_that_is_full(service: Flask, doctor: Doctor, redis: Any) -> None:
    redis.config_set("maxmemory", "1")
    try:
        with served(service) as url:
            assert "maxmemory" in doctor(url)["redis_full"]
    finally:
        redis.config_set("maxmemory", "0")


def test_a_redis_that_evicts(service: Flask, doctor: Doctor, redis: Any) -> None:
    redis.config_set("maxmemory-policy", "allkeys-lru")
    try:
        with served(service) as url:
            assert "noeviction" in doctor(url)["redis_policy"]
    finally:
        redis.config_set("maxmemory-policy", "noeviction")


def test_a_replica_that_takes_no_writes(service: Flask, doctor: Doctor, redis: Any) -> None:
    redis.execute_command("REPLICAOF", "127.0.0.1", str(free_port()))
    try:
        with served(service) as url:
            assert "只读" in doctor(url)["redis_readonly"]
    finally:
        redis.execute_command("REPLICAOF", "NO", "ONE")


FULL = b"-MISCONF Errors writing to the AOF file: No space left on device\r\n"


def test_a_disk_that_is_full(service: Flask, doctor: Doctor) -> None:
    """As a server answers whose append-only file cannot grow."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while head := self.rfile.readline():
                words = []
                for _ in range(int(head[1:])):
                    length = int(self.rfile.readline()[1:])
                    words.append(self.rfile.read(length + 2)[:-2].upper())
                reply = {b"PING": b"+PONG\r\n", b"SET": FULL, b"CLIENT": b"+OK\r\n"}
                self.wfile.write(reply.get(words[0], b"-ERR unknown command\r\n"))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with served(service) as url:
            found = doctor(url, JIFEN_REDIS_URL=f"redis://127.0.0.1:{server.server_address[1]}")
        server.shutdown()
    assert "磁盘满了" in found["disk_full"]


def test_a_redis_that_is_gone(service: Flask, doctor: Doctor) -> None:
    with served(service) as url:
        found = doctor(url, JIFEN_REDIS_URL=f"redis://127.0.0.1:{free_port()}")
    assert "JIFEN_REDIS_URL" in found["redis_unreachable"]


# --- the platform's API --------------------------------------------------------------------------
