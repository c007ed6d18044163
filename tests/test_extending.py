"""The recipes of docs/extending.md, followed literally in a copy of the packages."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "extending.md").read_text("utf-8")
BLOCK = re.compile(r"^```\w+ (?P<do>[^\n]+)\n(?P<body>.*?)^```$", re.M | re.S)
SECTIONS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S))

CHAT = '''
from datetime import UTC, datetime

from handlers import Desk, Incoming, respond
from replies.catalogue import Catalogue
from replies.router import Router


class Chat:
    """A conversation with the copy."""

    def __init__(self):
        catalogue = Catalogue.load()
        self.desk = Desk(catalogue, Router(catalogue))
        self.session = None

    def say(self, *texts):
        """Type the texts one after the other; the last reply."""
        for text in texts:
            now = datetime(2026, 11, 22, 4, tzinfo=UTC)
            outcome = respond(Incoming("u", "text", text), self.session, now, self.desk)
            self.session, self.reply = outcome.session, outcome.reply.text
        return self.reply

    def until(self, words):
        """Confirm and deny until the reply holds `words`."""
        for _ in range(6):
            if words in self.reply:
                return self.reply
            self.say("对" if "对吗" in self.reply and "以下" not in self.reply else "没有")
        raise AssertionError(self.reply)
'''


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in ("bot", "handlers", "replies", "scoring"):
        shutil.copytree(ROOT / package, tmp_path / package)
    return tmp_path


@pytest.mark.parametrize("section", SECTIONS)
def test_recipe(section: str, copy: Path) -> None:
    steps = list(BLOCK.finditer(SECTIONS[section]))
    assert [step for step in steps if step["do"] == "check"], "a recipe needs a check"
    for step in steps:
        follow(step["do"], step["body"], copy)


def follow(do: str, body: str, copy: Path) -> None:
    """Do what a block's first words say, in the copy."""
    what, _, where = do.partition(" ")
    match what:
        case "append":
            with (copy / where).open("a", encoding="utf-8") as file:
                file.write(body)
        case "create":
            (copy / where).write_text(body, "utf-8")
        case "after":
            name, _, line = where.partition(": ")
            text = (copy / name).read_text("utf-8")
            assert text.count(f"{line}\n") == 1, f"{name} has no single line {line!r}"
            (copy / name).write_text(text.replace(f"{line}\n", f"{line}\n{body}"), "utf-8")
        case "run":
            run(["sh", "-ec", body], copy)
        case "check":
            run([sys.executable, "-c", CHAT + body], copy)
        case _:
            raise AssertionError(f"unknown recipe step {do!r}")


def run(command: list[str], copy: Path) -> None:
    done = subprocess.run(
        command,
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
