"""docs/threats.md names tests and places; each must exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "threats.md").read_text("utf-8")


def test_every_test_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE))
    assert len(named) > 40
    for file, name in sorted(named):
        assert f"def {name}(" in (ROOT / file).read_text("utf-8"), f"{file}::{name}"


def test_every_file_that_the_page_names_exists() -> None:
    for file in set(re.findall(r"`((?:bot|deploy|replies)/[\w./]+)`", PAGE)):
        assert (ROOT / file).exists(), file
