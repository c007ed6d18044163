"""WeChat's own API, as little of it as the bot needs: the account's menu."""

import json
import re
from typing import Any

import requests

from bot.errors import ApiError, SettingsError
from bot.runtime.settings import Settings
from replies.wording import say, texts

TIMEOUT = 10.0
NO_MENU = 46003
NOT_LISTED = (40164, 61004)  # the calling address is not on the account's list


class Api:
    """The calls of one account."""

    def __init__(self, settings: Settings) -> None:
        self._base = settings.wechat_api_base
        self._app_id = settings.wechat_app_id
        self._secret = settings.wechat_app_secret.get_secret_value()
        self._http = requests.Session()
        self._token = ""

    def menu(self) -> dict[str, Any] | None:
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

    def put_menu(self, menu: dict[str, Any]) -> None:
        """Replace the account's menu."""
        # only a code that says so is success: an answer without one proves nothing
        if self._call("POST", "/cgi-bin/menu/create", menu).get("errcode") != 0:
            raise self._unreadable()

    def _unreadable(self) -> ApiError:
        return ApiError(say("wechat.unreadable", base=self._base))

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        if not self._token:
            self._token = self._fresh_token()
        return self._send(method, path, body, {"access_token": self._token})

    def _fresh_token(self) -> str:
        if not (self._app_id and self._secret):
            raise SettingsError(say("wechat.no_secret"))
        # the stable token can be asked for by several programs without voiding each other's
        body = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._secret,
        }
        token = self._send("POST", "/cgi-bin/stable_token", body, {}).get("access_token")
        if not isinstance(token, str) or not token:
            raise self._unreadable()
        return token

    def _send(
        self, method: str, path: str, body: dict[str, Any] | None, query: dict[str, str]
    ) -> dict[str, Any]:
        # WeChat shows \uXXXX escapes literally in menus: the body goes out as plain UTF-8
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        try:
            answer = self._http.request(
                method, self._base + path, params=query, data=data, timeout=TIMEOUT
            )
            result = json.loads(answer.content.decode("utf-8"))
        except requests.RequestException:
            raise ApiError(say("wechat.unreachable", base=self._base)) from None
        except (ValueError, RecursionError):
            result = None
        if not isinstance(result, dict):
            raise self._unreadable()
        code = result.get("errcode", 0)
        if type(code) is not int:
            raise self._unreadable()
        if code:
            raise ApiError(_told(code, str(result.get("errmsg", ""))), code)
        return result


def _are_buttons(value: Any, levels: int = 2) -> bool:
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
