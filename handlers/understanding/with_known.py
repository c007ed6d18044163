"""What the facts that are known tell of a clause: whether it is about the degree of a 本科."""

from collections.abc import Mapping
from typing import Any

from handlers.understanding.acts import Topic
from handlers.understanding.readers.education import DEGREE_ALONE
from handlers.understanding.scene import Finding, Scene


def with_known(findings: list[Finding], scene: Scene, known: Mapping[str, Any]) -> list[Finding]:
    """`findings` in the light of the facts object as stored."""
    told = [finding for finding in findings if not _degree_alone(finding, scene)]
    if len(told) == len(findings):
        return findings  # nothing that is known was looked at: the reading may be kept
    education = known.get("education")
    return told if education and education.get("diploma") != "bachelor" else findings


def _degree_alone(finding: Finding, scene: Scene) -> bool:
    """「有学位」 of somebody with another level than 本科 tells nothing of 本科."""
    return finding.topic is Topic.EDUCATION and all(
        DEGREE_ALONE.fullmatch(scene.spoken[index].text) for index in finding.used
    )
