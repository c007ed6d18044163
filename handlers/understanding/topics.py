"""Which facts a clause speaks of, by its words (`words/topics.toml`)."""

import re
from collections.abc import Mapping

from handlers.understanding.acts import Topic
from handlers.understanding.readers.district import districts_in
from handlers.understanding.readers.lexicon import lexicon, table

_CUES = lexicon("topics")
OTHERS = _CUES["others"]
"""The beginning of a clause on somebody else."""
CUES = {topic: _CUES[topic.value] for topic in Topic if topic.value in _CUES}
SIGNS = {topic: frozenset(table("topics")["signs"][topic.value]) for topic in CUES}
"""Characters of which one is in everything that a topic's cue finds."""

_WITH_FIGURES = {topic: cue for topic, cue in CUES.items() if re.search(r"\\d|\d", cue.pattern)}
"""The cues that a numeral in digits can change."""


_BY_SIGN: Mapping[str, frozenset[Topic]] = {
    sign: frozenset(topic for topic in CUES if sign in SIGNS[topic])
    for sign in frozenset().union(*SIGNS.values())
}


def _cued(cues: Mapping[Topic, re.Pattern[str]], text: str) -> set[Topic]:
    may: set[Topic] = set()
    for character in text:
        if character in _BY_SIGN:
            may |= _BY_SIGN[character]
    return {topic for topic in may if topic in cues and cues[topic].search(text)}


def topics_of(text: str, figures: str) -> set[Topic]:
    """The topics that a clause speaks of; `figures` is its `text` with digits."""
    found = _cued(CUES, text)
    if text != figures:
        found |= _cued(_WITH_FIGURES, figures)
    if OTHERS.match(text):
        found &= {Topic.HOMES}  # what is told of somebody else
    if Topic.LEASE in found:
        found.discard(Topic.TAX_YEARS)
    if Topic.INSURANCE_GAP in found and not districts_in(text):
        found.discard(Topic.JOBS)  # 「跳槽空了两个月」
    if Topic.INNOVATION in found and not districts_in(text):
        found.discard(Topic.JOBS)
    if Topic.TAX_VIOLATIONS in found and not re.search("个税|所得税|万", text):
        found.discard(Topic.TAX_YEARS)
    if Topic.BIRTH in found and found & {Topic.HOMES, Topic.JOBS} and "生" not in text:
        found.discard(Topic.BIRTH)
    if (
        Topic.BIRTH in found
        and found & {Topic.REPAID, Topic.INSURANCE_GAP}
        and not re.search(r"生|(?:19)?[4-9]\d年", figures)
    ):
        found.discard(Topic.BIRTH)  # 「补过3个月 15年的」
    if {Topic.RESIDENCE_PERMIT, Topic.HOMES} <= found and not re.search("租|房|宿", text):
        found.discard(Topic.HOMES)
    if (
        Topic.INSURANCE_GAP in found
        and re.search("租|房|居住证|税|备案", text)
        and not re.search("社保|缴", text)
    ):
        found.discard(Topic.INSURANCE_GAP)
    if (
        Topic.JOBS in found
        and not districts_in(text)
        and (Topic.INSURANCE in found or not re.search(r"\d|在城|注册|换|搬", figures))
    ):
        found.discard(Topic.JOBS)
    if Topic.INSURANCE in found and Topic.HOMES not in found and districts_in(text):
        found.add(Topic.JOBS)
    if Topic.JOBS in found and re.search(
        "(?:单位|公司)(?:给|提供|安排|包|的)?.{0,2}(?:宿舍|公寓|住)", text
    ):
        found.discard(Topic.JOBS)
    return found


def about_the_lease(topics: set[Topic], text: str) -> set[Topic]:
    """「没交税」 as the answer on the lease is not about income tax."""
    if Topic.TAX_YEARS in topics and not re.search("个税|所得税|万", text):
        return topics - {Topic.TAX_YEARS} | {Topic.LEASE}
    if re.search("(?:之前|以前)(?:的|都)?没|登记|[交缴纳]了?税|税也?[交缴纳]", text) and not topics:
        return topics | {Topic.LEASE}
    return topics
