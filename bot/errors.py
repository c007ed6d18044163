"""What can go wrong in `bot`, each with one line that tells the person what to do next.

BotError                what a command prints on stderr before it leaves with 1
├── SettingsError       a setting is missing or wrong
├── RedisError          no Redis can be started or reached
│   └── StoreDown       Redis failed while a message was being worked on
├── AccountError        an account cannot be made or changed
├── ApiError            WeChat's own API refused a call
└── Refused             a request to the webhook that is not WeChat's (answered with 403)
"""


class BotError(Exception):
    """The base of all; its text is one Chinese line for the person who runs the bot."""


class SettingsError(BotError):
    """A setting is missing or wrong: names the setting, what is wrong, what would be right."""


class RedisError(BotError):
    """Redis cannot be started or reached."""


class StoreDown(RedisError):
    """Redis did not answer in time while a message was being worked on."""


class AccountError(BotError):
    """An account cannot be made or changed; the text says what would be right."""


class ApiError(BotError):
    """WeChat's API answered with an error `code`, or not at all (0).

    `unsure`: the call may have taken effect all the same.
    """

    def __init__(self, text: str, code: int = 0, *, unsure: bool = False) -> None:
        super().__init__(text)
        self.code, self.unsure = code, unsure


class RequestRefused(BotError):
    """Not a request of WeChat's. `reason` is a short English word for logs and counters."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
