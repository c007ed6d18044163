"""What the facts that are known tell of a clause on schooling.

「有学位」 is about the degree of a 本科; 「本科在读」 takes nothing from a diploma told before.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.understanding.acts import Certainty, Topic
from handlers.understanding.readers.education import (
    DEGREE_ALONE,
    LEVELS,
    both_papers,
    only_begun,
    single_certificate,
)
from handlers.understanding.readers.reading import again
from handlers.understanding.scene import Finding, Scene

_ALSO = re.compile("还有|也有|另(?:外)?有|(?:先|以前|之前)[读念上]")
"""「我还有个大专文凭」: not the highest one."""


def with_known(findings: list[Finding], scene: Scene, known: Mapping[str, Any]) -> list[Finding]:
    """`findings` in the light of the facts object as stored."""
    beside = next((key for f in findings if (key := _beside_the_highest(f, scene))), "")
    if beside and (held := known.get("education")):
        findings = _highest_kept(findings, scene, held, again(beside).say or "")
    told = [finding for finding in findings if not _degree_alone(finding, scene)]
    if len(told) == len(findings):
        return findings  # nothing that is known was looked at: the reading may be kept
    education = known.get("education")
    return told if education and education.get("diploma") != "bachelor" else findings


def of_the_level(findings: list[Finding], scene: Scene, level: str) -> list[Finding]:
    """「双证」, 「只有学位证」 to a master's or doctor's level that is being read back."""
    name = {"master": "硕士", "doctor": "博士"}.get(level)
    if name is None:
        return findings
    return [
        _papers_of(name, f, scene) if f.topic is Topic.EDUCATION and f.value is None else f
        for f in findings
    ]


def _papers_of(name: str, finding: Finding, scene: Scene) -> Finding:
    told = name + ",".join(scene.spoken[index].text for index in finding.used)
    value = single_certificate(told) or both_papers(told)
    if value is not None:
        return replace(finding, value=value, certainty=Certainty.INFERRED, reason="")
    return replace(finding, reason=again("education.single").say or "")


def _beside_the_highest(finding: Finding, scene: Scene) -> str:
    """The text that says why a level told beside the one held may not replace it, or ""."""
    if finding.topic is not Topic.EDUCATION or not isinstance(finding.value, str):
        return ""
    told = ",".join(scene.spoken[index].text for index in finding.used)
    if finding.value == "none" and only_begun(told):
        return "education.begun_beside"
    return "education.lower_beside" if _ALSO.search(told) else ""


def _highest_kept(
    findings: list[Finding], scene: Scene, held: Mapping[str, Any], reason: str
) -> list[Finding]:
    """`findings` without a level below the diploma or degree `held`, and without its date."""
    highest = max((LEVELS.index(level) for level in held.values() if level in LEVELS), default=0)
    kept: list[Finding] = []
    dates = tuple(s.index for s in scene.spoken if Topic.GRADUATED in s.topics)
    dates += tuple(index for f in findings if f.topic is Topic.GRADUATED for index in f.used)
    lower = False
    for finding in findings:
        level = str(finding.value).removesuffix("_no_degree")
        if _beside_the_highest(finding, scene) and LEVELS.index(level) < highest:
            lower = True
            finding = replace(finding, value=None, reason=reason, used=(*finding.used, *dates))
        kept.append(finding)
    return [f for f in kept if not (lower and f.topic is Topic.GRADUATED)]


def _degree_alone(finding: Finding, scene: Scene) -> bool:
    """「有学位」 of somebody with another level than 本科 tells nothing of 本科."""
    return finding.topic is Topic.EDUCATION and all(
        DEGREE_ALONE.fullmatch(scene.spoken[index].text) for index in finding.used
    )
