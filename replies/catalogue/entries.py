"""The entries of a catalogue: answers with their variants and sources, commands, negatives, rules.

`replies.catalogue.parse` reads them from the files.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from replies.catalogue.figures import fill
from replies.catalogue.slots import slots_of
from scoring import JsonMapping


class CatalogueError(ValueError):
    """A catalogue file is wrong: `file`, `key` and `reason` say where and what.

    `code` names what staff can get wrong in the editor ("" for the rest), `about` the text or the
    number it is about; `staff.answer_wrong` in the texts words the codes.
    """

    def __init__(
        self, file: str, key: str, reason: str, code: str = "", about: object = ""
    ) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason
        self.code, self.about = code, about


@dataclass(frozen=True)
class AnswerSource:
    """What an answer rests on: a document, its indicator or section, when, how sure."""

    document: str
    indicator: str | None = None
    date: str | None = None
    confidence: str = "high"


@dataclass(frozen=True)
class Variant:
    """The short reply to a question that itself holds a figure: `when` names the slot
    (`replies.catalogue.slots`), whose values fill the places in `short`."""

    when: str
    short: str


@dataclass(frozen=True)
class DecidingRule:
    """Words that decide: a text in which every pattern of `every` occurs and none of `unless`, of
    at most `most` characters, is for this answer, this command or this group of negatives."""

    name: str
    every: tuple[str, ...]
    unless: tuple[str, ...] = ()
    answer: str | None = None
    intent: str | None = None
    negative: str | None = None
    most: int = 300


@dataclass(frozen=True)
class Answer:
    """A canned answer; `short` and `text` are ready to send, `raw` is what staff edit.

    `official` is the number (1 to 19) of the official answer whose position it carries; `topic`
    names the family of entries that one menu offers together ("" where it stands alone).
    """

    id: str
    official: int | None
    title: str
    short: str
    text: str
    sources: tuple[AnswerSource, ...]
    related: tuple[str, ...]
    next_step: str | None
    examples: tuple[str, ...]
    topic: str = ""
    variants: tuple[Variant, ...] = ()
    raw: JsonMapping = field(default_factory=dict, compare=False, repr=False)

    def reply_to(self, question: str) -> str:
        """The short reply, with the question's own figures where a variant knows them."""
        if self.variants:
            found = slots_of(question)
            for variant in self.variants:
                if variant.when in found:
                    return fill(variant.short, found[variant.when])
        return self.short


@dataclass(frozen=True)
class Intent:
    """A command: texts that are it exactly, texts that begin so, and examples for the model."""

    name: str
    exact: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Negative:
    """Texts that no answer covers; `answer` is the answer of ours that says so, if there is one;
    `guards` is the topic whose answers these near misses must not get."""

    name: str
    examples: tuple[str, ...]
    answer: str | None = None
    guards: str | None = None
