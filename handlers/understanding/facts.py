"""Every fact in a scene: each extractor looks at all clauses."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from handlers.understanding.acts import Topic
from handlers.understanding.homes import homes
from handlers.understanding.insurance import insurance
from handlers.understanding.jobs import jobs
from handlers.understanding.person import bare_birth, person
from handlers.understanding.records import RECORDS, records
from handlers.understanding.scene import Finding, Scene
from handlers.understanding.schooling import schooling
from handlers.understanding.taxes import taxes

NEEDS: Mapping[Callable[[Scene], list[Finding]], frozenset[Topic]] = MappingProxyType(
    {
        insurance: frozenset({Topic.INSURANCE, Topic.INSURANCE_GAP, Topic.REPAID}),
        jobs: frozenset({Topic.JOBS}),
        schooling: frozenset({Topic.EDUCATION, Topic.GRADUATED}),
        taxes: frozenset({Topic.TAX_YEARS}),
        records: frozenset(RECORDS),
        homes: frozenset({Topic.HOMES, Topic.LEASE, Topic.LIVES_THERE}),
    }
)
"""Each extractor with the topics of which a scene must have one for it to find anything."""


def facts(scene: Scene, home: str = "") -> list[Finding]:
    """All findings in the order of their first clause; `home` is the kind a question is about."""
    found = person(scene)
    topics = scene.topics
    for extract, needs in NEEDS.items():
        if not needs.isdisjoint(topics):
            found += homes(scene, home) if extract is homes else extract(scene)
    found += bare_birth(scene, found)
    return sorted(found, key=lambda f: f.used[0] if f.used else 0)
