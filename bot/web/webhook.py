"""`/wechat`: what WeChat calls. A request is either refused with 403 or answered with 200."""

import hmac
import logging
import time

from flask import Blueprint, Response, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import RequestEntityTooLarge

from bot.errors import RequestRefused, StoreDown
from bot.runtime import metrics
from bot.storage import keys
from bot.web.answering import answer, report_failure
from bot.web.doctor_proof import DOCTOR, DOCTOR_REASON, doctor_proof
from bot.web.lean import PlainResponse, TimedRequest, body_of, query_of
from bot.web.services import services
from bot.wechat.envelope import LARGEST

log = logging.getLogger("jifen")

blueprint = Blueprint("webhook", __name__)

TEXT = Headers({"Content-Type": "text/plain; charset=utf-8"})
XML = Headers({"Content-Type": "application/xml; charset=utf-8"})


@blueprint.get("/wechat")
def verify() -> Response:
    """WeChat checks that the address is ours."""
    parts = services()
    try:
        echo = parts.envelope.greet(request.args, parts.clock().timestamp())
        # in plain mode its signature would also do for a message, from anybody
        once = keys.once(request.args["timestamp"], request.args["nonce"])
        parts.store.spend(once, f"GET {keys.digest(echo)}")
    except RequestRefused as refused:
        return _refuse(refused)
    except StoreDown:
        return _refuse(RequestRefused("no memory"))
    return Response(echo, mimetype="text/plain")


@blueprint.post("/wechat")
def receive() -> Response:
    """One message or event."""
    asked: TimedRequest = request._get_current_object()  # type: ignore[attr-defined]
    parts = services()
    try:
        query, body = query_of(asked), body_of(asked, LARGEST)
        letter = parts.envelope.open(query, body, parts.clock().timestamp())
        metrics.count(metrics.MESSAGES, letter.incoming.kind)
        if not letter.incoming.user:
            return Response("success", mimetype="text/plain")
        reply = answer(parts, letter, report_address)
        sealed = parts.envelope.seal(letter, reply.wire)
    except RequestRefused as refused:
        return _refuse(refused)
    except RequestEntityTooLarge:
        return _refuse(RequestRefused("too large"))
    except Exception as error:
        report_failure("request", error)
        return Response("success", mimetype="text/plain")
    metrics.count(metrics.REPLIES, reply.how)
    metrics.lasted(time.monotonic() - asked.started)
    return PlainResponse(sealed.encode(), TEXT if sealed == "success" else XML)


def report_address(token: str) -> str:
    """The full address of a report page. The caller's Host header is never asked: it may lie."""
    settings = services().settings
    return f"{settings.public_url or settings.local_url}/r/{token}"


def _refuse(refused: RequestRefused) -> Response:
    """403. The reason goes into the log, and to `jifen doctor`, which knows the secret key."""
    metrics.count(metrics.REFUSED, refused.reason)
    log.warning("refused with 403: %s", refused.reason)
    response = Response("forbidden", status=403, mimetype="text/plain")
    if _is_doctor(request.headers.get(DOCTOR, "")):
        response.headers[DOCTOR_REASON] = refused.reason
    return response


def _is_doctor(given: str) -> bool:
    nonce = given.partition(".")[0]
    right = doctor_proof(services().settings.secret_key.get_secret_value(), nonce)
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())
