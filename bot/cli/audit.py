"""`jifen audit`: is the log of the console whole?"""

import click

from replies.wording import say

SHOWN = 20


@click.group()
def audit() -> None:
    """坐席台的操作记录：verify 检查有没有被改过。"""


@audit.command()
def verify() -> int:
    """检查操作记录：改过、缺少或多出来的行都会指出来。"""
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
