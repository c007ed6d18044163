"""The short form of `make drill`, and the judging itself."""

from pathlib import Path

import pytest

from tests.drills.drill import drill
from tests.drills.faults import FAULTS
from tests.drills.ledger import Ledger, Line, Verdict, judge
from tests.drills.rig import Rig

PEOPLE = 3
SCRIPT = [Line("算一算", False), Line("1988年6月", True), Line("租房", True)]
KNOWN = ["哪年哪月出生？", "有房还是租房？", "租了多久？"]


@pytest.mark.parametrize(
    ("reply", "at", "verdict"),
    [
        ("有房还是租房？", 1, Verdict.GOOD),
        (None, 1, Verdict.UNANSWERED),
        ("哪年哪月出生？", 1, Verdict.LOST),
        ("租了多久？", 1, Verdict.DOUBLED),
        ("别的话", 1, Verdict.MISLEADING),
        ("抱歉，没有记下，请再发。", 1, Verdict.TOLD),
        ("租房的规定是……（没有记下）", 2, Verdict.MISLEADING),
        ("租房的规定是……（没有记下）", 0, Verdict.TOLD),
    ],
)
def test_the_ledger_tells_what_became_of_a_message(
    reply: str | None, at: int, verdict: Verdict
) -> None:
    assert judge(reply, at, SCRIPT, KNOWN, ["抱歉"]) == verdict


def test_late_tries_and_bad_verdicts_are_no_clean_account() -> None:
    for verdict in Verdict:
        ledger = Ledger("x")
        ledger.enter(verdict, 0.1, 0, "", "")
        assert ledger.faultless == (verdict in (Verdict.GOOD, Verdict.TOLD))
    late = Ledger("x")
    late.enter(Verdict.GOOD, 6.0, 1, "", "")
    assert not late.faultless


def test_short_drill(tmp_path: Path) -> None:
    """Nothing lost, doubled, late, unanswered or misleading, whatever breaks."""
    with Rig(tmp_path) as rig:
        ledgers = list(drill(rig, [fault for fault in FAULTS if fault.short], PEOPLE))
    assert [(each.fault, each.examples) for each in ledgers if not each.faultless] == []
    assert all(each.messages for each in ledgers)
