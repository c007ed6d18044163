"""People who left the account while Redis was away: erased as soon as it is back.

WeChat tells of it once, with two repetitions within seconds, so it must be remembered here. A
process that ends before Redis is back forgets it; what it kept of the person then goes at the end
of its time, as docs/privacy.md says.
"""

import threading

from bot.errors import StoreDown
from bot.storage.turns import Store

MOST = 10_000  # people; about 1 MB


class Leaving:
    """The ids of those who are still to be erased."""

    def __init__(self) -> None:
        self._users: dict[str, None] = {}
        self._lock = threading.Lock()

    def note(self, user: str) -> None:
        """Erase this person later."""
        with self._lock:
            if len(self._users) < MOST:
                self._users[user] = None

    def finish(self, store: Store) -> None:
        """Erase them now; `StoreDown`, and they stay noted, where Redis is still away."""
        while self._users:
            with self._lock:
                if not self._users:
                    return
                user = next(iter(self._users))
                del self._users[user]
            try:
                store.erase(user)
            except StoreDown:
                self.note(user)
                raise
