"""What is worked out of the examples before any question: their plain forms, grams and weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from replies.normalise import Normaliser, pairs_of
from replies.router.features import Ints, Postings
from replies.router.ridge import Ridge

MODEL_MOST = 15_000_000  # texts × groups up to which the models are trained: 4 bytes each
MODEL_LEAST = 2  # examples per group below which they have nothing to generalise from


@dataclass(frozen=True)
class Trained:
    """`pairs`: how often two characters stand side by side in the examples; `texts`: the examples
    normalised; `ridge`: None where there are too few examples to learn from, or too many."""

    pairs: Mapping[str, int]
    texts: list[str]
    postings: Postings
    ridge: Ridge | None


def train(
    examples: Sequence[str], group_of: Ints, count: int, tables: Mapping[str, object]
) -> Trained:
    """From the examples, their groups (of which there are `count`) and the tables of spellings."""
    pairs = pairs_of(examples)
    normaliser = Normaliser(tables, pairs)
    texts = [normaliser(example).text for example in examples]
    return Trained(pairs, texts, *models(texts, group_of, count))


def models(texts: Sequence[str], group_of: Ints, count: int) -> tuple[Postings, Ridge | None]:
    """Grams and weights of normalised texts."""
    postings = Postings.of(texts)
    few, many = len(texts) < MODEL_LEAST * count, len(texts) * count > MODEL_MOST
    return postings, None if few or many else Ridge.of(postings, group_of, count)
