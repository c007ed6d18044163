"""The ten items of a score: what each is worth, and the least and most it can be worth."""

from scoring.items.arithmetic import worth
from scoring.items.bounds import bounds
from scoring.items.worth import ZERO, Worth

__all__ = ["ZERO", "Worth", "bounds", "worth"]
