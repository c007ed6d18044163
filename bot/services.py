"""What a request may use, made once per process and reached with `services()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import cast

from flask import current_app

from bot.brain import Brain
from bot.links import Links
from bot.settings import Settings
from bot.store import Store
from bot.wechat.envelope import Envelope

BEIJING = timezone(timedelta(hours=8))


def beijing_now() -> datetime:
    """The time of day where the applicants are."""
    return datetime.now(BEIJING)


@dataclass
class Services:
    """The parts of one running bot. `clock` gives an aware Beijing time."""

    settings: Settings
    store: Store
    brain: Brain
    envelope: Envelope
    links: Links
    clock: Callable[[], datetime] = beijing_now


def services() -> Services:
    """The parts of the app that answers the current request."""
    return cast(Services, current_app.extensions["jifen"])
