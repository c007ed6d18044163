"""`jifen doctor`: is everything in place, and if not, what to mend."""

import os
import secrets
from collections.abc import Iterator

import click
import requests

from bot.cli.chat import webhook_url
from bot.cli.common import running_redis
from bot.errors import BotError
from bot.runtime.settings import Settings
from bot.wechat.sender import Sender

GOOD, WARNING, BAD = "正常", "注意", "有误"
Finding = tuple[str, str]


@click.command()
@click.option(
    "--url", metavar="网址", help="微信回调的地址，默认是 JIFEN_PUBLIC_URL 或本机的服务。"
)
def doctor(url: str | None) -> int:
    """检查设置、Redis 和微信回调，并说明怎么改。"""
    code = 0
    for verdict, line in _findings(url):
        click.echo(f"[{verdict}] {line}")
        code |= verdict == BAD
    return code


def _findings(url: str | None) -> Iterator[Finding]:
    try:
        settings = Settings.load().with_kept_secrets()
    except BotError as error:
        yield BAD, str(error)
        return
    yield GOOD, "设置可以读取"
    yield from _about_settings(settings)
    yield from _about_redis(settings)
    address = webhook_url(url or settings.public_url or settings.local_url)
    yield from _about_webhook(settings, address)


def _about_settings(settings: Settings) -> Iterator[Finding]:
    for name in sorted(os.environ):
        known = name.removeprefix("JIFEN_").lower() in Settings.model_fields
        if name.startswith("JIFEN_") and not known and name != "JIFEN_TRACEBACK":
            yield WARNING, f"环境变量 {name} 不是本程序的设置：请检查是不是拼错了"
    if not settings.safe_mode:
        yield (
            WARNING,
            "没有打开安全模式：回调网址一旦泄露，别人就能冒充用户发消息。"
            "请在公众平台选择「安全模式」，并填写 JIFEN_WECHAT_AES_KEY 和 JIFEN_WECHAT_APP_ID",
        )
    if not settings.public_url:
        yield (
            WARNING,
            "JIFEN_PUBLIC_URL 没有填：聊天里的结果链接会用访问时的地址，上线前请填公网网址",
        )
    elif not settings.public_url.startswith("https://"):
        yield WARNING, "JIFEN_PUBLIC_URL 不是 https：结果链接里有个人情况，请配置证书"
    if settings.demo and settings.public_url:
        yield WARNING, "JIFEN_DEMO=1：演示聊天对所有人开放，正式上线请关掉"


def _about_redis(settings: Settings) -> Iterator[Finding]:
    from bot.runtime.redis_client import connect

    try:
        with running_redis(settings) as url, connect(url) as client:
            client.ping()
            version = str(client.info("server")["redis_version"])
            policy = client.config_get("maxmemory-policy").get("maxmemory-policy", "")
            append = client.config_get("appendonly").get("appendonly", "")
    except BotError as error:
        yield BAD, str(error)
        return
    except Exception as error:
        yield (
            BAD,
            f"Redis 连不上（{type(error).__name__}）：请检查 JIFEN_REDIS_URL 和 Redis 是否在运行",
        )
        return
    yield GOOD, f"Redis {version} 可以使用（{'自带' if settings.embedded else '外部'}）"
    if _older(version):
        yield BAD, "Redis 版本太旧：需要 6.2 或更新"
    if policy not in ("", "noeviction"):
        yield WARNING, f"Redis 的 maxmemory-policy 是 {policy}：内存满时会丢对话，请改为 noeviction"
    if append == "no":
        yield WARNING, "Redis 没有打开 appendonly：断电会丢最近的对话，请改为 yes"


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
            f"连不上 {url}：请先运行 jifen serve；经过反向代理的，检查代理有没有转发 /wechat",
        )
        return
    if answer.status_code == 403:
        yield (
            BAD,
            f"{url} 拒绝了签名正确的消息：运行中的服务用的 Token 或密钥和这里不一样，"
            "或者反向代理丢掉了网址里的参数，或者两边的时间差了十分钟以上",
        )
        return
    try:
        if answer.status_code != 200:
            raise BotError("")
        sender.read(answer.content)
    except BotError:
        yield BAD, f"{url} 的回答不是微信回复（状态 {answer.status_code}）：请检查网址和反向代理"
        return
    took = answer.elapsed.total_seconds()
    yield GOOD if took < 2 else WARNING, f"{url} 正确回答了签名的消息，用时 {took * 1000:.0f} 毫秒"
