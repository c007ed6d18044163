"""`jifen doctor`: is everything in place, and if not, what to mend."""

import secrets
from collections.abc import Iterator

import click
import requests

from bot.cli.chat import webhook_url
from bot.cli.common import running_redis
from bot.errors import BotError
from bot.runtime.settings import Settings, unknown_names
from bot.wechat.sender import Sender
from replies.wording import say

Finding = tuple[str, str]
GOOD, WARNING, BAD = "good", "warning", "bad"


@click.command()
@click.option("--url", metavar=say("cli.metavar.url"), help=say("cli.doctor.url"))
def doctor(url: str | None) -> int:
    """检查设置、Redis 和微信回调，并说明怎么改。"""
    code = 0
    for verdict, line in _findings(url):
        click.echo(f"[{say(f'cli.doctor.verdict.{verdict}')}] {line}")
        code |= verdict == BAD
    return code


def _findings(url: str | None) -> Iterator[Finding]:
    try:
        settings = Settings.load().with_kept_secrets()
    except BotError as error:
        yield BAD, str(error)
        return
    yield GOOD, say("cli.doctor.settings")
    yield from _about_settings(settings)
    yield from _about_redis(settings)
    address = webhook_url(url or settings.public_url or settings.local_url)
    yield from _about_webhook(settings, address)


def _about_settings(settings: Settings) -> Iterator[Finding]:
    for name in unknown_names():
        yield WARNING, say("runtime.setting.unknown", name=name)
    if not settings.safe_mode:
        yield (
            WARNING,
            say("cli.doctor.plain_mode"),
        )
    if not settings.public_url:
        yield (
            WARNING,
            say("cli.doctor.no_public_url"),
        )
    elif not settings.public_url.startswith("https://"):
        yield WARNING, say("cli.doctor.no_https")
    if settings.demo and settings.public_url:
        yield WARNING, say("cli.doctor.demo")


def _about_redis(settings: Settings) -> Iterator[Finding]:
    from bot.runtime.redis_client import connect

    try:
        with running_redis(settings) as url, connect(url) as client:
            client.ping()
            server = client.info("server")
            version = str(server.get("valkey_version") or server["redis_version"])
            policy = client.config_get("maxmemory-policy").get("maxmemory-policy", "")
            append = client.config_get("appendonly").get("appendonly", "")
    except BotError as error:
        yield BAD, str(error)
        return
    except Exception as error:
        yield (
            BAD,
            say("cli.doctor.redis_unreachable", kind=type(error).__name__),
        )
        return
    yield (
        GOOD,
        say(
            "cli.doctor.redis",
            version=version,
            which=say(f"cli.doctor.{'embedded' if settings.embedded else 'external'}"),
        ),
    )
    if _older(version):
        yield BAD, say("cli.doctor.redis_old")
    if policy not in ("", "noeviction"):
        yield WARNING, say("cli.doctor.redis_policy", policy=policy)
    if append == "no":
        yield WARNING, say("cli.doctor.redis_append")


def _older(version: str) -> bool:
    numbers = [int(part) for part in version.split(".")[:2] if part.isdigit()]
    return numbers < [6, 2]


def _about_webhook(settings: Settings, url: str) -> Iterator[Finding]:
    sender = Sender(
        settings.wechat_token.get_secret_value(),
        settings.wechat_app_id,
        settings.wechat_aes_key.get_secret_value(),
    )
    # an event of a kind that exists nowhere: answered, but it starts no conversation of anyone's
    posting = sender.event(f"doctor-{secrets.token_hex(6)}", "jifen_doctor")
    try:
        answer = requests.post(url, params=posting.query, data=posting.body, timeout=5)
    except requests.RequestException:
        yield (
            BAD,
            say("cli.doctor.unreachable", url=url),
        )
        return
    if answer.status_code == 403:
        yield (
            BAD,
            say("cli.doctor.refused", url=url),
        )
        return
    try:
        if answer.status_code != 200:
            raise BotError("")
        sender.read(answer.content)
    except BotError:
        yield BAD, say("cli.doctor.no_reply", url=url, status=answer.status_code)
        return
    took = answer.elapsed.total_seconds()
    yield GOOD if took < 2 else WARNING, say("cli.doctor.webhook", url=url, took=took * 1000)
