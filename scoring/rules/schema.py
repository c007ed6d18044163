"""Reads a table of a TOML file into a frozen dataclass, and refuses what does not fit.

The dataclass is the schema: field names are keys, annotations say what a value must be. Points and
amounts are strings ("0.5"), so that no binary float ever enters the arithmetic.
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from scoring.errors import RuleError
from scoring.json_form import JsonObject
from scoring.months import Month, month

T = TypeVar("T")


def table(file: str, key: str, raw: object, shape: type[T]) -> T:
    """`raw` as a `shape` (a dataclass); `RuleError` names the file, the key and the reason."""
    if not isinstance(raw, Mapping):
        raise RuleError(file, key, "must be a table")
    hints = get_type_hints(shape)
    known = {entry.name: entry for entry in fields(shape)}  # type: ignore[arg-type]
    for name in raw:
        if name not in known:
            raise RuleError(file, _join(key, name), f"unknown key; known: {', '.join(known)}")
    values: JsonObject = {}
    for name, entry in known.items():
        if name in raw:
            values[name] = _value(file, _join(key, name), raw[name], hints[name])
        elif entry.default is MISSING:
            raise RuleError(file, _join(key, name), "missing")
    return shape(**values)


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _value(file: str, key: str, raw: object, kind: Any) -> Any:
    if get_origin(kind) is UnionType:
        kind = next(option for option in get_args(kind) if option is not NoneType)
    if get_origin(kind) is tuple:
        if not isinstance(raw, list):
            raise RuleError(file, key, "must be a list")
        if not raw:
            raise RuleError(file, key, "must not be empty")
        inner = get_args(kind)[0]
        return tuple(_value(file, f"{key}[{n}]", each, inner) for n, each in enumerate(raw))
    if is_dataclass(kind):
        return table(file, key, raw, kind)  # type: ignore[arg-type]
    if kind is Decimal:
        return _decimal(file, key, raw)
    if kind is Month:
        return _month(file, key, raw)
    if not isinstance(raw, kind) or (kind is int and isinstance(raw, bool)):
        raise RuleError(file, key, f"must be {kind.__name__}, is {raw!r}")
    if kind is int and isinstance(raw, int) and raw < 0:
        raise RuleError(file, key, f"must not be negative, is {raw!r}")
    if kind is str and not str(raw).strip():
        raise RuleError(file, key, "must not be empty")
    return raw


def _decimal(file: str, key: str, raw: object) -> Decimal:
    if not isinstance(raw, str) or not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", raw):
        raise RuleError(file, key, f'must be a decimal in quotes like "0.5", is {raw!r}')
    return Decimal(raw)


def _month(file: str, key: str, raw: object) -> Month:
    if not isinstance(raw, str) or not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", raw):
        raise RuleError(file, key, f'must be a month like "2018-01", is {raw!r}')
    return month(int(raw[:4]), int(raw[5:]))
