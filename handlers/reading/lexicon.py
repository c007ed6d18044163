"""The vocabularies in `words/*.toml`."""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any


def table(name: str) -> dict[str, Any]:
    """The file `words/<name>.toml` as it is."""
    text = files("handlers.reading").joinpath(f"words/{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def lexicon(name: str) -> Mapping[str, re.Pattern[str]]:
    """Each list of `words/<name>.toml` as one pattern of alternatives."""
    return MappingProxyType(
        {key: re.compile("|".join(entries)) for key, entries in table(name).items()}
    )
