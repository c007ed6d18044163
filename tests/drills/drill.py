"""Run faults against one rig and account for every message."""

import time
from collections.abc import Iterable, Iterator

from tests.drills.faults import Fault
from tests.drills.ledger import Ledger
from tests.drills.people import Person, crowd, walk
from tests.drills.rig import Rig
from tests.processes import until

BEFORE, AFTER = 0.3, 0.7  # seconds of load around a fault
RECOVERY = 20.0


def drill(rig: Rig, faults: Iterable[Fault], people: int) -> Iterator[Ledger]:
    """The ledger of each fault in turn, under the load of `people` at once."""
    known = walk(rig.platform)
    assert walk(rig.platform) == known, "the script must have the same replies each time"
    for fault in faults:
        ledger = Ledger(fault.name)
        with crowd(rig.platform, ledger, known, people):
            time.sleep(BEFORE)
            fault.strike(rig, Person(rig.platform, ledger, known))
            until(rig.recovered, RECOVERY)
            time.sleep(AFTER)
        yield ledger
