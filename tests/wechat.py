"""WeChat in front of an app: posts to the real webhook and reads its answers."""

from collections.abc import Callable

from flask import Flask
from werkzeug.test import TestResponse

from bot.runtime.settings import Settings
from bot.wechat.sender import AccountAnswer, Posting, Sender

USER = "oJifenTestUser0000000000001"


class WeChat(Sender):
    """A `Sender` that also delivers."""

    def __init__(self, app: Flask, settings: Settings, clock: Callable[[], float]) -> None:
        super().__init__(
            settings.wechat_token.get_secret_value(),
            settings.wechat_app_id,
            settings.wechat_aes_key.get_secret_value(),
            clock,
        )
        self.app = app

    def deliver(self, posting: Posting) -> TestResponse:
        """The webhook's raw answer."""
        client = self.app.test_client()
        return client.post("/wechat", query_string=posting.query, data=posting.body)

    def send(self, posting: Posting) -> AccountAnswer:
        """The reply; the webhook must have answered with 200."""
        response = self.deliver(posting)
        assert response.status_code == 200, response.text
        return self.read(response.data)

    def say(self, text: str, user: str = USER) -> AccountAnswer:
        """Send a text, read the reply."""
        return self.send(self.text(user, text))
