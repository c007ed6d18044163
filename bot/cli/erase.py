"""`jifen erase`: the operator removes a person's data on request."""

import click

from bot.cli.running import running_store
from bot.errors import BotError
from replies.wording import say

REWRITE_SECONDS = 60.0


@click.command(help=say("cli.about.erase"))
@click.argument("openid")
def erase(openid: str) -> None:
    """Delete all that is kept of one person."""
    from bot.cli.desk import desk_over, operator_settings

    settings = operator_settings()
    with running_store(settings) as store:
        gone = store.erase(openid)
        # the log says that something was erased, never whose
        about = say("staff.audit_about.count", count=gone)
        desk_over(store.client, settings).note("erase", about)
        click.echo(say("cli.erase.done", count=gone) if gone else say("cli.erase.nothing"))
        if gone and not store.copies.finish(REWRITE_SECONDS):
            raise BotError(say("cli.erase.copies"))
    if gone and settings.days_of_copies:
        click.echo(say("cli.erase.copies_days", days=settings.days_of_copies))
