"""The command `jifen`: exit codes, one clear line for every mistake, lines of JSON."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

import handlers
from bot.cli import COMMANDS, main
from bot.cli import text as text_commands
from handlers import Incoming, Outcome, Text
from replies.wording import say

JIFEN = Path(sys.executable).with_name("jifen")
Run = Callable[..., tuple[int, str, str]]
ROUTER = cache(text_commands._router)
"""A command makes its router once in its process; so do all commands of this module."""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run the command in this process: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIFEN_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setattr(text_commands, "_router", ROUTER)

    def run(*args: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["jifen", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main()
        out, err = capsys.readouterr()
        return code, out, err

    return run


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize(
    "args",
    [
        ("nope",),
        ("route",),
        ("route", "--jsonl", "--nope"),
        ("route", "--jsonl", "--catalog", "/nowhere"),
        ("ask",),
        ("score",),
        ("score", "/nowhere.json"),
        ("score", "--jsonl", "--year", "x"),
        ("serve", "--port", "99999"),
        ("serve", "--workers", "many"),
        ("erase",),
        ("menu", "nope"),
        ("staff", "add", "x", "--role", "boss"),
    ],
)
def test_wrong_calls_are_2_with_one_chinese_line(run: Run, args: tuple[str, ...]) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert any("\u4e00" <= letter <= "\u9fff" for letter in err)
    assert "one of" not in err
    assert "Traceback" not in err


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help(run: Run, name: str) -> None:
    code, out, err = run(name, "--help")
    assert (code, err) == (0, "")
    assert f"jifen {name}" in out


def test_version_is_that_of_the_package(run: Run) -> None:
    code, out, _ = run("--version")
    assert (code, out.strip()) == (0, f"jifen {version('jifen')}")


def test_help_lists_everything(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    assert all(name in out for name in COMMANDS)


@pytest.mark.parametrize(
    ("args", "setting"),
    [(("serve",), "JIFEN_WECHAT_TOKEN"), (("menu", "push"), "JIFEN_WECHAT_APP_SECRET")],
)
def test_missing_settings_are_named(run: Run, args: tuple[str, ...], setting: str) -> None:
    code, _, err = run(*args)
    assert code == 1
    assert setting in err
    assert err.count("\n") == 1


BAD_LINES = [
    b"not json",
    b"[1]",
    b'"text"',
    b"{}",
    b'{"id": NaN}',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"id": 1' + b"9" * 5000 + b"}",
]


@pytest.mark.parametrize(
    ("command", "good", "check"),
    [
        ("route", {"text": "你好"}, lambda found: found["decision"] in ("intent", "fallback")),
        ("reply", {"text": "补缴算不算分"}, lambda found: "补缴" in found["reply"]),
        (
            "parse",
            {"slot": "count", "text": "三个", "as_of": "2026-11-02"},
            lambda found: found["value"] == 3,
        ),
        (
            "score",
            {"year": 2026, "facts": {"birth": "1985-01"}},
            lambda found: found["items"]["age"] == "20.00",
        ),
    ],
)
def test_a_bad_line_harms_no_other(
    run: Run, command: str, good: dict[str, Any], check: Callable[[dict[str, Any]], bool]
) -> None:
    first, last = (json.dumps({"id": n} | good).encode() for n in ("a", "z"))
    stdin = b"\n".join([b"\xef\xbb\xbf" + first, *BAD_LINES, b"", b'{"id": 7}', last])
    code, out, err = run(command, "--jsonl", stdin=stdin)
    found = lines(out)
    assert (code, err) == (1, "")
    assert found[0]["id"] == "a"
    assert found[-1]["id"] == "z"
    assert check(found[0])
    assert check(found[-1])
    assert len(found) == len(BAD_LINES) + 3
    for each in found[1:-2]:
        assert each["id"] is None
        assert "error" in each
    assert found[-2]["id"] == 7
    assert "error" in found[-2]
    code, out, _ = run(command, "--jsonl", stdin=first)
    assert code == 0
    assert "error" not in out


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "😀" * 500, "字" * 20_000, "]]>", "'; DROP TABLE"]
)
def test_any_text_gets_a_reply(run: Run, text: str) -> None:
    code, out, _ = run("reply", "--jsonl", stdin=json.dumps({"id": 1, "text": text}).encode())
    assert code == 0
    assert lines(out)[0]["reply"]


def test_a_reply_has_all_its_pages(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    left = say("chat.pages.more", left=1)
    sent = {"问": f"第一页\n\n{left}", "n": "第二页"}

    def respond(incoming: Incoming, *_: object) -> Outcome:
        return Outcome({}, Text(sent[incoming.text]))

    monkeypatch.setattr(handlers, "respond", respond)
    _, out, _ = run("reply", "--jsonl", stdin=json.dumps({"id": 1, "text": "问"}).encode())
    assert lines(out) == [{"id": 1, "reply": "第一页\n第二页"}]


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "😀" * 500, "字" * 20_000, "]]>", "'; DROP TABLE"]
)
def test_any_text_is_routed(run: Run, text: str) -> None:
    code, out, _ = run("route", "--jsonl", stdin=json.dumps({"id": 1, "text": text}).encode())
    (found,) = lines(out)
    assert code == 0
    assert set(found) == {"id", "decision", "answer", "official", "intent", "candidates"}
    assert len(found["candidates"]) <= 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"slot": "nope"}, "slot"),
        ({"as_of": "2026-13-01"}, "as_of"),
        ({"as_of": "20261102"}, "as_of"),
        ({"text": 5}, "text"),
        ({"ask": 5}, "ask"),
    ],
)
def test_parse_says_which_field_is_wrong(run: Run, wrong: dict[str, Any], said: str) -> None:
    given = {"id": 1, "slot": "count", "text": "3", "as_of": "2026-11-02"} | wrong
    code, out, _ = run("parse", "--jsonl", stdin=json.dumps(given).encode())
    assert code == 1
    assert said in lines(out)[0]["error"]


def test_score_as_in_the_contract(run: Run) -> None:
    given = {"id": 1, "year": 2022, "facts": {"birth": "1985-01", "detentions": 1}}
    code, out, _ = run("score", "--jsonl", stdin=json.dumps(given).encode())
    (found,) = lines(out)
    assert code == 0
    assert found["id"] == 1
    assert found["items"]["law"] == "-30.00"
    assert sum(float(points) for points in found["items"].values()) == float(found["total"])


def test_score_for_people(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text('{"birth": "1985-01"}', "utf-8")
    code, out, _ = run("score", str(path), "--year", "2026")
    assert code == 0
    assert "20.00" in out
    for content in (b"{", b"[]", b"\xff", b'{"birth": 7}', b'{"facts": 1}'):
        path.write_bytes(content)
        code, out, err = run("score", str(path))
        assert (code, out, err.count("\n")) == (1, "", 1)


def test_ask(run: Run) -> None:
    code, out, _ = run("ask", "租房怎么算分", "--why")
    assert code == 0
    assert "官方第 11 问" in out
    assert "出处" in out
    assert "判断：answer" in out


def test_a_catalogue_of_ones_own(run: Run, tmp_path: Path) -> None:
    code, _, err = run("route", "--jsonl", "--catalog", str(tmp_path))
    assert code == 1
    assert err.count("\n") == 1


def test_menu_file(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("menu", "show")
    assert code == 0
    assert "算一算" in out
    path = tmp_path / "menu.toml"
    for wrong in ("", "[[entry]]\nname = '一二三四五六'\nkey = 'x'", "[[entry]]\nname='a'", "x ="):
        path.write_text(wrong, "utf-8")
        code, _, err = run("menu", "show", "--file", str(path))
        assert code == 1
        assert str(path) in err


def test_erase_of_a_stranger(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIFEN_WECHAT_TOKEN", "abc")
    run("staff", "list")  # begins the data folder: without data there is nothing to erase from
    code, out, _ = run("erase", "oNobody")
    assert code == 0
    assert "没有找到" in out


def test_an_id_that_is_no_utf8_is_a_stranger_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIFEN_DEMO", "1")
    run("staff", "list")  # begins the data folder: without data there is nothing to erase from
    code, out, err = run("erase", b"o\xff\xfe".decode("utf-8", "surrogateescape"))
    assert (code, err) == (0, "")
    assert "没有找到" in out


@pytest.mark.parametrize("args", [("erase", "somebody"), ("staff", "list")])
def test_a_dead_redis_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    monkeypatch.setenv("JIFEN_REDIS_URL", "redis://127.0.0.1:1")
    monkeypatch.setenv("JIFEN_SECRET_KEY", "k" * 32)
    monkeypatch.setenv("JIFEN_WECHAT_TOKEN", "token")
    code, out, err = run(*args)
    assert (code, out) == (1, "")
    assert err.startswith("Redis 没有响应")
    assert "JIFEN_REDIS_URL" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", ["chat", "doctor"])
def test_a_broken_address_is_named(run: Run, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("JIFEN_DEMO", "1")
    code, _, err = run(command, "--url", "http://[")
    assert code == 1
    assert err.count("\n") == 1
    assert "http://[" in err


def test_closed_stdout_is_no_traceback(tmp_path: Path) -> None:
    """As in `jifen route --jsonl | head -1`."""
    line = b'{"id": 1, "slot": "count", "text": "3", "as_of": "2026-11-02"}\n'
    process = subprocess.Popen(
        [JIFEN, "parse", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert process.stdout
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(line * 500, timeout=60)
    assert err.decode() == ""
    assert process.returncode == 1
