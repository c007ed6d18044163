"""The slot `post`: which retirement age a woman's post has."""

import re

from handlers.understanding.readers.answer import TypedAnswer
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.reading import Reading, again, took

_WORDS = lexicon("post")
_WORKER = _WORDS["worker"]
_MANAGER = _WORDS["manager"]
_NEGATED = re.compile(
    r"(?:不是|非|不算|没当|不在)(?:什么)?(" + f"{_WORKER.pattern}|{_MANAGER.pattern}" + r")[岗位]*"
)


def read_post(answer: TypedAnswer) -> Reading:
    """manager or worker; a job that may be either is asked again."""
    if answer.asks:
        return again("post.none")
    text = answer.figures
    denied = [m[1] for m in _NEGATED.finditer(text)]
    text = _NEGATED.sub("", text)
    worker = re.search(_WORKER, text) is not None
    manager = re.search(_MANAGER, re.sub(_WORKER, "", text)) is not None
    if not worker and not manager and denied:
        worker = any(re.fullmatch("管理|干部|技术", d) for d in denied)
        manager = any(re.fullmatch("工人|一线", d) for d in denied)
    if worker == manager:
        return again("post.none")
    return took("worker" if worker else "manager")
