"""`/demo`: a chat page like a phone's, through the real signed webhook. Only with JIFEN_DEMO=1.

The page's own endpoint plays WeChat: it signs (and encrypts) what was typed, hands it to the
webhook of this very process, and passes the reply back together with the raw exchange.
"""

import re
import time
from typing import cast

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request
from werkzeug.exceptions import BadRequest

from bot.errors import BotError
from bot.web.services import Services, services
from bot.wechat.menu import load
from bot.wechat.sender import Posting, Sender
from scoring import JsonObject

blueprint = Blueprint(
    "demo", __name__, template_folder="templates", static_folder="static", url_prefix="/demo"
)

# Visitors may not speak for anybody who really follows the account.
USER = re.compile(r"demo-[a-z0-9-]{1,40}")
LONGEST = 2000
KINDS = {"image", "location", "video", "link"}


def init_app(app: Flask, parts: Services) -> None:
    """Make the sender that stands for WeChat."""
    app.extensions["jifen_demo"] = Sender(
        parts.settings.wechat_token.get_secret_value(),
        parts.settings.wechat_app_id,
        parts.settings.wechat_aes_key.get_secret_value(),
        lambda: parts.clock().timestamp(),
    )


@blueprint.get("", strict_slashes=False)
def page() -> str:
    """The page; all that moves is in demo.js."""
    safe = services().settings.safe_mode
    return render_template("demo.html", menu=load()["button"], safe=safe)


@blueprint.post("/send")
def send() -> Response:
    """One message: `{"user", "kind", "text"?, "key"?}` → reply and exchange."""
    given = _given()
    user, kind, text = _text(given, "user"), _text(given, "kind"), _text(given, "text")
    if not USER.fullmatch(user):
        raise BadRequest
    sender = cast(Sender, current_app.extensions["jifen_demo"])
    if kind == "text":
        posting = sender.text(user, text)
    elif kind == "voice":
        posting = sender.voice(user, text)
    elif kind == "click":
        posting = sender.event(user, "CLICK", _text(given, "key"))
    elif kind == "subscribe":
        posting = sender.event(user, "subscribe")
    elif kind in KINDS:
        posting = sender.other(user, kind)
    else:
        raise BadRequest
    return _deliver(sender, posting)


@blueprint.post("/again")
def again() -> Response:
    """The same request once more, as WeChat does when it got no answer in time."""
    given = _given()
    query = given.get("query")
    if not isinstance(query, dict) or not all(isinstance(v, str) for v in query.values()):
        raise BadRequest
    body, plain = _text(given, "body", 60_000), _text(given, "plain", 60_000)
    sender = cast(Sender, current_app.extensions["jifen_demo"])
    return _deliver(sender, Posting(query, body.encode(), plain))


def _given() -> JsonObject:
    # A JSON body cannot be sent from another site without its consent: this is the CSRF guard.
    given = request.get_json() if request.is_json else None
    if not isinstance(given, dict):
        raise BadRequest
    return given


def _text(given: JsonObject, name: str, longest: int = LONGEST) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise BadRequest
    return value


def _deliver(sender: Sender, posting: Posting) -> Response:
    started = time.monotonic()
    answer = current_app.test_client().post(
        "/wechat", query_string=posting.query, data=posting.body, base_url=request.host_url
    )
    took = time.monotonic() - started
    try:
        said = sender.read(answer.data) if answer.status_code == 200 else None
    except BotError:
        said = None
    reply = None
    if said:
        reply = {"kind": said.kind, "text": said.text, "title": said.title, "url": said.url}
    return jsonify(
        reply=reply,
        ms=round(took * 1000, 1),
        status=answer.status_code,
        request={
            "query": posting.query,
            "body": posting.body.decode(),
            "plain": posting.plain,
        },
        answer={"body": answer.text, "plain": said.plain if said else ""},
    )
