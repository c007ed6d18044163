"""What a message tells that is known already, and better, or is another person's."""

import re
from collections.abc import Iterable

from handlers.dialogue.facts import RANKS
from handlers.dialogue.in_words import value_in_words
from handlers.dialogue.turn import TurnState
from handlers.understanding import sex_of
from handlers.understanding.acts import Certainty, Tell, Topic
from replies.wording import say

_STUDYING = re.compile("在读|就读|读着|在念|念着|没毕业(?!证)|还没毕业")
_FURTHER = re.compile("别的|其他|其它|另外|再(?:没|无)|多的")


def new_only(turn: TurnState, told: Iterable[Tell]) -> list[Tell]:
    """The facts that say something new; of the others the turn notes that they were repeated."""
    acts = [act for act in told if not _still_studies(turn, act)]
    new = [act for act in acts if not (_is_known(turn, act) or _is_anothers(turn, act))]
    turn.repeated = turn.repeated or len(new) < len(acts)
    return new


def _still_studies(turn: TurnState, act: Tell) -> bool:
    """「本科在读」 beside a diploma that was told: it takes nothing away, and that is said."""
    told = turn.session.applicant.told
    held = told.get("education")
    if act.topic is not Topic.EDUCATION or held not in RANKS or act.value not in RANKS:
        return False
    lower = RANKS.index(act.value) < RANKS.index(held)
    if not lower or not _STUDYING.search(act.evidence.clause):
        return False
    turn.aside(say("chat.ask.still_studying", held=value_in_words(told, "education")))
    return True


def says_no_more(turn: TurnState, told: Iterable[Tell]) -> bool:
    """「没别的断」: what was told of breaks is all of them; it takes nothing back."""
    known = turn.session.applicant.told.get("insurance_gap") or turn.session.doubtful
    return bool(known) and any(_nothing_further(act) for act in told)


def _nothing_further(act: Tell) -> bool:
    nothing = act.topic is Topic.INSURANCE_GAP and act.value == []
    return nothing and _FURTHER.search(act.evidence.clause) is not None


def _is_known(turn: TurnState, act: Tell) -> bool:
    """「断的那几个月」 where the months are known: it says no more than what was told."""
    known = turn.session.applicant.told.get(str(act.topic))
    if act.certainty is Certainty.DOUBTFUL and known == act.value:
        return True
    if act.topic is Topic.INSURANCE_GAP and known:
        return _nothing_further(act) or (act.value == {} and isinstance(known, list))
    return act.topic is Topic.REPAID and act.value == {} and isinstance(known, dict)


def _is_anothers(turn: TurnState, act: Tell) -> bool:
    """「我媳妇居住证有」 in the case of 老婆: her husband's sex, who writes, is not hers."""
    if act.topic is not Topic.SEX:
        return False
    hers, said = sex_of(turn.session.name), set("男女") & set(act.evidence.clause)
    return bool(hers) and act.value != hers and not said
