"""`jifen score --jsonl`: lines of JSON in, lines of JSON out, in order and in bounded memory.

What is there to be read is read at once: a single line is answered at once, a block of many lines
is shared out to worker processes, a few blocks at a time.
"""

import json
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from datetime import date
from functools import partial
from itertools import islice
from typing import BinaryIO, TextIO

import scoring
from bot.cli.score_input import InputRefused, from_line, scored
from replies.wording import fact_errors, say
from scoring import JsonObject

BLOCK = 1 << 18  # bytes, some hundred lines
MANY_LINES = 100
PART = 100  # lines that one worker takes at a time
Result = tuple[str, bool]
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def score_lines(source: BinaryIO, out: TextIO, today: date, year: int | None) -> int:
    """Answer every line of `source`; the exit code: 1 when a line was wrong."""
    workers = os.cpu_count() or 1
    work = partial(_part, today=today, year=year)
    waiting: deque[Future[list[Result]]] = deque()
    code = 0

    def write(results: list[Result]) -> None:
        nonlocal code
        for text, wrong in results:
            out.write(text)
            code = code or int(wrong)
        out.flush()

    with ExitStack() as stack:
        pool: ProcessPoolExecutor | None = None
        for lines in _blocks(source):
            if workers > 1 and len(lines) >= MANY_LINES:
                pool = pool or stack.enter_context(ProcessPoolExecutor(workers))
                rest = iter(lines)
                while part := list(islice(rest, PART)):
                    waiting.append(pool.submit(work, part))
                    if len(waiting) > 4 * workers:
                        write(waiting.popleft().result())
                continue
            while waiting:
                write(waiting.popleft().result())
            write(work(lines))
        while waiting:
            write(waiting.popleft().result())
    return code


def _blocks(source: BinaryIO) -> Iterator[list[tuple[int, bytes]]]:
    """The lines that can be read at once, each with its number; empty ones are left out."""
    held, number = b"", 0
    while block := source.read1(BLOCK):  # type: ignore[attr-defined]
        *lines, held = (held + block).split(b"\n")
        if lines:
            yield [(n, line) for n, line in enumerate(lines, number + 1) if line.strip()]
            number += len(lines)
    if held.strip():
        yield [(number + 1, held)]


def _part(lines: list[tuple[int, bytes]], today: date, year: int | None) -> list[Result]:
    results = (scored_line(raw, number, today, year) for number, raw in lines)
    return [(_ENCODE(each) + "\n", "error" in each) for each in results]


def scored_line(raw: bytes, number: int, today: date, year: int | None) -> JsonObject:
    """The output object of one line, whatever stands in it."""
    id_: object = None
    try:
        given = from_line(raw, today, year)
        id_ = given.id
        return {"id": id_} | scored(given, today)
    except InputRefused as error:
        said = error.said
        if error.code != "facts":
            key = "json_at" if error.code == "json" and error.column else error.code
            said = say(f"command.row.{key}", number=number, column=error.column, said=said)
        return {"id": error.id, "error": said}
    except scoring.FactError as error:
        return {"id": id_, "error": say("command.row.separator").join(fact_errors(error))}
    except Exception as error:
        return {"id": id_, "error": say("cli.line.failed", kind=type(error).__name__)}
