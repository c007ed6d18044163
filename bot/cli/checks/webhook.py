"""The webhook, called from outside the way WeChat calls it: GET, POST, and a forged POST."""

import secrets
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from time import time
from urllib.parse import urlsplit

import requests

from bot.cli.checks import CheckResult, CheckVerdict, bad, good, warning
from bot.errors import BotError
from bot.runtime.settings import Settings
from bot.web.doctor_proof import DOCTOR, DOCTOR_REASON, doctor_proof
from bot.wechat.envelope import WINDOW
from bot.wechat.sender import Posting, Sender
from bot.wechat.signature import sign
from replies.wording import say, texts

PATIENCE = 5.0  # WeChat's
SLOW = 2.0


def check(settings: Settings, url: str) -> Iterator[CheckResult]:
    """Findings about the webhook at `url`."""
    sender = Sender(
        settings.wechat_token.get_secret_value(),
        settings.wechat_app_id,
        settings.wechat_aes_key.get_secret_value(),
    )
    caller = _Caller(url, settings.secret_key.get_secret_value())
    # an event of a kind that exists nowhere: answered, but it starts no conversation of anyone's
    posting = sender.event(f"doctor-{secrets.token_hex(6)}", "jifen_doctor")
    try:
        answer = caller.post(posting)
        wrong = _wrong(answer, caller, sender.token) or _not_a_reply(sender, answer, caller.url)
        if wrong:
            yield wrong
            yield from _about_clock(answer)
            return
        forged = caller.post(_forged(posting))
        echo = caller.get(settings.wechat_token.get_secret_value())
    except requests.RequestException as error:
        yield _unreachable(error, url)
        return
    if forged.status_code != 403:
        yield bad("always_success", url=url)
        return
    if echo:
        yield bad("get_blocked", url=url, status=echo)
    took = answer.elapsed.total_seconds()
    verdict = good if took < SLOW else warning
    yield verdict("webhook", url=url, took=took * 1000)


class _Caller:
    """Calls the webhook as WeChat does: no redirect is followed."""

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self._headers = {DOCTOR: doctor_proof(secret, secrets.token_hex(8))} if secret else {}

    def post(self, posting: Posting) -> requests.Response:
        return requests.post(
            self.url, params=posting.query, data=posting.body, headers=self._headers,
            timeout=PATIENCE, allow_redirects=False,
        )  # fmt: skip

    def get(self, token: str) -> int:
        """Ask for the echo as the platform does when the address is saved; the status if wrong."""
        timestamp, nonce, echo = str(int(time())), secrets.token_hex(8), secrets.token_hex(12)
        query = {"timestamp": timestamp, "nonce": nonce, "echostr": echo}
        query["signature"] = sign(token, timestamp, nonce)
        answer = requests.get(
            self.url, params=query, headers=self._headers, timeout=PATIENCE, allow_redirects=False
        )
        right = answer.status_code == 200 and answer.content.strip() == echo.encode()
        return 0 if right else answer.status_code


def _forged(posting: Posting) -> Posting:
    """The same message with signatures that cannot be right."""
    query = {
        name: "0" * 40 if name in ("signature", "msg_signature") else value
        for name, value in posting.query.items()
    }
    return Posting(query, posting.body, posting.plain)


def _wrong(answer: requests.Response, caller: _Caller, token: str) -> CheckResult | None:
    """What a status other than 200 means."""
    status, url = answer.status_code, caller.url
    if status in (301, 302, 303, 307, 308):
        return bad("redirect", url=url, where=answer.headers.get("Location", ""))
    if status == 404:
        return bad("path", url=url, path=urlsplit(url).path)
    if status == 403:
        return _refused(answer, caller, token)
    if status >= 500:
        return bad("gateway", url=url, status=status)
    return None if status == 200 else bad("no_reply", url=url, status=status)


def _refused(answer: requests.Response, caller: _Caller, token: str) -> CheckResult:
    """Why a message was refused: the service says so to the doctor, a gateway does not."""
    reason, url = answer.headers.get(DOCTOR_REASON, ""), caller.url
    if reason == "wrong signature" and not caller.get(token):
        # the same token is right for a GET: the body, which is signed too, did not arrive whole
        reason = "not a message"
    key = f"cli.doctor.reason.{reason.replace(' ', '_')}"
    if reason and key in texts():
        return CheckResult(
            f"refused_{reason.replace(' ', '_')}", CheckVerdict.BAD, say(key, url=url)
        )
    if answer.content.strip() != b"forbidden":
        return bad("gateway_refused", url=url)
    return bad("refused", url=url)


def _not_a_reply(sender: Sender, answer: requests.Response, url: str) -> CheckResult | None:
    try:
        sender.read(answer.content)
    except BotError:
        return bad("no_reply", url=url, status=answer.status_code)
    return None


def _about_clock(answer: requests.Response) -> Iterator[CheckResult]:
    """The time that stands in an answer's header, against ours."""
    try:
        told = parsedate_to_datetime(answer.headers.get("Date", "")).timestamp()
    except ValueError:
        return
    if (apart := abs(told - time())) > WINDOW / 2:
        yield bad("clock", minutes=int(apart // 60))


def _unreachable(error: requests.RequestException, url: str) -> CheckResult:
    """Why no answer came."""
    said = str(error)
    if isinstance(error, requests.exceptions.SSLError):
        if "ostname mismatch" in said or "IP address mismatch" in said or "doesn't match" in said:
            return bad("certificate_name", url=url)
        if "expired" in said:
            return bad("certificate_expired", url=url)
        if "CERTIFICATE_VERIFY_FAILED" in said:
            return bad("certificate_ca", url=url)
        return bad("certificate", url=url)
    if isinstance(error, requests.exceptions.ReadTimeout):
        return bad("too_slow", url=url)
    if "NameResolutionError" in said or "Name or service not known" in said:
        return bad("no_name", url=url)
    return bad("unreachable", url=url)
