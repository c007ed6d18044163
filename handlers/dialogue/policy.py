"""What is done with the acts of one message: one table of rules, in their order of precedence.

Every rule looks at the whole turn, takes the acts it is about, and may close the reply. What no
rule has taken is not lost: the last rules say what was not understood, and what stands next.
"""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.dialogue import people, results
from handlers.dialogue.answering import answers, denials, facts, report
from handlers.dialogue.commands import ACTS
from handlers.dialogue.continuing import go_on
from handlers.dialogue.expectations import expected
from handlers.dialogue.facts import told_of
from handlers.dialogue.inquiries import courtesies, questions, unclear, what_ifs
from handlers.dialogue.opening import consent, first_question
from handlers.dialogue.turn import Turn
from handlers.messages import OpenCase
from handlers.session import Expect
from handlers.understanding import acts as heard
from replies.wording import say


@dataclass(frozen=True)
class Rule:
    """`does`: which acts it takes and what it does with them."""

    name: str
    does: str
    run: Callable[[Turn], None]


def decide(turn: Turn) -> None:
    """Apply the rules in their order until one closes the reply."""
    for rule in PRECEDENCE:
        if turn.closed:
            return
        rule.run(turn)


def persons(turn: Turn) -> None:
    for act in turn.take(heard.Person):
        people.act(turn, act)


def codes(turn: Turn) -> None:
    """「查询 ABC123」: the case that staff saved for this person."""
    for act in turn.take(heard.Command, lambda act: act.name == "case"):
        if turn.desk.case is None:
            turn.aside(say("chat.case.unknown"))
            return
        session = turn.session
        session.start_over()
        session.applicant.told = told_of(turn.desk.case)
        session.consent = session.consent or turn.now.isoformat()
        turn.touch()
        turn.effects.append(OpenCase(act.argument))
        turn.say("chat.case.opened")
        results.finish(turn)


def commands(turn: Turn) -> None:
    for act in turn.take(heard.Command, lambda act: act.name in ACTS)[:1]:
        ACTS[act.name](turn)
        if act.name != turn.session.expect:
            _expect_nothing(turn, act.name)


def _expect_nothing(turn: Turn, name: str) -> None:
    """An expectation ends with whatever is shown next."""
    if name not in ("erase", "restart", "erase_confirmed", "restart_confirmed", "useless"):
        turn.session.expect = Expect.NOTHING


PRECEDENCE: tuple[Rule, ...] = (
    Rule("expected", "what the last reply asked to confirm or to choose", expected),
    Rule("persons", "for whom the rest of the message is", persons),
    Rule("codes", "a case that staff saved", codes),
    Rule("first_question", "a question before anything is told, as a whole", first_question),
    Rule("consent", "nothing is stored before it", consent),
    Rule("facts", "facts and corrections, whatever stands", facts),
    Rule("denials", "what is not so", denials),
    Rule("commands", "the fixed words", commands),
    Rule("answers", "numbers, yes, no and not known, to what stands", answers),
    Rule("report", "what was read, what not, what is doubtful", report),
    Rule("what_ifs", "facts supposed", what_ifs),
    Rule("questions", "own result, reasons, terms, rules", questions),
    Rule("courtesies", "thanks and the like", courtesies),
    Rule("unclear", "what nobody understood", unclear),
    Rule("go_on", "what stands next", go_on),
)
"""The order in which the acts of a message are served."""
