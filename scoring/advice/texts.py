"""How the what-ifs are called, what they cost and their catch: `data/advice.toml`."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from scoring.errors import RuleError
from scoring.facts.model import Education
from scoring.rules.load import ITEMS
from scoring.rules.parameters import DEGREES, DIPLOMAS
from scoring.rules.schema import table

_FILE = "advice.toml"


@dataclass(frozen=True, slots=True)
class Study:
    """A course: the certificates it ends with, and how many calendar years later in July."""

    diploma: str
    degree: str
    years: int

    @property
    def certificates(self) -> Education:
        """The certificates as an education without dates."""
        return Education(
            next(each for each in DIPLOMAS if each == self.diploma),
            next(each for each in DEGREES if each == self.degree),
        )


@dataclass(frozen=True, slots=True)
class Text:
    """One what-if in words; `item` is the item whose rule bears it."""

    item: str
    group: str
    title: str
    cost: str
    catch: str
    study: Study | None = None


def read_texts(file: str, text: str) -> dict[str, Text]:
    """The texts by key; `RuleError` names `file`, the key and the reason."""
    found = {key: table(file, key, raw, Text) for key, raw in tomllib.loads(text).items()}
    for key, each in found.items():
        if each.item not in ITEMS:
            raise RuleError(file, f"{key}.item", f"no item {each.item!r}; known: {ITEMS}")
        if each.study is not None and (
            each.study.diploma not in DIPLOMAS or each.study.degree not in DEGREES
        ):
            raise RuleError(file, f"{key}.study", f"known: {DIPLOMAS} and {DEGREES}")
    return found


TEXTS = read_texts(_FILE, files("scoring.advice").joinpath("data", _FILE).read_text("utf-8"))
