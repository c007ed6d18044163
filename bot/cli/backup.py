"""`jifen backup`: answers, accounts and the audit log into one sealed file."""

import os
from pathlib import Path

import click

from bot.errors import BotError
from bot.runtime.settings import Settings
from replies.wording import say


@click.command(help=say("cli.about.backup"))
@click.argument("path", metavar=say("cli.metavar.file"), type=click.Path(path_type=Path))
def backup(path: Path) -> None:
    """Write answers, accounts and audit log to an encrypted file, without any person's facts."""
    from bot.storage import keys
    from bot.storage.backup import dump, take

    if path.exists():
        raise BotError(say("cli.backup.exists", file=path))
    from bot.cli.desk import operator_desk

    with operator_desk() as desk:
        made = take(desk.client, shape(desk.settings), desk.now())
        write_private(path, dump(made, desk.seal))
        desk.note("backup", path.name)
    click.echo(
        say(
            "cli.backup.done",
            file=path,
            accounts=made.count(keys.ACCOUNTS),
            versions=made.count(keys.VERSIONS),
            rows=made.count(keys.AUDIT),
        )
    )


def shape(settings: Settings) -> dict[str, str]:
    """Which settings are in force: values, or only "set" where one may be a secret."""
    found = {}
    for name in sorted(settings.model_fields_set):
        value = getattr(settings, name)
        found[name] = "set" if hasattr(value, "get_secret_value") else str(value)
    return found


def write_private(path: Path, data: bytes) -> None:
    """Write a new file that only its owner may read; whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
