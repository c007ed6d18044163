"""Servers that a measurement starts, and what they cost (Linux: `/proc`)."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Running:
    """A server; `also` are processes that work for it without being its children."""

    name: str
    port: int
    process: "subprocess.Popen[bytes]"
    also: tuple[int, ...] = ()

    def pids(self) -> list[int]:
        """All its processes now."""
        children: dict[int, list[int]] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with suppress(OSError):
                    children.setdefault(_stat(int(entry.name))[1], []).append(int(entry.name))
        found, queue = set(self.also), [self.process.pid]
        while queue:
            pid = queue.pop()
            found.add(pid)
            queue += children.get(pid, [])
        return sorted(found)

    def cpu(self) -> float:
        """Seconds of CPU so far, over all its processes."""
        return sum(sum(_stat(pid)[11:13]) for pid in self.pids()) / TICK

    def own_memory(self) -> list[int]:
        """Bytes that each process shares with nobody."""
        return [_private(pid) for pid in self.pids()]


def _stat(pid: int) -> list[int]:
    """The fields of `/proc/PID/stat` from the state on, as numbers (the state is 0)."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [0, *map(int, words[1:])]


def _private(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) * 1024


@contextmanager
def started(name: str, port: int, command: list[str], **env: str) -> Iterator[Running]:
    """A server, once it answers on its port; ended on the way out."""
    process = subprocess.Popen(
        command, env=os.environ | env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(1200):
            if _answers(port):
                break
            if process.poll() is not None:
                raise SystemExit(f"{name} did not start: {' '.join(command)}")
            time.sleep(0.05)
        yield Running(name, port, process)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:  # it waits for slow clients
            process.kill()
            process.wait()


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def gunicorn(python: str, app: str, port: int, *words: str) -> list[str]:
    """gunicorn with two workers and, unless said otherwise, eight threads each."""
    words = words or ("-k", "gthread", "--threads", "8")
    base = [python, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-w", "2", *words]
    return [*base, "--keep-alive", "5", "--log-level", "error", "--no-control-socket", app]


PYTHON = sys.executable


def python_with(name: str, *packages: str) -> str:
    """The Python of a virtual environment below `build/` with these packages, which are none of the
    project's own; made once."""
    folder = Path("build") / name
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([PYTHON, "-m", "venv", folder], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", *packages]
        subprocess.run(install, check=True)
    return str(python.absolute())
