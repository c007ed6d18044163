"""`jifen score`: for people a file and a sheet, for programs lines of JSON or a table."""

import io
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from bot.cli.score_input import Given, Refused, from_json, from_line
from bot.errors import BotError
from replies.wording import say


def _today() -> date:
    return datetime.now().astimezone().date()


@click.command(help=say("score.help"))
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
@click.option("--year", type=int, metavar="年份", help=say("score.option.year"))
@click.option("--full", is_flag=True, help=say("score.option.full"))
@click.option("--json", "as_json", is_flag=True, help=say("score.option.json"))
@click.option("--csv", "as_csv", is_flag=True, help=say("score.option.csv"))
@click.option("--jsonl", is_flag=True, help=say("score.option.jsonl"))
@click.option("--example", is_flag=True, help=say("score.option.example"))
def score(
    file: str | None,
    year: int | None,
    full: bool,
    as_json: bool,
    as_csv: bool,
    jsonl: bool,
    example: bool,
) -> int:
    if example:
        click.echo(_example(), nl=False)
        return 0
    as_csv = as_csv or bool(file and file.lower().endswith(".csv"))
    if full + as_json + as_csv + jsonl > 1:
        raise click.UsageError(say("score.use.shape"))
    if jsonl == (file is not None):
        raise click.UsageError(say("score.use.one"))
    if file is None:
        return _lines(year)
    text = _read(file)
    if as_csv:
        from bot.cli.score_table import scored_table

        return scored_table(io.StringIO(text), sys.stdout, year, _today())
    click.echo(_result(text, _name(file), year, full=full, as_json=as_json))
    return 0


def _example() -> str:
    from importlib.resources import files

    return files("scoring").joinpath("examples", "renter.json").read_text("utf-8")


def _name(file: str) -> str:
    return say("score.file.stdin") if file == "-" else file


def _read(file: str) -> str:
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BotError(say("score.file.encoding", file=_name(file))) from None


def _result(text: str, name: str, year: int | None, *, full: bool, as_json: bool) -> str:
    import scoring
    from replies.wording import full_sheet, short_sheet

    today = _today()
    try:
        given = from_json(text, today, year)
        found = scoring.verdict(given.facts, today, given.year)
    except Refused as error:
        raise BotError(say(f"score.file.{error.code}", file=name, said=error.said)) from None
    except scoring.FactError as error:  # a year without rules
        raise BotError(say("score.file.facts", file=name, said=_said(error))) from None
    if as_json:
        return json.dumps(scoring.verdict_to_json(found), ensure_ascii=False, indent=2)
    return full_sheet(found) if full else short_sheet(found)


def _said(error: Any) -> str:
    from replies.wording import fact_errors

    return say("score.row.separator").join(fact_errors(error))


def _lines(year: int | None) -> int:
    """stdin → stdout, one JSON object a line; a bad line becomes `{"id", "error"}`."""
    code, today = 0, _today()
    write, flush = sys.stdout.write, sys.stdout.flush
    for number, raw in enumerate(sys.stdin.buffer, 1):
        if not raw.strip():
            continue
        result = scored_line(raw, number, lambda raw: from_line(raw, today, year))
        code = code or int("error" in result)
        write(json.dumps(result, ensure_ascii=False) + "\n")
        flush()
    return code


def scored_line(raw: bytes, number: int, read: Callable[[bytes], Given]) -> dict[str, Any]:
    """The output object of one line, whatever stands in it."""
    import scoring

    id_: Any = None
    try:
        given = read(raw)
        id_ = given.id
        return {"id": id_} | scoring.to_contract(scoring.score(given.facts, given.year))
    except Refused as error:
        said = error.said
        if error.code != "facts":
            key = "json_at" if error.code == "json" and error.column else error.code
            said = say(f"score.row.{key}", number=number, column=error.column, said=said)
        return {"id": error.id, "error": said}
    except scoring.FactError as error:
        return {"id": id_, "error": _said(error)}
    except Exception as error:
        return {"id": id_, "error": say("score.row.failed", kind=type(error).__name__)}
