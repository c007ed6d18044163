"""The browser that someone uses, remembered for half a year in a signed cookie.

It carries a random number and the names that logged in there. Two things rest on it: wrong tries
elsewhere cannot lock a known browser out, and a form that was open when the log-in ended is still
known to be ours.
"""

import secrets
from dataclasses import dataclass, replace

from itsdangerous import BadSignature, URLSafeTimedSerializer

SECONDS = 180 * 86400
NAMES = 8


@dataclass(frozen=True)
class Device:
    """One browser: its number and who has logged in there, the latest first."""

    id: str
    names: tuple[str, ...] = ()
    fresh: bool = False

    def with_name(self, name: str) -> "Device":
        others = [each for each in self.names if each != name]
        return replace(self, names=(name, *others)[:NAMES], fresh=True)


class Devices:
    """Reads and writes the cookie; `secret` is JIFEN_SECRET_KEY."""

    def __init__(self, secret: str) -> None:
        self._signer = URLSafeTimedSerializer(secret, salt="staff device")

    def read(self, cookie: str) -> Device:
        """The device that a cookie tells of; a new one when it tells nothing good."""
        try:
            value: object = self._signer.loads(cookie, max_age=SECONDS)
        except BadSignature:
            value = None
        match value:
            case {"id": str(number), "names": [*names]}:
                return Device(number, tuple(str(name) for name in names))
        return Device(secrets.token_urlsafe(18), fresh=True)

    def dump(self, device: Device) -> str:
        return str(self._signer.dumps({"id": device.id, "names": list(device.names)}))
