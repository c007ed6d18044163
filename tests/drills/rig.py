"""The service under test: Redis, a proxy before it, one or two servers of two workers each."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self, TypeVar

import requests

from bot.storage.turns import Store
from bot.wechat.sender import Sender
from tests.drills.disk import SmallDisk
from tests.drills.platform import Platform
from tests.drills.proxy import Proxy
from tests.processes import free_port, until
from tests.redis_nodes import USER, Cluster, Node, Sentinels

JIFEN = str(Path(sys.executable).with_name("jifen"))
TOKEN, SECRET = "drilltoken", "d" * 40
START_SECONDS = 180.0
Kind = TypeVar("Kind", Cluster, Sentinels)


class Backend:
    """One server. `command` starts it; `before` runs in its process before it begins."""

    def __init__(
        self,
        folder: Path,
        redis_url: str,
        command: Sequence[str] = (JIFEN, "serve"),
        before: Callable[[], object] | None = None,
        **settings: str,
    ) -> None:
        self._command, self._before = command, before
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = folder / f"server-{port}.log"
        self._env = {name: v for name, v in os.environ.items() if not name.startswith("JIFEN_")}
        self._env |= {
            "JIFEN_DATA_DIR": str(folder / "var"),
            "JIFEN_PORT": str(port),
            "JIFEN_WORKERS": "2",
            "JIFEN_REDIS_URL": redis_url,
            "JIFEN_SECRET_KEY": SECRET,
            "JIFEN_WECHAT_TOKEN": TOKEN,
            "JIFEN_PUBLIC_URL": "https://jifen.example.cn",
        } | settings
        self.start()

    def start(self) -> None:
        """Start it; `wait` waits until it serves."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=self._before,
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
        return self.process.wait(60)

    def close(self) -> None:
        """End it, whatever its state."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Rig:
    """Everything together; usable as `with Rig(folder) as rig:`.

    Redis is one server behind a proxy (`memory`, `proxy`), or what `group` makes. The service has
    the least rights on it. `disk` is what `memory` writes to.
    """

    memory: Node
    proxy: Proxy
    disk: SmallDisk

    def __init__(self, folder: Path, group: type[Cluster] | type[Sentinels] | None = None) -> None:
        self.folder = folder
        self.group = group(folder / "redis") if group else None
        if self.group is None:
            self.disk = SmallDisk(folder / "disk")
            self.memory = append_only(self.disk.folder / "redis")
            self.proxy = Proxy(self.memory.port)
        self.backends = [Backend(folder, self.redis_url)]
        self.platform = Platform(Sender(TOKEN), [self.backends[0].url])
        self.spare: Node | None = None

    def group_of(self, kind: type[Kind]) -> Kind:
        """The processes of a rig of that kind."""
        assert isinstance(self.group, kind)
        return self.group

    @property
    def redis_url(self) -> str:
        """Where the service finds Redis."""
        if self.group:
            return self.group.url_of(USER)
        return f"redis://{USER}@127.0.0.1:{self.proxy.port}"

    def __enter__(self) -> Self:
        try:
            self.backends[0].wait()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def store(self) -> Store:
        """The service's store, as the next version of the service would open it."""
        return Store(self.memory.client, SECRET)

    def add_backend(self) -> Backend:
        """One more server on the same Redis; the platform uses it when it is ready."""
        more = Backend(self.folder, self.redis_url)
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
        if self.group:
            self.group.close()
            return
        self.proxy.close()
        for memory in filter(None, (self.memory, self.spare)):
            memory.close()
        self.disk.close()


def append_only(folder: Path) -> Node:
    """A Redis process as production runs one."""
    return Node(folder, "--appendonly", "yes", "--appendfsync", "everysec")
