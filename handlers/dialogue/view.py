"""One applicant as the questions look at them: what was told, and what still matters."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from handlers.dialogue.facts import facts_of
from handlers.session import Applicant
from scoring import Facts, JsonObject, ScoreRange, parse_facts, score_range
from scoring.months import december


@dataclass(eq=False)
class View:
    """What is known about an applicant for one application year. Rebuilt after every change.

    `unanswered`: what `questions` has found out about each question so far, by its key.
    """

    applicant: Applicant
    year: int
    today: date
    unanswered: dict[str, bool] = field(default_factory=dict)
    told: JsonObject = field(init=False)

    def __post_init__(self) -> None:
        self.told = self.applicant.told

    @cached_property
    def facts_json(self) -> JsonObject:
        return facts_of(self.told, december(self.year - 1))

    @cached_property
    def facts(self) -> Facts:
        return parse_facts(self.facts_json)

    @cached_property
    def range(self) -> ScoreRange:
        return score_range(self.facts, self.year)

    @cached_property
    def missing(self) -> frozenset[str]:
        """The facts that still matter, as the scoring names them."""
        return frozenset(item.fact for item in self.range.missing)

    @cached_property
    def kinds_of_home(self) -> frozenset[str]:
        return frozenset(home["kind"] for home in self.told.get("homes") or ())

    def homes(self, kind: str = "") -> list[JsonObject]:
        return [home for home in self.told.get("homes") or () if not kind or home["kind"] == kind]

    @property
    def dated_insurance(self) -> bool:
        return "periods" in (self.told.get("insurance") or {})
