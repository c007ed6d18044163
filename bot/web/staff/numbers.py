"""The numbers of each day: table, chart and CSV. Counts only, nothing about anybody."""

import csv
import io
from collections import Counter
from collections.abc import Callable

from flask import Response, request

from bot.storage.numbers import Day, days, total
from bot.web.services import services
from bot.web.staff.lookup import live
from bot.web.staff.pages import blueprint, note, page

SPANS = (7, 30, 90, 365)

COLUMNS: dict[str, Callable[[Day], object]] = {
    "日期": lambda d: d.day,
    "对话人数": lambda d: d.people,
    "消息": lambda d: d["messages"],
    "算出分数": lambda d: d["finished_scores"],
    "自由提问": lambda d: d.questions,
    "反问率": lambda d: d.share("clarify"),
    "没答上率": lambda d: d.share("fallback"),
    "转人工": lambda d: d["handoff"],
    "说没用": lambda d: d["useless"],
    "回复p50毫秒": lambda d: d.within(0.5),
    "回复p99毫秒": lambda d: d.within(0.99),
}


def _span() -> int:
    wanted = request.args.get("days", "")
    return int(wanted) if wanted in map(str, SPANS) else 30


def _rows() -> list[Day]:
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
    )


@blueprint.get("/numbers.csv")
def numbers_csv() -> Response:
    rows = _rows()
    titles = {answer.id: answer.title for answer in live().catalogue.answers}
    slugs = sorted({n[7:] for r in rows for n in r.counts if n.startswith("answer:")})
    out = io.StringIO()
    writer = csv.writer(out)
    head = [*COLUMNS, *(f"答案：{titles.get(slug, slug)}" for slug in slugs)]
    writer.writerow([safe(cell) for cell in head])
    for row in rows:
        cells = [make(row) for make in COLUMNS.values()]
        writer.writerow([safe(c) for c in [*cells, *(row[f"answer:{slug}"] for slug in slugs)]])
    note("numbers_export", f"{_span()} 天")
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
