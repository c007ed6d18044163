"""What real use teaches: the questions that were not answered well, grouped by what they are about,
the examples to add, and figures in the answers that will go stale.

`review` works on questions that staff may read (already masked); nothing is stored here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from replies.catalogue import Catalogue
from replies.catalogue.figures import figures
from replies.normalise import key_of
from replies.router import Router

ALIKE = 55  # percent: questions of one topic that ask for one thing
NEAR = 0.1  # from this probability on the nearest answer is worth looking at
SHORTEST = 4  # figures of fewer characters stand in a text by chance
DRIFTING = ("latest_line", "latest_passed", "total_passed", "projected_low", "projected_high")


@dataclass(frozen=True)
class Miss:
    """A kept question and how often it was asked."""

    text: str
    times: int = 1


@dataclass(frozen=True)
class Cluster:
    """Questions that ask for one thing, the most frequent first; `near`: the answer they come
    nearest to (None: nothing in the catalogue is near), `chance` how near."""

    near: str | None
    chance: float
    members: tuple[Miss, ...]

    @property
    def times(self) -> int:
        """How often anything of the cluster was asked."""
        return sum(miss.times for miss in self.members)


@dataclass(frozen=True)
class Drift:
    """A figure that stands literally in an answer although it changes by year."""

    answer: str
    figure: str
    placeholder: str


def clusters(router: Router, misses: Iterable[Miss]) -> list[Cluster]:
    """Questions grouped by their likeliest topic and, within it, by likeness of words."""
    topics = {group.name: group.topic for group in router.bank.groups}
    by_topic: dict[str, list[tuple[Miss, str | None, float]]] = defaultdict(list)
    for miss in misses:
        found = router.route(miss.text).candidates
        best = found[0] if found and found[0].score >= NEAR else None
        topic = topics[best.answer] if best else ""
        by_topic[topic].append((miss, best.answer if best else None, best.score if best else 0.0))
    found_clusters = [one for rows in by_topic.values() for one in _alike(rows)]
    return sorted(found_clusters, key=lambda one: (-one.times, one.members[0].text))


def _alike(rows: list[tuple[Miss, str | None, float]]) -> Iterator[Cluster]:
    leads: list[str] = []
    members: list[list[tuple[Miss, str | None, float]]] = []
    for row in sorted(rows, key=lambda row: (-row[0].times, row[0].text)):
        key = key_of(row[0].text)
        near = process.extractOne(key, leads, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if near is None:
            leads.append(key)
            members.append([row])
        else:
            members[near[2]].append(row)
    for group in members:
        _, near_answer, chance = max(group, key=lambda row: row[2])
        yield Cluster(near_answer, chance, tuple(miss for miss, _, _ in group))


def examples_to_add(catalogue: Catalogue, cluster: Cluster) -> list[str]:
    """The questions of a cluster that no entry has as an example yet."""
    known = {key_of(text) for _, _, texts in catalogue.groups() for text in texts}
    return [miss.text for miss in cluster.members if key_of(miss.text) not in known]


def drifting(catalogue: Catalogue) -> list[Drift]:
    """Figures of the newest year that an answer holds as digits instead of a placeholder."""
    now = {name: value for name, value in figures().items() if name in DRIFTING}
    found = []
    for answer in catalogue.answers:
        text = " ".join(str(answer.raw.get(key, "")) for key in ("title", "short", "text"))
        for name, value in now.items():
            if len(value) >= SHORTEST and re.search(
                rf"(?<![\d.]){re.escape(value)}(?![\d.])", text
            ):
                found.append(Drift(answer.id, value, f"{{{name}}}"))
    return found
