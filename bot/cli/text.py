"""`jifen ask`, `route`, `reply` and `mask`: answers and questions without webhook and Redis."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.json_lines import each_line, text_of
from bot.errors import BotError
from replies.wording import say
from scoring import JsonObject

if TYPE_CHECKING:
    from handlers import Desk
    from replies.router import Router

MOST_PAGES = 20
"""No reply is longer than this many pages."""

JSONL = click.option("--jsonl", is_flag=True, required=True, help=say("cli.jsonl"))


def _router(catalog: Path | None = None) -> "Router":
    from replies.catalogue import Catalogue, CatalogueError
    from replies.router import Router

    try:
        return Router(Catalogue.load(catalog))
    except CatalogueError as error:
        raise BotError(say("cli.text.catalogue", error=error)) from None


def _published() -> "Router | None":
    """The router over the published answers, where a Redis answers; it is not started for this."""
    from redis.exceptions import RedisError

    from bot.runtime.embedded_redis import EmbeddedRedis
    from bot.runtime.redis_client import connect
    from bot.runtime.settings import Settings
    from bot.storage.live_answers import LiveCatalogue

    try:
        settings = Settings.load()
        url = settings.redis_url.get_secret_value()
        if settings.embedded:
            url = EmbeddedRedis(settings.data_dir).url
        with connect(url) as client:
            client.ping()
            return LiveCatalogue(client).refresh().router
    except (RedisError, BotError, OSError):
        return None


@click.command(help=say("cli.about.route"))
@JSONL
@click.option(
    "--catalog",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar=say("cli.metavar.folder"),
    help=say("cli.text.other"),
)
def route(jsonl: bool, catalog: Path | None) -> int:
    """Print where each text leads: an answer, an offer, a command or nothing."""
    del jsonl
    router = _router(catalog)

    def work(given: JsonObject) -> JsonObject:
        found = router.route(text_of(given, "text"))
        return {
            "decision": found.decision,
            "answer": found.answer,
            "official": found.official,
            "intent": found.intent,
            "candidates": [
                {"answer": each.answer, "official": each.official, "score": round(each.score, 4)}
                for each in found.candidates[:3]
            ],
        }

    return each_line(work)


@click.command(help=say("cli.about.reply"))
@JSONL
def reply(jsonl: bool) -> int:
    """Print what a new person would receive for each text, all pages joined."""
    del jsonl
    from handlers import Desk

    router = _router()
    desk = Desk(router.catalogue, router)

    def work(given: JsonObject) -> JsonObject:
        return {"reply": _first_reply(text_of(given, "text"), desk)}

    return each_line(work)


def _first_reply(text: str, desk: "Desk") -> str:
    """What a new person is sent for `text`, with every further page that 「n」 would bring."""
    from handlers import Article, Incoming, Text, respond

    shown: list[str] = []
    session: JsonObject | None = None
    for typed in (text, *["n"] * MOST_PAGES):
        outcome = respond(Incoming("reply", "text", typed), session, datetime.now(UTC), desk)
        session = outcome.session
        match outcome.reply:
            case Text(said):
                page = said
            case Article(title, description):
                page = f"{title}\n{description}"
            case _:
                page = ""
        footers = (say("chat.pages.more", left=left) for left in range(1, MOST_PAGES))
        footer = next((each for each in footers if page.endswith(each)), "")
        shown.append(page.removesuffix(footer).rstrip())
        if not footer:
            break
    return "\n".join(shown)


@click.command(help=say("cli.about.ask"))
@click.argument("text", nargs=-1, required=True, metavar=say("cli.metavar.question"))
@click.option("--why", is_flag=True, help=say("cli.text.why"))
def ask(text: tuple[str, ...], why: bool) -> int:
    """Print the nearest answers with number, score, text and sources."""

    router = _published() or _router()
    found = router.route(" ".join(text))
    if found.intent:
        click.echo(say("cli.text.command", name=found.intent))
    shown = 0
    for candidate in found.candidates:
        answer = router.catalogue.get(candidate.answer)
        if answer is None:
            continue
        shown += 1
        number = say("cli.text.official", number=answer.official) if answer.official else ""
        click.echo(f"{shown}. {number}{answer.title}（{candidate.answer}，{candidate.score:.2f}）")
        click.echo(f"{answer.text}\n")
        for source in answer.sources:
            sure = None if source.confidence == "high" else say(f"routing.{source.confidence}")
            parts = [source.document, source.indicator, source.date, sure]
            click.echo(say("cli.text.source") + say("sheet.separator").join(filter(None, parts)))
        click.echo("")
    if why:
        click.echo("\n".join([say("cli.text.decision", name=found.decision), *found.why.lines()]))
    if not shown and not found.intent:
        click.echo(say("cli.text.nothing"))
        return 1
    return 0


@click.command(help=say("cli.about.mask"))
@JSONL
def mask(jsonl: bool) -> int:
    """Print what staff may keep of each text; null for nothing."""
    del jsonl
    import handlers

    return each_line(lambda given: {"masked": handlers.mask(text_of(given, "text"))})
