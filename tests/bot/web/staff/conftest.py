"""A console with one member of staff and one administrator, and browsers for them."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.runtime.redis_client import Client
from bot.storage.accounts import Accounts
from bot.storage.roles import ADMIN, AGENT
from bot.storage.second_factor import SecondFactor
from tests.conftest import SECRET, Clock

PASSWORD = "一句足够长的好密码 42"
EVERY_PAGE = [
    "/", "/caller", "/consult", "/questions", "/answers", "/versions", "/numbers", "/numbers.csv",
    "/me", "/me/second-factor", "/accounts", "/audit",
    "/answers/new", "/answers/age/edit", "/answers/age/card",
]  # fmt: skip


@pytest.fixture
def mode() -> str:
    """The console does not know how WeChat sends its messages."""
    return "plain"


class Browser:
    """A client that follows forms the way a browser does: with their secret."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(f"/staff{path}", **more)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        form = {"csrf": self.secret(), **(data or {})}
        return self.client.post(f"/staff{path}", data=form, **more)

    def part(self, path: str, data: dict[str, Any] | None = None) -> TestResponse:
        """As htmx asks."""
        headers = {"HX-Request": "true"}
        if data is None:
            return self.get(path, headers=headers)
        return self.post(path, data, headers=headers)

    def secret(self) -> str:
        seen = self.client.get("/staff/me", follow_redirects=True).text
        found = re.search(r'name="csrf" value="([^"]+)"', seen)
        assert found
        return found[1]

    def administrate(self, path: str, data: dict[str, Any]) -> TestResponse:
        """An administrative act: with the own password, which is asked for first."""
        return self.post(path, {**data, "own_password": PASSWORD})

    def log_in(self, name: str, password: str = PASSWORD, **more: Any) -> TestResponse:
        return self.post("/login", {"name": name, "password": password}, **more)


@pytest.fixture
def accounts(redis: Client, clock: Clock) -> Accounts:
    found = Accounts(redis)
    now: datetime = clock()
    found.add("小李", AGENT, PASSWORD, now)
    found.add("老王", ADMIN, PASSWORD, now)
    return found


@pytest.fixture
def browser(app: Flask, accounts: Accounts) -> Callable[[], Browser]:
    del accounts
    return lambda: Browser(app.test_client())


@pytest.fixture
def agent(browser: Callable[[], Browser]) -> Browser:
    found = browser()
    assert found.log_in("小李").status_code == 302
    return found


@pytest.fixture
def factor(redis: Client) -> SecondFactor:
    return SecondFactor(redis, SECRET)


def set_up_factor(factor: SecondFactor, name: str, clock: Clock) -> str:
    """Turn the second factor of an account on: its secret."""
    secret = factor.begin(name)
    # a code works once: the one before the present one, so that the present one is left
    assert factor.confirm(name, pyotp.TOTP(secret).at(clock(), counter_offset=-1), clock())
    return secret


@pytest.fixture
def admin(browser: Callable[[], Browser], factor: SecondFactor, clock: Clock) -> Browser:
    secret = set_up_factor(factor, "老王", clock)
    found = browser()
    assert "验证码" in found.log_in("老王").text
    answer = found.post("/login/code", {"code": pyotp.TOTP(secret).at(clock())})
    assert answer.status_code == 302
    return found
