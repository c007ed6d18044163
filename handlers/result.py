"""The score in chat: total or range, distance, eligibility, each line with its reason."""

from collections.abc import Iterable
from typing import Any

from handlers import steps
from handlers.messages import SaveReport
from handlers.session import Session
from handlers.turn import Turn
from replies import sheet
from replies.wording import contradiction_lines, say
from scoring import (
    Facts,
    ScoreRange,
    advise,
    contradictions,
    parse_facts,
    score_range,
    verdict,
)

TOKEN_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
MOST_MISSING = 5

RARE: dict[str, tuple[str, Any]] = {
    "tax_violations": ("tax_violations", 0),
    "innovation": ("innovation_points", 0),
    "honour": ("honour", False),
    "detentions": ("detentions", 0),
}
"""By step: facts that almost nobody has. Not asked yet, they count as none, and that is said."""


def assumed(session: Session) -> list[str]:
    """The steps of rare facts that have been neither answered nor left open."""
    return [key for key in RARE if steps.is_open(session, steps.BY_KEY[key])]


def assumed_line(keys: Iterable[str]) -> str:
    """One line that names what counts as none without having been asked; "" for nothing."""
    names = "、".join(say(f"steps.{key}.title") for key in keys)
    return say("chat.result.assumed", names=names) if names else ""


def scored(session: Session) -> dict[str, Any]:
    """The facts told so far, with the rare ones not asked yet as none."""
    return dict(RARE[key] for key in assumed(session)) | session.facts


def facts_of(session: Session) -> Facts:
    return parse_facts(scored(session))


def report_of(session: Session, year: int) -> SaveReport:
    """What the report behind the session's link is to show: the same as the chat."""
    return SaveReport(session.report, scored(session), year, tuple(assumed(session)))


def doubts(turn: Turn) -> list[str]:
    """What contradicts itself in the answers, a line each."""
    return contradiction_lines(contradictions(facts_of(turn.session), turn.year, turn.today))


def has_score(turn: Turn) -> bool:
    """Whether any fact has been told."""
    return bool(turn.session.facts)


def show(turn: Turn) -> str:
    """The result, and the report kept for its link."""
    session = turn.session
    if session.stage != "done":
        turn.count("finished_scores")
    session.stage, session.step, session.expect = "done", "", ""
    session.report = session.report or turn.token(20, TOKEN_LETTERS)
    turn.effects.append(report_of(session, turn.year))
    return text_of(turn, score_range(facts_of(turn.session), turn.year))


def total_line(turn: Turn, found: ScoreRange) -> str:
    """The year's total, or the range while facts are missing."""
    if found.low.total == found.high.total:
        return say("chat.result.total", year=turn.year, total=found.low.total)
    return say("chat.result.range", year=turn.year, low=found.low.total, high=found.high.total)


def text_of(turn: Turn, found: ScoreRange) -> str:
    """The point first: total, distance, eligibility; then the lines, then what is missing."""
    parts = [
        total_line(turn, found) + "\n" + sheet.distance_line(found.low.total, found.high.total),
        "\n".join(sheet.eligibility_lines(found.low.eligibility)),
        say("chat.result.lines") + "\n" + "\n".join(sheet.short_lines(found)),
    ]
    if line := assumed_line(assumed(turn.session)):
        parts.append(line)
    contrary = doubts(turn)
    if contrary:
        parts.append(say("chat.review.doubts", lines="\n".join(contrary)))
    if found.missing:
        parts.append(missing(found))
    parts.append(say("chat.result.review_decides"))
    parts.append(say("chat.result.quick_next" if turn.session.quick else "chat.result.next"))
    return "\n\n".join(parts)


def missing(found: ScoreRange) -> str:
    """The missing facts that move the result most, and where to look them up."""
    rows = []
    for item in found.missing[:MOST_MISSING]:
        moves = say("chat.result.moves", spread=item.spread) if item.spread else ""
        if item.each:
            moves = say("chat.result.each", each=item.each)
        where = say("chat.result.where", lookup=item.lookup) if item.lookup else ""
        rows.append(f"· {item.title}：{moves or say('chat.result.decides')}{where}")
    return say("chat.result.missing") + "\n" + "\n".join(rows)


def rank(turn: Turn) -> str:
    """「排名」: the total against every published year."""
    return "\n".join(sheet.standing_lines(score_range(facts_of(turn.session), turn.year)))


def projection(turn: Turn) -> str:
    """「预测」: the coming ten years."""
    return "\n".join(sheet.projection_lines(verdict(facts_of(turn.session), turn.today, turn.year)))


def advice(turn: Turn) -> str:
    """「建议」: what would help."""
    lines = sheet.advice_lines(advise(facts_of(turn.session), turn.year))
    return "\n".join([*lines, "", say("chat.result.advice_more")])


def eligibility_only(turn: Turn) -> str:
    """「资格」: the four conditions without the points."""
    found = score_range(facts_of(turn.session), turn.year).low.eligibility
    return "\n".join(sheet.eligibility_lines(found))
