"""Where a request ends, for every way in which its bytes may come."""

from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.framing import BODY_MOST, HEAD_MOST, Framing, Part

HEAD = b"POST /x HTTP/1.1\r\nHost: y\r\n"


def chunked(parts: list[bytes]) -> bytes:
    coded = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts if part)
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + coded + b"0\r\n\r\n"


def sized(body: bytes) -> bytes:
    return HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body


requests = st.one_of(
    st.binary(max_size=60).map(sized),
    st.lists(st.binary(max_size=20), max_size=4).map(chunked),
    st.just(HEAD + b"\r\n"),
)


@given(requests, st.lists(st.integers(1, 40), max_size=30), st.binary(max_size=10))
def test_a_request_is_complete_with_its_last_byte(
    request: bytes, steps: list[int], after: bytes
) -> None:
    framing, received, at = Framing(), bytearray(), 0
    for step in [*steps, len(request)]:
        piece = request[at : at + step]
        if at + step >= len(request):
            break
        received += piece
        at += len(piece)
        assert framing.missing(received) is not Part.NOTHING
    received += request[at:] + after
    assert framing.missing(received) is Part.NOTHING


@given(st.binary(max_size=200))
def test_any_bytes_are_looked_at(data: bytes) -> None:
    Framing().missing(bytearray(data))
    Framing().missing(bytearray(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + data))


def test_what_is_too_long_is_handed_on() -> None:
    assert Framing().missing(bytearray(b"x" * (HEAD_MOST + 1))) is Part.NOTHING
    announced = HEAD + b"Content-Length: %d\r\n\r\n" % (BODY_MOST + 1)
    assert Framing().missing(bytearray(announced)) is Part.NOTHING
    endless = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * (HEAD_MOST + 1)
    assert Framing().missing(bytearray(endless)) is Part.NOTHING
    long = HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffff\r\n" + bytes(BODY_MOST + 1)
    assert Framing().missing(bytearray(long)) is Part.NOTHING
