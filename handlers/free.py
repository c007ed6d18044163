"""Free questions: the answer, an offer of near ones, or an honest 「没听懂」."""

import re

from handlers.commands import plain
from handlers.masking import mask
from handlers.messages import LogQuestion
from handlers.turn import Turn
from replies.catalogue import Answer
from replies.glossary import explain
from replies.router import Route
from replies.wording import say

_QUESTION = re.compile(
    r"[?？]|吗|(?<!这个)嘛|呢$|么$|怎么|怎样|如何|为什么|为啥|什么|啥|多少|几分|几年|几岁|能不能|可不可以|是不是|算不算|"
    r"会不会|有没有用|要不要|咋|哪|谁|可以.*(不|没)$|凭什么|建议|希望|请问|想问"
)
_CLAUSES = re.compile(r"(?<=[?？])|[,，。;；!！\n]+")
_NOT_KNOWING = re.compile(r"(不|没)(知道|清楚|确定|记得|了解)|记不清|忘")
FALLBACKS = 3


def looks_like_question(text: str) -> bool:
    """Whether a text asks something rather than answers; 「不知道是哪年」 does not."""
    return bool(_QUESTION.search(text)) and not (_NOT_KNOWING.search(text) and len(text) < 15)


def statements(text: str) -> str:
    """The clauses of a text that tell something rather than ask."""
    clauses = [clause for clause in _CLAUSES.split(text) if clause.strip()]
    return "，".join(clause for clause in clauses if not looks_like_question(clause))


def questions(text: str) -> str:
    """The clauses of a text that ask."""
    return "，".join(filter(looks_like_question, _CLAUSES.split(text)))


def answer_text(turn: Turn, answer: Answer) -> str:
    """The short reply with what to type next; a score is not offered to who is at it."""
    more = say("chat.free.more")
    if answer.next_step and turn.session.stage in ("idle", "done"):
        more = say("chat.free.more_and", step=answer.next_step)
    return f"{answer.reply_to(turn.text)}\n\n{more}"


def give(turn: Turn, slug: str) -> str:
    answer = turn.desk.catalogue.get(slug)
    if answer is None:
        return say("chat.free.gone")
    session = turn.session
    session.answered, session.fallbacks, session.offered = slug, 0, []
    turn.count(f"answer:{slug}")
    return answer_text(turn, answer)


def full_text(turn: Turn) -> str:
    answer = turn.desk.catalogue.get(turn.session.answered)
    if answer is None:
        return say("chat.free.nothing_to_show")
    named = (turn.desk.catalogue.get(slug) for slug in answer.related)
    related = "\n".join(f"· {found.title}" for found in named if found)
    parts = [answer.title, answer.text, say("chat.free.sources", sources=sources(answer))]
    if related:
        parts.append(say("chat.free.related", related=related))
    return "\n\n".join(parts)


def sources(answer: Answer) -> str:
    """What an answer rests on, with how sure it is where that is not high."""
    named = []
    for source in answer.sources:
        indicator = f"「{source.indicator}」" if source.indicator else ""
        sure = "" if source.confidence == "high" else say(f"routing.{source.confidence}")
        named.append(f"{source.document}{indicator}{sure}")
    return "；".join(named)


def offer(turn: Turn, route: Route) -> str:
    """Ask which of the near answers is meant; the likeliest opens when its topic is sure."""
    point = turn.desk.catalogue.get(route.point) if route.point else None
    near = [*route.candidates, *(route.siblings if point else ())]
    slugs = list(dict.fromkeys(each.answer for each in near if each.answer != route.point))
    turn.count("clarify")
    offered = tuple(slugs if point is None else [point.id, *slugs])
    _keep(turn, LogQuestion(mask(turn.text) or "", "clarify", offered))
    if point is None:
        return say("chat.free.which") + "\n" + rows(turn, slugs)
    return with_rows(turn, give(turn, point.id), slugs)


def with_rows(turn: Turn, given: str, slugs: list[str]) -> str:
    """A reply with other answers that may be meant below it."""
    if not slugs:
        return given
    return f"{given}\n\n{say('routing.also')}\n{rows(turn, slugs[:3])}"


def rows(turn: Turn, slugs: list[str]) -> str:
    """Answers as numbered rows of a menu; the session knows which number is which."""
    session = turn.session
    session.offered, session.expect, session.asked = slugs, "clarify", mask(turn.text) or ""
    found = [turn.desk.catalogue.get(slug) for slug in slugs]
    listed = [f"{n} {answer.title}" for n, answer in enumerate(found, 1) if answer]
    listed.append(f"{len(found) + 1} {say('chat.free.none_of_these')}")
    return "\n".join(listed)


def offered_by_words(turn: Turn) -> int | None:
    """The number of the one offered answer whose title holds what was typed (「缴了多少个月」)."""
    typed = plain(turn.text)
    found = [turn.desk.catalogue.get(slug) for slug in turn.session.offered]
    hits = [n for n, answer in enumerate(found, 1) if answer and typed in plain(answer.title)]
    return hits[0] if len(hits) == 1 and len(typed) >= 2 else None


def fall_back(turn: Turn) -> str:
    """Say what can be done; each time in other words, from the second time with a human first."""
    session = turn.session
    number = min(session.fallbacks, FALLBACKS - 1) + 1
    session.fallbacks += 1
    if session.fallbacks > FALLBACKS:
        session.fallbacks = 1
    turn.count("fallback")
    _keep(turn, LogQuestion(mask(turn.text) or "", "fallback"))
    return say(f"chat.free.fallback{number}", hotline=turn.desk.hotline)


def useless(turn: Turn) -> str:
    """「没用」: keep the question for staff and offer a human."""
    session = turn.session
    if not session.answered:
        return say("chat.free.useless_nothing")
    _keep(turn, LogQuestion(session.asked, "useless", (session.answered,)))
    turn.count("useless")
    session.answered = ""
    return say("chat.free.useless", hotline=turn.desk.hotline)


def _keep(turn: Turn, question: LogQuestion) -> None:
    """Keep a masked question for staff; nothing of one that could not be masked for certain."""
    if question.text:
        turn.effects.append(question)


def term(turn: Turn) -> str | None:
    """The explanation of a term asked for (「什么是补缴」), or None."""
    found = explain(turn.text)
    if found:
        turn.count("term")
    return found


def respond_to(turn: Turn, route: Route) -> str:
    """The reply to a routed question that is no command."""
    if route.decision == "answer" and route.answer:
        turn.session.asked = mask(turn.text) or ""
        siblings = [each.answer for each in route.siblings]
        return with_rows(turn, give(turn, route.answer), siblings)
    if route.decision == "clarify" and route.candidates:
        return offer(turn, route)
    return fall_back(turn)
