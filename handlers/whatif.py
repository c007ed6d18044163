"""「如果我有硕士呢」: the score with one thing changed, the record untouched."""

import re

from handlers import asking, result, steps
from handlers.session import Session
from handlers.shown import value_in_words
from handlers.turn import Turn
from handlers.understanding import harvest, read
from replies.wording import say
from scoring import score_range

_IF = re.compile(r"^(?:那|那么|请问|想问下?|我想?)?(?:如果|要是|假如|假设|若是|要不|换成|万一)")
_TRY = ("education", "housing", "tax_years")


def is_what_if(text: str) -> bool:
    return bool(_IF.match(text.strip()))


def what_if(turn: Turn) -> str | None:
    """Total now and with the change; None when the change is not understood."""
    supposed = Turn(turn.incoming, Session.load(turn.session.dump()), turn.now, turn.desk)
    changed = [steps.BY_KEY[key] for key in _suppose(supposed)]
    if not changed:
        return None
    turn.count("what_if")
    now, then = (score_range(result.facts_of(each.session), turn.year) for each in (turn, supposed))
    return say(
        "chat.whatif.reply",
        change="、".join(
            f"{asking.title(step)}「{value_in_words(supposed.session, step)}」" for step in changed
        ),
        before=result.total_line(turn, now),
        after=result.total_line(turn, then),
    )


def _suppose(turn: Turn) -> list[str]:
    """Write what the sentence supposes into the session at hand; the keys of what changed."""
    text = _IF.sub("", turn.text.strip()).rstrip("呢吗嘛？?。")
    found = {key: reading.value for key, reading in harvest(text, turn.today).items()}
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
