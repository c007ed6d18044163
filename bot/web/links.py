"""Signed links to report pages: `/r/<token>` shows a report without any log-in, for thirty days."""

from typing import NamedTuple

from itsdangerous import BadSignature, URLSafeTimedSerializer

from bot.storage import keys


class Linked(NamedTuple):
    """What a link names: the person (hashed) and the report's id."""

    who: str
    report: str


class Links:
    """Makes and reads the tokens. `secret` is JIFEN_SECRET_KEY, `previous` the one before."""

    def __init__(self, secret: str, previous: str = "") -> None:
        secrets = [each for each in (previous, secret) if each]
        self._signer = URLSafeTimedSerializer(secrets, salt="report")

    def token(self, who: str, report: str) -> str:
        """The token of a report; it begins to expire now."""
        return str(self._signer.dumps([who, report]))

    def read(self, token: str, max_age: int = keys.REPORT_SECONDS) -> Linked | None:
        """What a token names; None for one that is forged, damaged or older than `max_age` s.

        Links of older versions name no person: they are good, and nothing stands behind them.
        """
        try:
            value = self._signer.loads(token, max_age=max_age)
        except BadSignature:
            return None
        match value:
            case [str(who), str(report)]:
                return Linked(who, report)
            case str(report):
                return Linked("", report)
            case _:
                return None
