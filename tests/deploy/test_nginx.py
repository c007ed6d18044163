"""deploy/nginx.conf as it is shipped, in front of two servers. nginx comes with `.ci/run`."""

import os
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from signal import SIGHUP, SIGKILL

import pytest
from requests.adapters import HTTPAdapter

from bot.storage import keys
from tests.deploy.site import OFFICE, Site, program
from tests.processes import until

PATIENCE = 5  # seconds, WeChat's
SLOW = 60  # clients that never finish what they began
PERSON = "oSecretPersonOfThisTest"

pytestmark = pytest.mark.skipif(
    not Path(program()).exists(), reason="no nginx on this machine: apt-get install nginx"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("site")) as made:
        yield made


def roll(site: Site) -> None:
    """A rolling restart: each server in turn, the next when the one before is ready again."""
    for backend in site.backends:
        assert backend.stop() == 0
        backend.start()
        backend.wait()


def kill_a_worker(site: Site) -> None:
    os.kill(site.backends[0].workers()[0], SIGKILL)
    time.sleep(1)


def kill_a_server(site: Site) -> None:
    """The master dies first, then what it leaves behind; a supervisor starts it again."""
    backend = site.backends[0]
    workers = backend.workers()
    backend.process.kill()
    backend.process.wait()
    for worker in workers:
        os.kill(worker, SIGKILL)
    time.sleep(0.5)
    backend.start()
    backend.wait()


def reload_a_server(site: Site) -> None:
    """`systemctl reload jifen`: the workers are replaced."""
    backend = site.backends[0]
    before = backend.workers()
    backend.process.send_signal(SIGHUP)
    until(lambda: not set(before) & set(backend.workers()), 30)


def reload_nginx(site: Site) -> None:
    site.nginx.reload()
    time.sleep(1)


@pytest.mark.parametrize(
    "event", [roll, kill_a_worker, kill_a_server, reload_a_server, reload_nginx]
)
def test_every_message_is_answered_at_once(site: Site, event: Callable[[Site], None]) -> None:
    """At fifty messages a second, each tried once; the platform would try three times."""
    with site.load() as load:
        time.sleep(0.2)
        event(site)
    assert load.bad == []
    assert load.sent > 25


@pytest.mark.parametrize(
    ("path", "size", "status"), [("/wechat", 65 * 1024, 413), ("/staff/login", 1100 * 1024, 413)]
)
def test_bodies_have_a_limit(site: Site, path: str, size: int, status: int) -> None:
    assert site.session.post(site.url + path, data=b"x" * size).status_code == status


def test_slow_clients_hold_up_nobody(site: Site) -> None:
    """Half a header, half a body, and silence."""
    context = ssl.create_default_context(cafile=str(site.nginx.authority))
    starts = [
        b"POST /wechat HTTP/1.1\r\nHost: jif",
        b"POST /wechat HTTP/1.1\r\nHost: jifen.example.cn\r\nContent-Length: 900\r\n\r\n<xml>",
        b"",
    ]
    with ExitStack() as stack:
        for number in range(SLOW):
            plain = socket.create_connection(("127.0.0.1", site.nginx.port), timeout=5)
            secret = context.wrap_socket(plain, server_hostname="jifen.example.cn")
            stack.enter_context(secret).sendall(starts[number % len(starts)])
        for _ in range(5):
            began = time.monotonic()
            assert site.post(site.sender.text("oQuick", "菜单")).status_code == 200
            assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize("path", ["/metrics", "/healthz", "/readyz", "/demo", "/wechat/"])
def test_inner_pages_stay_inside(site: Site, path: str) -> None:
    assert site.session.get(site.url + path).status_code == 404


def test_headers_name_no_versions(site: Site) -> None:
    for url in (site.url, site.backends[0].url):
        answer = site.session.get(f"{url}/static/app.css")
        assert answer.headers["Server"] in ("nginx", "gunicorn")
        assert "X-Powered-By" not in answer.headers


class _From(HTTPAdapter):
    """Connections from another address of this machine."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *words: object, **options: object) -> None:
        super().init_poolmanager(*words, source_address=(self._address, 0), **options)  # type: ignore[arg-type]


def test_the_console_sees_who_calls_and_only_the_office_may(site: Site) -> None:
    """A header of the client's own is not believed."""
    page = f"{site.url}/staff/login"
    assert site.session.get(page).status_code == 403
    with site.new_session() as office:
        office.mount("https://", _From(OFFICE))
        first = office.get(page)
        assert first.status_code == 200
        secret = re.search(r'name="csrf" value="([^"]+)"', first.text)
        assert secret
        forged = {"X-Forwarded-For": "10.9.9.9", "Referer": page}
        form = {"csrf": secret[1], "name": "nobody", "password": "wrong wrong wrong"}
        office.post(page, data=form, headers=forged)
    with site.redis.client as client:
        assert client.get(keys.failed("address", OFFICE)) == b"1"
        for address in ("127.0.0.1", "10.9.9.9"):
            assert client.get(keys.failed("address", address)) is None


def test_no_log_holds_a_person_or_a_secret_address(site: Site) -> None:
    """Also when both servers are down, when nginx would quote whole requests in its error log."""
    posting = site.sender.text(PERSON, "菜单")
    posting.query["openid"] = PERSON
    assert site.post(posting).status_code == 200
    for backend in site.backends:
        backend.stop()
    try:
        assert site.post(posting).status_code == 502
        assert site.session.get(f"{site.url}/r/SecretTokenOfThisTest").status_code == 502
    finally:
        for backend in site.backends:
            backend.start()
    logs = [path for path in site.folder.rglob("*.log") if "appendonly" not in str(path)]
    assert {"jifen.log", "main.error.log", "redis.log"} <= {path.name for path in logs}
    texts = {path.name: path.read_text("utf-8", "replace") for path in logs}
    assert "/wechat 502" in texts["jifen.log"], "what fails is logged, without the request"
    for secret in (PERSON, "SecretToken", posting.query["signature"], posting.query["nonce"]):
        assert [name for name, text in texts.items() if secret in text] == []
