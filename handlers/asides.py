"""What a message says beside the point of a question; the table is asides.toml."""

import re
import tomllib
from importlib.resources import files

_TABLE = tomllib.loads(files("handlers").joinpath("asides.toml").read_text("utf-8"))
_CLAUSES = re.compile(r"[,，。;；、!！\n]+|(?<=[\u4e00-\u9fff])\s+(?=\S)")


def _besides(row: dict[str, str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    topics = "|".join(_TABLE["topics"][name] for name in row["not"].split())
    return re.compile(topics), re.compile(row["but"])


_BESIDES = {key: _besides(row) for key, row in _TABLE["questions"].items()}
"""By question: what a clause beside the point speaks of, and what brings it back to the point."""


def to_the_point(question: str, text: str) -> str:
    """`text` without the clauses that speak only of something else than the step `question`.

    "" when nothing is left; the text itself when nothing is beside the point.
    """
    if question not in _BESIDES:
        return text
    beside, but = _BESIDES[question]
    clauses = [clause for clause in _CLAUSES.split(text) if clause.strip()]
    kept = [c for c in clauses if not beside.search(c) or but.search(c)]
    return text if len(kept) == len(clauses) else "，".join(kept)
