"""The law as dated data: rule versions, their schema and the retirement table."""

from scoring.rules.load import ITEMS, VERSIONS, Item, Rules, innovation_values, rules_for
from scoring.rules.schema import table

__all__ = ["ITEMS", "VERSIONS", "Item", "Rules", "innovation_values", "rules_for", "table"]
