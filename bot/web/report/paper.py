"""The report as a file to keep: a PDF on A4 or one long picture, from the same view as the page.

Needs the typesetter (`typst`, installed with the project) and a Chinese font of the system. Where
none is found the page says how to print instead.
"""

import json
import subprocess
import sys
from dataclasses import asdict, replace
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore
from typing import Literal

from markupsafe import Markup

from bot.errors import BotError
from bot.web.report.view import Report
from replies.wording import say, table

Kind = Literal["pdf", "png"]
TYPES: dict[str, str] = {"pdf": "application/pdf", "png": "image/png"}

FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)
"""Families with simplified characters, the best first."""
SECONDS = 20  # one file takes 0.3 to 0.6 s
WAIT_SECONDS = 5
_ONE_AT_A_TIME = BoundedSemaphore()
_PROGRAM = str(Path(__file__).with_name("typesetting.py"))


class PaperFailed(BotError):
    """The file could not be made now: too many want one, or the typesetter failed."""


def font() -> str:
    """The Chinese font that is used; "" where there is none, or no typesetter."""
    if find_spec("typst") is None:
        return ""
    try:
        families = _families()
    except PaperFailed:  # a busy machine: asked again for the next page
        return ""
    return next((each for each in FONTS if each in families), "")


@cache
def _families() -> frozenset[str]:
    """The fonts at hand, asked for once."""
    return frozenset(json.loads(_run("fonts", "")))


def render(report: Report, assumed: str, kind: Kind) -> bytes:
    """The report as a file. Raises `PaperFailed`."""
    if not _ONE_AT_A_TIME.acquire(timeout=WAIT_SECONDS):
        raise PaperFailed(say("report.paper_busy"))
    try:
        return _run(kind, json.dumps(document(report, assumed), ensure_ascii=False))
    finally:
        _ONE_AT_A_TIME.release()


def document(report: Report, assumed: str) -> dict[str, object]:
    """What `sheet.typ` reads: the view, the words around it and the font."""
    drawn = replace(
        report,
        items_chart=alone(report.items_chart),
        years_charts=tuple(map(alone, report.years_charts)),
    )
    words = table("pages.report")
    return {"report": asdict(drawn), "words": words, "assumed": assumed, "font": font()}


def alone(chart: Markup) -> Markup:
    """A chart with its colours inside, for a reader that has no style sheets of the page."""
    style = files("bot.web.report").joinpath("chart.css").read_text("utf-8")
    head, _, rest = chart.partition(">")
    name = ' xmlns="http://www.w3.org/2000/svg"'
    return Markup(f"{head}{name}><style>{style}</style>{rest}") if chart else chart  # noqa: S704


def _run(kind: str, given: str) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, _PROGRAM, kind],
            input=given.encode("utf-8"),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise PaperFailed(say("report.paper_failed")) from error
    return done.stdout
