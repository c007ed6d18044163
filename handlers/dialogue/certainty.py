"""Which facts are read back before they count.

Before the first result everything that was told is read back once, in the review. This is about
what cannot wait for it: readings that are not sure, what contradicts an earlier answer, and, after
the result, whatever makes a person ineligible or moves the total by more than two points and was
read from anything but a plain answer.
"""

from collections.abc import Sequence
from copy import deepcopy
from decimal import Decimal

from handlers.dialogue import record, results, sensitive
from handlers.dialogue.turn import TurnState
from handlers.dialogue.view import View
from handlers.session import Stage
from handlers.understanding.acts import Certainty, Tell, Topic
from scoring import FactError, JsonObject, Verdict

MOVES = Decimal(2)
"""So many points may change without a word."""
OPEN_KINDS = ("some", "award", "equity")
"""Values that say only what kind of thing there is."""


def is_doubtful(turn: TurnState, act: Tell, asked: bool) -> bool:
    """A reading that is not sure, or one in passing that contradicts what was told before."""
    if sensitive.told_again(turn, act.topic, act.value):
        return False
    if act.certainty is Certainty.DOUBTFUL and not _of_whom_it_is(turn, act):
        return not _only_a_kind(act)  # how much of it is asked next, and confirms it
    topic, told = str(act.topic), turn.session.applicant.told
    if topic == "insurance" and not asked and _only_a_length(told.get(topic), act.value):
        return True
    if act.certainty is Certainty.PLAIN or asked or topic in record.MERGED or topic not in told:
        return False
    if turn.session.stage == Stage.REVIEW:
        return False  # all is shown again: the newer statement wins
    known = told[topic]
    if topic == "repaid" and record.repaid(told, act.value) == known:
        return False
    if topic == "birth":
        return not (str(known).startswith(str(act.value)) or str(act.value).startswith(str(known)))
    return bool(known != act.value)


def _of_whom_it_is(turn: TurnState, act: Tell) -> bool:
    """「她85年9月」 in her case: a date beside the person is the date of birth."""
    named = turn.session.name and act.evidence.clause.lstrip().startswith(("她", "他"))
    return bool(named) and act.topic is Topic.BIRTH


def _only_a_length(known: object, value: JsonObject) -> bool:
    """「三个月」 where the time paid is known by its dates: most likely of something else."""
    return isinstance(known, dict) and "periods" in known and "months" in value


def _only_a_kind(act: Tell) -> bool:
    """Whether only the kind of an award or of a home was told."""
    if act.topic is Topic.HOMES:
        return all(set(home) <= {"kind"} for home in act.value)
    return act.value in OPEN_KINDS


def weighty(turn: TurnState, acts: Sequence[Tell]) -> Sequence[Tell]:
    """Facts of a longer message after the result that together change it too much to be taken
    without being read back; none before the result, for the review reads back all."""
    read = [
        act
        for act in acts
        if act.certainty is Certainty.INFERRED
        and not sensitive.told_again(turn, act.topic, act.value)
    ]
    if turn.session.stage != Stage.DONE or not read or not results.has_score(turn):
        return ()
    supposed = deepcopy(turn.session.applicant)
    try:
        for act in read:
            record.write(supposed, str(act.topic), act.value)
        then = results.verdict_on(turn, View(supposed, turn.year, turn.today))
    except (record.ValueRefused, FactError):
        return ()  # refused when it is written, with its reason
    return read if _changes(results.verdict_of(turn), then) else ()


def _changes(now: Verdict, then: Verdict) -> bool:
    """Whether the person is no longer eligible, or the total moves by more than `MOVES`."""
    if then.eligible is False and now.eligible is not False:
        return True
    return max(abs(then.low - now.low), abs(then.high - now.high)) > MOVES
