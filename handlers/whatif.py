"""「如果我有硕士呢」: the score with one thing changed, the record untouched."""

import re

from handlers import asking, result, steps
from handlers.asking import HARVEST_TO_STEP
from handlers.reading import harvest, read
from handlers.session import Session
from handlers.shown import value_in_words
from handlers.turn import Turn
from replies.wording import say
from scoring import parse_facts, score_range

_IF = re.compile(r"^(?:那|那么|请问|想问下?|我想?)?(?:如果|要是|假如|假设|若是|要不|换成|万一)")
_TRY = ("education", "housing", "tax_years")


def is_what_if(text: str) -> bool:
    return bool(_IF.match(text.strip()))


def what_if(turn: Turn) -> str | None:
    """Total now and with the change; None when the change is not understood."""
    supposed = Session.load(turn.session.dump())
    kept, turn.session = turn.session, supposed
    try:
        changed = _suppose(turn)
        if not changed:
            return None
        now = score_range(parse_facts(kept.facts), turn.year)
        then = score_range(parse_facts(supposed.facts), turn.year)
        words = "、".join(
            f"{asking.title(steps.BY_KEY[key])}「{value_in_words(supposed, steps.BY_KEY[key])}」"
            for key in changed
        )
    finally:
        turn.session = kept
    turn.count("what_if")
    return say(
        "chat.whatif.reply",
        change=words,
        before=result.total_line(turn, now),
        after=result.total_line(turn, then),
    )


def _suppose(turn: Turn) -> list[str]:
    """Write what the sentence supposes into the session at hand; the keys of what changed."""
    text = _IF.sub("", turn.text.strip()).rstrip("呢吗嘛？?。")
    found = {HARVEST_TO_STEP[k]: r.value for k, r in harvest(text, turn.today).items()}
    if not found:
        for slot in _TRY:
            value = read(slot, text, turn.today).value
            if value is not None:
                found[slot] = value
                break
    return [
        key
        for key, value in found.items()
        if value is not None and not asking.store(turn, steps.BY_KEY[key], value)
    ]
