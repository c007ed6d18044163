"""A line in the log for each request, in a worker written for many requests at once.

`logging` makes a record, words the time and flushes for every line, which costs a message more than
its envelope. So the worker lets them gather and writes them several times a second (`settle`). A
worker that is killed takes the lines of that moment with it. Where nothing gathers them, they are
logged as any line.
"""

import logging
import os
import sys
import time
from collections import deque

log = logging.getLogger("jifen.request")

_noted: deque[tuple[float, str]] = deque()
_gathering = False


def gather() -> None:
    """Let lines gather from now on: who calls this calls `settle` again and again."""
    global _gathering
    _gathering = log.isEnabledFor(logging.INFO)


def note(line: str) -> None:
    """One request."""
    if _gathering:
        _noted.append((time.time(), line))
    else:
        log.info("%s", line)


def settle() -> None:
    """Write what has gathered, in the form of the other lines (`bot.runtime.server`)."""
    if not _noted:
        return
    lines, second, day = [], -1, ""
    for _ in range(len(_noted)):
        moment, line = _noted.popleft()
        if int(moment) != second:
            second = int(moment)
            day = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(second))
        lines.append(f"[{day},{int(moment % 1 * 1000):03}] [{os.getpid()}] [INFO] {line}\n")
    sys.stderr.write("".join(lines))
    sys.stderr.flush()
