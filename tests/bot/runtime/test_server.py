"""`jifen serve` as a process: start, chat, faults, stop."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import connect
from tests.processes import Server, free_port, until

JIFEN = str(Path(sys.executable).with_name("jifen"))


class Bot(Server):
    """A running bot of one data folder."""

    def __init__(self, folder: Path, port: int, **settings: str) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.env = {name: v for name, v in os.environ.items() if not name.startswith("JIFEN_")}
        self.env |= {"JIFEN_DATA_DIR": str(folder), "JIFEN_DEMO": "1", "JIFEN_PORT": str(port)}
        self.env |= settings
        self.folder = folder
        super().__init__([JIFEN, "serve"], self.env)
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)

    def wait(self) -> None:
        """Until it serves."""
        until(self.serves, 60)

    def serves(self) -> bool:
        assert self.process.poll() is None, "".join(self.said)
        try:
            return requests.get(self.url + "/readyz", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def chat(self, *lines: str, user: str = "tester") -> str:
        """What the terminal chat prints, run as people run it."""
        command = [JIFEN, "chat", "--url", self.url, "--user", user]
        done = subprocess.run(
            command,
            input="\n".join(lines),
            env=self.env,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Another command of the program with the bot's settings."""
        return subprocess.run(
            [JIFEN, *words], env=self.env, capture_output=True, text=True, timeout=60
        )

    def redis_pid(self) -> int:
        with connect(EmbeddedRedis(self.folder).url) as client:
            return int(client.info("server")["process_id"])

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            try:
                self.stop()
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise
        self._reader.join(10)
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    safe = {"JIFEN_WECHAT_AES_KEY": "k" * 43, "JIFEN_WECHAT_APP_ID": "wx1"}
    with Bot(tmp_path / "var", free_port(), JIFEN_WORKERS="2", **safe) as running:
        running.wait()
        yield running


def test_a_bot_without_encryption_chats(tmp_path: Path) -> None:
    with Bot(tmp_path / "var", free_port(), JIFEN_WORKERS="1") as bot:
        bot.wait()
        assert "机器人>" in bot.chat("菜单")
        assert "没有打开安全模式" in bot.run("doctor").stdout
        assert bot.stop() == 0


def test_a_bot_lives(bot: Bot) -> None:
    banner = "".join(bot.said)
    for line in ("/demo", "/staff/", "/wechat", "jifen chat --url"):
        assert line in banner

    # retries and other kinds of messages from the terminal
    first, again = bot.chat("/关注", "/重发").split("机器人>")[1:]
    assert first == again

    # the process that owns the memory dies: the next start of it is a second away
    os.kill(bot.redis_pid(), signal.SIGKILL)
    assert "机器人>" in bot.chat("菜单")
    until(bot.serves, 30)

    # a worker dies
    workers = subprocess.run(
        ["pgrep", "-P", str(bot.process.pid)], capture_output=True, text=True
    ).stdout.split()
    for pid in workers:
        if int(pid) != bot.redis_pid():
            os.kill(int(pid), signal.SIGKILL)
    until(bot.serves, 60)
    assert "机器人>" in bot.chat("菜单")

    # a second start on the same port says so in one line
    second = bot.run("serve")
    assert second.returncode == 1
    assert "已经被别的程序占用" in second.stderr
    assert second.stderr.count("\n") == 1

    # the doctor finds everything in place
    doctor = bot.run("doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert "没有打开安全模式" not in doctor.stdout

    # a person is erased by the operator
    assert "已删除" in bot.run("erase", "tester").stdout

    # the log names times and routes, and nobody
    log = "".join(bot.said)
    assert re.search(r"\[20\d\d-.+\] \[\d+\] \[INFO\] POST /wechat 200 [\d.]+ms", log)
    assert "tester" not in log
    assert "菜单" not in log

    memory = bot.redis_pid()
    assert bot.stop() == 0
    assert not Path(f"/proc/{memory}").exists(), "Redis stops with its last user"


def test_chat_without_a_server_says_what_to_do(tmp_path: Path) -> None:
    env = os.environ | {"JIFEN_DATA_DIR": str(tmp_path), "JIFEN_WECHAT_TOKEN": "abc"}
    done = subprocess.run(
        [JIFEN, "chat", "--url", f"http://127.0.0.1:{free_port()}"],
        input="你好\n",
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "jifen serve" in done.stderr
    assert done.stderr.count("\n") == 1
