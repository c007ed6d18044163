"""What the pages of the desk show of one conversation."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request

from bot.runtime.clock import BEIJING
from bot.storage import keys
from bot.storage.live_answers import Live
from bot.storage.record import PersonRecord
from bot.web.services import services
from bot.web.staff.lookup import live
from handlers import DeskCase, colleague
from replies.catalogue import Answer
from replies.wording import say
from scoring import JsonObject

NEAR = 3


@dataclass(frozen=True)
class SpokenRow:
    """One line of the transcript. `side`: person, staff or bot."""

    when: str
    side: str
    who: str
    text: str


def spoken(case: DeskCase, record: PersonRecord, now: Live) -> list[SpokenRow]:
    """What may be read: everything of 30 days where the person agreed, else since they asked."""
    moment = services().clock()
    first = int((moment - timedelta(seconds=keys.SESSION_SECONDS)).timestamp()) // keys.MINUTE
    titles = {answer.id: answer.title for answer in now.catalogue.answers}
    found = []
    for line in record.said if case.shown else record.since_joined:
        if line.minute < first or not line.text:
            continue
        when = datetime.fromtimestamp(line.minute * keys.MINUTE, BEIJING).strftime("%m-%d %H:%M")
        side = "staff" if line.by else "person"
        found.append(SpokenRow(when, side, line.by or say("desk.person"), line.text))
        if words := colleague.bot_words(line.led_to, titles):
            found.append(SpokenRow(when, "bot", "", say("desk.bot", what=words)))
    return found


def waited_words(minutes: int) -> str:
    """How long somebody has waited: 25 分钟, 3 小时, 2 天."""
    if minutes < 60:
        words = say("desk.minutes", n=minutes)
    elif minutes < 48 * 60:
        words = say("desk.hours", n=minutes // 60)
    else:
        words = say("desk.days", n=minutes // (24 * 60))
    return say("desk.waited", words=words)


def quick_replies(case: DeskCase, record: PersonRecord, wanted: str) -> list[Answer]:
    """Answers near what is looked for, else near the last that the person said and any is near."""
    now = live()
    said = [line.text for line in record.since_joined if line.text and not line.by]
    for text in [wanted] if wanted else [*reversed(said), case.about]:
        near = [now.catalogue.get(each.answer) for each in now.router.route(text).candidates]
        if found := [answer for answer in near if answer][:NEAR]:
            return found
    return []


def conversation_values(case: DeskCase, record: PersonRecord, now: Live, name: str) -> JsonObject:
    """The values of the page of one conversation, for the colleague `name`."""
    wanted = request.args.get("q", "").strip()[:100]
    filled = now.catalogue.get(request.args.get("quick", ""))
    mine = case.colleague == name
    return {
        "case": case,
        "mine": mine,
        "lines": spoken(case, record, now) if mine else [],
        "quick": quick_replies(case, record, wanted) if mine else [],
        "wanted": wanted,
        "typed": filled.short if filled else "",
        "most": colleague.LONGEST_ANSWER,
        "pushes": bool(case.openid) and services().api is not None,
    }
