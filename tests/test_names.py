"""No two public classes share a name, and no module has a name that says nothing."""

import ast
from collections import defaultdict
from pathlib import PurePath

from tests.source import modules

VAGUE = {"base", "common", "core", "data", "helper", "helpers", "misc", "tools", "util", "utils"}


def test_no_two_public_classes_share_a_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(path)
    assert len(places) > 100
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_no_module_has_a_vague_name() -> None:
    assert [path for path in modules() if PurePath(path).stem in VAGUE] == []
