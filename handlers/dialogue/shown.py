"""What the applicant said, in words: the echo of a message, the review, 「我的资料」."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.dialogue.facts import HOLDS, PLAIN_TOPICS, lease_matters, suburb_counts
from handlers.dialogue.questions import BY_KEY, RARE
from handlers.dialogue.view import View
from handlers.session import Applicant
from replies.wording import date_in_words, months_in_words, say, texts
from scoring import FACTS, JsonMapping

_TOPIC_OF = {
    "insurance_gap": "breaks",
    "lives_there": "living",
    "homes": "housing",
    "jobs": "work_district",
}
"""The question whose texts name a topic, where it is called otherwise."""


@dataclass(frozen=True)
class ReviewRow:
    """One line of the review: the question that asks for it, its name and its value in words.

    `home` is the place of a home among the told ones.
    """

    key: str
    title: str
    value: str
    home: int | None = None


def title(key: str) -> str:
    """The short name of a question or topic; facts without a text have the registry's."""
    return say(f"steps.{key}.title") if f"steps.{key}.title" in texts() else FACTS[key].title


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
    return say("chat.shown.join").join(map(date_in_words, gap)) or say("chat.shown.never_broken")


def _repaid(told: JsonMapping) -> str:
    repaid = told["repaid"]
    if not isinstance(repaid, Mapping):
        return say("chat.shown.none")
    if "list" in repaid:
        return say("chat.shown.join").join(map(date_in_words, repaid["list"]))
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


SINGLE = (
    "birth",
    "sex",
    "post",
    "residence_permit",
    "insurance",
    "insurance_gap",
    "continuous",
    "repaid",
)
AFTER_HOMES = ("jobs", "education", "graduated", "study_overlap", "tax_years")
OTHERS = tuple(name for name in PLAIN_TOPICS if name not in {*SINGLE, *AFTER_HOMES, *RARE})
"""Facts of the registry without a place of their own in the list."""


def rows(view: View) -> list[ReviewRow]:
    """A row for each fact that was told or left open; rare facts that are none share one row."""
    told = view.told
    found = [_row(told, topic) for topic in SINGLE if topic in told and _matters(view, topic)]
    for place, home in enumerate(told.get("homes") or ()):
        kind = say(f"chat.shown.home.{home['kind']}")
        found.append(ReviewRow(_home_key(home), kind, home_details(home), place))
    if told.get("homes") == []:
        found.append(ReviewRow("housing", title("housing"), say("steps.housing.choices.none")))
    found += [
        _row(told, topic)
        for topic in (*AFTER_HOMES, *OTHERS)
        if topic in told and _matters(view, topic)
    ]
    found += _rare_rows(told)
    for key in view.applicant.unknown:
        if key in BY_KEY:
            found.append(ReviewRow(key, title(key), say("chat.shown.open")))
    return found


def _matters(view: View, topic: str) -> bool:
    """Leave out what says nothing: unbroken insurance is shown only when it was asked."""
    if topic == "insurance_gap":
        return view.dated_insurance
    return True


def _row(told: JsonMapping, topic: str) -> ReviewRow:
    key = topic_key(topic)
    asked_by = key if key in BY_KEY else "rare"
    return ReviewRow(asked_by, title(key), value_in_words(told, topic))


HOME_KEYS = {"owned": "own_time", "rented": "rent_time", "dorm": "dorm_time"}


def _home_key(home: JsonMapping) -> str:
    return HOME_KEYS[home["kind"]]


def _rare_rows(told: JsonMapping) -> list[ReviewRow]:
    none = [name for name in RARE if name in told and not _exception(told[name])]
    some = [name for name in RARE if name in told and _exception(told[name])]
    found = [_row(told, name) for name in some]
    if none:
        names = say("chat.shown.join").join(title(name) for name in none)
        found.append(ReviewRow("rare", say("chat.shown.none_of"), names))
    return found


def _exception(value: object) -> bool:
    return value not in (0, False, "none")


def listing(view: View) -> str:
    """The rows, numbered; what staff have corrected is marked."""
    marked = view.applicant.by_staff
    return "\n".join(
        f"{n} {row.title}：{row.value}{say('hand_over.mark') if place_of(row) in marked else ''}"
        for n, row in enumerate(rows(view), 1)
    )


def place_of(row: ReviewRow) -> str:
    """The name under which `Applicant.by_staff` holds a row."""
    return row.key if row.home is None else f"{row.key}/{row.home}"


def note_told(applicant: Applicant, topics: list[str]) -> None:
    """What the person tells anew is theirs again."""
    if not applicant.by_staff:
        return
    homes = any(name in topics for name in ("homes", "lease", "lives_there"))
    mine = {topic_key(topic) for topic in topics}
    applicant.by_staff = [
        place
        for place in applicant.by_staff
        if place not in mine and not (homes and place.partition("/")[0] in HOME_KEYS.values())
    ]


def echo(told: JsonMapping, topics: list[str]) -> str:
    """What was read, in the person's terms, in one line: 1985年3月生；男士；…"""
    parts: list[str] = []
    names = list(dict.fromkeys(topics))
    none = [name for name in names if name in RARE and not _exception(told.get(name, 0))]
    homes = [name for name in names if name in ("homes", "lease", "lives_there")]
    for name in names:
        if name in homes[:1]:
            parts += _homes_in_words(told)
        elif name in homes or name in none or name in ("age", "other_home") or name not in told:
            continue
        else:
            parts.append(_short(told, name))
    if none:
        listed = say("chat.shown.join").join(title(name) for name in none)
        parts.append(say("chat.shown.short.none", names=listed))
    return say("chat.shown.semicolon").join(parts)


def _homes_in_words(told: JsonMapping) -> list[str]:
    if told.get("homes") == []:
        return [f"{title('housing')}：{say('steps.housing.choices.none')}"]
    return [home_in_words(home) for home in told.get("homes") or ()]


def _short(told: JsonMapping, topic: str) -> str:
    key = topic_key(topic)
    return say("chat.shown.short.plain", title=title(key), value=value_in_words(told, topic))
