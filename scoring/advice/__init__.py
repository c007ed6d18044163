"""What would help: the measures open to a person, each with its sum, and sets that reach a line."""

from scoring.advice.advise import Advice, advise
from scoring.advice.ways import Way, ways_to_reach

__all__ = ["Advice", "Way", "advise", "ways_to_reach"]
