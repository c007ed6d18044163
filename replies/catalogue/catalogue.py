"""The canned answers with their example questions, the commands, and the texts that are not ours.

A catalogue is a folder: `answers/<id>.md` (TOML between two `+++` lines, then the longer text),
`intents.toml` and `negatives.toml` (both optional). docs/routing.md describes the format. All is
checked when it is loaded; what is wrong is named with file, key and reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from replies.catalogue.entries import (
    Answer,
    CatalogueError,
    DecidingRule,
    Intent,
    Negative,
)
from replies.catalogue.figures import figures
from replies.catalogue.parse import (
    parse_answer,
    read_file,
    read_intents,
    read_negatives,
    read_rules,
    read_toml,
)
from replies.normalise import key_of
from scoring import JsonMapping

HERE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Catalogue:
    """All answers (by id), commands and negatives, checked against each other.

    `synonyms` are the tables for `replies.normalise`.
    """

    answers: tuple[Answer, ...]
    intents: tuple[Intent, ...] = ()
    negatives: tuple[Negative, ...] = ()
    synonyms: JsonMapping = field(default_factory=dict)
    rules: tuple[DecidingRule, ...] = ()

    @classmethod
    def load(cls, folder: Path | str | None = None) -> Catalogue:
        """Read and check a folder (the shipped one by default); `CatalogueError` when wrong."""
        root = Path(folder) if folder is not None else HERE
        inner = root / "answers"
        paths = sorted((inner if inner.is_dir() else root).glob("*.md"))
        if not paths:
            raise CatalogueError(str(root), "answers", "no answer files (*.md) here")
        known = figures()
        answers = tuple(parse_answer(read_file(path), path.name, known) for path in paths)
        for path, answer in zip(paths, answers, strict=True):
            if answer.id != path.stem:
                raise CatalogueError(path.name, "id", f"is {answer.id!r}, but the file is not")
        catalogue = cls(
            answers,
            tuple(read_intents(read_toml(root / "intents.toml"))),
            tuple(read_negatives(read_toml(root / "negatives.toml"))),
            read_toml(root / "synonyms.toml"),
            tuple(read_rules(read_toml(root / "rules.toml"))),
        )
        catalogue.check()
        return catalogue

    @cached_property
    def _by_id(self) -> dict[str, Answer]:
        return {answer.id: answer for answer in self.answers}

    def get(self, slug: str) -> Answer | None:
        """The answer with this id."""
        return self._by_id.get(slug)

    def by_official(self, number: int) -> tuple[Answer, ...]:
        """Every answer that carries this official number, the one with most examples first."""
        found = [answer for answer in self.answers if answer.official == number]
        return tuple(sorted(found, key=lambda answer: (-len(answer.examples), answer.id)))

    def with_edits(self, edits: Iterable[Answer]) -> Catalogue:
        """This catalogue with some answers replaced or added, checked again."""
        merged = self._by_id | {answer.id: answer for answer in edits}
        edited = replace(self, answers=tuple(merged[slug] for slug in sorted(merged)))
        edited.check()
        return edited

    def groups(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """(file, name, examples) of every answer, intent and negative group."""
        for answer in self.answers:
            yield f"{answer.id}.md", answer.id, answer.examples
        for intent in self.intents:
            yield "intents.toml", intent.name, intent.exact + intent.examples
        for negative in self.negatives:
            yield "negatives.toml", negative.name, negative.examples

    def check(self) -> None:
        """Refuse unknown ids and examples that stand in two places."""
        for problem in self.problems():
            raise problem

    def problems(self) -> Iterator[CatalogueError]:
        """Everything that is wrong between the entries."""
        for answer in self.answers:
            for slug in answer.related:
                if slug not in self._by_id or slug == answer.id:
                    yield CatalogueError(
                        f"{answer.id}.md", "related", f"no other answer {slug!r}", "related", slug
                    )
        topics = {answer.topic for answer in self.answers}
        for negative in self.negatives:
            if negative.answer is not None and negative.answer not in self._by_id:
                where = f"{negative.name}.answer"
                yield CatalogueError("negatives.toml", where, f"no answer {negative.answer!r}")
            if negative.guards is not None and negative.guards not in topics:
                where = f"{negative.name}.guards"
                yield CatalogueError("negatives.toml", where, f"no topic {negative.guards!r}")
        own_groups = {negative.name for negative in self.negatives if negative.answer is None}
        for rule in self.rules:
            if rule.answer is not None and rule.answer not in self._by_id:
                yield CatalogueError("rules.toml", rule.name, f"no answer {rule.answer!r}")
            if rule.negative is not None and rule.negative not in own_groups:
                yield CatalogueError("rules.toml", rule.name, f"no group {rule.negative!r}")
        seen: dict[str, str] = {}
        for file, name, examples in self.groups():
            for example in examples:
                other = seen.setdefault(key_of(example), name)
                if other != name:
                    reason = f"{example!r} is an example of {other!r} as well"
                    yield CatalogueError(file, f"{name}.examples", reason, "example_taken", example)
