"""The slot `housing`: the kind of home, months by kind, or periods by kind."""

import re
from dataclasses import dataclass

from handlers.understanding.readers.answer import TypedAnswer, has
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.moments import Moment
from handlers.understanding.readers.reading import Reading, again, took
from handlers.understanding.readers.spans import (
    LONGEST_MONTHS,
    NOW,
    Duration,
    Period,
    dates_among,
    find_durations,
    find_periods,
)
from scoring import JsonObject
from scoring.months import month_named, written

KINDS = ("own", "rent", "dorm")

_SENTENCE = re.compile(
    r"[,，。;；、\s!]+|然后|后来|接着|(?=之后|以后)|又(?=租|住|买)|(?<![到至~住从-])(?=现在|目前)"
)
_AFTERWARDS = r"之后|以后|现在|目前|到今|至今|接着|后来|然后|一直"
_TO_TODAY = r"今|现在|目前|一直|还在"
_UNTIL = r"[到至~-]$"


_VOCABULARY = lexicon("housing")


@dataclass(frozen=True)
class HousingClause:
    """One clause: which homes it names, which periods, dates and lengths of time."""

    text: str
    kinds: tuple[str, ...]
    periods: tuple[Period, ...]
    dates: tuple[Moment, ...]
    durations: tuple[Duration, ...]


def read_housing(answer: TypedAnswer) -> Reading:
    """A kind, or months or periods by kind; a home that cannot count is asked again."""
    return again("housing.none") if answer.asks else housing(answer)


def housing(answer: TypedAnswer) -> Reading:
    """As `read_housing`, for a message that is known to speak of a home."""
    known = _VOCABULARY
    text = known["slips"].sub("租房", answer.figures)
    wrong = _cannot_count(text)
    if wrong:
        return again(f"housing.{wrong}")
    text = known["denied"].sub("", _own_clauses(text))
    pieces = [_piece(part, answer) for part in _SENTENCE.split(text) if part]
    named = [kind for piece in pieces for kind in piece.kinds]
    if not named:
        return again("housing.none")
    if any(d.problem(answer.as_of) == "future" for p in pieces for d in p.dates):
        return again("period.future")
    if any(p.periods for p in pieces) or any(d.month for p in pieces for d in p.dates):
        return _by_period(pieces, answer)
    if answer.vague and re.search("[年月]", text):
        return again("housing.vague")
    if any(p.durations for p in pieces):
        return _by_months(pieces)
    return took(named[0]) if len(set(named)) == 1 else again("housing.which")


def _cannot_count(text: str) -> str | None:
    known = _VOCABULARY
    for reason in ("commercial", "no_certificate", "unregistered", "let"):
        if known[reason].search(text):
            return "which" if reason == "let" else reason
    his_own = any(known[name].search(text) for name in ("rent", "dorm", "shared"))
    return "not_own" if known["not_own"].search(text) and not his_own else None


def _own_clauses(text: str) -> str:
    """Without the clauses that tell of homes elsewhere or of other people's."""
    known = _VOCABULARY
    clauses = re.split(r"([,，。;；、\s]+|但是?|不过|(?<![到至~住从-])(?=现在)|(?=在北京))", text)
    return "".join(
        c
        for c in clauses
        if not any(known[aside].search(c) for aside in ("elsewhere", "intended", "others"))
        and not (known["not_own"].search(c) and not _named(c))
    )


def _piece(text: str, answer: TypedAnswer) -> HousingClause:
    periods, alone = find_periods(text, answer.as_of)
    durations = [
        d for d in find_durations(text) if not any(p.start <= d.start < p.end for p in periods)
    ]
    dates = dates_among(alone, durations, text, answer.text)
    durations = [d for d in durations if not any(d.start <= m.start < d.end for m in dates)]
    return HousingClause(text, _named(text), tuple(periods), tuple(dates), tuple(durations))


def _named(text: str) -> tuple[str, ...]:
    """The kinds of home in order; neighbouring words for the same kind count once."""
    spots: list[tuple[int, int, str]] = []
    for kind in ("dorm", "rent", "own"):
        for match in _VOCABULARY[kind].finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end, _ in spots):
                spots.append((match.start(), match.end(), kind))
    kinds = [kind for _, _, kind in sorted(spots)]
    return tuple(k for i, k in enumerate(kinds) if i == 0 or kinds[i - 1] != k)


def _by_months(pieces: list[HousingClause]) -> Reading:
    """Pairs every length of time with the kind that stands by it, clause by clause."""
    lengths = [d.months for p in pieces for d in p.durations]
    if None in lengths:
        return again("years_months.whole_months")
    months: dict[str, int] = {}
    waiting: list[str] = []
    loose: list[int] = []
    for piece in pieces:
        inside = [d.months or 0 for d in piece.durations]
        if not inside:
            waiting += piece.kinds
        elif len(inside) == len(piece.kinds):
            for kind, length in zip(piece.kinds, inside, strict=True):
                months[kind] = months.get(kind, 0) + length
        elif len(inside) == 1 and not piece.kinds and len(waiting) == 1:
            months[waiting[0]] = months.get(waiting[0], 0) + inside[0]
            waiting = []
        elif piece.kinds:
            return again("housing.which")
        else:
            loose += inside
    if len(set(waiting)) == 1 and len(loose) == 1 and not months:
        months, waiting, loose = {waiting[0]: loose[0]}, [], []
    total = sum(months.values())
    if set(waiting) - set(months) or any(length != total for length in loose):
        return again("housing.which")
    if total > LONGEST_MONTHS:
        return again("years_months.too_long")
    return took({f"{kind}_months": months[kind] for kind in KINDS if kind in months})


def _by_period(pieces: list[HousingClause], answer: TypedAnswer) -> Reading:
    """Pairs every period with the kind in its own clause; 「之后」 follows on the one before."""
    spans: list[tuple[str | None, dict[str, str]]] = []
    waiting: list[str] = []
    ended: str | None = None
    open_end = False
    for piece in pieces:
        problems = [p.problem for p in piece.periods] + [
            d.problem(answer.as_of) for d in piece.dates
        ]
        wrong = next((p for p in problems if p), None)
        if wrong:
            return again(f"period.{wrong}")
        if any(d.month is None for d in piece.dates):
            return again("period.no_month")
        if piece.durations and not piece.kinds:
            continue
        found = _spans(piece, _month_after(ended), answer)
        if found is None:
            return again("period.unclear")
        if found and spans and open_end:
            _close(spans[-1][1], found[0]["from"])
        if found:
            ended = found[-1]["to"]
            open_end = ended == NOW and not has(_TO_TODAY, piece.text)
        if not found:
            waiting += piece.kinds
        elif len(found) == len(piece.kinds):
            spans += zip(piece.kinds, found, strict=True)
        elif len(found) == 1 and not piece.kinds:
            spans.append((waiting.pop() if len(waiting) == 1 else None, found[0]))
        else:
            return again("housing.which")
    if len(spans) == 1 and len(set(waiting)) == 1 and spans[0][0] is None:
        spans, waiting = [(waiting[0], spans[0][1])], []
    value: JsonObject = {kind: span for kind, span in spans if kind is not None}
    if len(value) != len(spans) or set(waiting) - set(value):
        return again("housing.which")
    return took(value)


def _spans(
    piece: HousingClause, begin: str | None, answer: TypedAnswer
) -> list[dict[str, str]] | None:
    """The periods of one clause; None when they cannot be told.

    `begin` is the month after the period before: 「之后租房」 starts there.
    """
    if piece.durations and piece.kinds:
        return None
    if piece.periods:
        return None if piece.dates else [p.value() for p in piece.periods]
    if len(piece.dates) == 1:
        when = piece.dates[0]
        if re.search(_UNTIL, piece.text[: when.start]):
            today = when.ran and when.iso() == str(answer.as_of)
            to = NOW if today else when.iso_month()
            return [{"from": begin, "to": to}] if begin else None
        moved_in = _VOCABULARY["moved_in"].search(piece.text)
        return [{"from": when.iso_month(), "to": "now"}] if moved_in else None
    if piece.dates:
        return None
    if piece.kinds and begin and has(_AFTERWARDS, piece.text):
        return [{"from": begin, "to": "now"}]
    return []


def _close(span: dict[str, str], begin: str) -> None:
    """「14年9月开始租房，19年10月搬进自己家」: moving on at `begin` ends the stay before."""
    if span["from"] < begin:
        span["to"] = _moved(begin, -1)


def _month_after(ended: str | None) -> str | None:
    """The month after "YYYY-MM"; None after "now" and where nothing ended."""
    return None if ended is None or ended == NOW else _moved(ended, 1)


def _moved(month: str, by: int) -> str:
    """The month "YYYY-MM" that lies `by` months later."""
    return written(month_named(month) + by)
