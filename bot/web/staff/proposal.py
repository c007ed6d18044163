"""An edit on its way from the form to its publication: what was written, over which version."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from flask import request

from bot.storage import live_answers
from bot.storage.answer_versions import Version, apply
from bot.storage.comparisons import Edits
from bot.web.staff.answer_changes import Raw, plain, same
from bot.web.staff.answer_form import Wrong, checked, wrong_of
from bot.web.staff.lookup import live_catalogue
from bot.web.staff.typed import whole_number
from replies.catalogue import Catalogue, CatalogueError
from scoring import JsonObject


@dataclass(frozen=True)
class Proposal:
    """What is to become of one answer. `raw` None: it goes; `base`: the version it began from.

    `digests` are the kept questions that it deals with.
    """

    slug: str
    raw: Raw | None
    base: int
    digests: tuple[str, ...] = ()

    @classmethod
    def sent(cls) -> "Proposal | None":
        """The proposal in the hidden fields of the preview; None when they are not in order."""
        form = request.form
        base = whole_number(form.get("base", ""))
        try:
            raw = json.loads(form.get("raw", ""))
            if raw is not None:
                raw = dict(checked(raw).raw)
        except (ValueError, TypeError, AttributeError, RecursionError):
            return None
        slug = str(raw["id"]) if raw else form.get("slug", "")
        if base is None or version(base) is None or not slug:
            return None
        return cls(slug, raw, base, tuple(form.getlist("digest")))

    def over(self, now: Version) -> Edits:
        """All edits of `now` with this one; an answer as in the shipped file is no edit."""
        others = {slug: raw for slug, raw in now.answers.items() if slug != self.slug}
        if self.raw is None or same(self.raw, shipped_raw(self.slug)):
            return others
        return {**others, self.slug: json.loads(self.dumped)}

    @property
    def dumped(self) -> str:
        """The answer as JSON, dates as text."""
        raw = None if self.raw is None else dict(self.raw)
        return json.dumps(raw, ensure_ascii=False, default=str)

    def check(self, now: Version) -> None:
        """`Wrong` when it does not fit the other answers."""
        catalogue = states(now)
        if self.raw is not None:
            try:
                catalogue.with_edits([checked(self.raw)])
            except CatalogueError as error:
                raise wrong_of(error) from None
        elif using := [a.title for a in catalogue.answers if self.slug in a.related]:
            raise Wrong("related", using[0])


def proposal(raw: Raw, base: int | None = None, digests: Iterable[str] = ()) -> Proposal:
    """A proposal over `base`, the live version where none is told."""
    number = live_catalogue().edits.number() if base is None else base
    return Proposal(str(raw["id"]), raw, number, tuple(digests))


def version(number: int) -> Version | None:
    return live_catalogue().edits.get(number)


def states(now: Version) -> Catalogue:
    """The answers of a version, without a router."""
    return (
        apply(live_answers.shipped().catalogue, now)
        if now.answers
        else live_answers.shipped().catalogue
    )


def shipped_raw(slug: str) -> JsonObject | None:
    found = live_answers.shipped().catalogue.get(slug)
    return plain(found.raw) if found else None


def raw_in(now: Version | None, slug: str) -> JsonObject | None:
    """One answer as a version has it; None where it has none."""
    if now and slug in now.answers:
        return plain(now.answers[slug])
    return shipped_raw(slug)
