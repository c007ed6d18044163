"""No two public classes share a name, and no module has a name that says nothing."""

import ast
from collections import defaultdict
from pathlib import Path

FLOORS = ("bot", "handlers", "replies", "scoring")
ROOT = Path(__file__).parents[1]
VAGUE = {"base", "common", "core", "data", "helper", "helpers", "misc", "tools", "util", "utils"}


def modules() -> list[Path]:
    return [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]


def test_no_two_public_classes_share_a_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path.relative_to(ROOT)))
    assert len(places) > 100
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_no_module_has_a_vague_name() -> None:
    assert [str(path) for path in modules() if path.stem in VAGUE] == []
