"""What a clause changes of facts that are known: one year of tax more, the degree of a course."""

import re
from collections.abc import Iterable

from handlers.understanding.acts import Certainty, Topic
from handlers.understanding.readers.education import DEGREE_ALONE
from handlers.understanding.readers.tax_years import years_said
from handlers.understanding.scene import Finding, Scene
from scoring import JsonObject

_ALSO = re.compile("[也还]")


def with_known(findings: list[Finding], scene: Scene, known: JsonObject) -> list[Finding]:
    """`findings` in the light of the facts object as stored."""
    if years := known.get("tax_years"):
        findings = _years_changed(findings, scene, years)
    education = known.get("education")
    if education and education.get("diploma") != "bachelor":
        findings = [f for f in findings if not _degree_alone(f, scene)]
    return findings


def _years_changed(findings: list[Finding], scene: Scene, known: Iterable[int]) -> list[Finding]:
    """「24年也满了」 adds to the years that are known, 「25年没到10万」 takes one away."""
    about = [s for s in scene.spoken if Topic.TAX_YEARS in s.topics]
    if len(about) != 1:
        return findings
    said = years_said(about[0].figures, scene.as_of)
    if said.others is not None or (said.yes and not _ALSO.search(about[0].text)):
        return findings
    if not said.yes and not said.no:
        return findings
    years = sorted({*known, *said.yes} - said.no)
    changed = Finding(Topic.TAX_YEARS, years, Certainty.INFERRED, (about[0].index,))
    return [f for f in findings if f.topic is not Topic.TAX_YEARS] + [changed]


def _degree_alone(finding: Finding, scene: Scene) -> bool:
    """「有学位」 of somebody with another level than 本科 tells nothing of 本科."""
    return finding.topic is Topic.EDUCATION and all(
        DEGREE_ALONE.fullmatch(scene.spoken[index].text) for index in finding.used
    )
