"""Questions about the rules: the answer, an offer of near ones, or an honest 「没听懂」."""

import re
from collections.abc import Sequence

from handlers.commands import plain
from handlers.dialogue import results
from handlers.dialogue.turn import TurnState
from handlers.masking import mask
from handlers.messages import Count, LogQuestion
from handlers.session import Expect, Stage
from handlers.understanding import sensitive_spots, sounds_upset
from handlers.understanding.acts import Choose
from replies import wording
from replies.catalogue import Answer
from replies.glossary import explain
from replies.router import Route
from replies.wording import say
from scoring import eligibility

FALLBACKS = 3
REASONS = ("other_topic", "point_missing", "unclear", "untrue")
"""What may be wrong with an answer, in the order in which it is asked."""
MOST_SIBLINGS = 3
FOLLOW_UP = 8
"""The most characters of a follow-up: longer questions name what they are about."""
_FOLLOWS_UP = re.compile("^那|呢[?？。]?$")


def give(turn: TurnState, slug: str, siblings: Sequence[str] = ()) -> None:
    """The short answer, with what to type for the whole of it, and other answers that may be meant.

    Further answers are offered only where no question stands: a reply holds one list of numbers.
    """
    answer = turn.desk.catalogue.get(slug)
    if answer is None:
        turn.aside(say("chat.free.gone"))
        return
    session = turn.session
    session.answered, session.fallbacks, session.offered = slug, 0, []
    session.topic = slug
    turn.count(f"answer:{slug}")
    free = _free(turn)
    more = say("chat.free.more")
    if answer.next_step and free:
        more = say("chat.free.more_and", step=answer.next_step)
    said = answer.reply_to(turn.text)
    upset = sounds_upset(turn.text) and not any(
        word in said for word in say("chat.free.kind_words").split()
    )
    parts = (say("chat.free.upset") if upset else "", said, own_case(turn, slug), more)
    turn.aside("\n\n".join(filter(None, parts)))
    if siblings and free:
        turn.prose(f"{say('routing.also')}\n{_rows(turn, siblings[:MOST_SIBLINGS])}")


def _free(turn: TurnState) -> bool:
    """Whether no question of the interview stands."""
    return turn.session.stage in (Stage.IDLE, Stage.DONE)


def own_case(turn: TurnState, slug: str) -> str:
    """「您的情况：…」 from the person's own facts, where the answer depends on them; "" else."""
    if slug not in wording.answers_about_a_person():
        return ""
    if turn.session.name or not turn.view.told or results.contrary(turn):
        return ""
    judged = eligibility(turn.view.facts, turn.year)
    return wording.own_case(slug, turn.view.range, judged)


def _rows(turn: TurnState, slugs: Sequence[str]) -> str:
    """Answers as numbered rows of a menu; the session knows which number is which."""
    session = turn.session
    session.offered, session.expect = list(slugs), Expect.OFFER
    return "\n".join(f"{n} {label}" for n, label in enumerate(offered_labels(turn), 1))


def full_text(turn: TurnState) -> None:
    """「全文」: the whole of the answer given last, with its sources."""
    answer = turn.desk.catalogue.get(turn.session.answered)
    if answer is None:
        turn.aside(say("chat.free.nothing_to_show"))
        return
    named = (turn.desk.catalogue.get(slug) for slug in answer.related)
    related = "\n".join(f"· {found.title}" for found in named if found)
    parts = [answer.title, answer.text, say("chat.free.sources", sources=_sources(answer))]
    if related:
        parts.append(say("chat.free.related", related=related))
    turn.aside("\n\n".join(parts))


def _sources(answer: Answer) -> str:
    """What an answer rests on, with how sure it is where that is not high."""
    named = []
    for source in answer.sources:
        indicator = f"「{source.indicator}」" if source.indicator else ""
        sure = "" if source.confidence == "high" else say(f"routing.{source.confidence}")
        named.append(f"{source.document}{indicator}{sure}")
    return say("chat.free.source_join").join(named)


def offer(turn: TurnState, route: Route) -> None:
    """Ask which of the near answers is meant; the likeliest opens when its topic is sure."""
    point = turn.desk.catalogue.get(route.point) if route.point else None
    near = [*route.candidates, *(route.siblings if point else ())]
    slugs = list(dict.fromkeys(each.answer for each in near if each.answer != route.point))
    turn.count("clarify")
    offered = tuple(slugs if point is None else [point.id, *slugs])
    _keep(turn, LogQuestion(turn.session.asked, "clarify", offered))
    if point is not None:
        give(turn, point.id, slugs)
        return
    turn.prose(f"{say('chat.free.which')}\n{_rows(turn, slugs)}")
    turn.close()


def offered_labels(turn: TurnState) -> list[str]:
    """The titles on offer, as numbered in the last message."""
    found = [turn.desk.catalogue.get(slug) for slug in turn.session.offered]
    return [answer.title if answer else "" for answer in found] + [say("chat.free.none_of_these")]


def offered_by_words(turn: TurnState) -> int | None:
    """The number of the one offered answer whose title holds what was typed (「缴了多少个月」)."""
    typed = plain(turn.text)
    hits = [n for n, label in enumerate(offered_labels(turn), 1) if typed in plain(label)]
    return hits[0] if len(hits) == 1 and len(typed) >= 2 else None


def fall_back(turn: TurnState) -> None:
    """Say what can be done; each time in other words, and once a reply."""
    session = turn.session
    if Count("fallback") in turn.effects:
        return
    number = min(session.fallbacks, FALLBACKS - 1) + 1
    session.fallbacks = session.fallbacks + 1 if session.fallbacks < FALLBACKS else 1
    turn.count("fallback")
    _keep(turn, LogQuestion(_to_keep(turn.text), "fallback"))
    turn.aside(say(f"chat.free.fallback{number}", hotline=turn.desk.hotline))


def useless(turn: TurnState) -> None:
    """「没用」: keep the question for staff and offer a human."""
    session = turn.session
    if not session.answered:
        turn.aside(say("chat.free.useless_nothing"))
        return
    _keep(turn, LogQuestion(session.asked, "useless", (session.answered,)))
    turn.count("useless")
    session.answered = ""
    turn.aside(say("chat.free.useless", hotline=turn.desk.hotline))
    if _free(turn):  # a reply holds one list of numbers
        session.expect = Expect.WHY
        rows = (f"{n} {label}" for n, label in enumerate(_reason_labels(), 1))
        turn.prose("\n".join((say("chat.free.why"), *rows)))


def _reason_labels() -> list[str]:
    return [say(f"chat.free.reason.{reason}") for reason in REASONS]


def take_reason(turn: TurnState) -> None:
    """What was wrong with the answer, by number or by words; anything else is a new message."""
    typed, labels = plain(turn.text), [plain(label) for label in _reason_labels()]
    said = {n for n, label in enumerate(labels) if len(typed) > 1 and typed in label}
    said |= {n - 1 for act in turn.take(Choose) for n in act.numbers if 0 < n <= len(labels)}
    if len(said) != 1:
        return
    turn.acts = []
    reason = REASONS[said.pop()]
    _keep(turn, LogQuestion(turn.session.asked, "useless", reason=reason))
    turn.count(f"useless:{reason}")
    turn.aside(say("chat.free.why_thanks"))


def _keep(turn: TurnState, question: LogQuestion) -> None:
    """Keep a masked question for staff; nothing of one that could not be masked for certain."""
    if question.text:
        turn.effects.append(question)


def _to_keep(text: str) -> str:
    """A question as it is kept: masked, without what is sensitive; "" when nothing may be."""
    return "" if sensitive_spots(text) else mask(text) or ""


def route_of(turn: TurnState, text: str) -> Route:
    """The route of a question; a short follow-up is asked with what was spoken of last.

    「租房呢」 after the points of a district means renting there, though it names another rule.
    """
    router = turn.desk.router
    alone = router.route(text)
    last = turn.desk.catalogue.get(turn.session.topic)
    if last is None or len(text) > FOLLOW_UP:
        return alone
    unsure = alone.decision not in ("answer", "intent") and alone.point is None
    joined = router.route(f"{text}{last.title}") if unsure else None
    if joined is not None and joined.decision == "answer":
        return joined
    if alone.decision != "intent" and _FOLLOWS_UP.search(text):
        found = router.after(text, last)
        return found if found.decision == "answer" else alone
    return alone


def term(turn: TurnState, text: str) -> bool:
    """Explain the term that a text asks for; False when it asks for none."""
    found = explain(text)
    if not found:
        return False
    turn.count("term")
    turn.aside(found)
    return True


def respond_to(turn: TurnState, route: Route, text: str) -> None:
    """The reply to a routed question that is no command."""
    turn.session.asked = _to_keep(text)
    if route.decision == "answer" and route.answer:
        give(turn, route.answer, [each.answer for each in route.siblings])
    elif route.decision == "clarify" and route.candidates:
        offer(turn, route)
    else:
        fall_back(turn)
