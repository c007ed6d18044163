"""What the applicant said, in words: the echo of a message, the review, 「我的资料」."""

from dataclasses import dataclass

from handlers.dialogue.facts import PLAIN_TOPICS
from handlers.dialogue.in_words import home_details, home_in_words, title, topic_key, value_in_words
from handlers.dialogue.questions import BY_KEY, RARE
from handlers.dialogue.view import View
from handlers.session import Applicant
from replies.wording import say
from scoring import JsonMapping


@dataclass(frozen=True)
class ReviewRow:
    """One line of the review: the question that asks for it, its name and its value in words.

    `home` is the place of a home among the told ones.
    """

    key: str
    title: str
    value: str
    home: int | None = None


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
    shown = {row.key for row in found}
    for key in view.applicant.unknown:
        if key in BY_KEY and (key not in shown or key in HOME_KEYS.values()):
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
    """What the person tells again is theirs again."""
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
