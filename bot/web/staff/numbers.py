"""The numbers: what happened, as tables, charts and CSV. Counts only, nothing about anybody."""

import csv
import io
from collections import Counter
from collections.abc import Callable

from flask import Response, request

from bot.storage.numbers import Day, active, days, since_first, total, weekly
from bot.storage.questions import grouped
from bot.web.services import services
from bot.web.staff.desk_numbers import desk_steps, half_waited, waits
from bot.web.staff.lookup import live
from bot.web.staff.numbers_view import (
    WEEK,
    course,
    stops,
    useless_reasons,
    way,
    way_chart,
    weeks,
)
from bot.web.staff.pages import blueprint, note, page
from replies.wording import say

SPANS = (7, 30, 90, 365)
MOST_DAYS = 31
"""Longer spans are shown by the week: a row a day would be 150 KB a year."""
MOST_ANSWERS, MOST_UNANSWERED = 20, 10

COLUMNS: dict[str, Callable[[Day], object]] = {
    "day": lambda d: d.day,
    "people": lambda d: d.people,
    "messages": lambda d: d["messages"],
    "scores": lambda d: d["finished_scores"],
    "questions": lambda d: d.questions,
    "clarify": lambda d: d.share("clarify"),
    "fallback": lambda d: d.share("fallback"),
    "handoff": lambda d: d["handoff"],
    "desk_asked": lambda d: d["desk:asked"],
    "desk_taken": lambda d: d["desk:taken"],
    "desk_answered": lambda d: d["desk:answered"],
    "desk_half": half_waited,
    "useless": lambda d: d["useless"],
    "p50": lambda d: d.within(0.5),
    "p99": lambda d: d.within(0.99),
}
"""The columns of the CSV beside the counts of the way to a score and of the answers."""


def _span() -> int:
    wanted = request.args.get("days", "")
    return int(wanted) if wanted in map(str, SPANS) else 30


def _rows(count: int) -> list[Day]:
    services().store.counts.write()  # of this worker; the others write each second
    return days(services().store.client, services().clock().date(), count)


@blueprint.get("/numbers")
def numbers() -> Response:
    """What happened in the span: nothing is shown of days on which nothing did."""
    span = _span()
    known = _rows(max(span, 2 * WEEK))
    every = total(known[:span])
    shown = since_first(known[:span])
    by_week = span > MOST_DAYS
    if by_week:
        shown = weekly(shown)
    steps = way(every)
    unanswered = grouped(services().store.questions.kept())[:MOST_UNANSWERED]
    if unanswered:
        note("question_look", say("staff.audit_about.page", number=1))
    return page(
        "numbers.html",
        rows=active(shown),
        by_week=by_week,
        every=every,
        weeks=weeks(known),
        steps=steps,
        way_chart=way_chart(steps) if steps[0].count else "",
        stops=stops(every),
        useless=useless_reasons(every),
        asked=_most_asked(every)[:MOST_ANSWERS],
        unanswered=unanswered,
        span=span,
        spans=SPANS,
        nothing=not every.counts,
        charts=course(shown),
        desk_steps=desk_steps(every),
        desk_waits=waits(every),
    )


def _most_asked(every: Day) -> list[tuple[str, int]]:
    """The titles of the answers that were given, the most frequent first."""
    titles = {answer.id: answer.title for answer in live().catalogue.answers}
    asked = Counter({name[7:]: n for name, n in every.counts.items() if name.startswith("answer:")})
    return [(titles.get(slug, slug), n) for slug, n in asked.most_common()]


@blueprint.get("/numbers.csv")
def numbers_csv() -> Response:
    rows = _rows(_span())
    titles = {answer.id: answer.title for answer in live().catalogue.answers}
    slugs = sorted({n[7:] for r in rows for n in r.counts if n.startswith("answer:")})
    out = io.StringIO()
    writer = csv.writer(out)
    head = [
        *(say(f"staff.column.{name}") for name in COLUMNS),
        *(step.name for step in way(rows[0])[:-1]),
        *(say("staff.numbers.answer", title=titles.get(slug, slug)) for slug in slugs),
    ]
    writer.writerow([safe(cell) for cell in head])
    for row in rows:
        cells = [make(row) for make in COLUMNS.values()]
        cells += [step.count for step in way(row)[:-1]]  # the last is a column already
        writer.writerow([safe(c) for c in [*cells, *(row[f"answer:{slug}"] for slug in slugs)]])
    note("numbers_export", say("staff.audit_about.days", days=_span()))
    # spreadsheets take UTF-8 for something else without the mark
    response = Response("\ufeff" + out.getvalue(), mimetype="text/csv; charset=utf-8")
    name = f"jifen-{rows[0].day}-{_span()}d.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def safe(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return (
        f"'{text}" if text.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
    )
