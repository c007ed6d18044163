"""The person's own answers in words, for the review and for 「我的资料」."""

from typing import Any

from handlers import case, homes
from handlers.asking import choice_label, title
from handlers.questions import Step
from handlers.session import Session
from handlers.steps import relevant
from replies.wording import say


def month_in_words(text: str) -> str:
    """ "2016-05" or "2016-05-20" in words: 2016年5月(20日)."""
    year, *rest = text.split("-")
    unit = [f"{int(part)}{name}" for part, name in zip(rest, "月日", strict=False)]
    return f"{year}年{''.join(unit)}"


def months_in_words(months: int) -> str:
    """A number of months: 8年3个月."""
    years, rest = divmod(months, 12)
    if years and rest:
        return f"{years}年{rest}个月"
    return f"{years}年" if years else f"{rest}个月"


def span_in_words(span: dict[str, Any]) -> str:
    """A span of the facts: 2016年10月至今."""
    last = span.get("to")
    end = say("chat.shown.now") if last in (None, "now") else month_in_words(str(last))
    return f"{month_in_words(str(span['from']))}至{end}"


def _homes(session: Session, kind: str) -> str:
    parts = [
        months_in_words(h["months"]) if "months" in h else span_in_words(h)
        for h in homes.homes(session, kind)
    ]
    return "、".join(parts) or say("chat.shown.none")


def _insurance(session: Session) -> str:
    told = session.facts["insurance"]
    if "periods" in told:
        return "、".join(span_in_words(p) for p in told["periods"])
    return months_in_words(told["months"])


def _repaid(session: Session) -> str:
    told = session.facts["insurance"]
    months = told.get("repaid_months", len(told.get("repaid", [])))
    return months_in_words(months) if months else say("chat.shown.none")


def _housing(session: Session) -> str:
    kinds = session.notes.get("housing") or [
        short for short, kind in homes.KINDS.items() if homes.homes(session, kind)
    ]
    labels = [say(f"steps.housing.choices.{kind}") for kind in kinds]
    return "、".join(labels) or say("steps.housing.choices.none")


def _education(session: Session) -> str:
    told = session.facts["education"]
    held = (told.get("diploma", "none"), told.get("degree", "none"))
    value = next((v for v, both in case.HOLDS.items() if both == held), None)
    if value:
        return say(f"steps.education.choices.{value}")
    return say("chat.shown.held", diploma=held[0], degree=held[1])


def _tax_years(session: Session) -> str:
    return "、".join(str(y) for y in session.facts["tax_years"]) or say("chat.shown.none")


def _times(key: str) -> Any:
    def show(session: Session) -> str:
        count = session.facts[key]
        return say("chat.shown.times", count=count) if count else say("chat.shown.none")

    return show


SHOW: dict[str, Any] = {
    "birth": lambda s: month_in_words(str(s.facts["birth"])),
    "birth_month": lambda s: month_in_words(str(s.facts["birth"])),
    "insurance": _insurance,
    "continuous": lambda s: months_in_words(s.facts["insurance"]["continuous_months"]),
    "repaid": _repaid,
    "housing": _housing,
    "own_time": lambda s: _homes(s, "owned"),
    "rent_time": lambda s: _homes(s, "rented"),
    "dorm_time": lambda s: _homes(s, "dorm"),
    "other_home": lambda s: _homes(s, "rented"),
    "home_district": homes.home_district,
    "living_since": lambda s: month_in_words(homes.homes(s, "owned")[0]["lived_from"]),
    "work_district": lambda s: str(s.notes.get("work_district") or s.facts["jobs"]),
    "work_since": lambda s: month_in_words(s.facts["jobs"][0]["from"]),
    "education": _education,
    "graduated": lambda s: month_in_words(str(s.facts["education"]["graduated"])),
    "study_overlap": lambda s: months_in_words(s.facts["education"]["overlap_months"]),
    "tax_years": _tax_years,
    "tax_violations": _times("tax_violations"),
    "detentions": _times("detentions"),
    "award_points": lambda s: say("chat.shown.points", points=s.facts["innovation_points"]),
    "equity": lambda s: say("chat.shown.yuan", yuan=s.facts["equity_financing"]),
    "lease": lambda s: say(f"steps.lease.choices.{s.notes['lease']}"),
    "living": lambda s: say(f"steps.living.choices.{s.notes['living']}"),
    "innovation": lambda s: say(f"steps.innovation.choices.{_innovation(s)}"),
}


def _innovation(session: Session) -> str:
    if "innovation" in session.notes:
        return str(session.notes["innovation"])
    if "equity_financing" in session.facts:
        return "equity"
    return "award" if session.facts.get("innovation_points") else "none"


def value_in_words(session: Session, step: Step) -> str:
    """What the person answered to this step."""
    if step.key in session.skipped:
        return say("chat.shown.open")
    show = SHOW.get(step.key)
    if show:
        return str(show(session))
    return choice_label(step, session.facts[step.key])


def told(session: Session) -> list[Step]:
    """The steps that have an answer or were left open, in the order of the questions."""
    return [s for s in relevant(session) if s.has(session) or s.key in session.skipped]


def listing(session: Session) -> str:
    """A numbered line for each answer."""
    rows = told(session)
    return "\n".join(
        f"{number} {title(step)}：{value_in_words(session, step)}"
        for number, step in enumerate(rows, 1)
    )
