"""The way through the questions: consent, asking, going back, correcting, review, result."""

from rapidfuzz import fuzz, process

from handlers import asking, free, result, steps
from handlers.asking import question, title
from handlers.commands import number_of, plain
from handlers.questions import Step
from handlers.shown import listing, told, value_in_words
from handlers.steps import BY_KEY
from handlers.turn import Turn
from handlers.understanding import harvest, read
from replies.wording import say

CLOSE_ENOUGH = 75
"""How like a step's name the words in 「改…」 must be, of 100 (rapidfuzz partial ratio)."""


def begin(turn: Turn, quick: bool = False) -> str:
    """Start or go on: consent first, then the next open question."""
    session = turn.session
    session.quick = quick
    if not session.notes.get("consent"):
        session.stage, session.expect = "consent", ""
        return say("chat.consent")
    return next_question(turn)


def consent(turn: Turn) -> str | None:
    """The answer to the consent question; None when the text is neither yes nor no."""
    session = turn.session
    reading = read("yes_no", turn.text, turn.today, say("chat.consent"))
    number = number_of(turn.text)
    if reading.value is True or number == 1 or plain(turn.text) == "同意":
        session.notes["consent"] = turn.now.isoformat()
        pending, session.pending = str(session.pending.get("text", "")), {}
        also = asking.tell(turn, pending) if pending else ()
        return _noted(turn, also) + next_question(turn)
    if reading.value is False or number == 2:
        session.stage, session.pending = "idle", {}
        return say("chat.consent_refused")
    return None


def next_question(turn: Turn) -> str:
    """The next open question, or the review when all is told."""
    session = turn.session
    session.tries, session.expect = 0, ""
    step = steps.next_open(session)
    if step is None:
        return review(turn)
    session.stage, session.step = "asking", step.key
    return question(turn, step)


def current(turn: Turn) -> Step | None:
    """The step being asked, if it still stands; otherwise the next open one."""
    step = BY_KEY.get(turn.session.step)
    if step and step in steps.relevant(turn.session) and steps.is_open(turn.session, step):
        return step
    return steps.next_open(turn.session)


def ask_again(turn: Turn) -> str:
    """The question that stands, after something else was served."""
    step = current(turn)
    if step is None:
        return review(turn)
    turn.session.step = step.key
    return question(turn, step)


def answered(turn: Turn, text: str) -> str | None:
    """Take the text as an answer; None when it could not be read at all (nothing was told)."""
    step = current(turn)
    if step is None:
        return review(turn)
    turn.session.step = step.key
    taken = asking.take(turn, step, text)
    if taken.unknown:
        return say("chat.ask.left_open", title=title(step)) + "\n\n" + next_question(turn)
    if taken.stored:
        return _noted(turn, taken.also, but=step) + next_question(turn)
    if taken.also:
        return _noted(turn, taken.also) + ask_again(turn)
    return None


def not_understood(turn: Turn, text: str) -> str:
    """The reply to an answer that could not be read: why, then more help with each try."""
    step = current(turn)
    if step is None:
        return review(turn)
    reading = asking.understand(turn, step, text)
    reason = reading.say
    if reading.value is not None:
        reason = asking.store(turn, step, reading.value) or None
    return asking.stuck(turn, step, reason or say("chat.ask.unclear"))


def _noted(turn: Turn, keys: tuple[str, ...], but: Step | None = None) -> str:
    """What was understood beyond the answer asked for, in one line each."""
    rows = [BY_KEY[key] for key in keys if not but or key != but.key]
    if not rows:
        return ""
    lines = [f"{title(row)}：{value_in_words(turn.session, row)}" for row in rows]
    return say("chat.ask.noted", lines="\n".join(lines)) + "\n\n"


def skip(turn: Turn) -> str:
    step = current(turn)
    if turn.session.stage != "asking" or step is None:
        return say("chat.ask.nothing_to_skip")
    steps.leave_open(turn.session, step)
    return say("chat.ask.left_open", title=title(step)) + "\n\n" + next_question(turn)


def back(turn: Turn) -> str:
    """上一步: the last answer is forgotten and asked again."""
    session = turn.session
    while session.trail:
        step = BY_KEY.get(session.trail[-1])
        if step and step in steps.relevant(session):
            steps.reopen(session, step)
            session.stage, session.step, session.tries = "asking", step.key, 0
            return say("chat.ask.back", title=title(step)) + "\n\n" + question(turn, step)
        session.trail.pop()
    if session.stage == "asking":
        return say("chat.ask.first") + "\n\n" + ask_again(turn)
    return say("chat.ask.nothing_back")


def review(turn: Turn) -> str:
    """All answers, numbered, before the score."""
    session = turn.session
    if not told(session):
        return begin(turn)
    session.stage, session.step, session.expect = "review", "", ""
    doubts = result.doubts(turn)
    note = say("chat.review.doubts", lines="\n".join(doubts)) + "\n\n" if doubts else ""
    answers = f"{say('chat.review.head')}\n{listing(session)}"
    return f"{answers}\n\n{note}{say('chat.review.foot')}"


def in_review(turn: Turn) -> str | None:
    """A number corrects that answer; yes gives the score; None for anything else."""
    rows = told(turn.session)
    number = number_of(turn.text)
    if number is not None:
        if 1 <= number <= len(rows):
            return change(turn, rows[number - 1])
        return say("chat.review.number", most=len(rows))
    if read("yes_no", turn.text, turn.today, say("chat.review.foot")).value is True:
        return result.show(turn)
    return None


def change(turn: Turn, step: Step) -> str:
    """Ask one answered step again, with those that depend on it."""
    session = turn.session
    old = value_in_words(session, step) if step in told(session) else ""
    steps.reopen(session, step)
    session.stage, session.step, session.tries = "asking", step.key, 0
    head = say("chat.review.change", title=title(step), old=old) if old else ""
    return (head + "\n\n" if head else "") + question(turn, step)


def step_called(turn: Turn, words: str) -> Step | None:
    """The step that a person means by 「生日」, 「学历」…, or None."""
    names = {
        name: step
        for step in steps.relevant(turn.session)
        for name in (title(step), *say(f"chat.aliases.{step.key}").split())
    }
    found = process.extractOne(
        words, list(names), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH
    ) or process.extractOne(words, list(names), scorer=fuzz.partial_ratio, score_cutoff=90)
    return names[found[0]] if found else None


def change_called(turn: Turn, words: str, into: str = "") -> str | None:
    """「改学历」: the step of that name asked again; 「学历改成本科」: the new answer taken."""
    step = step_called(turn, words)
    if step is None:
        return None
    asked = change(turn, step)
    taken = answered(turn, into) if into else None
    if taken is None:
        return asked
    if steps.is_open(turn.session, step):
        return taken
    return _noted(turn, (step.key,)) + taken


def first_facts(turn: Turn) -> str | None:
    """Facts told out of the blue (two or more): start with them.

    「…，能落户吗」 at the end asks for the score: what it asks is left out, what it tells counts.
    """
    told_part = free.statements(turn.text)
    found = [r for r in harvest(told_part, turn.today).values() if r.value is not None]
    if len(found) < 2:
        return None
    session = turn.session
    if session.notes.get("consent"):
        also = asking.tell(turn, told_part)
        return _noted(turn, also) + next_question(turn)
    session.pending = {"text": told_part[:500]}
    return begin(turn)


def where(turn: Turn) -> str:
    """One line on where the person stands, for a return after a pause."""
    step = current(turn)
    if step is None:
        return say("chat.resume.review")
    done, total = steps.progress(turn.session, step)
    return say("chat.resume.at", done=done, total=total, title=title(step))
