"""`/`: for people who come to the address itself, and the pages for errors elsewhere."""

import segno
from flask import Blueprint, Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from bot.runtime.settings import Settings
from bot.web.answering import report_failure
from bot.web.services import Services, services
from replies.wording import say, texts

blueprint = Blueprint("start", __name__, template_folder="templates")

QR_BORDER = 3
"""Modules of quiet ground around the code; four by the standard, of which the card gives one."""


@blueprint.get("/")
def start() -> str:
    """What this is, how to reach it, and the demo where it is on."""
    settings = services().settings
    return render_template("start.html", settings=settings, qr=account_picture(settings))


def account_picture(settings: Settings) -> str:
    """The account's QR code as a data address; "" where none is set."""
    if not settings.account_qr:
        return ""
    code = segno.make(settings.account_qr, error="m", micro=False)
    return code.svg_data_uri(scale=5, border=QR_BORDER, dark="#000", light="#fff")


def init_app(app: Flask, _services: Services) -> None:
    """Answer for whatever no blueprint answers."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failure)


def error_response(code: int) -> Response:
    """A page that leads on for browsers, one plain line for everything else."""
    key = f"bot.http.{code}"
    text = say(key if key in texts() else "bot.http.other")
    if "html" in request.headers.get("Accept", ""):  # programs ask for */*, or say nothing
        hotline = services().settings.hotline
        body = render_template("error.html", text=text, code=code, hotline=hotline)
        return make_response(body, code)
    return Response(text + "\n", code, mimetype="text/plain")


def _http_error(error: HTTPException) -> Response:
    response = error_response(error.code or 500)
    if error.code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return response


def _failure(error: Exception) -> Response:
    report_failure("page", error)
    return error_response(500)
