"""Scoring a caller: one page of all facts, the result beside it while staff type."""

from typing import Any

from flask import Response, request
from werkzeug.datastructures import MultiDict

from bot.web.services import services
from bot.web.staff.assess import assess
from bot.web.staff.facts_form import more_facts, read_form, row_counts, usable
from bot.web.staff.pages import blueprint, note, page
from handlers import application_year
from replies.wording import say
from scoring import DISTRICTS, Facts, innovation_values

TAX_YEARS = 5


def this_year() -> int:
    return application_year(services().clock().date())


def year_of(text: str) -> int:
    """The application year asked for, else the coming one."""
    return int(text) if text.isdigit() and text in map(str, years()) else this_year()


def years() -> list[int]:
    return list(range(this_year() + 1, 2017, -1))


@blueprint.get("/caller")
def caller() -> Response:
    return _caller(MultiDict())


@blueprint.post("/caller")
def score_caller() -> Response:
    """The whole page again, with the result: works without scripts."""
    return _caller(request.form)


@blueprint.post("/caller/score")
def score_live() -> Response:
    """Only the result, while staff type."""
    return page("caller_result.html", **_judged(request.form))


@blueprint.post("/caller/save")
def save() -> Response:
    """Keep the case for the caller's own chat."""
    judged = _judged(request.form)
    if judged["wrongs"] or not judged["facts"]:
        return _caller(request.form, 422, nothing=True)
    code = services().store.cases.save(judged["facts"])
    # whoever reads the log must not be able to open the case
    note("case_save", say("staff.audit_about.code", code=code[:2]))
    return _caller(request.form, code=code)


def _caller(
    form: MultiDict[str, str], status: int = 200, code: str = "", nothing: bool = False
) -> Response:
    judged = _judged(form)
    year = judged["year"]
    shown = {name: form[name] for name in form if name != "csrf"}
    shown |= {f"tax_years={value}": "1" for value in form.getlist("tax_years")}
    return page(
        "caller.html",
        status,
        form=shown,
        rows=row_counts(form),
        years=years(),
        tax_years=list(range(year - 1, year - 1 - TAX_YEARS, -1)),
        districts=DISTRICTS,
        awards=innovation_values(),
        more_facts=more_facts(),
        code=code,
        nothing=nothing,
        **judged,
    )


def _judged(form: MultiDict[str, str]) -> dict[str, Any]:
    today = services().clock().date()
    given = read_form(form, form.getlist("tax_years"), today)
    year = year_of(form.get("year", ""))
    facts = usable(given)
    return {
        "facts": given.facts,
        "found": assess(facts, year, today) if facts != Facts() else None,
        "wrongs": given.wrong,
        "year": year,
        "today": today,
    }
