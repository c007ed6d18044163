"""The time of day where the applicants are."""

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def beijing_now() -> datetime:
    """Now, in Beijing."""
    return datetime.now(BEIJING)
