"""Texts for people stand in `replies/texts/`: not in code, templates, scripts or style sheets."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

from replies.wording import texts
from tests.source import ROOT, modules

CHINESE = re.compile("[\u4e00-\u9fff]")
# Where Chinese words are data of a reader: the word lists by which it reads. Elsewhere in the
# lower floors a reader's words are known by their form (`PATTERN`).
READERS = (
    "handlers/understanding/",
    "handlers/commands.py",
    "handlers/masking",
    "handlers/service_hours.py",
    "replies/catalogue/slots.py",
    "replies/normalise.py",
    "replies/sound.py",
    "bot/web/staff/search.py",
    "bot/web/staff/highlight.py",
)
PATTERN = re.compile(r"[|\[\]^\\]|^.{1,3}$")
"""A regular expression, or a word too short to be said to somebody."""
# What is stored or computed with as it stands: roles of accounts, names of districts, an example
# of the format, a month inside the texts of measures, and a rule's name that quotes two commands.
ALLOWED = {
    "bot/storage/roles.py": 2,
    "scoring/facts/districts.py": 7,
    "scoring/facts/reading.py": 1,
    "handlers/dialogue/policy.py": 1,
}
PAGE = re.compile(r"""\{% set (\w+) = texts_of\("([\w.]+)"\) %\}""")
SENTENCE = 8
"""From this many Chinese characters on a text is a sentence, which stands once. Shorter ones are
labels, which each page may call by its own key."""


def literals(name: str, tree: ast.Module) -> list[str]:
    """The Chinese string literals of a module. The docstrings of commands count: click shows them
    where a command names no other help."""
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        and not (name.startswith("bot/cli") and CHINESE.match(node.value.value))
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and id(node) not in docstrings
    ]


def sentences(name: str, tree: ast.Module) -> list[str]:
    """The literals of a module that may be for people: in `bot` all of them."""
    found = literals(name, tree)
    return (
        found if name.startswith("bot/") else [each for each in found if not PATTERN.search(each)]
    )


def templates() -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for path in (ROOT / "bot").rglob("*.html")
    }


def test_no_sentence_for_people_stands_in_the_code() -> None:
    found = {
        name: said
        for name, tree in modules().items()
        if not name.startswith(READERS)
        and len(said := sentences(name, tree)) > ALLOWED.get(name, 0)
    }
    assert found == {}


def test_no_sentence_for_people_stands_on_a_page() -> None:
    pages = [
        path
        for end in ("html", "js", "css", "typ", "lua", "svg")
        for path in (ROOT / "bot").rglob(f"*.{end}")
        if "vendor" not in path.parts
    ]
    assert len(pages) > 50
    assert [str(path) for path in pages if CHINESE.search(path.read_text("utf-8"))] == []


def test_every_text_that_code_asks_for_exists() -> None:
    """Also those on paths that no other test takes."""
    asked = {
        (name, node.args[0].value)
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "say"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(asked) > 300
    assert {(path, key) for path, key in asked if key not in texts()} == set()


def keys_of_templates() -> Iterator[tuple[str, str]]:
    """Every text a template names in full, with the template."""
    for name, source in templates().items():
        for key in re.findall(r"""\bsay\(["']([\w.]+)["'](?! ~)""", source):
            yield name, key
        for accessor, page in PAGE.findall(source):
            shared = f"{page.partition('.')[0]}.shared"
            for call in re.findall(rf"\b{accessor}\(([^()]*)", source):
                for key in re.findall(r"""^["']([\w.]+)["']|(?<=else )["']([\w.]+)["']""", call):
                    own = f"{page}.{key[0] or key[1]}"
                    yield name, own if own in texts() else f"{shared}.{key[0] or key[1]}"


def test_every_text_that_a_page_asks_for_exists() -> None:
    asked = set(keys_of_templates())
    assert len(asked) > 300
    assert {(name, key) for name, key in asked if key not in texts()} == set()


def test_no_text_of_the_console_is_left_over() -> None:
    """Each is named by a template, in full or by the last part of its key, or is a script's."""
    sources = "\n".join(
        source for name, source in templates().items() if name.startswith("bot/web/staff/")
    )
    scripts = "\n".join(
        path.read_text("utf-8") for path in (ROOT / "bot/web/staff/static").glob("*.js")
    )
    named = set(re.findall(r"""["']([\w.]+)["']""", sources + scripts))
    tables = set(re.findall(r"""\btable\(["']([\w.]+)["']\)""", sources))
    left = [
        key
        for key in texts()
        if key.startswith("console.")
        and key.rpartition(".")[0] not in tables - {"console.script"}
        and not named & {key, key.partition(".")[2].partition(".")[2]}
    ]
    assert left == []


def test_no_sentence_stands_twice() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for key, text in texts().items():
        if len(CHINESE.findall(text)) >= SENTENCE:
            places[text].append(key)
    assert {text: keys for text, keys in places.items() if len(keys) > 1} == {}
