"""`jifen chat`: WeChat in the terminal, through the real webhook."""

import secrets
import sys
from urllib.parse import urlsplit, urlunsplit

import click
import requests

from bot.errors import BotError
from bot.runtime.settings import Settings
from bot.wechat.sender import AccountAnswer, Posting, Sender
from replies.wording import say, table

TIMEOUT = 5.0  # WeChat's patience
HELP = say("cli.chat.help")
WORDS = {text: name for name, text in table("cli.chat.word").items()}
"""The `/` commands by what is typed."""


@click.command(help=say("cli.about.chat"))
@click.option("--url", metavar=say("cli.metavar.url"), help=say("cli.chat.url"))
@click.option("--user", metavar="OPENID", help=say("cli.chat.user"))
def chat(url: str | None, user: str | None) -> int:
    """Talk with the bot as WeChat would, signed and encrypted."""
    settings = Settings.load().with_kept_secrets()
    talk = Chat(settings, url or settings.local_url, user or f"chat-{secrets.token_hex(6)}")
    interactive = sys.stdin.isatty()
    if interactive:
        click.echo(HELP)
        talk.send(talk.sender.event(talk.user, "subscribe"))
    while True:
        if interactive:
            click.echo(say("cli.chat.prompt"), nl=False)
        raw = sys.stdin.buffer.readline()
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        if not raw or line == say("cli.chat.word.quit"):
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
        match WORDS.get(word):
            case "follow":
                return self.sender.event(self.user, "subscribe")
            case "click":
                return self.sender.event(self.user, "CLICK", rest)
            case "scan":
                return self.sender.event(self.user, "SCAN", rest)
            case "voice":
                return self.sender.voice(self.user, rest)
            case "image":
                return self.sender.other(self.user, "image")
            case "retry" if self._last:
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
            raise BotError(say("cli.chat.too_slow")) from None
        except requests.RequestException:
            raise BotError(say("cli.chat.unreachable", url=self.url)) from None
        if answer.status_code == 403:
            raise BotError(say("cli.chat.refused"))
        if answer.status_code != 200:
            raise BotError(say("cli.chat.status", url=self.url, status=answer.status_code))
        click.echo(shown(self.sender.read(answer.content)))


def webhook_url(url: str) -> str:
    """`url` with the webhook's path where only a host was given."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        raise BotError(say("cli.chat.bad_url", url=url)) from None
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") or "/wechat"))


def shown(said: AccountAnswer) -> str:
    """A reply as lines of text."""
    match said.kind:
        case "text":
            text = said.text
        case "news":
            text = say("cli.chat.article", title=said.title, text=said.text, url=said.url)
        case "transfer_customer_service":
            text = say("cli.chat.handoff")
        case _:
            text = say("cli.chat.silence")
    first, *rest = text.split("\n")
    return "\n".join([say("cli.chat.reply", text=first), *(f"        {line}" for line in rest)])
