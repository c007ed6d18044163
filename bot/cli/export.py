"""`jifen export`: all that is kept of one person, for whoever asks for a copy of their data."""

import json

import click

from bot.cli.running import running_store
from replies.wording import say


@click.command(help=say("cli.about.export"))
@click.argument("openid")
def export(openid: str) -> None:
    """Print the record of one person as JSON."""
    from bot.cli.desk import desk_over, operator_settings

    settings = operator_settings()
    with running_store(settings) as store:
        record = store.record(store.who(openid))
        # the log says that something was exported, never whose
        desk_over(store.client, settings).note("export")
        if record.session is None and not record.entries:
            click.echo(say("cli.export.nothing"))
            return
        kept = {
            "conversation": record.session,
            "transcript": [line._asdict() for line in record.said],
            "reports": record.reports,
            "last_day": record.day,
        }
        click.echo(json.dumps(kept, ensure_ascii=False, indent=2))
