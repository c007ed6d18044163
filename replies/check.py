"""Check a catalogue's files: `python -m replies.check [FOLDER]` lists everything that is wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from replies.catalogue import HERE, Catalogue
from replies.entries import (
    CatalogueError,
    parse_answer,
    read_file,
    read_intents,
    read_negatives,
    read_toml,
)


def file_problems(folder: Path) -> Iterator[CatalogueError]:
    """What is wrong in each file by itself and between the files, all of it."""
    answers = []
    for path in sorted((folder / "answers").glob("*.md")):
        try:
            answers.append(parse_answer(read_file(path), path.name))
        except CatalogueError as problem:
            yield problem
    try:
        intents = tuple(read_intents(read_toml(folder / "intents.toml")))
        negatives = tuple(read_negatives(read_toml(folder / "negatives.toml")))
    except CatalogueError as problem:
        yield problem
        intents, negatives = (), ()
    yield from Catalogue(tuple(answers), intents, negatives).problems()


def main(argv: list[str]) -> int:
    """Print every problem; 1 when there is one."""
    problems = list(file_problems(Path(argv[0]) if argv else HERE))
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
