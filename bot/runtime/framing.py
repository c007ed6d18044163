"""Where a request ends: whether all of it has come, without parsing what it says."""

import re
from enum import Enum, auto

HEAD_MOST = 32 * 1024
BODY_MOST = 1024 * 1024 + 64 * 1024
"""More than any page takes: a longer request is handed on as it is, to be refused."""

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,18})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_CONTINUE = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]*\r\n")


class Part(Enum):
    """What of a request is still to come."""

    HEAD = auto()
    BODY = auto()
    NOTHING = auto()


class Framing:
    """Looks at the bytes of one connection as they come; each byte is looked at once.

    A request whose framing makes no sense counts as complete: the parser refuses it.
    """

    def __init__(self) -> None:
        self._looked = 0
        self._head = 0
        self._body: int | None = 0
        self.expects = False
        """Whether the client waits for `100 Continue` before it sends the body."""

    def missing(self, received: bytearray) -> Part:
        """What is missing of the request at the beginning of `received`."""
        if not self._head:
            end = received.find(b"\r\n\r\n", max(0, self._looked - 3))
            self._looked = len(received)
            if end < 0:
                return Part.NOTHING if len(received) > HEAD_MOST else Part.HEAD
            self._read_head(bytes(received[: end + 4]))
        if len(received) - self._head > BODY_MOST:
            return Part.NOTHING
        if self._body is None:
            return self._chunks(received)
        return Part.NOTHING if len(received) >= self._head + self._body else Part.BODY

    def _read_head(self, head: bytes) -> None:
        self._head = self._looked = len(head)
        self.expects = _CONTINUE.search(head) is not None
        length = _LENGTH.search(head)
        if _CHUNKED.search(head):
            self._body = 0 if length else None
        elif length:
            self._body = int(length[1])
            if self._body > BODY_MOST:  # refused by what it announces
                self._body = 0

    def _chunks(self, received: bytearray) -> Part:
        """`_looked` is where the next chunk begins."""
        while chunk := _CHUNK.match(received, self._looked):
            size = int(chunk[1], 16)
            if not size:
                ended = received.find(b"\r\n\r\n", chunk.end() - 2) >= 0
                return Part.NOTHING if ended else Part.BODY
            self._looked = chunk.end() + size + 2
        rest = len(received) - self._looked
        return Part.NOTHING if rest > HEAD_MOST else Part.BODY
