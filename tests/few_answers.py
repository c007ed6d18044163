"""A few of the shipped answers, whose router trains in a moment: for what is not about routing."""

from dataclasses import replace
from functools import cache

import pytest

from bot.storage import comparisons, live_answers
from bot.storage.comparisons import work_out
from bot.storage.live_answers import Live
from replies.catalogue import Answer, Catalogue, answer_of
from replies.router import Router

KEPT = {
    "age",
    "quota",
    "other-matters",
    "rent-registration",
    "landlord-refuses",
    "repaid-insurance",
}
EXAMPLES = 25
"""Kept of each answer, command and group of negatives."""


@cache
def few() -> Live:
    """Some answers with some of their examples, commands and negatives."""
    whole = Catalogue.load()
    kept = {a.id for a in whole.answers if a.id in KEPT}
    answers = tuple(_part(a, kept) for a in whole.answers if a.id in kept)
    topics = {answer.topic for answer in answers}
    part = Catalogue(
        answers,
        tuple(replace(each, examples=each.examples[:EXAMPLES]) for each in whole.intents),
        tuple(
            replace(each, examples=each.examples[:EXAMPLES])
            for each in whole.negatives
            if each.answer is None and (each.guards is None or each.guards in topics)
        ),
        whole.synonyms,
        tuple(rule for rule in whole.rules if rule.answer is None or rule.answer in kept),
    )
    part.check()
    return Live(part, Router(part), 0)


def _part(answer: Answer, kept: set[str]) -> Answer:
    """An answer with some of its examples, whose related ones are all there."""
    related = [slug for slug in answer.related if slug in kept]
    few = {"related": related, "examples": list(answer.examples[:EXAMPLES])}
    return answer_of({**answer.raw, **few}, f"{answer.id}.md")


@pytest.fixture
def few_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer with a few of the shipped answers; edits are compared in this process."""
    monkeypatch.setattr(live_answers, "shipped", few)
    monkeypatch.setattr(comparisons, "run_child", lambda job: work_out(job, few().catalogue))
