"""The gradual retirement table: how many months after birth each group retires."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from scoring.errors import RuleError
from scoring.months import Month
from scoring.rules.schema import table

_FILE = "retirement.toml"


@dataclass(frozen=True, slots=True)
class RetirementGroup:
    """`base_years` for births before `start`; from then on a month more for every `step` months."""

    title: str
    base_years: int
    start: Month
    step: int
    cap: int

    def month(self, birth: int) -> Month:
        """The month in which a person born in the month `birth` retires."""
        delay = 0
        if birth >= self.start:
            delay = min(self.cap, (birth - self.start) // self.step + 1)
        return Month(birth + self.base_years * 12 + delay)


@dataclass(frozen=True, slots=True)
class RetirementTable:
    """The three groups and where they come from."""

    document: str
    men: RetirementGroup
    women_managers: RetirementGroup
    women_workers: RetirementGroup

    def groups(self, sex: str | None, post: str | None) -> tuple[RetirementGroup, ...]:
        """The groups a person may belong to: one, or several while sex or post is not known."""
        if sex == "male":
            return (self.men,)
        women = {
            "manager": (self.women_managers,),
            "worker": (self.women_workers,),
            None: (self.women_managers, self.women_workers),
        }[post]
        return women if sex == "female" else (self.men, *women)


def read_table(file: str, text: str) -> RetirementTable:
    """The table in `text`; `RuleError` names `file`, the key and the reason."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(file, "(whole file)", f"not TOML: {error}") from None
    found = table(file, "", raw, RetirementTable)
    for key in ("men", "women_managers", "women_workers"):
        if getattr(found, key).step < 1:
            raise RuleError(file, f"{key}.step", "must be at least 1")
    return found


TABLE = read_table(_FILE, files("scoring.rules").joinpath(_FILE).read_text("utf-8"))
