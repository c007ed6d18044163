"""What a person needs to hear: the verdict, what would help, and what cures a condition."""

from scoring.advice.advise import Advice, advise
from scoring.advice.cures import Cure, Hurdle, Remedy
from scoring.advice.next_step import NextStep, Step
from scoring.advice.verdict import Earliest, Gap, Held, Verdict, verdict
from scoring.advice.ways import Way, ways_to_reach

__all__ = [
    "Advice",
    "Cure",
    "Earliest",
    "Gap",
    "Held",
    "Hurdle",
    "NextStep",
    "Remedy",
    "Step",
    "Verdict",
    "Way",
    "advise",
    "verdict",
    "ways_to_reach",
]
