"""The console's cookies: which names and paths a browser takes, with and without https."""

from flask import request
from werkzeug.wrappers import Response as Answer

from bot.web.services import services
from bot.web.staff.addresses import is_trusted


def cookie_name(name: str) -> str:
    """Over https `__Host-…`: no other host, and no page without https, can set such a cookie."""
    return f"__Host-jifen_{name}" if is_https() else f"jifen_{name}"


def set_cookie(response: Answer, name: str, value: str, max_age: int | None = None) -> None:
    response.set_cookie(
        name, value, path=_cookie_path(), httponly=True, samesite="Lax", secure=is_https(),
        max_age=max_age,
    )  # fmt: skip


def forget_cookie(response: Answer, name: str) -> None:
    response.delete_cookie(
        name, path=_cookie_path(), httponly=True, samesite="Lax", secure=is_https()
    )


def _cookie_path() -> str:
    # a `__Host-` cookie is refused with any other path
    return "/" if is_https() else "/staff"


def is_https() -> bool:
    """Whether browsers come by https: by the public URL, or as a trusted proxy says."""
    settings = services().settings
    if settings.public_url:
        return settings.public_url.startswith("https://")
    if request.is_secure:
        return True
    said = request.headers.get("X-Forwarded-Proto", "").partition(",")[0].strip()
    return said == "https" and is_trusted(request.remote_addr or "", settings.proxies)
