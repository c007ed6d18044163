"""The way through the questions: consent, asking, going back, review."""

from handlers.dialogue import results
from handlers.dialogue.in_words import title, topic_key, value_before, value_in_words
from handlers.dialogue.questions import BY_KEY, Question, all_open, next_open
from handlers.dialogue.record import replaces
from handlers.dialogue.shown import ReviewRow, listing, rows
from handlers.dialogue.turn import AskStep, TurnState
from handlers.session import Expect, Stage
from replies import wording
from replies.wording import say

MOST_TRIES = 3
"""After so many answers that could not be read a question is left open."""
FIRST = "birth"
"""The question that stands below the invitation to tell everything at once."""


def begin(turn: TurnState) -> None:
    """Start or go on: consent, the invitation to tell everything, or the next question."""
    session = turn.session
    if not session.consent:
        session.stage, session.expect = Stage.CONSENT, Expect.NOTHING
        turn.say("chat.consent")
        turn.close()
        return
    ask_next(turn)


def ask_next(turn: TurnState) -> None:
    """The next open question, or the review when all is told."""
    session = turn.session
    session.change = False
    waiting = {topic for topic, _ in session.doubtful}
    question = next_open(turn.view)
    if question is not None and str(question.topic) in waiting:
        # told, and to be read back: it is not asked as if nothing had been said
        others = (each for each in all_open(turn.view) if str(each.topic) not in waiting)
        question = next(others, None)
        if question is None:
            read_back(turn)
            return
    if question is None:
        review(turn)
        return
    fresh = (
        not session.applicant.told and not session.applicant.unknown and not session.applicant.trail
    )
    everything = fresh and question.key == FIRST and session.question != FIRST
    session.ask(question.key)
    turn.out.append(AskStep(question.key, everything=everything))
    turn.close()


def ask_again(turn: TurnState, *, brief: bool) -> None:
    """The question that stands, after something else was served or after a failed answer."""
    session, question = turn.session, turn.standing
    if question is None:
        review(turn)
        return
    session.ask(question.key, change=session.change and session.question == question.key)
    turn.out.append(AskStep(question.key, brief=brief))
    turn.close()


def review(turn: TurnState, *, listed: bool = False, wanted: bool = False) -> None:
    """Everything that was told, numbered, before the result: the one read-back.

    What is doubtful is asked first; with `listed` below the list that was asked for. `wanted`:
    the result was asked for and comes with the same word once more.
    """
    session = turn.session
    if not rows(turn.view):
        begin(turn)
        return
    if session.doubtful and not listed:
        read_back(turn)
        return
    session.stage, session.question, session.expect = Stage.REVIEW, "", Expect.NOTHING
    session.change = False
    turn.prose(f"{say('chat.review.head')}\n{listing(turn.view)}")
    results.say_withheld(turn)
    if session.doubtful:
        read_back(turn)
        return
    if contrary := results.contrary(turn):
        lines = wording.contradiction_lines(contrary)
        turn.say("chat.review.doubts", lines="\n".join(lines))
    if contrary:
        turn.say("chat.review.foot_doubts")
    elif titles := still_open(turn):
        turn.say(f"chat.review.foot_open{'_again' if wanted else ''}", titles=titles)
    else:
        turn.say(f"chat.review.foot{'_again' if wanted else ''}")
    turn.close()


def still_open(turn: TurnState) -> str:
    """The titles of the questions that nobody has answered yet, "" for none."""
    titles = list(dict.fromkeys(title(question.key) for question in all_open(turn.view)))
    more = say("chat.review.and_more") if len(titles) > MOST_TITLES else ""
    return say("chat.shown.join").join(titles[:MOST_TITLES]) + more


MOST_TITLES = 4


def waits_for_review(turn: TurnState) -> str:
    """What stands at the review, in one line."""
    titles = still_open(turn)
    return say("chat.resume.review_open", titles=titles) if titles else say("chat.resume.review")


def read_back(turn: TurnState) -> None:
    """Ask once about all that was not read for sure, naming the old value where it differs."""
    turn.say("chat.ask.read_back", lines=doubtful_lines(turn))
    turn.close()
    turn.session.expect = Expect.READ_BACK


def kept_lines(turn: TurnState) -> list[str]:
    """Which earlier answers stay, because another one was not confirmed."""
    told = turn.session.applicant.told
    return [
        say("chat.ask.kept", title=title(topic_key(topic)), old=value_in_words(told, topic))
        for topic, _ in turn.session.doubtful
        if replaces(told, topic)
    ]


def doubtful_lines(turn: TurnState) -> str:
    """What was not read for sure, a line each, with the old value where it differs."""
    lines, told = [], turn.session.applicant.told
    for topic, value in turn.session.doubtful:
        words = value_before(topic, value)
        if topic == "tax_years" and turn.today.year in value:
            words += say("chat.ask.year_not_over", year=turn.today.year)
        if replaces(told, topic):
            old = value_in_words(told, topic)
            lines.append(
                say("chat.ask.read_back_other", title=title(topic_key(topic)), old=old, new=words)
            )
        else:
            lines.append(say("chat.ask.read_back_line", title=title(topic_key(topic)), new=words))
    return "\n".join(lines)


def change(turn: TurnState, row: ReviewRow) -> None:
    """Ask for the fact of one row again; its old value stays until a new one is understood."""
    session = turn.session
    turn.say("chat.review.change", title=row.title, old=row.value)
    if row.key in turn.session.applicant.unknown:
        session.applicant.unknown.remove(row.key)
        turn.touch()
    session.ask(row.key, change=True)
    session.place = -1 if row.home is None else row.home
    turn.out.append(AskStep(row.key))
    turn.close()


def ask_alone(turn: TurnState, key: str) -> None:
    """Ask one question whose answer is to be replaced, whatever stands in its place now."""
    turn.session.ask(key, change=True)
    turn.session.place = -1
    turn.out.append(AskStep(key))
    turn.close()


def row_of(turn: TurnState, key: str) -> ReviewRow | None:
    """The row that a question's answer stands in, the last one where there are several."""
    question = BY_KEY.get(key)
    found = [row for row in rows(turn.view) if row.key == key]
    if not found and question:
        found = [row for row in rows(turn.view) if BY_KEY[row.key].topic == question.topic]
    return found[-1] if found else None


def back(turn: TurnState) -> None:
    """上一步: the question before, again; its answer stays until a new one is understood."""
    session = turn.session
    trail = session.applicant.trail
    asked = [key for key in trail if key in BY_KEY and BY_KEY[key].applies(turn.view)]
    if session.rewound >= len(asked):
        if session.stage == Stage.ASKING:
            turn.say("chat.ask.first")
            ask_again(turn, brief=True)
        elif session.stage == Stage.REVIEW or asked:
            review(turn)
        else:
            turn.aside(say("chat.ask.nothing_back"))
        return
    key = asked[-1 - session.rewound]
    session.rewound += 1
    row = row_of(turn, key)
    if row is None:
        session.applicant.unknown = [each for each in session.applicant.unknown if each != key]
        turn.touch()
        turn.say("chat.ask.back", title=title(key))
        session.ask(key, change=True)
        turn.out.append(AskStep(key))
        turn.close()
        return
    session.ask(key, change=True)
    session.place = -1 if row.home is None else row.home
    turn.say("chat.ask.back_to", title=title(key), old=row.value)
    turn.out.append(AskStep(key))
    turn.close()


def skip(turn: TurnState) -> None:
    """跳过: the question is left open; an answer that is being replaced stays."""
    session, question = turn.session, turn.standing
    if session.stage != Stage.ASKING or question is None:
        turn.aside(say("chat.ask.nothing_to_skip"))
        return
    leave_open(turn, question)


def leave_open(turn: TurnState, question: Question, *, why: str = "chat.ask.left_open") -> None:
    """The person does not know: nothing is stored, the result becomes a range."""
    session = turn.session
    if session.change and session.question == question.key and row_of(turn, question.key):
        turn.say("chat.review.kept")
    else:
        mark_unknown(turn, question)
        turn.say(why, title=title(question.key))
    ask_next(turn)


def mark_unknown(turn: TurnState, question: Question) -> None:
    """Remember that this question is left open."""
    applicant = turn.session.applicant
    if question.key not in applicant.unknown:
        applicant.unknown.append(question.key)
    note_answered(turn, question.key)
    turn.touch()


def note_answered(turn: TurnState, key: str) -> None:
    """Remember in which order the questions were answered."""
    trail = turn.session.applicant.trail
    if key in trail:
        trail.remove(key)
    trail.append(key)
    turn.session.rewound = 0


def where(turn: TurnState) -> str:
    """One line on where the person stands, for a return after a pause."""
    question = turn.standing
    if turn.session.stage == Stage.REVIEW or question is None:
        return waits_for_review(turn)
    return say("chat.resume.at", title=title(question.key))


def stuck(turn: TurnState, reason: str) -> None:
    """The reply to an answer that could not be read: why, then choices, then on to the next.

    A reason with an example of its own stands for that of the question.
    """
    session, question = turn.session, turn.standing
    if question is None:
        review(turn)
        return
    session.tries += 1
    turn.count(f"unclear:{question.key}")
    if session.tries >= MOST_TRIES:
        leave_open(turn, question, why="chat.ask.put_aside")
        return
    turn.prose(reason)
    if session.tries == MOST_TRIES - 1:
        turn.say("chat.ask.pick" if question.choices else "chat.ask.ways")
    shown = session.tries < MOST_TRIES - 1 and say("chat.ask.example") in reason
    ask_again(turn, brief=shown and not question.choices)
