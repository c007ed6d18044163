"""The service under test: Redis, a proxy before it, one or two servers of two workers each."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import redis
import requests

from bot.runtime.embedded_redis import find_binary
from bot.runtime.redis_client import connect
from bot.storage.turns import Store
from bot.wechat.sender import Sender
from tests.drills.platform import Platform
from tests.drills.proxy import Proxy
from tests.processes import free_port, until

JIFEN = str(Path(sys.executable).with_name("jifen"))
TOKEN, SECRET = "drilltoken", "d" * 40
START_SECONDS = 90.0


class Memory:
    """A Redis process with an append-only file in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        folder.mkdir()
        self.start()

    @property
    def client(self) -> Any:
        """A new client, straight to the process."""
        return connect(f"redis://127.0.0.1:{self.port}", read_timeout=5)

    def start(self) -> None:
        """Start it, on the data that it has, and wait until it has loaded them."""
        options = {"port": str(self.port), "bind": "127.0.0.1", "dir": ".", "save": ""}
        options |= {"appendonly": "yes", "appendfsync": "everysec", "logfile": "redis.log"}
        options |= {"repl-diskless-sync-delay": "0"}
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self.process = subprocess.Popen(
            [find_binary().path, *words],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            restore_signals=False,  # Python ignores SIGXFSZ: a full quota must not kill Redis
        )
        until(self.answers, 10)

    def answers(self) -> bool:
        """Whether it takes commands."""
        try:
            return bool(self.client.ping())
        except redis.RedisError:
            return False

    def signal(self, number: int) -> None:
        """Send a signal: SIGKILL, or SIGSTOP and SIGCONT for a freeze."""
        self.process.send_signal(number)
        if number == signal.SIGKILL:
            self.process.wait()

    def limit_files(self, limit: int) -> None:
        """Refuse to let files grow beyond `limit` bytes: to Redis, a full disk."""
        hard = resource.RLIM_INFINITY
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (limit, hard))

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()


class Backend:
    """One `jifen serve`."""

    def __init__(self, folder: Path, redis_port: int, **settings: str) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = (folder / f"server-{port}.log").open("wb")
        self._env = {name: v for name, v in os.environ.items() if not name.startswith("JIFEN_")}
        self._env |= {
            "JIFEN_DATA_DIR": str(folder / "var"),
            "JIFEN_PORT": str(port),
            "JIFEN_WORKERS": "2",
            "JIFEN_REDIS_URL": f"redis://127.0.0.1:{redis_port}",
            "JIFEN_SECRET_KEY": SECRET,
            "JIFEN_WECHAT_TOKEN": TOKEN,
            "JIFEN_PUBLIC_URL": "https://jifen.example.cn",
        } | settings
        self.start()

    def start(self) -> None:
        """Start it; `wait` waits until it serves."""
        self.process = subprocess.Popen(
            [JIFEN, "serve"],
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    def wait(self) -> None:
        """Until it is ready."""
        until(lambda: self.answers("/readyz"), START_SECONDS)

    def answers(self, path: str) -> bool:
        """Whether an address is answered with 200."""
        assert self.process.poll() is None, "the server has ended"
        try:
            return requests.get(self.url + path, timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def workers(self) -> list[int]:
        """Process ids of the workers."""
        command = ["pgrep", "-P", str(self.process.pid)]
        return list(map(int, subprocess.run(command, capture_output=True).stdout.split()))

    def metrics_folder(self) -> Path:
        """Where the workers keep their counters."""
        environ = Path(f"/proc/{self.workers()[0]}/maps").read_text()
        place = next(line.split()[-1] for line in environ.splitlines() if "jifen-metrics-" in line)
        return Path(place).parent

    def stop(self) -> int:
        """SIGTERM, as a deploy does; the exit code."""
        self.process.terminate()
        code = self.process.wait(30)
        self._log.close()
        return code

    def close(self) -> None:
        """End it, whatever its state."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if not self._log.closed:
            self._log.close()


class Rig:
    """Everything together; usable as `with Rig(folder) as rig:`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.memory = Memory(folder / "redis")
        self.proxy = Proxy(self.memory.port)
        self.backends = [Backend(folder, self.proxy.port)]
        self.platform = Platform(Sender(TOKEN), [self.backends[0].url])
        self.spare: Memory | None = None

    def __enter__(self) -> Self:
        try:
            self.backends[0].wait()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def store(self) -> Store:
        """The service's store, as the next version of the service would open it."""
        return Store(self.memory.client, SECRET)

    def add_backend(self) -> Backend:
        """One more server on the same Redis; the platform uses it when it is ready."""
        more = Backend(self.folder, self.proxy.port)
        self.backends.append(more)
        more.wait()
        self.platform.urls.append(more.url)
        return more

    def remove_backend(self, gone: Backend) -> int:
        """Stop one server in order, while the proxy still sends it messages; its exit code."""
        code = gone.stop()
        self.platform.urls.remove(gone.url)
        self.backends.remove(gone)
        return code

    def recovered(self) -> bool:
        """Whether every server is ready and writes reach Redis."""
        return all(backend.answers("/readyz") for backend in self.backends)

    def close(self) -> None:
        """End every process."""
        for backend in self.backends:
            backend.close()
        self.proxy.close()
        for memory in filter(None, (self.memory, self.spare)):
            memory.signal(signal.SIGCONT)
            memory.close()
