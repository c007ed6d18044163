"""Lines of requests gather only where somebody writes them."""

import logging
import re

import pytest

from bot.runtime import request_log


def test_without_a_worker_a_line_is_logged_at_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        request_log.note("POST /wechat 200 3.0ms")
    assert caplog.messages == ["POST /wechat 200 3.0ms"]


def test_gathered_lines_look_like_the_others(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(request_log, "_gathering", True)
    for _ in range(2):
        request_log.note("POST /wechat 200 3.0ms")
    assert capfd.readouterr().err == ""
    request_log.settle()
    line = r"\[20\d\d-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\] \[\d+\] \[INFO\] POST /wechat 200 3.0ms\n"
    assert re.fullmatch(f"({line}){{2}}", capfd.readouterr().err)
    request_log.settle()
    assert capfd.readouterr().err == ""
