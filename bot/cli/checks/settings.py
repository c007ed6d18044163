"""Settings that can be read, and are still not what a public service should have."""

import difflib
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.cli.checks import CheckResult, bad, warning
from bot.runtime.settings import Settings, known_names, unknown_names
from handlers import parse_hours

CALLED_PORTS = (80, 443)
"""The only ports that WeChat calls."""
PREFIX = "JIFEN_"
LEAST_BYTES = 500 * 1024 * 1024


def check(settings: Settings) -> Iterator[CheckResult]:
    """Findings about the settings alone."""
    for name in unknown_names():
        known = {each.removeprefix(PREFIX): each for each in known_names()}
        meant = difflib.get_close_matches(name.upper().removeprefix(PREFIX), known, n=1)
        if meant:
            yield warning("misspelt", name=name, meant=known[meant[0]])
        else:
            yield warning("unknown_setting", name=name)
    if not settings.safe_mode:
        yield warning("plain_mode")
    if not settings.public_url:
        yield warning("no_public_url")
    else:
        yield from _about_url(settings.public_url)
    if settings.demo and settings.public_url:
        yield warning("demo")
    if settings.staffed and settings.hotline_hours and not parse_hours(settings.hotline_hours):
        yield warning("hours_unread", hours=settings.hotline_hours)
    yield from _about_disk(settings)


def _about_url(url: str) -> Iterator[CheckResult]:
    parts = urlsplit(url)
    if parts.scheme != "https":
        yield warning("no_https")
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port is not None and port not in CALLED_PORTS:
        yield bad("port", port=port)


def _about_disk(settings: Settings) -> Iterator[CheckResult]:
    """A full disk stops an append-only file; a nearly full one soon will."""
    if not settings.embedded or not settings.data_dir.exists():
        return
    free = shutil.disk_usage(settings.data_dir).free
    if free < LEAST_BYTES:
        yield warning("disk_low", folder=settings.data_dir, free=free // (1024 * 1024))
