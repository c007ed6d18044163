"""`make drill`: all faults, reported as a table in docs/drills.md. `--short`: the short form."""

import sys
import tempfile
from pathlib import Path

from tests.drills.drill import drill
from tests.drills.faults import FAULTS
from tests.drills.rig import Rig
from tests.redis_nodes import Cluster, Sentinels

PEOPLE = 6
HEAD = (
    "| fault | messages | told 「没有记下」 | lost | doubled | late | unanswered | misleading "
    "| slowest reply, s |\n|---|---|---|---|---|---|---|---|---|"
)


def main(words: list[str]) -> int:
    """Print the table; 1 when any fault led to a bad message. `words`: parts of names to run."""
    wanted = [word for word in words if word != "--short"]
    faults = [
        fault
        for fault in FAULTS
        if (fault.short or "--short" not in words)
        and (not wanted or any(word in fault.name for word in wanted))
    ]
    bad, notes = 0, []
    print(HEAD, flush=True)
    for group in (None, Cluster, Sentinels):
        mine = [fault for fault in faults if fault.group is group]
        if not mine:
            continue
        with (
            tempfile.TemporaryDirectory(prefix="jifen-drill-") as folder,
            Rig(Path(folder), group) as rig,
        ):
            for ledger in drill(rig, mine, PEOPLE):
                print(ledger.row(), flush=True)
                notes += [f"{ledger.fault}: {ledger.note}"] if ledger.note else []
                for example in ledger.examples:
                    print(f"  {example}", file=sys.stderr)
                bad += not ledger.faultless
    print("", *notes, sep="\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
