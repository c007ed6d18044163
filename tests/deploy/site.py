"""The shipped nginx file in front of two servers on one Redis, everything on this machine."""

import shutil
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from signal import SIGHUP
from typing import Self

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.wechat.sender import Posting, Sender
from tests.drills.rig import TOKEN, Backend
from tests.processes import free_port, until
from tests.redis_nodes import USER, Node

SHIPPED = Path(__file__).resolve().parents[2] / "deploy"
OFFICE = "127.0.0.2"
"""The one address of this machine that plays the office network."""
RATE = 50  # messages a second
THREADS = 16
QUICK = (sys.executable, "-m", "tests.deploy.quick_server")
MAIN = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/main.error.log; worker_processes 2;
events {{ worker_connections 512; }}
http {{
    access_log {folder}/main.log;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/jifen.conf;
}}
"""


def certificate(folder: Path, host: str) -> Path:
    """A certificate of its own authority; written beside its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    names = [x509.DNSName(host), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "fullchain.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


class Nginx:
    """Debian's nginx on the shipped file: only places, ports and the office network differ."""

    def __init__(self, folder: Path, servers: list[str]) -> None:
        self.folder, self.port = folder, free_port()
        self.authority = certificate(folder, "jifen.example.cn")
        text = (SHIPPED / "nginx.conf").read_text("utf-8")
        for old, new in (
            ("listen 443", f"listen 127.0.0.1:{self.port}"),
            ("/etc/letsencrypt/live/jifen.example.cn", str(folder)),
            ("/var/log/nginx", str(folder)),
            ("127.0.0.1:8000", servers[0]),
            ("127.0.0.1:8001", servers[1]),
            ("10.0.0.0/8", OFFICE),
        ):
            assert old in text, old
            text = text.replace(old, new)
        (folder / "jifen.conf").write_text(text, "utf-8")
        main = folder / "nginx.conf"
        main.write_text(MAIN.format(folder=folder), "utf-8")
        self.process = subprocess.Popen([program(), "-c", str(main), "-e", f"{folder}/early.log"])
        until(self.serves, 10)

    def serves(self) -> bool:
        """Whether it answers."""
        assert self.process.poll() is None, (self.folder / "early.log").read_text("utf-8")
        try:
            ssl.get_server_certificate(("127.0.0.1", self.port), timeout=2)
        except OSError:
            return False
        return True

    def reload(self) -> None:
        """Read the settings again, as `systemctl reload nginx` does."""
        self.process.send_signal(SIGHUP)

    def close(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(10)


def program() -> str:
    """The nginx to run: packages put it where ordinary users do not look."""
    return shutil.which("nginx") or "/usr/sbin/nginx"


@dataclass
class Load:
    """Messages at a steady rate; each gets one try. What did not bring its reply is in `bad`."""

    site: "Site"
    sent: int = 0
    bad: list[str] = field(default_factory=list)

    def send(self, number: int) -> None:
        """Post one message of a person of its own."""
        posting = self.site.sender.text(f"oLoad{time.monotonic_ns()}x{number}", "菜单")
        try:
            answer = self.site.post(posting)
        except requests.RequestException as failure:
            self.bad.append(type(failure).__name__)
            return
        if answer.status_code != 200 or "ToUserName" not in answer.text:
            self.bad.append(f"{answer.status_code} {answer.text[:60]}")


class Site:
    """nginx, two servers and Redis; usable as `with Site(folder) as site:`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.sender = folder, Sender(TOKEN)
        self._local = threading.local()
        self.redis = Node(folder / "redis", "--appendonly", "yes")
        url = f"redis://{USER}@127.0.0.1:{self.redis.port}"
        self.backends = [Backend(folder, url, QUICK, JIFEN_WORKERS="1") for _ in range(2)]
        try:
            for backend in self.backends:
                backend.wait()
            servers = [backend.url.removeprefix("http://") for backend in self.backends]
            (folder / "nginx").mkdir()
            self.nginx = Nginx(folder / "nginx", servers)
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.nginx.close()
        self._end()

    def _end(self) -> None:
        for backend in self.backends:
            backend.close()
        self.redis.close()

    @property
    def url(self) -> str:
        """Where the platform, people and staff reach it."""
        return f"https://127.0.0.1:{self.nginx.port}"

    @property
    def session(self) -> requests.Session:
        """This thread's connections to nginx."""
        if not hasattr(self._local, "session"):
            self._local.session = self.new_session()
        made: requests.Session = self._local.session
        return made

    def new_session(self) -> requests.Session:
        """A client that believes this site's certificate, whatever the environment says."""
        made = requests.Session()
        made.trust_env, made.verify = False, str(self.nginx.authority)
        return made

    def post(self, posting: Posting) -> requests.Response:
        """One try to deliver a message."""
        url = f"{self.url}/wechat"
        return self.session.post(url, params=posting.query, data=posting.body, timeout=10)

    @contextmanager
    def load(self) -> Iterator[Load]:
        """`RATE` messages a second for as long as the block runs.

        Fewer where all threads wait for answers: a machine that is busy otherwise gets no queue.
        """
        load, over = Load(self), threading.Event()
        free = threading.Semaphore(THREADS)

        def send(number: int) -> None:
            try:
                load.send(number)
            finally:
                free.release()

        def run() -> None:
            with ThreadPoolExecutor(THREADS) as pool:
                while not over.wait(1 / RATE):
                    free.acquire()
                    load.sent += 1
                    pool.submit(send, load.sent)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield load
        finally:
            over.set()
            thread.join()
