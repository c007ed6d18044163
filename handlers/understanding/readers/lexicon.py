"""The vocabularies in `words/*.toml`."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from types import MappingProxyType

from scoring import JsonObject


def table(name: str) -> JsonObject:
    """The file `words/<name>.toml` as it is."""
    text = files("handlers.understanding.readers").joinpath(f"words/{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def lexicon(name: str, part: str = "") -> Mapping[str, re.Pattern[str]]:
    """Each list of `words/<name>.toml`, or of its table `part`, as one pattern of alternatives."""
    lists = table(name)[part] if part else table(name)
    return MappingProxyType(
        {
            key: re.compile("|".join(entries))
            for key, entries in lists.items()
            if isinstance(entries, list)
        }
    )


def patterns(name: str, part: str, key: str) -> tuple[re.Pattern[str], ...]:
    """The entries of one list, each a pattern of its own (they name the same groups)."""
    return tuple(re.compile(entry) for entry in table(name)[part][key])


def one_of(several: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """What any of the patterns finds, for one look at all of them; their groups have no names."""
    plain = (re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) for pattern in several)
    return re.compile("|".join(f"(?:{pattern})" for pattern in plain))


def slips(name: str, part: str = "slips") -> Mapping[str, str]:
    """The table `part` of `words/<name>.toml` turned round: what is typed → what is meant."""
    return MappingProxyType(
        {typed: meant for meant, forms in table(name)[part].items() for typed in forms}
    )
