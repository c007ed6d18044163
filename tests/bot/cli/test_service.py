"""Commands work on the running service's data, or say that there is none here."""

import io
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import cli, guarded
from bot.runtime import service
from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import connect
from bot.runtime.settings import Settings
from bot.storage.accounts import Accounts
from bot.storage.audit import Audit
from bot.storage.record import PersonRecord
from bot.storage.turns import Store
from handlers import Session
from tests.records import put

PASSWORD = "一句足够长的新密码四二七"
ADD = ("staff", "add", "老王", "--role", "管理员", "--password-stdin")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIFEN_DATA_DIR", str(tmp_path / "data"))

    def run(*words: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = guarded(lambda: cli.main(list(words), "jifen", standalone_mode=False))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.mark.parametrize(
    "words",
    [
        ("erase", "oSomebody"),
        ("staff", "disable", "小李"),
        ("audit", "verify"),
        ("backup", "b.bak"),
    ],
)
def test_without_data_here_a_command_says_so_and_makes_nothing(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    code, out, err = run(*words)
    assert code == 1
    assert out == ""
    assert "这里没有服务的数据" in err
    assert list(tmp_path.iterdir()) == []


def test_erase_is_logged_without_saying_whose(run: Run, tmp_path: Path) -> None:
    assert run(*ADD, stdin=f"{PASSWORD}\n")[0] == 0
    assert run("erase", "oSomebodySecret")[:2] == (0, "没有找到这个用户的数据，无需删除。\n")
    with EmbeddedRedis(tmp_path / "data") as server, connect(server.url) as client:
        key = (tmp_path / "data" / "secret_key").read_text()
        row = Audit(client, key).read()[0][0]
    assert (row.what, row.who) == ("erase", "（命令行）")
    assert "oSomebody" not in f"{row}"


def test_a_copy_of_all_that_is_kept_of_somebody(run: Run, tmp_path: Path) -> None:
    """PIPL 45: facts, transcript and notes; the log does not say whose."""
    assert run(*ADD, stdin=f"{PASSWORD}\n")[0] == 0
    assert run("export", "oNobody")[:2] == (0, "没有找到这个用户的数据。\n")
    session = Session(consent="x")
    session.applicant.told = {"birth": "1985-03"}
    session.hand_over.notes = [["小李", "11-02 10:00", "要寄材料清单"]]
    record = PersonRecord(session=session.dump())
    record.keep("我1985年3月生", "", "ask:insurance", datetime(2026, 11, 2, tzinfo=UTC))
    with EmbeddedRedis(tmp_path / "data") as server, connect(server.url) as client:
        key = (tmp_path / "data" / "secret_key").read_text()
        store = Store(client, key)
        put(store, store.who("oSomebodySecret"), record)
        store.close()
    code, out, _ = run("export", "oSomebodySecret")
    assert code == 0
    kept = json.loads(out)
    assert kept["conversation"]["people"][""]["told"] == {"birth": "1985-03"}
    assert kept["conversation"]["hand_over"]["notes"][0][2] == "要寄材料清单"
    assert kept["transcript"][0]["text"] == "我1985年3月生"
    with EmbeddedRedis(tmp_path / "data") as server, connect(server.url) as client:
        rows = Audit(client, key).read()[0]
    assert rows[0].what == "export"
    assert "oSomebody" not in f"{rows}"


def test_another_users_data_folder_is_not_touched(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: 4321)
    code, _, err = run(*ADD, stdin=f"{PASSWORD}\n")
    assert code == 1
    assert "现在是 4321：请用 sudo -u" in err
    assert list(folder.iterdir()) == []


def test_root_does_not_begin_the_folder_of_the_service(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = tmp_path / "jifen.service"
    unit.write_text("[Service]\nUser=jifen\n", "utf-8")
    monkeypatch.setattr(service, "UNIT", unit)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    code, _, err = run(*ADD, stdin=f"{PASSWORD}\n")
    assert code == 1
    assert "sudo -u jifen" in err
    assert not (tmp_path / "data").exists()


def test_the_running_service_is_found_from_anywhere(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root in the checkout, while the unit has a data folder of its own."""
    theirs = tmp_path / "theirs"
    proc = tmp_path / "proc" / str(os.getpid())
    proc.mkdir(parents=True)
    (proc / "cmdline").write_bytes(b"python\0/opt/jifen/.venv/bin/jifen\0serve\0")
    (proc / "environ").write_bytes(f"JIFEN_DATA_DIR={theirs}\0HOME=/\0".encode())
    (proc / "stat").write_text(f"{os.getpid()} (jifen) S " + "0 " * 18 + "777 0", "utf-8")
    (proc / "cwd").symlink_to(tmp_path)
    monkeypatch.setattr(service, "PROC", tmp_path / "proc")
    monkeypatch.delenv("JIFEN_DATA_DIR")
    monkeypatch.setattr(
        "bot.runtime.settings._default_data_dir", lambda: tmp_path / "empty", raising=True
    )
    settings = Settings.load(env_file=None, data_dir=theirs)
    with service.noted(settings), EmbeddedRedis(theirs) as server:
        code, _, err = run(*ADD, stdin=f"{PASSWORD}\n")
        assert code == 0
        assert f"进程 {os.getpid()}" in err
        with connect(server.url) as client:
            assert Accounts(client).verify("老王", PASSWORD) is not None
    assert not (tmp_path / "empty").exists()
    assert not (theirs / service.NOTE).exists()


def test_backup_and_restore_on_a_new_machine(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(*ADD, stdin=f"{PASSWORD}\n")[0] == 0
    code, out, _ = run("backup", "jifen.bak")
    assert (code, "账号 1 个" in out) == (0, True)
    assert (tmp_path / "jifen.bak").stat().st_mode & 0o077 == 0
    assert run("backup", "jifen.bak")[0] == 1  # never over another file
    key = (tmp_path / "data" / "secret_key").read_text()
    monkeypatch.setenv("JIFEN_DATA_DIR", str(tmp_path / "new"))
    code, _, err = run("restore", "jifen.bak")
    assert (code, "JIFEN_SECRET_KEY" in err) == (1, True)
    monkeypatch.setenv("JIFEN_SECRET_KEY", key)
    assert run("restore", "jifen.bak")[0] == 0
    assert "老王" in run("staff", "list")[1]
    assert run("audit", "verify")[0] == 0
    code, _, err = run("restore", "jifen.bak")
    assert (code, "--replace" in err) == (1, True)
    assert run("restore", "--replace", "jifen.bak")[0] == 0
    assert list(tmp_path.glob("jifen.bak.before-*"))


def test_unlock_and_reset_factor(run: Run) -> None:
    run(*ADD, stdin=f"{PASSWORD}\n")
    assert run("staff", "unlock", "老王")[:2] == (0, "已解锁账号「老王」，现在可以再试。\n")
    assert run("staff", "reset-factor", "老王")[0] == 0
    assert run("staff", "unlock", "没有的人")[0] == 1
