"""Writes told values into an applicant; a refused value changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.dialogue import homes
from handlers.dialogue.facts import HOLDS, facts_of, has_time
from handlers.dialogue.questions import BY_KEY, NOTHING
from handlers.session import Applicant
from handlers.understanding.acts import Topic
from scoring import FactError, JsonObject, parse_facts

_ORDER = {topic.value: number for number, topic in enumerate(Topic)}
"""Topics in the order in which they are written: what depends on another comes after it."""

MERGED = frozenset({"homes", "jobs", "insurance_gap", "lease", "lives_there"})
"""Topics that are told bit by bit: a further value is no other one."""
FALLS_WITH: Mapping[str, tuple[str, ...]] = {
    "insurance": ("insurance_gap", "continuous", "repaid", "study_overlap"),
    "education": ("graduated", "study_overlap"),
    "sex": ("post",),
}
"""What a changed answer reopens."""


class ValueRefused(ValueError):
    """A value that cannot stand; `error` says why."""

    def __init__(self, error: FactError) -> None:
        super().__init__(str(error))
        self.error = error


def replaces(told: JsonObject, topic: str) -> bool:
    """Whether a further value on `topic` would take the place of a told one."""
    return topic in told and topic not in MERGED


def place_of(topic: str) -> int:
    """Where a topic comes among what one message told; one that only the registry knows is last."""
    return _ORDER.get(topic, len(_ORDER))


def write(
    applicant: Applicant,
    topic: str,
    value: Any,
    *,
    question: str = "",
    replace: bool = False,
    place: int = -1,
    known: JsonObject | None = None,
) -> JsonObject | None:
    """Write one told value: the facts object of all that is told then, None if nothing changed.

    `ValueRefused` if it contradicts the record.

    `question` is the step that stands: it says which home is meant. `replace` overwrites a value
    instead of adding to it; `place` is then the home that is meant. `known`: the facts object of
    what is told already, where the caller has it.
    """
    told = dict(applicant.told)
    _put(told, topic, value, Manner(question, replace, place))
    if told == applicant.told:
        return None
    before = facts_of(applicant.told) if known is None else known
    after = facts_of(told)
    try:
        # what stood before has been parsed before
        parse_facts({k: v for k, v in after.items() if k not in before or before[k] != v})
    except FactError as error:
        raise ValueRefused(error) from error
    applicant.told = told
    applicant.unknown = [key for key in applicant.unknown if not _answers(key, (topic,))]
    return after


def _answers(key: str, topics: Sequence[str]) -> bool:
    question = BY_KEY.get(key)
    return question is None or question.topic in topics


@dataclass(frozen=True)
class Manner:
    """How a value is written: for which question, over the old one, for which home."""

    question: str = ""
    replace: bool = False
    place: int = -1


def _put(told: JsonObject, topic: str, value: Any, how: Manner) -> None:
    known, replace = told.get("homes") or [], how.replace
    if topic == "homes":
        _put_homes(told, value, how)
    elif topic == "lease":
        if known:
            told["homes"] = homes.put_lease(known, value, replace=replace)
    elif topic == "lives_there":
        if known:
            told["homes"] = homes.put_living(known, value, replace=replace)
    elif topic == "jobs":
        told["jobs"] = homes.merge_jobs(told.get("jobs") or [], value, replace=replace)
    elif topic == "birth":
        told["birth"] = _birth(told.get("birth"), str(value))
    elif topic == "insurance_gap":
        _put_gap(told, value, replace)
    elif topic == "repaid":
        told["repaid"] = repaid(told, value)
    elif topic == "age":
        return
    else:
        _reopen(told, topic, value)
        told[topic] = value


def _put_homes(told: JsonObject, value: list[Any], how: Manner) -> None:
    known = told.get("homes") or []
    if how.question == "other_home":
        told["other_home"] = value or []
        told["homes"] = homes.merge(known, value or [], kind="rented")
        return
    if not value:
        if how.replace or not known:
            told["homes"] = []
        return
    kind = _kind_asked(how.question)
    merged = homes.merge(known, value, replace=how.replace, kind=kind, place=how.place)
    again = all(has_time(home) for home in value) and merged == known
    if again and how.question in TIME_OF:
        # The same time again to 「几套就都说」: there is no other home of that kind.
        merged = [h for h in merged if h["kind"] != kind or has_time(h)]
    told["homes"] = merged


TIME_OF = {"own_time": "owned", "rent_time": "rented", "dorm_time": "dorm"}
"""The kind of home whose time a question asks for."""


def _kind_asked(question: str) -> str:
    """The kind of home that the answer to a question is about, "" for any."""
    return "owned" if question == "home_district" else TIME_OF.get(question, "")


def _birth(known: object, said: str) -> str:
    """The birth date; a year alone does not take the month away."""
    return str(known) if known and len(said) == 4 and str(known).startswith(said) else said


def _put_gap(told: JsonObject, value: Any, replace: bool) -> None:
    known = told.get("insurance_gap")
    if value == {"months": 0}:
        value = []
    if isinstance(value, list) and isinstance(known, list) and not replace:
        value = sorted({*known, *value})
    told["insurance_gap"] = value


def repaid(told: JsonObject, value: Any) -> Any:
    """The months paid late; months told as a number only are the same ones as those with dates."""
    known = told.get("repaid")
    dated: list[str] = known.get("list", []) if isinstance(known, dict) else []
    same = dated and isinstance(value, dict) and value.keys() <= {"months"}
    return known if same and value.get("months", len(dated)) == len(dated) else value


def _reopen(told: JsonObject, topic: str, value: Any) -> None:
    """Drop what depended on the old value of a topic."""
    was = told.get(topic)
    if was is None or was == value:
        return
    if topic == "insurance" and _one_span(was) and _one_span(value):
        return  # Only an end moved: what was said of breaks still holds.
    if topic == "education" and _same_course(was, value):
        return  # 「有学位」 told after the diploma
    for name in FALLS_WITH.get(topic, ()):
        told.pop(name, None)


def _same_course(was: Any, value: Any) -> bool:
    levels = (was, value)
    return all(isinstance(each, str) and each in HOLDS for each in levels) and (
        HOLDS[was][0] == HOLDS[value][0]
    )


def _one_span(insurance: object) -> bool:
    return isinstance(insurance, dict) and len(insurance.get("periods", ())) == 1


def nothing(applicant: Applicant, names: Iterable[str]) -> list[str]:
    """「以下都没有」: the rare facts `names` that are not known are none; which that were."""
    changed = [name for name in names if name not in applicant.told]
    applicant.told = applicant.told | {name: NOTHING[name] for name in changed}
    applicant.unknown = [key for key in applicant.unknown if not _answers(key, changed)]
    return changed
