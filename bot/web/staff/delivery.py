"""Texts of staff on their way: through the account's API, else with the person's next reply."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex

from bot.errors import ApiError, BotError
from bot.storage.turns import Busy
from bot.web.services import services
from bot.web.staff.fact_sheet import WAIT
from bot.wechat.account_api import AccountApi
from bot.wechat.replies import cut
from handlers import Outcome, colleague
from replies.wording import say, texts
from scoring import JsonObject

Change = Callable[[JsonObject], Outcome]
HELD = timedelta(seconds=30)
"""For so long a text that is being sent is not given with a reply: longer than sending can take."""


@dataclass(frozen=True)
class Delivery:
    """`how`: sent, waits (for the person's next message), unsure, failed with WeChat's `code`."""

    how: str = ""
    code: str = ""

    @property
    def why(self) -> str:
        key = f"wechat.code.{self.code}".replace("-", "minus_")
        return say(key) if key in texts() else say("wechat.code_only", code=self.code[:12])


def deliver(who: str, openid: str) -> Delivery:
    """Send all that waits for the person. What could not be sent stays and waits."""
    api = services().api
    if api is None or not openid:
        return Delivery("waits")
    waiting = _held(who)
    if not waiting:
        return Delivery("sent")  # it went along with a reply a moment ago
    done = _sent(api, openid, waiting)
    act = colleague.sent if done.how == "sent" else colleague.unsent
    _change(who, lambda session: act(session, waiting))
    return done


def _sent(api: AccountApi, openid: str, waiting: list[list[str]]) -> Delivery:
    try:
        api.send_text(openid, cut("\n\n".join(text for text, _ in waiting)))
    except ApiError as error:
        return Delivery("unsure") if error.unsure else Delivery("failed", str(error.code))
    except BotError:
        return Delivery("waits")
    return Delivery("sent")


def _held(who: str) -> list[list[str]]:
    """What waits, marked as being sent; nothing where the person is just writing."""
    until = (services().clock() + HELD).isoformat(timespec="seconds")
    held: list[list[str]] = []

    def hold(session: JsonObject) -> Outcome:
        outcome, texts_held = colleague.hold(session, until)
        held.extend(texts_held)
        return outcome

    return held if _change(who, hold) else []


def _change(who: str, change: Change) -> bool:
    now = services().clock()
    try:
        with services().store.take(who, f"desk-{token_hex(8)}", wait=WAIT) as turn:
            if turn.session is None:
                return False
            return turn.commit(change(turn.session), b"", now, once=False)
    except Busy:
        return False
