"""The words for what scoring counted, judged and doubted: codes with values in, Chinese out.

The sentences stand in `replies/texts/reasons.toml`.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from replies.wording.lookup import say, texts
from scoring import Basis, Condition, Contradiction, Eligibility, Line, PointsChange
from scoring.months import spoken

_MONTHS = ("first", "last", "full", "birth", "certificate", "graduated", "now", "since")
_KINDS = ("first_kind", "second_kind")


def basis_text(line: Line) -> str:
    """What the points of an item were counted from: "258 个月 × 0.25"."""
    return basis_words(line.item, line.basis)


def basis_words(item: str, basis: Sequence[Basis]) -> str:
    """The same for codes without a line."""
    key = item if f"reasons.join.{item}" in texts() else "default"
    parts = [say(f"reasons.basis.{each.code}", **_figures(each.values)) for each in basis]
    return say(f"reasons.join.{key}").join(parts)


def _figures(values: Mapping[str, object]) -> dict[str, object]:
    words: dict[str, object] = {}
    for name, value in values.items():
        words[name] = short(value) if isinstance(value, Decimal) else value
        if name == "yuan" and isinstance(value, int):
            words["wan"] = f"{value / 10_000:.15g}"
    return words


def short(points: Decimal) -> str:
    """A number of points as people write it: 0.25, 3, 10.5."""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def change_text(found: PointsChange) -> str:
    """Why an item is worth more or less than in the year before."""
    if found.code == "tax_years":
        years = found.values["years"]
        moved = [
            say(f"reasons.change.{way}", year=year, years=years)
            for way in ("gone", "come")
            for year in _years(found.values[way])
        ]
        return say("reasons.change.tax_join").join(moved)
    before, now = (basis_words(found.item, each) for each in (found.before, found.basis))
    return say(f"reasons.change.{found.code}", before=before, now=now, **found.values)


def _years(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def condition_title(found: Condition) -> str:
    """What the condition asks."""
    return say(f"reasons.condition.{found.key}.title")


def condition_reason(found: Condition) -> str:
    """Why it is met, not met or open, with what is not certain about the rule."""
    said = _condition_said(found.key, found.code, tuple(found.values.items()))
    return said + (found.note or "")


@lru_cache(maxsize=4096)
def _condition_said(key: str, code: str, values: tuple[tuple[str, object], ...]) -> str:
    words = _dated(dict(values))
    if "first" in words:
        between = "" if words["first"] == words["last"] else "_between"
        words["when"] = say(f"reasons.condition.retirement.when{between}", **words)
    return say(f"reasons.condition.{key}.{code}", **words)


def condition_lines(judged: Eligibility) -> list[str]:
    """Every condition with its reason, a line each."""
    return [f"{condition_title(each)}：{condition_reason(each)}" for each in judged.conditions]


def contradiction_text(found: Contradiction) -> str:
    """Both sides of facts that cannot all be true, in one line."""
    return say(f"reasons.contradiction.{found.code}", **_dated(found.values))


def contradiction_lines(found: Sequence[Contradiction]) -> list[str]:
    """The lines of the contradictions; two that read alike (two homes, one month) are one line."""
    return list(dict.fromkeys(contradiction_text(each) for each in found))


def contradiction_error(found: Contradiction) -> str:
    """The same with the fields, for a program that reads errors."""
    said = contradiction_text(found)
    fields = say("errors.separator").join(found.fields)
    return say("reasons.contradiction.line", field=fields, said=said)


def _dated(values: Mapping[str, object]) -> dict[str, object]:
    words: dict[str, object] = {}
    for name, value in values.items():
        if name in _MONTHS and isinstance(value, int) and value > 10_000:
            words[name] = spoken(value)
        elif name in _KINDS:
            words[name] = say(f"reasons.kind.{value}")
        else:
            words[name] = value
    return words
