"""Signed links to report pages: `/r/<token>` shows a report without any log-in, for thirty days."""

from itsdangerous import BadSignature, URLSafeTimedSerializer

from bot.storage import keys


class Links:
    """Makes and reads the tokens. `secret` is JIFEN_SECRET_KEY."""

    def __init__(self, secret: str) -> None:
        self._signer = URLSafeTimedSerializer(secret, salt="report")

    def token(self, report_id: str) -> str:
        """The token of a report; it begins to expire now."""
        return str(self._signer.dumps(report_id))

    def read(self, token: str, max_age: int = keys.REPORT_SECONDS) -> str | None:
        """The report's id; None for a token that is forged, damaged or older than `max_age` s."""
        try:
            value = self._signer.loads(token, max_age=max_age)
        except BadSignature:
            return None
        return value if isinstance(value, str) else None
