"""`jifen chat`: WeChat in the terminal, through the real webhook."""

import secrets
import sys
from urllib.parse import urlsplit, urlunsplit

import click
import requests

from bot.errors import BotError
from bot.runtime.settings import Settings
from bot.wechat.sender import Posting, Said, Sender

TIMEOUT = 5.0  # WeChat's patience
HELP = (
    "直接打字即可。/关注 /点击 KEY /扫码 场景 /语音 文字 /图片 模拟其他消息，"
    "/重发 模拟微信重试，/退出 结束。"
)


@click.command()
@click.option("--url", metavar="网址", help="微信回调的地址，默认是本机的服务。")
@click.option("--user", metavar="OPENID", help="以哪个用户的身份聊天，默认每次换一个新用户。")
def chat(url: str | None, user: str | None) -> int:
    """在终端里和机器人聊天（像微信一样签名、加密）。"""
    settings = Settings.load().with_kept_secrets()
    talk = Chat(settings, url or settings.local_url, user or f"chat-{secrets.token_hex(6)}")
    interactive = sys.stdin.isatty()
    if interactive:
        click.echo(HELP)
        talk.send(talk.sender.event(talk.user, "subscribe"))
    while True:
        if interactive:
            click.echo("用户> ", nl=False)
        raw = sys.stdin.buffer.readline()
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        if not raw or line == "/退出":
            return 0
        talk.send(talk.message(line))


class Chat:
    """One person talking to one webhook."""

    def __init__(self, settings: Settings, url: str, user: str) -> None:
        self.url, self.user = webhook_url(url), user
        self.sender = Sender(
            settings.wechat_token.get_secret_value(),
            settings.wechat_app_id,
            settings.wechat_aes_key.get_secret_value(),
        )
        self._last: Posting | None = None
        self._http = requests.Session()

    def message(self, line: str) -> Posting:
        """What a typed line means: a text, or one of the `/` commands."""
        word, _, rest = line.partition(" ")
        match word:
            case "/关注":
                return self.sender.event(self.user, "subscribe")
            case "/点击":
                return self.sender.event(self.user, "CLICK", rest)
            case "/扫码":
                return self.sender.event(self.user, "SCAN", rest)
            case "/语音":
                return self.sender.voice(self.user, rest)
            case "/图片":
                return self.sender.other(self.user, "image")
            case "/重发" if self._last:
                return self._last
        return self.sender.text(self.user, line)

    def send(self, posting: Posting) -> None:
        """Post a message and print the reply."""
        self._last = posting
        try:
            answer = self._http.post(
                self.url, params=posting.query, data=posting.body, timeout=TIMEOUT
            )
        except requests.Timeout:
            raise BotError("服务器 5 秒内没有回答，微信会提示服务故障") from None
        except requests.RequestException:
            raise BotError(
                f"连不上 {self.url}：请先运行 jifen serve，或用 --url 指定地址"
            ) from None
        if answer.status_code == 403:
            raise BotError(
                "服务器拒绝了消息：两边的 JIFEN_WECHAT_TOKEN、JIFEN_WECHAT_AES_KEY 或时间不一致"
            )
        if answer.status_code != 200:
            raise BotError(f"{self.url} 返回 {answer.status_code}：请检查地址是不是微信回调")
        click.echo(shown(self.sender.read(answer.content)))


def webhook_url(url: str) -> str:
    """`url` with the webhook's path where only a host was given."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        raise BotError(
            f"网址 {url} 写得不对：应当像 https://jifen.example.cn 或 http://127.0.0.1:8000"
        ) from None
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") or "/wechat"))


def shown(said: Said) -> str:
    """A reply as lines of text."""
    match said.kind:
        case "text":
            text = said.text
        case "news":
            text = f"［图文］{said.title}\n{said.text}\n{said.url}"
        case "transfer_customer_service":
            text = "（已转人工客服）"
        case _:
            text = "（没有回复）"
    first, *rest = text.split("\n")
    return "\n".join([f"机器人> {first}", *(f"        {line}" for line in rest)])
