"""The two READMEs say the same: the same pages, in the same order, and the same commands."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENGLISH, CHINESE = (ROOT / name for name in ("README.md", "README.zh-CN.md"))


def links(page: Path) -> list[str]:
    found = re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8"))
    return [each for each in found if "README" not in each]


def commands(page: Path) -> list[str]:
    """What is typed, without the remarks behind it; the conversation and the sheet likewise."""
    blocks = re.findall(r"^```\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)
    return [line.partition("  #")[0].rstrip() for block in blocks for line in block.splitlines()]


def test_they_name_the_same_pages_and_the_pages_exist() -> None:
    assert links(ENGLISH) == links(CHINESE)
    assert [each for each in links(ENGLISH) if not (ROOT / each).exists()] == []


def test_they_show_the_same_commands() -> None:
    shown = [[line for line in commands(page) if line] for page in (ENGLISH, CHINESE)]
    ours = [[line for line in each if not line.lstrip().startswith("#")] for each in shown]
    assert ours[0] == ours[1]
    assert len(ours[0]) > 40
