"""`/r/<token>`: the signed link to a report, and a plain page for every way in which it can fail.

404: not a link of ours · 410: expired, erased, or saved facts that no longer fit the rules ·
503: Redis does not answer · 500: anything else.
"""

from datetime import date, datetime

from flask import Blueprint, Response, make_response, render_template

from bot.errors import StoreDown
from bot.web.answering import report_failure
from bot.web.links import Links
from bot.web.report.view import build
from bot.web.services import services
from handlers import assumed_line
from replies.wording import say
from scoring import FactError, parse_facts

blueprint = Blueprint("report", __name__, url_prefix="/r", template_folder="templates")

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}
LONGEST_TOKEN = 300
ANY_AGE = 10**9  # seconds: tells a link that has expired from one that never was


@blueprint.get("/", defaults={"token": ""})
@blueprint.get("/<path:token>")
def show(token: str) -> Response:
    parts = services()
    linked = parts.links.read(token) if len(token) <= LONGEST_TOKEN else None
    if linked is None:
        return _sorry("expired", 410) if _was_ours(parts.links, token) else _sorry("unknown", 404)
    stored = parts.store.report(*linked, parts.clock())
    if stored is None:
        return _sorry("erased", 410)
    try:
        facts = parse_facts(stored["facts"])
        report = build(facts, stored["year"], parts.clock().date(), _day(stored["made"]))
    except (FactError, KeyError):
        # Kept for a month: what facts must look like may have changed since.
        return _sorry("outdated", 410)
    assumed = assumed_line(stored.get("assumed", ()))
    hotline = parts.settings.hotline
    return _page("report/report.html", 200, report=report, assumed=assumed, hotline=hotline)


def _was_ours(links: Links, token: str) -> bool:
    return len(token) <= LONGEST_TOKEN and links.read(token, max_age=ANY_AGE) is not None


def _day(made: str) -> date | None:
    try:
        return datetime.fromisoformat(made).date()
    except ValueError:
        return None


def _sorry(why: str, status: int) -> Response:
    """The page for a report that cannot be shown: what happened, and what to do."""
    return _page(
        "report/sorry.html",
        status,
        title=say(f"report.sorry.{why}.title"),
        text=say(f"report.sorry.{why}.text"),
        hotline=services().settings.hotline,
    )


def _page(template: str, status: int, **values: object) -> Response:
    return make_response(render_template(template, **values), status)


@blueprint.errorhandler(StoreDown)
def _store_down(_error: StoreDown) -> Response:
    response = _sorry("down", 503)
    response.headers["Retry-After"] = "60"
    return response


@blueprint.errorhandler(Exception)
def _failed(error: Exception) -> Response:
    report_failure("report", error)
    return _sorry("failed", 500)


@blueprint.after_request
def _private(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
