"""WeChat's own API: AppSecret, the whitelist of addresses, and the menu."""

from collections.abc import Iterator

from bot.cli.checks import CheckResult, CheckVerdict, good, warning
from bot.errors import ApiError, BotError
from bot.runtime.settings import Settings
from bot.wechat.account_api import AccountApi
from bot.wechat.menu import lines, load

_NAMES = {40001: "app_secret", 40125: "app_secret", 40013: "app_id", 40164: "whitelist",
          61004: "whitelist", 48001: "menu_rights"}  # fmt: skip


def check(settings: Settings) -> Iterator[CheckResult]:
    """Findings about the account; nothing is asked without an AppSecret."""
    if not settings.wechat_app_secret.get_secret_value():
        return
    try:
        theirs = AccountApi(settings).menu()
    except ApiError as error:
        yield CheckResult(_NAMES.get(error.code, "api"), CheckVerdict.BAD, str(error))
        return
    except BotError as error:
        yield CheckResult("api", CheckVerdict.BAD, str(error))
        return
    if theirs is None:
        yield warning("no_menu")
    elif lines(theirs) != lines(load()):
        yield warning("other_menu")
    else:
        yield good("menu")
