"""The embedded Redis with real processes: starts at once, deaths, restarts, long paths."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from redis.exceptions import OutOfMemoryError

from bot.errors import RedisError
from bot.runtime import embedded_redis, redis_binary
from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_binary import Binary, find_binary
from bot.runtime.redis_client import connect

# One user of the server in a process of its own: waits for the starting shot, writes, holds on.
USER = """
import sys, time
from pathlib import Path
from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import connect
folder, shot, name, writes = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
while not shot.exists():
    time.sleep(0.001)
with EmbeddedRedis(folder) as server, connect(server.url, read_timeout=5) as client:
    for n in range(writes):
        client.set(f"{name}:{n}", n)
        client.incr("together")
    print(client.info("server")["process_id"], flush=True)
    sys.stdin.read()
"""


def user(folder: Path, shot: Path, name: str, writes: int = 0) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(folder), str(shot), name, str(writes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def pid_of(server: EmbeddedRedis) -> int:
    with connect(server.url) as client:
        return int(client.info("server")["process_id"])


def alive(pid: int) -> bool:
    """Whether the process runs (a zombie does not)."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "var"
    # whatever a test killed on the way, its server does not stay
    with EmbeddedRedis(tmp_path / "var"):
        pass


def test_starts_at_once_end_with_one_server_and_no_lost_write(folder: Path, tmp_path: Path) -> None:
    shot = tmp_path / "shot"
    users = [user(folder, shot, f"u{n}", 50) for n in range(6)]
    shot.touch()
    pids = {u.stdout.readline().strip() for u in users if u.stdout}
    assert len(pids) == 1, "all must talk to one server"
    with EmbeddedRedis(folder) as server, connect(server.url) as client:
        assert client.get("together") == b"300"
        assert client.dbsize() == 301
    assert alive(int(next(iter(pids)))), "the server stays while somebody uses it"
    for each in users:
        each.communicate(timeout=10)
    assert not alive(int(next(iter(pids)))), "the last one to leave stops it"


def test_second_start_attaches(folder: Path) -> None:
    with EmbeddedRedis(folder) as first, EmbeddedRedis(folder) as second:
        assert pid_of(first) == pid_of(second)
        assert not second.ensure()


def test_data_outlive_a_clean_stop(folder: Path) -> None:
    with EmbeddedRedis(folder) as server, connect(server.url) as client:
        client.set("kept", "yes")
    with EmbeddedRedis(folder) as server, connect(server.url) as client:
        assert client.get("kept") == b"yes"


def test_data_outlive_kill_9_of_the_server(folder: Path) -> None:
    with EmbeddedRedis(folder) as server:
        with connect(server.url) as client:
            client.mset({f"k{n}": n for n in range(1000)})
        os.kill(pid_of(server), signal.SIGKILL)
        started = time.monotonic()
        while not server.ensure():  # the dying server may answer once more
            assert time.monotonic() - started < 10
        with connect(server.url) as client:
            assert client.dbsize() == 1000


def test_kill_9_of_the_starter_leaves_a_server_to_attach_to(folder: Path, tmp_path: Path) -> None:
    shot = tmp_path / "shot"
    shot.touch()
    starter = user(folder, shot, "u", 10)
    assert starter.stdout
    pid = int(starter.stdout.readline())
    starter.kill()
    starter.communicate()
    with EmbeddedRedis(folder) as server, connect(server.url) as client:
        assert pid_of(server) == pid
        assert client.get("together") == b"10"
    assert not alive(pid), "and the one who found it stops it"


def test_a_hanging_server_is_never_doubled(folder: Path) -> None:
    with EmbeddedRedis(folder) as server:
        pid = pid_of(server)
        os.kill(pid, signal.SIGSTOP)
        try:
            with pytest.raises(RedisError, match="没有响应"):
                EmbeddedRedis(folder).ensure(patience=0.5)
        finally:
            os.kill(pid, signal.SIGCONT)
        assert pid_of(server) == pid


def test_long_path(tmp_path: Path) -> None:
    folder = tmp_path / ("很长的路径 " * 8) / "var"
    with EmbeddedRedis(folder) as server, EmbeddedRedis(folder) as second:
        assert pid_of(server) == pid_of(second)
        place = server._socket()
        assert len(os.fsencode(place)) <= embedded_redis.SOCKET_BYTES
        assert place.parent.stat().st_mode & 0o077 == 0
    assert not place.parent.exists(), "nothing stays behind"


def test_only_the_owner_may_look(folder: Path) -> None:
    with EmbeddedRedis(folder) as server:
        assert server.folder.stat().st_mode & 0o077 == 0
        assert server._socket().stat().st_mode & 0o077 == 0


def test_a_forked_child_does_not_stop_the_server(folder: Path) -> None:
    with EmbeddedRedis(folder) as server:
        server._owner = os.getpid() + 1
        server.close()
        assert server._answers()
        server._owner = os.getpid()


def script(path: Path, banner: str) -> Path:
    """A program that only tells its version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{banner}'\n")
    path.chmod(0o755)
    return path


def test_the_same_server_whatever_path_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    bundled = find_binary()
    assert bundled.version >= redis_binary.OLDEST
    script(tmp_path / "redis-server", "Redis server v=8.2.0 sha=0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_binary() == bundled


def test_no_binary_at_all_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(redis_binary, "find_spec", lambda _name: None)
    with pytest.raises(RedisError, match="apt install redis-server"):
        find_binary()


def test_an_old_server_on_path_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path / "redis-server", "Redis server v=5.0.7 sha=0")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(redis_binary, "find_spec", lambda _name: None)
    with pytest.raises(RedisError, match=r"6\.2"):
        find_binary()


@pytest.mark.parametrize(
    ("kind", "version", "written", "reads"),
    [
        ("redis", (6, 2), "REDIS0009", True),
        ("redis", (6, 2), "REDIS0010", False),
        ("redis", (7, 0), "REDIS0010", True),
        ("redis", (8, 2), "REDIS0012", True),
        ("redis", (8, 2), "VALKEY080", False),
        ("valkey", (9, 1), "REDIS0011", True),
        ("valkey", (9, 1), "REDIS0012", False),
        ("valkey", (9, 1), "VALKEY080", True),
        ("valkey", (9, 1), "", True),
        ("redis", (6, 2), "*2\r\n$6\r\nS", True),
    ],
)
def test_which_server_reads_which_data(
    kind: str, version: tuple[int, int], written: str, reads: bool
) -> None:
    assert Binary("server", kind, version).reads(written) is reads


def test_data_of_a_newer_server_are_not_overlooked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that cannot read them is passed over; where no other is found, none is started."""
    base = tmp_path / "redis" / "appendonlydir" / "appendonly.aof.1.base.rdb"
    base.parent.mkdir(parents=True)
    base.write_bytes(b"REDIS0012 and so on")
    script(tmp_path / "old" / "redis-server", "Redis server v=6.2.14 sha=0")
    script(tmp_path / "new" / "redis-server", "Redis server v=8.2.0 sha=0")
    monkeypatch.setattr(redis_binary, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", f"{tmp_path}/old")
    server = EmbeddedRedis(tmp_path)
    with pytest.raises(RedisError, match="数据没有动过"):
        server.ensure()
    server.close()
    monkeypatch.setenv("PATH", f"{tmp_path}/new:{tmp_path}/old")
    assert find_binary(tmp_path / "redis").version == (8, 2)


def test_data_of_redis_6_are_taken_over(tmp_path: Path) -> None:
    """The append-only file of a server before 7.0 loads, whichever server comes with us."""
    folder = tmp_path / "redis"
    folder.mkdir()
    words = ["SET", "kept", "yes"]
    body = f"*{len(words)}\r\n" + "".join(f"${len(w)}\r\n{w}\r\n" for w in words)
    (folder / "appendonly.aof").write_text("*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n" + body)
    for _ in range(2):
        with EmbeddedRedis(tmp_path) as server, connect(server.url) as client:
            assert client.get("kept") == b"yes"


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    with pytest.raises(RedisError, match="JIFEN_DATA_DIR"):
        EmbeddedRedis(tmp_path / "var").ensure()


@pytest.mark.parametrize("name", ["var", "很长的路径 " * 8], ids=["short path", "long path"])
def test_looking_into_a_copied_data_folder_leaves_the_original_alone(
    tmp_path: Path, name: str
) -> None:
    """The documented backup, looked into: production must not be stopped, emptied or moved."""
    original, copy = tmp_path / name / "data", tmp_path / "backup"
    with EmbeddedRedis(original) as server, connect(server.url) as client:
        client.mset({f"k{n}": n for n in range(100)})
        pid, place = pid_of(server), server._socket()
        shutil.copytree(original, copy, ignore=lambda _folder, _names: ["redis.sock"])
        command = [sys.executable, "-c", "from bot.cli import main; raise SystemExit(main())"]
        environment = {**os.environ, "JIFEN_DATA_DIR": str(copy), "JIFEN_DEMO": "1"}
        for words in (["staff", "list"], ["doctor"]):
            looked = subprocess.run(
                [*command, *words], env=environment, capture_output=True, text=True
            )
            assert "自带的 Redis" not in looked.stderr, looked.stderr
        assert alive(pid)
        assert place.exists()
        assert pid_of(server) == pid
        assert client.dbsize() == 100
    with EmbeddedRedis(copy) as server, connect(server.url) as client:
        assert client.dbsize() == 100, "the copy holds what was copied, in a server of its own"


def test_a_note_that_points_outside_is_ignored(folder: Path, tmp_path: Path) -> None:
    with EmbeddedRedis(folder) as server, connect(server.url) as client:
        client.set("whose", "the original's")
        other = tmp_path / "other"
        (other / "redis").mkdir(parents=True)
        (other / "redis" / "socket").write_text(str(server._socket()), "utf-8")
        with EmbeddedRedis(other) as second, connect(second.url) as stranger:
            assert stranger.get("whose") is None
        assert client.get("whose") == b"the original's"


def test_a_server_of_another_folder_is_never_used(folder: Path, tmp_path: Path) -> None:
    """Even where its very socket lies in our folder, as after a copy by hard links."""
    with EmbeddedRedis(folder) as server:
        other = EmbeddedRedis(tmp_path / "other")
        other.folder.mkdir(parents=True)
        os.link(server._socket(), other.folder / "redis.sock")
        assert not other._answers()
        other._stop()
        assert server._answers()


def test_a_temporary_folder_that_another_process_made_stays(tmp_path: Path) -> None:
    folder, shot = tmp_path / ("很长的路径 " * 8) / "var", tmp_path / "shot"
    shot.touch()
    starter = user(folder, shot, "u")
    assert starter.stdout
    starter.stdout.readline()
    starter.kill()
    starter.communicate()
    with EmbeddedRedis(folder) as server:
        place = server._socket().parent
    assert (place / "owner").exists()
    with EmbeddedRedis(folder) as server:
        assert server._socket().parent == place, "and is used again"
    shutil.rmtree(place)


def test_a_full_memory_refuses_writes_and_keeps_what_is_there(folder: Path) -> None:
    with EmbeddedRedis(folder) as server, connect(server.url, read_timeout=5) as client:
        settings = client.config_get("maxmemory*")
        assert int(settings["maxmemory"]) == 512 * 1024 * 1024
        assert settings["maxmemory-policy"] == "noeviction"
        client.config_set("maxmemory", int(client.info("memory")["used_memory"]) + 1_000_000)
        kept = 0
        with suppress(OutOfMemoryError):
            for kept in range(100):
                client.set(f"session {kept}", b"x" * 100_000)
        assert 0 < kept < 99, "refused in between"
        assert client.get("session 0") == b"x" * 100_000, "reads go on"
        assert client.dbsize() == kept, "nothing was evicted"
