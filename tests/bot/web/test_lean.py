"""The shorter way of a message through Flask leads where the usual one does."""

import io
from typing import Any

import pytest
from flask import Request, Response
from werkzeug.datastructures import Headers
from werkzeug.exceptions import RequestEntityTooLarge

from bot.web.lean import LeanFlask, PlainResponse, TimedRequest, body_of, query_of

PLAIN = Headers({"Content-Type": "text/plain; charset=utf-8"})


def asked(query: str = "", body: bytes = b"", **environ: Any) -> TimedRequest:
    given: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/wechat",
        "QUERY_STRING": query,
    }
    given |= {"SERVER_NAME": "here", "SERVER_PORT": "80", "wsgi.url_scheme": "http"}
    given |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    return TimedRequest(given | environ)


@pytest.mark.parametrize(
    "query",
    [
        "signature=ab&timestamp=1&nonce=2&openid=o&encrypt_type=aes&msg_signature=cd",
        "nonce=1&nonce=2",
        "nonce=a%20b&timestamp=1+2",
        "nonce=&timestamp=1",
        "nonce=a=b",
        "",
        "nonce=\xe4\xbd\xa0",
    ],
)
def test_the_query_is_read_as_flask_reads_it(query: str) -> None:
    assert query_of(asked(query)) == asked(query).args.to_dict()


def test_the_body_ends_where_the_request_does() -> None:
    assert body_of(asked(body=b"abc"), 3) == b"abc"
    assert body_of(asked(body=b"abcdef", CONTENT_LENGTH="3"), 5) == b"abc"
    assert body_of(asked(body=b"abc", CONTENT_LENGTH=""), 3) == b""
    chunked: dict[str, Any] = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}
    assert body_of(asked(body=b"abc", **chunked), 5) == b"abc"


def test_a_body_that_is_too_large_is_not_taken() -> None:
    with pytest.raises(RequestEntityTooLarge):
        body_of(asked(body=b"abcd"), 3)


def app() -> LeanFlask:
    def note(request: Request, response: Response) -> Response:
        response.headers["X-Rule"] = str(request.url_rule)
        return response

    made = LeanFlask("lean", note)
    made.before_request(lambda: Response("stopped", 418) if made.config.get("STOP") else None)
    made.add_url_rule("/wechat", "get", lambda: "greeted", methods=["GET"])
    made.add_url_rule(
        "/wechat", "post", lambda: PlainResponse("答".encode(), PLAIN), methods=["POST"]
    )
    made.add_url_rule("/other", "other", lambda: "other", methods=["POST"])
    return made


def test_a_reply_goes_out_as_it_is() -> None:
    response = app().test_client().post("/wechat", data=b"x")
    assert (response.status_code, response.text) == (200, "答")
    assert response.headers["Content-Length"] == "3"
    assert response.mimetype == "text/plain"
    assert "X-Rule" not in PLAIN
    assert response.headers["X-Rule"] == "/wechat"


def test_other_addresses_and_methods_go_the_usual_way() -> None:
    client = app().test_client()
    assert client.get("/wechat").text == "greeted"
    assert client.head("/wechat").data == b""
    assert client.put("/wechat").status_code == 405
    assert client.post("/other").text == "other"
    assert client.post("/nowhere").status_code == 404


def test_hooks_are_for_pages_only() -> None:
    made = app()
    made.config["STOP"] = True
    assert made.test_client().get("/wechat").status_code == 418
    assert made.test_client().post("/wechat").status_code == 200


def test_what_is_torn_down_where_somebody_asks_for_it() -> None:
    made = app()
    seen: list[str] = []
    made.teardown_request(lambda _: seen.append("request"))
    made.teardown_appcontext(lambda _: seen.append("app"))
    made.test_client().post("/wechat")
    assert seen == ["request", "app"]
