"""WeChat's own API for one account: its menu, and messages to people (客服消息).

One client for every call that goes out. It keeps the access token, asks for a new one when WeChat
says that the old one has run out, and turns every way to fail into `ApiError` in plain Chinese.
"""

import json
import re
import threading
import time
from collections.abc import Callable

import requests

from bot.errors import ApiError, SettingsError
from bot.runtime.settings import Settings
from replies.wording import say, texts
from scoring import JsonObject

CONNECT_SECONDS, READ_SECONDS = 3.0, 10.0
SEND_SECONDS = 5.0
"""A message to a person: a colleague waits for the answer."""
EARLIER = 300
"""Seconds before the end of a token's life from which on it is not used any more."""
NO_MENU = 46003
NOT_LISTED = (40164, 61004)  # the calling address is not on the account's list
STALE_TOKEN = (40001, 40014, 42001)
"""Codes for a token that another program voided or that has run out."""


class AccountApi:
    """The calls of one account. May be used by several threads. `http` sends a request."""

    def __init__(
        self, settings: Settings, http: Callable[..., requests.Response] = requests.request
    ) -> None:
        self._http = http
        self._base = settings.wechat_api_base
        self._app_id = settings.wechat_app_id
        self._secret = settings.wechat_app_secret.get_secret_value()
        self._lock = threading.Lock()
        self._token, self._until = "", 0.0

    # --- the menu ------------------------------------------------------------------------------

    def menu(self) -> JsonObject | None:
        """The account's present menu as WeChat's JSON; None when it has none."""
        try:
            menu = self._call("GET", "/cgi-bin/menu/get").get("menu")
        except ApiError as error:
            if error.code == NO_MENU:
                return None
            raise
        if not isinstance(menu, dict) or not _are_buttons(menu.get("button")):
            raise self._unreadable()
        return menu

    def put_menu(self, menu: JsonObject) -> None:
        """Replace the account's menu."""
        self._done("/cgi-bin/menu/create", menu, READ_SECONDS)

    # --- messages ------------------------------------------------------------------------------

    def send_text(self, openid: str, text: str) -> None:
        """A text to a person who wrote within the last 48 hours (客服消息, ≤ 2,047 bytes).

        Codes that a verified account can meet: 45015 (later than 48 hours), 45047 (too many without
        an answer), 40003 (unknown person). 48001: the account may not send at all.
        """
        body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        self._done("/cgi-bin/message/custom/send", body, SEND_SECONDS)

    # --- the way there -------------------------------------------------------------------------

    def _done(self, path: str, body: JsonObject, seconds: float) -> None:
        """A call that only succeeds or fails."""
        # only a code that says so is success: an answer without one proves nothing
        if self._call("POST", path, body, seconds).get("errcode") != 0:
            raise self._unreadable(unsure=True)

    def _unreadable(self, unsure: bool = False) -> ApiError:
        return ApiError(say("wechat.unreadable", base=self._base), unsure=unsure)

    def _call(
        self,
        method: str,
        path: str,
        body: JsonObject | None = None,
        seconds: float = READ_SECONDS,
    ) -> JsonObject:
        """A call with the token; with a new one once more when WeChat does not take the old one."""
        token = self._valid_token()
        try:
            return self._send(method, path, body, {"access_token": token}, seconds)
        except ApiError as error:
            if error.code not in STALE_TOKEN:
                raise
        token = self._valid_token(instead_of=token)
        return self._send(method, path, body, {"access_token": token}, seconds)

    def _valid_token(self, instead_of: str = "") -> str:
        """The token that is kept, or a new one; of several threads one asks for it."""
        with self._lock:
            if self._token in ("", instead_of) or time.monotonic() > self._until:
                self._token, lives = self._fresh_token(force=bool(instead_of))
                self._until = time.monotonic() + lives - EARLIER
            return self._token

    def _fresh_token(self, force: bool) -> tuple[str, float]:
        """A token and how many seconds it lives."""
        if not (self._app_id and self._secret):
            raise SettingsError(say("wechat.no_secret"))
        # The stable token can be asked for by several programs without voiding each other's; only
        # `force_refresh` (twenty a day) ends the one before.
        body = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._secret,
            "force_refresh": force,
        }
        answer = self._send("POST", "/cgi-bin/stable_token", body, {}, READ_SECONDS)
        match answer:
            case {"access_token": str(token), "expires_in": int(lives)} if token:
                return token, lives
        raise self._unreadable()

    def _send(
        self,
        method: str,
        path: str,
        body: JsonObject | None,
        query: dict[str, str],
        seconds: float,
    ) -> JsonObject:
        # WeChat shows \uXXXX escapes literally: the body goes out as plain UTF-8
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        try:
            answer = self._http(
                method,
                self._base + path,
                params=query,
                data=data,
                timeout=(CONNECT_SECONDS, seconds),
            )
            result = json.loads(answer.content.decode("utf-8"))
        except requests.ReadTimeout:
            raise ApiError(say("wechat.no_answer", base=self._base), unsure=True) from None
        except requests.RequestException:
            raise ApiError(say("wechat.unreachable", base=self._base)) from None
        except (ValueError, RecursionError):
            result = None
        if not isinstance(result, dict):
            raise self._unreadable(unsure=True)
        code = result.get("errcode", 0)
        if type(code) is not int:
            raise self._unreadable(unsure=True)
        if code:
            raise ApiError(_told(code, str(result.get("errmsg", ""))), code)
        return result


def _are_buttons(value: object, levels: int = 2) -> bool:
    """Whether `value` is a list of buttons, each with at most a list of buttons below it."""
    return isinstance(value, list) and all(
        isinstance(each, dict)
        and (not (below := each.get("sub_button")) or (levels > 1 and _are_buttons(below, 1)))
        for each in value
    )


def _told(code: int, message: str) -> str:
    """An error code of WeChat's in words, with the address to be listed where it names one."""
    key = f"wechat.code.{code}".replace("-", "minus_")
    told = say("wechat.failed", code=code, what=say(key) if key in texts() else message)
    address = re.search(r"invalid ip ([0-9a-f.:]+)", message) if code in NOT_LISTED else None
    return told + (say("wechat.address", address=address[1]) if address else "")
