"""A TCP proxy in front of Redis that stalls, breaks and redirects connections."""

import socket
import struct
import threading
import time
from contextlib import suppress

RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Proxy:
    """Forwards a port of its own to `target`, a port of this machine.

    `stall`: seconds that each piece towards Redis is held; `hold`: the same for its answers, so
    that it works but seems not to. A new `target` holds for new connections only, as with a
    virtual address that moves.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.stall = self.hold = 0.0
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def reset(self) -> None:
        """Break every connection off with a TCP reset."""
        for pair in list(self._pairs):
            for end in pair:
                with suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
                    end.shutdown(socket.SHUT_RD)
                    end.close()

    def close(self) -> None:
        """Stop forwarding."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.reset()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target), timeout=2)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            pair = (near, far)
            self._pairs.add(pair)
            for source, sink in (pair, (far, near)):
                words = (source, sink, pair)
                threading.Thread(target=self._pump, args=words, daemon=True).start()

    def _pump(
        self, source: socket.socket, sink: socket.socket, pair: tuple[socket.socket, socket.socket]
    ) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                time.sleep(self.stall if source is pair[0] else self.hold)
                sink.sendall(piece)
        self._pairs.discard(pair)
        for end in pair:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
