"""`jifen staff` against an embedded Redis of its own."""

import io
from pathlib import Path

import pytest

from bot.cli import cli, guarded
from bot.runtime.embedded_redis import EmbeddedRedis
from bot.runtime.redis_client import connect
from bot.storage.accounts import Accounts


@pytest.fixture
def jifen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> object:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIFEN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("JIFEN_WECHAT_TOKEN", "testtoken")

    def run(*words: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = guarded(lambda: cli.main(["staff", *words], "jifen", standalone_mode=False))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_add_list_disable(jifen, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with EmbeddedRedis(tmp_path / "data") as server:
        assert jifen("list")[:2] == (0, "还没有账号。新建：jifen staff add 名字 --role 管理员\n")
        words = ("add", "老王", "--role", "管理员", "--password-stdin")
        code, out, _ = jifen(*words, stdin="一句足够长的新密码四二七\n")
        assert (code, "老王" in out) == (0, True)
        code, _, err = jifen(*words, stdin="一句足够长的新密码四二七\n")
        assert (code, err) == (1, "已经有账号「老王」，请换一个名字\n")
        code, _, err = jifen("add", "小李", "--role", "坐席", "--password-stdin", stdin="短\n")
        assert (code, "至少 12 个字符" in err) == (1, True)
        assert "老王\t管理员\t可用\t最近登录 从未" in jifen("list")[1]
        code, _, err = jifen("disable", "老王")
        assert (code, "最后一个" in err) == (1, True)
        code, _, err = jifen("disable", "没有的人")
        assert (code, err) == (1, "没有账号「没有的人」\n")
        with connect(server.url) as client:
            assert Accounts(client).verify("老王", "一句足够长的新密码四二七") is not None


def test_wrong_calls(jifen) -> None:  # type: ignore[no-untyped-def]
    assert jifen("add", "老王")[0] == 2
    assert jifen("add", "老王", "--role", "老板")[0] == 2
    code, _, err = jifen("add", "老王", "--role", "坐席")
    assert (code, "--password-stdin" in err) == (1, True)
