"""`jifen answers review`: what the chat could not answer lately, and what to add."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import click

from bot.cli.running import running_store
from bot.runtime.settings import Settings
from replies.wording import say

SHOWN = 5
"""Questions of one cluster that are printed."""


@click.group(help=say("cli.about.answers"))
def answers() -> None:
    """Maintenance of the answers."""


@answers.command(help=say("cli.about.review"))
@click.option(
    "--days", type=click.IntRange(1, 90), default=7, show_default=True, help=say("cli.answers.days")
)
def review(days: int) -> None:
    """Print clusters of missed questions, proposed examples and figures that go stale."""
    from bot.storage.live_answers import LiveCatalogue
    from replies.review import Miss, clusters, drifting, examples_to_add

    since = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%d")
    with running_store(Settings.load().with_secret_key()) as store:
        live = LiveCatalogue(store.client).refresh()
        asked = [each for each in store.questions.kept() if each.last >= since]
    why = {each.text: Counter(each.reasons) for each in asked}
    misses = [Miss(each.text, each.total) for each in asked]
    found = clusters(live.router, misses)
    total = sum(miss.times for miss in misses)
    click.echo(say("routing.review.head", days=days, times=total, groups=len(found)))
    for number, cluster in enumerate(found, 1):
        answer = live.catalogue.get(cluster.near) if cluster.near else None
        near = (
            say("routing.review.near", title=answer.title, answer=answer.id, chance=cluster.chance)
            if answer
            else say("routing.review.none")
        )
        click.echo(say("routing.review.cluster", number=number, times=cluster.times, near=near))
        for text in examples_to_add(live.catalogue, cluster)[:SHOWN]:
            click.echo(say("routing.review.example", text=text))
        reasons = sum((why[miss.text] for miss in cluster.members), Counter[str]())
        if reasons:
            said = (f"{say(f'chat.free.reason.{name}')} {n}" for name, n in reasons.most_common())
            click.echo(say("routing.review.reasons", reasons=say("sheet.separator").join(said)))
    drifts = drifting(live.catalogue)
    click.echo(say("routing.review.drifts" if drifts else "routing.review.no_drifts"))
    for drift in drifts:
        click.echo(
            say(
                "routing.review.drift",
                answer=drift.answer,
                figure=drift.figure,
                placeholder=drift.placeholder,
            )
        )
