"""The result and what stands behind it: the verdict in a few lines, the rest behind a word."""

from collections.abc import Iterable

from handlers.dialogue import sensitive
from handlers.dialogue.facts import facts_of
from handlers.dialogue.homes import with_job_begun
from handlers.dialogue.in_words import title
from handlers.dialogue.questions import BY_KEY, NOTHING, RARE
from handlers.dialogue.turn import TurnState
from handlers.dialogue.view import View
from handlers.messages import SaveReport
from handlers.session import Expect, Stage
from handlers.understanding import SENSITIVE
from replies import wording
from replies.wording import say, texts
from scoring import (
    Contradiction,
    Facts,
    JsonObject,
    Verdict,
    contradictions,
    parse_facts,
    rules_for,
    verdict,
)
from scoring.months import december

TOKEN_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # noqa: S105 (an alphabet, not a token)
MOST_YEARS = 6
MOST_MISSING = 5
MOST_MEASURES = 3
MOST_CAUTIONS = 2
"""What fits a phone; the rest stands in the report."""
_FACT_OF = {"innovation": "innovation_points"}


def assumed(view: View) -> list[str]:
    """The rare facts that were never asked: they count as none, and that is said.

    A criminal record decides who may file, so it is never assumed.
    """
    unknown = view.applicant.unknown
    return [
        name
        for name in RARE
        if name not in view.told
        and name != "criminal_record"
        and "rare" not in unknown
        and name not in unknown
    ]


def assumed_line(keys: Iterable[str]) -> str:
    """One line that names what counts as none without having been asked; "" for nothing."""
    names = say("chat.shown.join").join(title(key) for key in keys)
    return say("chat.result.assumed", names=names) if names else ""


def scored_json(view: View) -> JsonObject:
    """The facts told so far, with the rare ones that were not asked as none."""
    nothing = {_FACT_OF.get(name, name): NOTHING[name] for name in assumed(view)}
    nothing = {name: 0 if value == "none" else value for name, value in nothing.items()}
    told = with_job_begun(view.told, f"{view.today.year}-{view.today.month:02d}")
    return nothing | (
        view.facts_json if told is view.told else facts_of(told, december(view.year - 1))
    )


def scored(view: View) -> Facts:
    return parse_facts(scored_json(view))


def verdict_of(turn: TurnState) -> Verdict:
    """The verdict on the current person."""
    if turn.verdict is None:
        turn.verdict = verdict_on(turn, turn.view)
    return turn.verdict


def verdict_on(turn: TurnState, view: View) -> Verdict:
    """The verdict on what a view holds, of the current person or of supposed facts."""
    return verdict(scored(view), turn.today, turn.year)


def contrary(turn: TurnState) -> list[Contradiction]:
    """The facts that cannot all be true: while they stand no total is said."""
    if turn.verdict is not None:
        return list(turn.verdict.contradictions)
    # most replies want no more than this of the verdict, which costs many times as much
    found = contradictions(scored(turn.view), turn.year, turn.today)
    return [each for each in found if not each.harmless]


def has_score(turn: TurnState) -> bool:
    """Whether any fact that counts has been told."""
    return bool(turn.view.facts_json)


def finish(turn: TurnState) -> None:
    """Show the result and keep its report."""
    session, applicant = turn.session, turn.session.applicant
    if not applicant.finished:
        turn.count("finished_scores")
    applicant.finished = True
    applicant.unsure = []
    session.stage, session.question, session.expect = Stage.DONE, "", Expect.NOTHING
    session.change, session.doubtful = False, []
    session.topic = "result"
    save_report(turn)
    turn.prose(text_of(turn))
    sensitive.expect_consent(turn)
    turn.close()


def save_report(turn: TurnState) -> None:
    """Keep the facts behind the link of the person's report."""
    applicant = turn.session.applicant
    applicant.report = applicant.report or turn.token(20, TOKEN_LETTERS)
    turn.effects.append(report_of(turn.view, turn.year))


def report_of(view: View, year: int) -> SaveReport:
    """What the report behind the link is to show: the same as the chat."""
    return SaveReport(view.applicant.report, scored_json(view), year, tuple(assumed(view)))


def text_of(turn: TurnState) -> str:
    """The verdict, what was assumed, and the words to go on."""
    found = verdict_of(turn)
    name = turn.session.name
    lines = [say("chat.people.of", name=name)] if name else []
    lines += wording.verdict_lines(found, short=True)
    if found.eligible is False:
        lines += wording.instead_lines(found, found.next_step.cure)[:1]
    if line := assumed_line(_not_asked(turn.view)):
        lines.append(line)
    if line := withheld_line(turn, "result"):
        lines.append(line)
    if line := _opened_by(turn, found):
        lines.append(line)
    return "\n".join(lines) + "\n\n" + say("chat.result.next")


def _not_asked(view: View) -> list[str]:
    """What is assumed, but for what was told and not kept: that has a line of its own."""
    told = SENSITIVE if sensitive.still_withheld(view.applicant) else ()
    return [name for name in assumed(view) if name not in told]


def withheld_line(turn: TurnState, where: str) -> str:
    """That something sensitive was told and does not count, and what it would do; "" for not so."""
    if not sensitive.still_withheld(turn.session.applicant):
        return ""
    each = rules_for(turn.year).item("law").terms.each
    key = f"chat.sensitive.withheld_{where}"
    agreed = "chat.sensitive.tell_again" if turn.session.sensitive else "chat.sensitive.tell"
    return say(key, each=each, how=say(agreed))


def say_withheld(turn: TurnState) -> None:
    """Below the list to be checked: what is not in it."""
    if line := withheld_line(turn, "review"):
        turn.prose(line)
        sensitive.expect_consent(turn)


def _opened_by(turn: TurnState, found: Verdict) -> str:
    """What was left open or given up, where the result is a range or open for it."""
    filled = [key for key in turn.session.applicant.unknown if f"steps.{key}.filled" in texts()]
    left = [key for key in filled if key in BY_KEY]
    if not left or (found.low == found.high and found.eligible is not None):
        return ""
    names = "".join(say("chat.result.named", title=title(key)) for key in left[:3])
    return say("chat.result.opened", names=names, example=say(f"steps.{left[0]}.filled"))


def details(turn: TurnState) -> None:
    """「明细」: every item with its inputs, the conditions, what is missing."""
    found = verdict_of(turn)
    lines = [say("chat.result.lines"), *wording.short_lines(found.found)]
    lines += ["", *wording.eligibility_lines(found.found.low.eligibility)]
    lines += wording.remark_lines(found)
    if found.missing:
        lines += [
            "",
            say("chat.result.missing"),
            *wording.missing_lines(found.missing[:MOST_MISSING]),
        ]
    lines += ["", say("chat.result.details_next")]
    turn.aside("\n".join(lines))
    turn.session.topic = "details"


def eligibility(turn: TurnState) -> None:
    """「资格」: the four conditions without the points."""
    found = verdict_of(turn)
    lines = wording.eligibility_lines(found.found.low.eligibility)
    turn.aside("\n".join([*lines, *wording.cure_lines(found)[:3]]))


def rank(turn: TurnState) -> None:
    """「排名」: the total against every published year."""
    turn.aside("\n".join(wording.standing_lines(verdict_of(turn).found)))


def tax_assumed(found: Verdict) -> str:
    """What a projection takes for granted of the tax; "" where there never was any."""
    keys = [f"chat.result.assumes.{each.code}" for each in found.ahead.assumptions]
    return "".join(say(key) for key in keys if key in texts())


def projection(turn: TurnState) -> None:
    """「预测」: the earliest year, then a line a year; reasons are in the report."""
    found = verdict_of(turn)
    lines = [say("chat.result.projection"), wording.earliest_line(found, brief=True)]
    for each, could in zip(found.ahead.years[:MOST_YEARS], found.could, strict=False):
        if each.retired:
            break
        lines.append(
            say(
                "chat.result.year" if could is not False else "chat.result.year_barred",
                year=each.year,
                total=wording.points_text(each.low, each.high),
                line=wording.plain(each.line_in("middle")),
            )
        )
    if found.last_year is not None and found.last_year < found.year + MOST_YEARS:
        lines.append(say("chat.own.last_year", year=found.last_year))
    lines.append(say("chat.result.projection_next", tax=tax_assumed(found)))
    turn.aside("\n".join(line for line in lines if line))


def advice(turn: TurnState) -> None:
    """「建议」: which measures lead to the line, then each by itself, then what to beware of."""
    found = verdict_of(turn)
    aims = wording.aim_lines(found, most=1)
    parts = [aims, [], wording.caution_lines(found)[:MOST_CAUTIONS]]
    if found.worth_doing or not aims:
        parts[1] = wording.advice_lines(found.worth_doing[:MOST_MEASURES])
    if found.worth_doing:
        parts.append([say("chat.result.advice_more")])
    turn.aside("\n\n".join("\n".join(part) for part in parts if part))
