"""The numbers of each day: table, chart and CSV. Counts only, nothing about anybody."""

import csv
import io
from collections import Counter
from collections.abc import Callable

from flask import Response, request
from markupsafe import Markup

from bot.storage.numbers import Day, days, total
from bot.web.charts import Series, lines
from bot.web.services import services
from bot.web.staff.lookup import live
from bot.web.staff.pages import blueprint, note, page
from replies.wording import say

SPANS = (7, 30, 90, 365)

COLUMNS: dict[str, Callable[[Day], object]] = {
    "day": lambda d: d.day,
    "people": lambda d: d.people,
    "messages": lambda d: d["messages"],
    "scores": lambda d: d["finished_scores"],
    "questions": lambda d: d.questions,
    "clarify": lambda d: d.share("clarify"),
    "fallback": lambda d: d.share("fallback"),
    "handoff": lambda d: d["handoff"],
    "useless": lambda d: d["useless"],
    "p50": lambda d: d.within(0.5),
    "p99": lambda d: d.within(0.99),
}


def days_chart(rows: list[Day]) -> Markup:
    """People, questions and scores of each day, oldest first."""
    old = rows[::-1]
    return lines(
        [row.day[5:] for row in old],
        [
            Series(say("staff.column.people"), [row.people for row in old], "first"),
            Series(
                say("staff.column.questions"), [row.questions for row in old], "second", "square"
            ),
            Series(
                say("staff.column.scores"),
                [row["finished_scores"] for row in old],
                "third",
                "triangle",
            ),
        ],
        say("staff.numbers.chart"),
        unit=say("staff.numbers.unit"),
        from_zero=True,
    )


def _span() -> int:
    wanted = request.args.get("days", "")
    return int(wanted) if wanted in map(str, SPANS) else 30


def _rows() -> list[Day]:
    services().store.counts.write()  # of this worker; the others write each second
    return days(services().store.client, services().clock().date(), _span())


@blueprint.get("/numbers")
def numbers() -> Response:
    rows = _rows()
    every = total(rows)
    titles = {answer.id: answer.title for answer in live().catalogue.answers}
    asked = Counter({name[7:]: n for name, n in every.counts.items() if name.startswith("answer:")})
    return page(
        "numbers.html",
        rows=rows,
        every=every,
        asked=[(titles.get(slug, slug), n) for slug, n in asked.most_common(30)],
        span=_span(),
        spans=SPANS,
        nothing=not every.counts,
        chart=days_chart(rows),
    )


@blueprint.get("/numbers.csv")
def numbers_csv() -> Response:
    rows = _rows()
    titles = {answer.id: answer.title for answer in live().catalogue.answers}
    slugs = sorted({n[7:] for r in rows for n in r.counts if n.startswith("answer:")})
    out = io.StringIO()
    writer = csv.writer(out)
    head = [
        *(say(f"staff.column.{name}") for name in COLUMNS),
        *(say("staff.numbers.answer", title=titles.get(slug, slug)) for slug in slugs),
    ]
    writer.writerow([safe(cell) for cell in head])
    for row in rows:
        cells = [make(row) for make in COLUMNS.values()]
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
