"""`/static/`: style sheets and scripts, compressed, and cached for good under a name with a digest.

Templates link them with `asset("app.css")`; `bot/templates` holds the shared `base.html`.
"""

import gzip
import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request

from bot.web.page_texts import texts_of
from replies.wording import say, table

ROOTS = {
    "": Path(__file__).parent / "static",
    "staff/": Path(__file__).parent / "staff" / "static",
    "report/": Path(__file__).parent / "report" / "static",
}
"""Folders by the beginning of the name under which their files are served."""

TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
YEAR = 365 * 86400

blueprint = Blueprint("assets", __name__, template_folder="templates")


class _File:
    def __init__(self, path: Path) -> None:
        self.body = path.read_bytes()
        self.small = gzip.compress(self.body, mtime=0)
        self.digest = hashlib.sha256(self.body).hexdigest()[:12]
        self.type = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain"


@cache
def _files() -> dict[str, Path]:
    return {
        prefix + path.relative_to(root).as_posix(): path
        for prefix, root in ROOTS.items()
        for path in root.rglob("*")
        if path.is_file()
    }


@cache
def _file(name: str) -> _File:
    return _File(_files()[name])


@blueprint.get("/static/<path:name>")
def serve(name: str) -> Response:
    if name not in _files():
        abort(404)
    found = _file(name)
    known = request.args.get("v") == found.digest
    response = Response(found.body, mimetype=found.type)
    if request.accept_encodings["gzip"]:
        response = Response(found.small, mimetype=found.type)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = (
        f"public, max-age={YEAR}, immutable" if known else "public, max-age=300"
    )
    response.set_etag(found.digest)
    return response.make_conditional(request)  # type: ignore[return-value]


def asset(name: str) -> str:
    """The address of a file under `/static/`; it changes with the content."""
    return f"/static/{name}?v={_file(name).digest}"


def init_app(app: Flask, _services: object) -> None:
    app.jinja_env.globals["asset"] = asset
    for word in (say, texts_of, table):
        app.jinja_env.globals[word.__name__] = word
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
