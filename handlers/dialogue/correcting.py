"""Corrections: which answer is meant, and what takes its place."""

from typing import Any

from handlers.commands import wish_to_change
from handlers.dialogue import record, survey, telling
from handlers.dialogue.in_words import title
from handlers.dialogue.questions import BY_KEY, QUESTIONS, RARE
from handlers.dialogue.shown import ReviewRow, rows
from handlers.dialogue.turn import TurnState
from handlers.understanding import understand
from handlers.understanding.acts import Certainty, Choose, Correct, Tell, Topic, WhatIf


def correct(turn: TurnState, act: Correct) -> None:
    """Replace what was told: by the line of the review, by name, or whatever was answered last."""
    row = _row_meant(turn, act)
    if act.topic is not None and act.value is not None:
        if act.certainty is Certainty.DOUBTFUL and str(act.topic) not in record.MERGED:
            telling.doubt(turn, str(act.topic), act.value)
            return
        place = _place(turn, act, row)
        before = len(turn.changed)
        if telling.put(turn, str(act.topic), act.value, replace=True, place=place):
            turn.corrected = True
            if len(turn.changed) == before and turn.repeated:
                turn.say("chat.review.kept")  # 「不对，还是16年5月」
        return
    key = row.key if row else _key_meant(turn, act)
    if key not in BY_KEY:
        turn.say("chat.review.which")
        turn.detour = True
        return
    _change(turn, key, act.said, row)


def wished(turn: TurnState) -> bool:
    """「改志愿服务」: a question by its title, or by the registry's, that no topic's words name."""
    what, into = wish_to_change(turn.text)
    if not what or any(isinstance(act, WhatIf) for act in turn.acts):
        return False
    named = [question for question in QUESTIONS if what == title(question.key)]
    if not named and not any(isinstance(act, Correct | Tell) for act in turn.acts):
        named = [question for question in QUESTIONS if what in title(question.key)]
    if len(named) != 1:
        return False
    turn.acts = []
    _change(turn, named[0].key, into)
    return True


def _change(turn: TurnState, key: str, said: str, row: ReviewRow | None = None) -> None:
    """Replace the answer to a question by what is `said`, else ask it again."""
    place = row.home if row and row.home is not None else -1
    acts = understand(said, telling.context(turn, key)) if said else ()
    named = next((act for act in acts if _value(key, act) is not None), None)
    told = [act for act in acts if isinstance(act, Tell) and act is not named]
    taken = False
    if named is not None:
        value = _value(key, named)
        taken = telling.put(turn, BY_KEY[key].topic, value, question=key, replace=True, place=place)
    for act in told:  # 「7本科有学位20年6月」: the date with it
        taken = telling.put(turn, str(act.topic), act.value, replace=True) or taken
    if taken:
        turn.corrected = True
        return
    found = row or survey.row_of(turn, key)
    if found and (found.key == key or key not in RARE):
        survey.change(turn, found)
    else:
        survey.ask_alone(turn, key)


def _value(key: str, act: object) -> Any:
    """The value that an act gives to a question, or None."""
    question = BY_KEY[key]
    if isinstance(act, Tell) and act.topic == question.topic:
        return act.value
    if isinstance(act, Choose) and question.choices and not question.several:
        number = act.numbers[0]
        if 1 <= number <= len(question.choices):
            return question.choices[number - 1]
    return None


def _row_meant(turn: TurnState, act: Correct) -> ReviewRow | None:
    shown = rows(turn.view)
    if act.item is not None and 1 <= act.item <= len(shown):
        return shown[act.item - 1]
    return None


def _key_meant(turn: TurnState, act: Correct) -> str:
    if act.topic in RARE:
        return str(act.topic)  # by itself, not with the others
    if act.topic is not None:
        return telling.key_of(str(act.topic))
    trail = turn.session.applicant.trail
    return trail[-1] if trail else ""


def _place(turn: TurnState, act: Correct, row: ReviewRow | None) -> int:
    """Which home a correction is about: the line of the review, or the one with the old value."""
    if row is not None and row.home is not None:
        return row.home
    if act.topic is not Topic.HOMES or act.old is None:
        return -1
    homes = turn.view.homes()
    return next((n for n, home in enumerate(homes) if act.old in home.values()), -1)
