"""What a background thread says while it fails again and again: once, and that it is over."""

import logging

log = logging.getLogger("jifen")


class Outage:
    """One thing that may fail for a while; `what` names it in the log."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._lasts = False

    def failed(self, error: Exception) -> None:
        """It failed; said only the first time."""
        if not self._lasts:
            log.warning("%s: %s", self._what, type(error).__name__)
        self._lasts = True

    def worked(self) -> None:
        """It works; said only after a failure."""
        if self._lasts:
            log.info("%s: over", self._what)
        self._lasts = False
