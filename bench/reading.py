"""What reading an answer costs: `.venv/bin/python -m bench.reading`.

Every line of the reader's own test cases is read in turn, for each slot; then whole messages with
several facts. Prints median and p99 in microseconds. Times vary with the machine.
"""

import re
import tomllib
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import process_time

from handlers.understanding import SLOTS, Context, read, understand

CASES = Path(__file__).parent.parent / "tests" / "handlers" / "understanding" / "cases"
TODAY = date(2026, 11, 22)
ROUNDS = 10
MESSAGES = (
    "我85年的，女，社保十年，租房，本科有学位",
    "社保2015年3月至今，租房2015年3月到2020年5月，之后自有，硕士双证，没有犯罪记录",
    "租房能加分吗",
)
STORY = (
    "您好，我1984年9月出生，女，管理岗，2007年6月本科毕业有学位。社保2007年8月交到现在，"
    "2012年3月断了一个月，没有补缴。2007年8月到2011年5月住单位宿舍，后来租房到2016年8月，"
    "2016年9月拿到昌平的房本，一直自己住。单位以前在海淀，2020年3月换到昌平。个税24、25年够10万，"
    "有居住证，没有犯罪记录，也没被拘留过。"
)
LONGEST = "".join(
    re.sub(r"20\d\d", lambda year, back=back: str(int(year[0]) - back), STORY)  # type: ignore[misc]
    for back in range(16)
)[:2000]
"""A message of as many characters as are read; the dates differ, so that no clause comes twice."""


def timed(calls: list[Callable[[], object]]) -> list[float]:
    """Microseconds of every call, each made `ROUNDS` times; the first round only warms up."""
    taken = []
    for turn in range(ROUNDS + 1):
        for call in calls:
            start = process_time()
            call()
            if turn:
                taken.append((process_time() - start) * 1e6)
    return taken


def show(name: str, taken: list[float]) -> None:
    """One line: median and p99."""
    print(f"{name:14} median {median(taken):7.0f} µs   p99 {quantiles(taken, n=100)[98]:7.0f} µs")


def main() -> None:
    """Time every slot, all slots together, and messages into acts."""
    everything: list[float] = []
    for slot in SLOTS:
        groups = tomllib.loads((CASES / f"{slot}.toml").read_text("utf-8"))["group"]
        taken = timed(
            [
                partial(read, slot, case["text"], group.get("as_of", TODAY), group.get("ask", ""))
                for group in groups
                for case in group["cases"]
            ]
        )
        show(slot, taken)
        everything += taken
    show("all slots", everything)
    context = Context(TODAY, 2027)
    show("acts: short", timed([partial(understand, text, context) for text in MESSAGES]))
    show("acts: story", timed([partial(understand, STORY, context)]))
    show("acts: longest", timed([partial(understand, LONGEST, context)]))


if __name__ == "__main__":
    main()
