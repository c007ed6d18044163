"""`/r/<token>`: the signed link to a report, and a plain page for every way in which it can fail.

`/r/<token>/report.pdf` and `.png` are the same report to keep. `?plan=` names the measures that are
held against going on as now.

404: not a link of ours · 410: expired, erased, or saved facts that no longer fit the rules ·
503: Redis does not answer, or the file could not be made · 500: anything else.
"""

from datetime import date, datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request

from bot.errors import StoreDown
from bot.web.answering import report_failure
from bot.web.links import Links
from bot.web.report.paper import TYPES, Kind, PaperFailed, font, render
from bot.web.report.view import Report, build
from bot.web.services import services
from handlers import assumed_line, told_rows
from replies.wording import say
from scoring import FactError, parse_facts

blueprint = Blueprint("report", __name__, url_prefix="/r", template_folder="templates")

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}
LONGEST_TOKEN = 300
LONGEST_PLAN = 200
ANY_AGE = 10**9  # seconds: tells a link that has expired from one that never was


class Gone(Exception):
    """The report cannot be shown: `why` is the key of the page that says so, with its status."""

    def __init__(self, why: str, status: int) -> None:
        super().__init__(why)
        self.why, self.status = why, status


@blueprint.get("/", defaults={"token": ""})
@blueprint.get("/<path:token>")
def show(token: str) -> Response:
    report, assumed = _report(token)
    plan = _plan()
    return _page(
        "report/report.html",
        200,
        report=report,
        assumed=assumed,
        hotline=services().settings.hotline,
        address=f"/r/{token}",
        base_url=services().settings.public_url or services().settings.local_url,
        query=urlencode({"plan": plan} if plan else {}),
        planned=bool(plan),
        paper=bool(font()),
    )


@blueprint.get("/<token>/report.<any(pdf, png):kind>")
def keep(token: str, kind: Kind) -> Response:
    """The report as a file."""
    report, assumed = _report(token)
    if not font():
        raise Gone("paper", 503)
    response = Response(render(report, assumed, kind), mimetype=TYPES[kind])
    name = f"jifen-{report.year}.{kind}"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _plan() -> str:
    return request.args.get("plan", "")[:LONGEST_PLAN]


def _report(token: str) -> tuple[Report, str]:
    """The report behind a link, and what counts as none in it. Raises `Gone`."""
    parts = services()
    linked = parts.links.read(token) if len(token) <= LONGEST_TOKEN else None
    if linked is None:
        raise Gone("expired", 410) if _was_ours(parts.links, token) else Gone("unknown", 404)
    stored = parts.store.report(*linked, parts.clock())
    if stored is None:
        raise Gone("erased", 410)
    today, assumed = parts.clock().date(), stored.get("assumed", ())
    try:
        report = build(
            parse_facts(stored["facts"]),
            stored["year"],
            today,
            _day(stored["made"]),
            told=told_rows(stored["facts"], stored["year"], today, assumed),
            plan=_plan(),
        )
    except (FactError, KeyError):
        # Kept for a month: what facts must look like may have changed since.
        raise Gone("outdated", 410) from None
    return report, assumed_line(assumed)


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


@blueprint.errorhandler(Gone)
def _gone(gone: Gone) -> Response:
    return _sorry(gone.why, gone.status)


@blueprint.errorhandler(PaperFailed)
def _no_paper(error: PaperFailed) -> Response:
    report_failure("report file", error)
    return _sorry("paper", 503)


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
