"""`jifen doctor`: is everything in place, and if not, what to mend."""

import json
from collections.abc import Iterator

import click

from bot.cli.chat import webhook_url
from bot.cli.checks import CheckResult, CheckVerdict, good
from bot.errors import BotError
from bot.runtime.service import settings_for_command
from replies.wording import say


@click.command(help=say("cli.about.doctor"))
@click.option("--url", metavar=say("cli.metavar.url"), help=say("cli.doctor.url"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.doctor.json"))
def doctor(url: str | None, as_json: bool) -> int:
    """Print what is wrong with settings, Redis, webhook and account; 1 if anything is."""
    code, told = 0, []
    for each in _findings(url):
        code |= each.verdict is CheckVerdict.BAD
        if as_json:
            told.append(each.as_json())
        else:
            click.echo(f"[{say(f'cli.doctor.verdict.{each.verdict}')}] {each.text}")
    if as_json:
        click.echo(json.dumps({"ok": not code, "findings": told}, ensure_ascii=False))
    return code


def _findings(url: str | None) -> Iterator[CheckResult]:
    from bot.cli.checks import api, settings, store, webhook

    try:
        found, source = settings_for_command(create=True)
        found = found.with_kept_secrets()
    except BotError as error:
        yield CheckResult("settings", CheckVerdict.BAD, str(error))
        return
    yield good("settings")
    if source:
        line = say("cli.service.found", pid=source.pid, user=source.user)
        yield CheckResult("service", CheckVerdict.GOOD, line)
    yield from settings.check(found)
    yield from store.check(found)
    address = webhook_url(url or found.public_url or found.local_url)
    yield from webhook.check(found, address)
    yield from api.check(found)
