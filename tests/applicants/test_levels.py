"""The levels that conversations reach, over all kinds of applicants in all styles.

One test, since the walks cost by far the most and test workers share nothing.
"""

from tests.applicants import measure
from tests.applicants.measure import judge, plan
from tests.applicants.people import kinds
from tests.applicants.styles import STYLES

WALKS = len(STYLES) * len(kinds())
"""A person of every kind in every style."""
ALL_AT_ONCE = ("dump",)
BIT_BY_BIT = ("short", "talkative")


def test_conversations_reach_their_levels() -> None:
    walks = [judge(*row) for row in plan(WALKS, seed=1)]
    taken, made = measure.corrections(walks)
    at_once = [each for each in walks if each.walk.style in ALL_AT_ONCE]
    by_bits = [each for each in walks if each.walk.style in BIT_BY_BIT]
    assert made >= 80
    reached = {
        "results are exact": measure.exact(walks) >= 98,
        "hardly any firm total is wrong": measure.firm_wrong(walks) <= 1,
        "eligibility is right": measure.eligibility(walks) >= 98,
        "corrections are taken at once": taken / made >= 0.9,
        "a result comes soon when all is told at once": measure.median_messages(at_once) <= 8,
        "a result comes soon bit by bit": measure.median_messages(by_bits) <= 14,
        "no reply is over the limit": sum(each.long for each in walks) == 0,
        "hardly any question is repeated without a word": sum(each.bare for each in walks) <= 1,
    }
    assert all(reached.values()), [level for level, met in reached.items() if not met]
