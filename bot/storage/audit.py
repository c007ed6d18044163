"""Who looked at or changed what, and when; never what was seen (no facts, no texts)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.runtime.clock import BEIJING
from bot.runtime.redis_client import Client
from bot.storage import keys

ACTIONS = {
    "login": "登录",
    "login_failed": "登录失败",
    "logout": "退出",
    "logout_all": "所有设备退出",
    "password": "改密码",
    "account_add": "新建账号",
    "account_role": "改角色",
    "account_disable": "停用账号",
    "account_enable": "恢复账号",
    "account_password": "重设密码",
    "code_open": "用咨询码打开对话",
    "code_wrong": "咨询码不对",
    "code_look": "再看打开的对话",
    "code_correct": "更正一项",
    "case_save": "存下来电者的情况",
    "question_look": "看没答上的问题",
    "question_dismiss": "问题设为已处理",
    "answer_publish": "发布答案",
    "answer_rollback": "退回旧版本",
    "numbers_export": "导出数字",
    "audit_look": "看操作记录",
}


@dataclass(frozen=True)
class Entry:
    """One line of the log. `about` names the thing, `address` the network address."""

    when: datetime
    who: str
    what: str
    about: str
    address: str

    @property
    def words(self) -> str:
        return ACTIONS.get(self.what, self.what)


class Audit:
    """The log, kept for `AUDIT_DAYS`."""

    def __init__(self, client: Client) -> None:
        self._redis: Any = client

    def write(self, now: datetime, who: str, what: str, about: str = "", address: str = "") -> None:
        entry = {
            "at": now.isoformat(timespec="seconds"),
            "who": who[:40],
            "what": what,
            "about": about[:120],
            "address": address[:60],
        }
        oldest = int((now - timedelta(days=keys.AUDIT_DAYS)).timestamp() * 1000)
        self._redis.xadd(
            keys.AUDIT, {k: v.encode("utf-8", "replace") for k, v in entry.items()},
            minid=str(oldest), approximate=True,
        )  # fmt: skip

    def read(self, before: str = "+", count: int = 50, who: str = "") -> tuple[list[Entry], str]:
        """Up to `count` entries, newest first, and where to go on ("" at the end)."""
        found: list[Entry] = []
        while True:
            rows = self._redis.xrevrange(keys.AUDIT, max=before, count=200)
            for number, (_, fields) in enumerate(rows):
                entry = _entry(fields)
                if not who or entry.who == who:
                    found.append(entry)
                if len(found) == count:
                    more = number + 1 < len(rows) or len(rows) == 200
                    return found, f"({rows[number][0].decode()}" if more else ""
            if len(rows) < 200:
                return found, ""
            before = f"({rows[-1][0].decode()}"


def _entry(fields: dict[bytes, bytes]) -> Entry:
    words = {k.decode(): v.decode("utf-8", "replace") for k, v in fields.items()}
    when = datetime.fromisoformat(words["at"]).astimezone(BEIJING)
    return Entry(when, words["who"], words["what"], words["about"], words["address"])
