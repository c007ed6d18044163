"""The verdict in words: the one wording for chat, report, console and terminal."""

from replies.wording.advice_text import (
    caution_lines,
    cure_line,
    cure_lines,
    cure_values,
    measures_text,
    middle_only,
    never_key,
    telling_hurdles,
    why,
)
from replies.wording.codes import contradiction_lines
from replies.wording.lookup import say
from replies.wording.outlook_text import earliest_line, place_text
from replies.wording.score_text import distance_line, plain, points_text
from scoring import Gap, Held, NextStep, Step, Verdict

_WORD = {True: "yes", False: "no", None: "open"}


def verdict_lines(found: Verdict, *, short: bool = True) -> list[str]:
    """What matters first: may the person file, the points, the next line, the year, what to do.

    Short: at most eight lines, a way out only where the next step does not say it. Otherwise with
    every cure, what is remarkable, and with the newest published line.
    """
    said = [headline(found)]
    said += _other_cures(found)[:1] if short else cure_lines(found)
    if found.contradictions:
        said.append(
            say("verdict.contradictions", count=len(contradiction_lines(found.contradictions)))
        )
    if any(each is not False for each in found.could):
        said += [next_line(found)]
        if not short and found.next_line is not None:
            said.append(distance_line(found.low, found.high, found.last))
    if found.live is not None:
        said.append(place_text(found.live))
    if found.next_line is not None:
        said += [earliest_line(found, brief=short), next_step_line(found)]
    if not short:
        said += [*remark_lines(found), *caution_lines(found)]
    return [line for line in said if line]


def _other_cures(found: Verdict) -> list[str]:
    """The ways out that the next step does not say, unmet conditions first."""
    step = found.next_step
    first = [each.cures[0] for each in telling_hurdles(found)]
    asked = step.step is Step.TELL
    return [cure_line(c) for c in first if c != step.cure and not (asked and c.remedy == "tell")]


def remark_lines(found: Verdict) -> list[str]:
    """What does not fit together but leaves the total as it is."""
    return [say("verdict.remark", said=line) for line in contradiction_lines(found.remarks)]


def headline(found: Verdict) -> str:
    """Whether the person may file, why not, and the points."""
    return say(
        f"verdict.{_WORD[found.eligible]}",
        year=found.year,
        why=say("verdict.and").join(why(each) for each in found.hurdles[:2]),
        total=points_text(found.low, found.high),
    )


def next_line(found: Verdict) -> str:
    """The line of the year: estimated with its band and the likely gap, or the published one."""
    if found.next_line is None or found.next_gap is None:
        return distance_line(found.low, found.high, found.last)
    text = say(
        "verdict.line.next",
        year=found.next_line.year,
        low=plain(found.next_line.low),
        high=plain(found.next_line.high),
        held=held_text(found.held),
    )
    prefix = "" if found.eligible is not False else say("verdict.line.points_only")
    return text + prefix + _gap(found.next_gap)


def held_text(held: Held | None) -> str:
    """How often such a band held, as a person says it: 大约十次里七次."""
    if held is None:
        return say("verdict.line.untested")
    times = round(10 * held.coverage)
    return say("verdict.line.held", times=say(f"number.{times}"))


def _gap(gap: Gap) -> str:
    near, far = sorted((abs(gap.low), abs(gap.high)))
    if gap.low < 0 <= gap.high:
        return say("verdict.gap.either", below=plain(-gap.low), above=plain(gap.high))
    side = "below" if gap.low < 0 else "above"
    return say(f"verdict.gap.{side}", near=plain(near), far=plain(far))


def next_step_line(found: Verdict) -> str:
    """The one thing to do next."""
    return say("verdict.step.lead") + _step(found, found.next_step)


def _step(found: Verdict, step: NextStep) -> str:
    match step.step:
        case Step.CURE if step.cure is not None:
            key = step.cure.condition + "_" + step.cure.remedy
            return say(f"verdict.step.{key}", **cure_values(step.cure))
        case Step.TELL if step.fact is not None:
            key = "tell_condition" if found.eligible is None else "tell"
            return say(f"verdict.step.{key}", title=_title(found, step.fact))
        case Step.MEASURE if step.way is not None:
            return say(
                "verdict.step.measure",
                measures=measures_text(step.way),
                year=step.way.year,
                plain=_plain_year(found),
            )
        case Step.NONE:
            key = "too_late" if step.cure is not None else never_key(found)
            return say(f"verdict.step.{key}", until=found.until)
    return say(f"verdict.step.{step.step}", year=step.year)


def _plain_year(found: Verdict) -> str:
    year = found.earliest_in("middle").safe
    key = "plain_never" if year is None else "plain"
    return say(f"verdict.step.{key}{middle_only(found)}", year=year, until=found.until)


def _title(found: Verdict, fact: str) -> str:
    return next(each.title for each in found.missing if each.fact == fact)
