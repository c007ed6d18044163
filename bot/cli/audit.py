"""`jifen audit`: is the log of the console whole?"""

import click

from replies.wording import say

SHOWN = 20


@click.group(help=say("cli.about.audit"))
def audit() -> None:
    """The log of what colleagues did."""


@audit.command(help=say("cli.about.verify"))
def verify() -> int:
    """Name every line that was changed, is missing or was added; 1 if any."""
    from bot.cli.desk import operator_desk

    with operator_desk() as desk:
        found = list(desk.audit.problems())
        head = desk.audit.head()
        desk.note("audit_verify", say("cli.audit.broken" if found else "cli.audit.whole"))
    for problem in found[:SHOWN]:
        click.echo(
            say(
                f"cli.audit.{problem.what}",
                first=problem.first,
                last=problem.last,
                when=problem.when[:19].replace("T", " "),
            )
        )
    if len(found) > SHOWN:
        click.echo(say("cli.audit.more", count=len(found) - SHOWN))
    if not found:
        click.echo(say("cli.audit.good", count=head.count, mac=head.mac))
    return 1 if found else 0
