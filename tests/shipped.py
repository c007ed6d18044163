"""The shipped answers behind a conversation. Their router is made once for a test run."""

import random
from typing import Any

from bot.storage.live_answers import shipped as shipped
from handlers import Desk


def desk(seed: int = 1, **more: Any) -> Desk:
    """A desk whose choices depend on the seed only."""
    live = shipped()
    return Desk(live.catalogue, live.router, rng=random.Random(seed), **more)
