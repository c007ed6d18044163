"""How the measures are called, what they cost and their catch: `data/advice.toml`."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, get_args

from scoring.errors import RuleError
from scoring.facts.model import Education
from scoring.rules.load import ITEMS
from scoring.rules.parameters import DEGREES, DIPLOMAS
from scoring.rules.schema import table

_FILE = "advice.toml"
ELIGIBILITY = "eligibility"
Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Course:
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
class MeasureWording:
    """One measure in words; `item` is the item whose rule bears it, or "eligibility"."""

    item: str
    group: str
    effort: int
    title: str
    cost: str
    catch: str
    items: tuple[str, ...] = ()
    indicator: str = ""
    confidence: str = "high"
    study: Course | None = None

    def wrong(self) -> tuple[str, str] | None:
        """The key that is wrong and why, None when nothing is."""
        if self.item not in (*ITEMS, ELIGIBILITY):
            return "item", f"no item {self.item!r}; known: {ITEMS} and {ELIGIBILITY}"
        if unknown := [each for each in self.items if each not in ITEMS]:
            return "items", f"no item {unknown[0]!r}; known: {ITEMS}"
        if (self.item == ELIGIBILITY) != bool(self.indicator):
            return "indicator", f"stands with the item {ELIGIBILITY!r}, and only there"
        if self.confidence not in get_args(Confidence):
            return "confidence", f"one of {get_args(Confidence)}"
        if self.study is not None and (
            self.study.diploma not in DIPLOMAS or self.study.degree not in DEGREES
        ):
            return "study", f"known: {DIPLOMAS} and {DEGREES}"
        return None


def read_texts(file: str, text: str) -> dict[str, MeasureWording]:
    """The texts by key; `RuleError` names `file`, the key and the reason."""
    found = {key: table(file, key, raw, MeasureWording) for key, raw in tomllib.loads(text).items()}
    for key, each in found.items():
        if (wrong := each.wrong()) is not None:
            raise RuleError(file, f"{key}.{wrong[0]}", wrong[1])
    return found


TEXTS = read_texts(_FILE, files("scoring.advice").joinpath("data", _FILE).read_text("utf-8"))


def course_years(key: str) -> int:
    """How many calendar years after its first September a course ends; `KeyError` for another."""
    study = TEXTS[key].study
    if study is None:
        raise KeyError(key)
    return study.years
