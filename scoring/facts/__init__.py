"""What is known about a person: typed values, their JSON form, and their months at a cut date."""

from scoring.facts.districts import DISTRICTS, district
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
from scoring.facts.snapshot import Snapshot

__all__ = [
    "DISTRICTS",
    "Birth",
    "Education",
    "Facts",
    "Home",
    "Insurance",
    "Job",
    "Snapshot",
    "Span",
    "SuburbMonths",
    "district",
    "parse_facts",
]
