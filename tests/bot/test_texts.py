"""Texts for people stand in `replies/texts/`, not in the code of `bot`."""

import ast
import re
from pathlib import Path

import bot
from replies.wording import texts

CHINESE = re.compile("[\u4e00-\u9fff]")
ROOT = Path(bot.__file__).parent
# What is typed or stored as it stands: roles, the chat's own commands, patterns of the look-up,
# the common beginning of the documents' names.
ALLOWED = {
    "storage/roles.py": 2,
    "cli/chat.py": 7,
    "web/report/words.py": 2,
    "web/staff/search.py": 1,
    "web/staff/highlight.py": 1,
    # words for yes and no in a table of facts
    "cli/score_table.py": 4,
    "cli/scoring.py": 1,
}


def literals(path: Path) -> list[str]:
    """The Chinese string literals of a module that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and id(node) not in docstrings
    ]


def test_no_sentence_for_people_stands_in_the_code() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): literals(path)
        for path in ROOT.rglob("*.py")
        if len(literals(path)) > ALLOWED.get(path.relative_to(ROOT).as_posix(), 0)
    }
    assert found == {}


def test_every_text_that_bot_asks_for_exists() -> None:
    """Also those on paths that no other test takes."""
    asked = {
        (path.relative_to(ROOT).as_posix(), node.args[0].value)
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "say"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(asked) > 100
    assert {(path, key) for path, key in asked if key not in texts()} == set()
