"""`jifen restore`: a backup back into the service's Redis."""

from pathlib import Path

import click

from bot.cli.backup import shape, write_private
from bot.errors import BotError
from replies.wording import say


@click.command(help=say("cli.about.restore"))
@click.argument(
    "path",
    metavar=say("cli.metavar.file"),
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--replace", is_flag=True, help=say("cli.restore.replace"))
def restore(path: Path, replace: bool) -> None:
    """Take a backup over: answers, accounts and, into an empty store, the audit log."""
    from bot.cli.desk import operator_desk
    from bot.storage.backup import dump, is_empty, load, take
    from bot.storage.backup import restore as put_back

    with operator_desk(create=True) as desk:
        found = load(path.read_bytes(), desk.seal)
        if not is_empty(desk.client):
            if not replace:
                raise BotError(say("cli.restore.not_empty"))
            # what is replaced can be had back the same way
            before = path.with_name(f"{path.name}.before-{desk.now():%Y%m%d-%H%M%S}")
            write_private(
                before, dump(take(desk.client, shape(desk.settings), desk.now()), desk.seal)
            )
            click.echo(say("cli.restore.before", file=before))
        with_log = put_back(found, desk.client)
        desk.note("restore", path.name)
        here = shape(desk.settings)
    click.echo(say("cli.restore.done", made=found.made[:16].replace("T", " ")))
    if not with_log:
        click.echo(say("cli.restore.log_stays"))
    for name, value in found.settings.items():
        if here.get(name) != value:
            click.echo(say("cli.restore.setting", name=f"JIFEN_{name.upper()}", value=value))
