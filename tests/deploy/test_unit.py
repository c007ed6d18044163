"""deploy/jifen.service: read by systemd, and its restrictions tried where they can be."""

import ctypes
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.runtime.settings import Settings
from tests.deploy.site import QUICK, SHIPPED
from tests.drills.rig import Backend
from tests.processes import until
from tests.redis_nodes import USER, Node

EXPOSURE = 2.0
UNIT = SHIPPED / "jifen.service"
PR_SET_MDWE, REFUSE_EXEC_GAIN = 65, 1  # linux/prctl.h, from Linux 6.3

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="no systemd here: apt-get install systemd"
)


@pytest.fixture(params=["jifen.service", "jifen@8000.service"])
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The unit under both of its names, with a command that exists on this machine."""
    text = UNIT.read_text("utf-8").replace("/opt/jifen/.venv/bin/jifen", "/bin/true")
    (tmp_path / "jifen@.service").write_text(text, "utf-8")
    path = tmp_path / str(request.param)
    path.write_text(text, "utf-8")
    return path


@needs_systemd
def test_systemd_finds_nothing_wrong(unit: Path) -> None:
    command = ["systemd-analyze", "verify", "--man=no", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    about_us = [line for line in done.stderr.splitlines() if "jifen" in line]
    assert (done.returncode, about_us) == (0, [])


@needs_systemd
def test_little_is_exposed(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert found, done.stderr
    assert float(found[1]) <= EXPOSURE


def test_a_start_that_fails_is_tried_again_for_ever() -> None:
    lines = UNIT.read_text("utf-8").splitlines()
    assert {"StartLimitIntervalSec=0", "Restart=always"} <= set(lines)


def test_one_file_serves_one_port_or_several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under its plain name `%i` is empty: then the default holds."""
    assert "JIFEN_PORT=%i" in UNIT.read_text("utf-8")
    for instance, port in (("", 8000), ("8001", 8001)):
        monkeypatch.setenv("JIFEN_PORT", instance)
        assert Settings.load(env_file=None).port == port


def test_it_runs_without_memory_that_is_writable_and_executable(tmp_path: Path) -> None:
    """MemoryDenyWriteExecute; older kernels know no such order, and the server just runs."""
    assert "MemoryDenyWriteExecute=yes" in UNIT.read_text("utf-8").splitlines()
    redis = Node(tmp_path / "redis")
    backend = Backend(
        tmp_path,
        f"redis://{USER}@127.0.0.1:{redis.port}",
        QUICK,
        lambda: ctypes.CDLL(None).prctl(PR_SET_MDWE, REFUSE_EXEC_GAIN, 0, 0, 0),
        JIFEN_WORKERS="1",
    )
    try:
        backend.wait()
        until(lambda: backend.answers("/metrics"))
    finally:
        backend.close()
        redis.close()
