"""The product's modules as syntax trees, parsed once for the tests that look at the code itself."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
FLOORS = ("bot", "handlers", "replies", "scoring")


@cache
def modules() -> dict[str, ast.Module]:
    """Each module's tree by its path below the root."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
        for floor in FLOORS
        for path in sorted((ROOT / floor).rglob("*.py"))
    }
