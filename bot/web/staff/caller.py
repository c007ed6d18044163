"""Scoring a caller: one page of all facts, the result beside it while staff type."""

from collections.abc import Mapping

from flask import Response, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WebResponse

from bot.web.services import services
from bot.web.staff.assess import assess
from bot.web.staff.error_pages import SHOWS_AGAIN
from bot.web.staff.facts_fill import dictated, fill_form, row_counts
from bot.web.staff.facts_form import more_facts, read_form
from bot.web.staff.form_reading import FormReading, usable
from bot.web.staff.guard import Expired
from bot.web.staff.pages import blueprint, is_htmx, me, note, page
from handlers import Dictation, application_year, without_sensitive
from replies.wording import say
from scoring import DISTRICTS, Facts, JsonObject, innovation_values

TAX_YEARS = 5
SENTENCE = "sentence"
LONGEST_SENTENCE = 500
NOT_KEPT = ("csrf", SENTENCE, "typing", "more")
"""Fields of the form that are not facts to be shown again."""


def this_year() -> int:
    return application_year(services().clock().date())


def year_of(text: str) -> int:
    """The application year asked for, else the coming one."""
    return int(text) if text.isdigit() and text in map(str, years()) else this_year()


def years() -> list[int]:
    return list(range(this_year() + 1, 2017, -1))


@blueprint.get("/caller")
def caller() -> Response:
    return _caller({}, fresh=True)


@blueprint.post("/caller")
def score_caller() -> Response:
    """The whole page again, with the sentence that was typed and the result; for htmx its body."""
    return show_caller()


def show_caller(status: int = 200, **more: object) -> Response:
    """The form as it was sent, with one more sentence read into it if there is one."""
    form = _flat(request.form)
    sentence = request.form.get(SENTENCE, "").strip()[:LONGEST_SENTENCE]
    found: Dictation | None = None
    if sentence:
        form, found = dictated(form, " ".join(sentence.split()), services().clock())
    return _caller(form, status, dictation=found, more_rows=request.form.get("more", ""), **more)


@blueprint.post("/caller/score")
def score_live() -> Response:
    """Only the result, while staff type."""
    return page(
        "caller_result.html", **_judged(_flat(request.form), request.form.get("typing", ""))
    )


@blueprint.post("/caller/save")
def save() -> Response:
    """Keep the case for the caller's own chat, without what they have to agree to there."""
    judged = _judged(_flat(request.form))
    facts = without_sensitive(judged["facts"])
    if request.form.get(SENTENCE, "").strip() or judged["wrongs"] or not facts:
        return show_caller(422, nothing=True)
    code = services().store.cases.save(facts, me().name, services().clock())
    # whoever reads the log must not be able to open the case
    note("case_save", say("staff.audit_about.code", code=code[:2]))
    return show_caller(code=code, left_out=facts != judged["facts"])


@blueprint.get("/caller/cases")
def cases() -> Response:
    """The saved cases that nobody has opened yet, with who saved them and what they come to."""
    note("case_look")
    today = services().clock().date()
    rows = []
    for each in services().store.cases.listed():
        facts = usable(FormReading(dict(each.facts)))
        rows.append((each, assess(facts, this_year(), today) if facts != Facts() else None))
    return page("cases.html", rows=rows, gone=request.args.get("gone", ""))


@blueprint.post("/caller/cases/open")
def open_case() -> WebResponse:
    """A saved case in the form again; the caller's code stays good."""
    found = services().store.cases.look(request.form.get("code", ""))
    if found is None:
        return redirect(url_for("staff.cases", gone=1))
    note("case_open", say("staff.audit_about.code", code=found.code[:2]))
    return _caller(fill_form(found.facts), code=found.code)


@blueprint.post("/caller/cases/close")
def close_case() -> WebResponse:
    code = request.form.get("code", "")
    services().store.cases.close(code)
    note("case_close", say("staff.audit_about.code", code=code[:2]))
    return redirect(url_for("staff.cases"))


def _late() -> Response:
    """What was typed about a caller, in the form again; nothing is done with it."""
    return show_caller(Expired.code, late=True)


SHOWS_AGAIN |= dict.fromkeys(("staff.score_caller", "staff.save"), _late)


def _flat(form: MultiDict[str, str]) -> dict[str, str]:
    """The fields of a posted form, a ticked year as a field of its own."""
    shown = {name: form[name] for name in form if name not in (*NOT_KEPT, "tax_years")}
    return shown | {f"tax_years={value}": "1" for value in form.getlist("tax_years")}


def _caller(
    form: Mapping[str, str],
    status: int = 200,
    *,
    more_rows: str = "",
    dictation: Dictation | None = None,
    **more: object,
) -> Response:
    judged = _judged(form)
    year = judged["year"]
    asked = {**form, "more": more_rows}
    values = {
        "code": "",
        "nothing": False,
        "fresh": False,
        "late": False,
        "left_out": False,
        **more,
        **judged,
    }
    return page(
        "caller_body.html" if is_htmx() else "caller.html",
        200 if is_htmx() else status,
        form=form,
        rows=row_counts(asked),
        years=years(),
        tax_years=list(range(year - 1, year - 1 - TAX_YEARS, -1)),
        districts=DISTRICTS,
        awards=innovation_values(),
        more_facts=more_facts(),
        dictation=dictation,
        **values,
    )


def _judged(form: Mapping[str, str], typing: str = "") -> JsonObject:
    """The result, and what is to be said at each field; at the one being typed in, nothing yet."""
    today = services().clock().date()
    ticked = [name.removeprefix("tax_years=") for name in form if name.startswith("tax_years=")]
    given = read_form(form, ticked, today)
    year = year_of(form.get("year", ""))
    facts = usable(given)
    given.wrong.pop(typing, None)
    return {
        "facts": given.facts,
        "found": assess(facts, year, today) if facts != Facts() else None,
        "wrongs": given.wrong,
        "unfinished": given.unfinished,
        "heard": given.heard,
        "year": year,
        "today": today,
    }
