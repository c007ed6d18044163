"""One told value in the person's terms: a home, a time paid, a level of schooling."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.dialogue.facts import HOLDS, lease_matters, suburb_counts
from replies.wording import date_in_words, months_in_words, say, texts
from scoring import FACTS, JsonMapping
from scoring.months import month_named

_TOPIC_OF = {
    "insurance_gap": "breaks",
    "lives_there": "living",
    "homes": "housing",
    "jobs": "work_district",
}
"""The question whose texts name a topic, where it is called otherwise."""


def title(key: str) -> str:
    """The short name of a question or topic; facts without a text have the registry's."""
    return say(f"steps.{key}.title") if f"steps.{key}.title" in texts() else FACTS[key].title


LEAST_RUN = 3


def list_in_words(months: Sequence[str]) -> str:
    """Single months; three and more that follow one another as one span: 2014年2月到2014年4月."""
    runs: list[list[str]] = []
    for month in sorted(months):
        if runs and month_named(month) == month_named(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return say("chat.shown.join").join(part for run in runs for part in _run(run))


def _run(run: list[str]) -> list[str]:
    first, last = date_in_words(run[0]), date_in_words(run[-1])
    if len(run) < LEAST_RUN:
        return [date_in_words(month) for month in run]
    return [say("chat.shown.run", first=first, last=last)]


def span_in_words(span: JsonMapping) -> str:
    """A span: 2016年10月至今."""
    last = span.get("to")
    end = say("chat.shown.now") if last in (None, "now") else date_in_words(str(last)[:7])
    return say("chat.date.span", first=date_in_words(str(span["from"])[:7]), last=end)


def home_in_words(home: JsonMapping) -> str:
    """A home in one phrase: 自有房在通州，2016年5月拿房本，拿到房本起一直住."""
    kind = say(f"chat.shown.home.{home['kind']}")
    details = home_details(home)
    joint = "" if home.get("district") or not details else say("chat.shown.comma")
    return f"{kind}{joint}{details}"


def home_details(home: JsonMapping) -> str:
    """What is known of a home beside its kind."""
    parts = []
    if home.get("district"):
        parts.append(say("chat.shown.home.district", district=home["district"]))
    if "certificate" in home or (home["kind"] == "owned" and "from" in home):
        since = str(home.get("certificate") or home["from"])
        key = "certificate" if len(since) > 4 else "certificate_year"
        parts.append(say(f"chat.shown.home.{key}", month=date_in_words(since[:7])))
        if home.get("to", "now") != "now":
            parts.append(say("chat.shown.home.until", month=date_in_words(str(home["to"])[:7])))
    elif "from" in home:
        parts.append(span_in_words(home))
    elif "months" in home:
        parts.append(months_in_words(home["months"]))
    elif home.get("to", "now") != "now":
        parts.append(say("chat.shown.home.until", month=date_in_words(str(home["to"])[:7])))
    elif home.get("registered") is not False:
        parts.append(say("chat.shown.home.no_time"))
    if suburb_counts(home):
        parts += _living(home)
    if "registered" in home and (lease_matters(home) or "from" not in home):
        parts.append(_registered(home["registered"]))
    return say("chat.shown.comma").join(parts)


def _living(home: JsonMapping) -> list[str]:
    if "lived_from" in home:
        return [say("chat.shown.home.lived_from", month=date_in_words(str(home["lived_from"])[:7]))]
    if "lives" in home:
        return [say(f"steps.living.choices.{home['lives']}")]
    return []


def _registered(value: object) -> str:
    if isinstance(value, Mapping):
        return say("chat.shown.home.registered_part", span=span_in_words(value))
    return say(f"chat.shown.home.registered_{value}".lower())


def _insurance(told: JsonMapping) -> str:
    said = told["insurance"]
    if "periods" in said:
        return say("chat.shown.join").join(span_in_words(span) for span in said["periods"])
    return months_in_words(said["months"])


def _gap(told: JsonMapping) -> str:
    gap = told["insurance_gap"]
    if isinstance(gap, Mapping) and "months" not in gap:
        return say("chat.shown.some")
    if isinstance(gap, Mapping):
        return months_in_words(gap.get("months", 0))
    return list_in_words(gap) or say("chat.shown.never_broken")


def _repaid(told: JsonMapping) -> str:
    repaid = told["repaid"]
    if not isinstance(repaid, Mapping):
        return say("chat.shown.none")
    if "list" in repaid:
        return list_in_words(repaid["list"])
    if "months" not in repaid:
        return say("chat.shown.some")
    return months_in_words(repaid["months"])


def _education(told: JsonMapping) -> str:
    held = told["education"]
    if isinstance(held, str) and held in HOLDS:
        return say(f"steps.education.choices.{held}")
    diploma, degree = (held.get(name, "none") for name in ("diploma", "degree"))
    return say(
        "chat.shown.held",
        diploma=say(f"chat.shown.paper.{diploma}"),
        degree=say(f"chat.shown.paper.{degree}"),
    )


def _jobs(told: JsonMapping) -> str:
    return say("chat.shown.semicolon").join(map(_job, told["jobs"])) or say("chat.shown.inner")


def _job(job: JsonMapping) -> str:
    if "from" in job:
        return say("chat.shown.job", district=job["district"], span=span_in_words(job))
    return str(job["district"])


def _innovation(told: JsonMapping) -> str:
    value = told["innovation"]
    if isinstance(value, Mapping):
        if "points" in value:
            return say("chat.shown.points", points=value["points"])
        return say("chat.shown.yuan", yuan=value["equity"])
    return say(f"chat.shown.innovation.{value}")


def _times(name: str, told: JsonMapping) -> str:
    count = told[name]
    if count == "some":
        return say("chat.shown.some")
    return say("chat.shown.times", count=count) if count else say("chat.shown.none")


def _choice(name: str, told: JsonMapping) -> str:
    key, value = f"steps.{name}.choices.{told[name]}", told[name]
    if key in texts():
        return say(key)
    return (
        say("chat.shown.yes" if value else "chat.shown.none")
        if isinstance(value, bool)
        else str(value)
    )


def value_in_words(told: JsonMapping, topic: str) -> str:
    """The value of one told topic."""
    match topic:
        case "birth" | "graduated":
            return date_in_words(str(told[topic]))
        case "insurance":
            return _insurance(told)
        case "insurance_gap":
            return _gap(told)
        case "continuous" | "study_overlap":
            return months_in_words(told[topic]) if told[topic] else say("chat.shown.none")
        case "repaid":
            return _repaid(told)
        case "education":
            return _education(told)
        case "jobs":
            return _jobs(told)
        case "tax_years":
            return say("chat.shown.join").join(map(str, told[topic])) or say("chat.shown.none")
        case "innovation":
            return _innovation(told)
        case "tax_violations" | "detentions":
            return _times(topic, told)
        case "suburb_months":
            months = told[topic]
            return months_in_words(months.get("live_only", 0) + months.get("live_and_work", 0))
        case _:
            return _choice(topic, told)


def topic_key(topic: str) -> str:
    """The key of the texts that name a topic."""
    return _TOPIC_OF.get(topic, topic)


def value_before(topic: str, value: Any) -> str:
    """A value in words before it is written."""
    if topic == "homes":
        return say("chat.shown.semicolon").join(map(home_in_words, value))
    if topic == "lease":
        return _registered(value)
    if topic == "lives_there":
        if isinstance(value, Mapping):
            return say("chat.shown.home.lived_from", month=date_in_words(str(value["from"])[:7]))
        return say(f"steps.living.choices.{value}")
    return value_in_words({topic: value}, topic)
