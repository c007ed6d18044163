"""The account's menu as a file of ours, and in the form that WeChat wants."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.errors import SettingsError
from replies.wording import say
from scoring import JsonObject

FIRST_BYTES, SECOND_BYTES, KEY_BYTES = 16, 60, 128


def load(path: Path | None = None) -> JsonObject:
    """The menu of `path` (ours by default) as WeChat's JSON; `SettingsError` when it is wrong."""
    where = path or files("bot.wechat").joinpath("menu.toml")
    try:
        raw = tomllib.loads(where.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(say("wechat.menu.unreadable", file=where, why=error.strerror)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(say("wechat.menu.toml", file=where, why=error)) from None
    entries = raw.get("entry", [])
    if not isinstance(entries, list) or not 1 <= len(entries) <= 3:
        raise SettingsError(say("wechat.menu.entries", file=where))
    return {"button": [_button(entry, FIRST_BYTES, where) for entry in entries]}


def _button(entry: Any, most: int, where: object) -> JsonObject:
    name = entry.get("name", "") if isinstance(entry, dict) else ""
    if not isinstance(name, str) or not 0 < len(name.encode()) <= most:
        raise SettingsError(say("wechat.menu.name", file=where, name=name, most=most))
    below = entry.get("below", [])
    if below and most == FIRST_BYTES:
        if not isinstance(below, list) or len(below) > 5:
            raise SettingsError(say("wechat.menu.below", file=where, name=name))
        return {"name": name, "sub_button": [_button(each, SECOND_BYTES, where) for each in below]}
    if url := entry.get("url"):
        return {"type": "view", "name": name, "url": str(url)}
    key = str(entry.get("key", ""))
    if not 0 < len(key.encode()) <= KEY_BYTES:
        raise SettingsError(say("wechat.menu.target", file=where, name=name))
    return {"type": "click", "name": name, "key": key}


def lines(menu: JsonObject) -> list[str]:
    """A menu as lines of text, an entry a line, for showing and comparing."""
    found = []
    for button in menu.get("button", []):
        found.append(_line(button))
        found += [f"  {_line(each)}" for each in button.get("sub_button") or []]
    return found


def _line(button: JsonObject) -> str:
    target = button.get("key") or button.get("url") or ""
    return f"{button.get('name', '')}" + (f" → {target}" if target else "")
