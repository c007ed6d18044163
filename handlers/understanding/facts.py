"""Every fact in a scene: each extractor looks at all clauses."""

from collections.abc import Callable

from handlers.understanding.homes import homes
from handlers.understanding.insurance import insurance
from handlers.understanding.jobs import jobs
from handlers.understanding.person import bare_birth, person
from handlers.understanding.records import records
from handlers.understanding.scene import Finding, Scene
from handlers.understanding.schooling import schooling
from handlers.understanding.taxes import taxes

EXTRACTORS: tuple[Callable[[Scene], list[Finding]], ...] = (
    person,
    insurance,
    homes,
    jobs,
    schooling,
    taxes,
    records,
)


def facts(scene: Scene, home: str = "") -> list[Finding]:
    """All findings in the order of their first clause; `home` is the kind a question is about."""
    found = [f for extract in EXTRACTORS if extract is not homes for f in extract(scene)]
    found += homes(scene, home)
    found += bare_birth(scene, found)
    return sorted(found, key=lambda f: f.used[0] if f.used else 0)
