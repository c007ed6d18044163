"""What is known about a person: typed values, their JSON form, and their months at a cut date."""

from scoring.facts.districts import DISTRICTS, HOME_PLACES, WORK_PLACES, district, place
from scoring.facts.document import facts_table, read_json
from scoring.facts.model import (
    Birth,
    Education,
    Facts,
    Home,
    Insurance,
    Job,
    Span,
    SuburbMonths,
)
from scoring.facts.parse import parse_facts
from scoring.facts.registry import FACTS, Fact, choices_of, lookup_of
from scoring.facts.snapshot import Snapshot

__all__ = [
    "DISTRICTS",
    "FACTS",
    "HOME_PLACES",
    "WORK_PLACES",
    "Birth",
    "Education",
    "Fact",
    "Facts",
    "Home",
    "Insurance",
    "Job",
    "Snapshot",
    "Span",
    "SuburbMonths",
    "choices_of",
    "district",
    "facts_table",
    "lookup_of",
    "parse_facts",
    "place",
    "read_json",
]
