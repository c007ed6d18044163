"""WeChat's own API, as little of it as the bot needs: the account's menu."""

import json
from typing import Any

import requests

from bot.errors import ApiError, SettingsError
from bot.runtime.settings import Settings

TIMEOUT = 10.0

ADVICE = {
    40001: "AppSecret 不对，或凭证已失效：请核对 JIFEN_WECHAT_APP_SECRET 后重试",
    40013: "AppID 不对：请核对 JIFEN_WECHAT_APP_ID",
    40016: "按钮个数不合要求：一级最多 3 个，二级最多 5 个",
    40018: "按钮名字太长：一级最多 16 字节，二级最多 60 字节",
    40125: "AppSecret 不对：请核对 JIFEN_WECHAT_APP_SECRET，重置过就填新的",
    40164: "本机的 IP 不在白名单里：请在公众平台「基本配置 → IP 白名单」里加上它",
    42001: "凭证已过期：请重试",
    45009: "今天的调用次数用完了：请明天再试",
    46003: "账号还没有菜单",
    48001: "账号没有这个接口的权限：菜单接口需要认证过的服务号或订阅号",
    50001: "账号没有授权这个接口：请在公众平台检查接口权限",
    61004: "本机的 IP 没有登记：请在公众平台「基本配置 → IP 白名单」里加上它",
    -1: "微信系统繁忙：请稍后重试",
}


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
            return dict(self._call("GET", "/cgi-bin/menu/get")["menu"])
        except ApiError as error:
            if "46003" in str(error):
                return None
            raise

    def put_menu(self, menu: dict[str, Any]) -> None:
        """Replace the account's menu."""
        self._call("POST", "/cgi-bin/menu/create", menu)

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        if not self._token:
            self._token = self._fresh_token()
        return self._send(method, path, body, {"access_token": self._token})

    def _fresh_token(self) -> str:
        if not (self._app_id and self._secret):
            raise SettingsError(
                "JIFEN_WECHAT_APP_ID 或 JIFEN_WECHAT_APP_SECRET 没有填：调用微信接口需要这两项，"
                "在公众平台「基本配置」里可以看到"
            )
        # the stable token can be asked for by several programs without voiding each other's
        body = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._secret,
        }
        return str(self._send("POST", "/cgi-bin/stable_token", body, {})["access_token"])

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
            raise ApiError(
                f"连不上微信接口 {self._base}：请检查网络和 JIFEN_WECHAT_API_BASE"
            ) from None
        except ValueError:
            raise ApiError(
                f"微信接口的回答看不懂：请检查 JIFEN_WECHAT_API_BASE（{self._base}）"
            ) from None
        if not isinstance(result, dict):
            raise ApiError(f"微信接口的回答看不懂：请检查 JIFEN_WECHAT_API_BASE（{self._base}）")
        if code := result.get("errcode"):
            raise ApiError(
                f"微信接口报错 {code}：{ADVICE.get(code, result.get('errmsg', '未说明'))}"
            )
        return result
