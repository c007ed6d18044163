"""`rediss://` really is TLS: the certificate is checked, its authority and its name.

The server that comes with the package speaks no TLS, so that a small endpoint stands before it.
"""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from redis.exceptions import ConnectionError as NotConnected

from bot.runtime.redis_client import connect, travels_plainly
from tests.certificates import certificate


class Endpoint:
    """Ends TLS before a Redis on a socket, as a load balancer of a managed Redis does."""

    def __init__(self, certificate_file: Path, target: str) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate_file)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._tls, self._target = context, target
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with (
            suppress(OSError),
            self._tls.wrap_socket(client, server_side=True) as secure,
            socket.socket(socket.AF_UNIX) as server,
        ):
            server.connect(self._target)
            back = threading.Thread(target=_pump, args=(server, secure), daemon=True)
            back.start()
            _pump(secure, server)
            back.join()

    def close(self) -> None:
        self._listener.close()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def endpoint(tmp_path: Path, redis_url: str, request: pytest.FixtureRequest) -> Iterator[Endpoint]:
    """For the address 127.0.0.1, or the one that the test names."""
    address = getattr(request, "param", "127.0.0.1")
    path = certificate(tmp_path, "ours", address)
    made = Endpoint(path, redis_url.removeprefix("unix://").partition("?")[0])
    yield made
    made.close()


def test_a_good_certificate_is_used(endpoint: Endpoint, tmp_path: Path) -> None:
    url = f"rediss://127.0.0.1:{endpoint.port}?ssl_ca_certs={tmp_path / 'ours.pem'}"
    with connect(url) as client:
        assert client.ping()


def test_a_certificate_of_nobody_we_trust_is_refused(endpoint: Endpoint, tmp_path: Path) -> None:
    other = certificate(tmp_path, "other", "127.0.0.1")
    urls = (
        f"rediss://127.0.0.1:{endpoint.port}",
        f"rediss://127.0.0.1:{endpoint.port}?ssl_ca_certs={other}",
    )
    for url in urls:
        with connect(url) as client, pytest.raises(NotConnected, match="CERTIFICATE_VERIFY_FAILED"):
            client.ping()


@pytest.mark.parametrize("endpoint", ["127.0.0.9"], indirect=True)
def test_a_certificate_for_another_address_is_refused(endpoint: Endpoint, tmp_path: Path) -> None:
    url = f"rediss://127.0.0.1:{endpoint.port}?ssl_ca_certs={tmp_path / 'ours.pem'}"
    with connect(url) as client, pytest.raises(NotConnected, match="IP address mismatch"):
        client.ping()


@pytest.mark.parametrize(
    ("url", "plainly"),
    [
        ("redis://10.0.0.5:6379/0", True),
        ("redis://user:pass@redis.internal?db=1", True),
        ("redis+cluster://10.0.0.5:1,10.0.0.6:2", True),
        ("redis+sentinel://127.0.0.1:1,10.0.0.6:2/mine/0", True),
        ("redis+cluster://10.0.0.5:1,10.0.0.6:2?ssl=1", False),
        ("rediss://10.0.0.5", False),
        ("redis://127.0.0.1:6379", False),
        ("redis://[::1]:6379", False),
        ("redis://localhost", False),
        ("unix:///run/redis.sock", False),
    ],
)
def test_what_crosses_a_network_without_tls_is_known(url: str, plainly: bool) -> None:
    assert travels_plainly(url) is plainly
