"""`jifen score`: for people a file and a sheet, for programs lines of JSON or a table."""

import io
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.score_input import InputRefused, from_json, refuse_impossible
from bot.errors import BotError
from replies.wording import say

if TYPE_CHECKING:
    from scoring import FactError


def _today() -> date:
    return datetime.now().astimezone().date()


@click.command(help=say("command.help"))
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
@click.option("--year", type=int, metavar=say("cli.metavar.year"), help=say("command.option.year"))
@click.option("--full", is_flag=True, help=say("command.option.full"))
@click.option("--json", "as_json", is_flag=True, help=say("command.option.json"))
@click.option("--csv", "as_csv", is_flag=True, help=say("command.option.csv"))
@click.option("--jsonl", is_flag=True, help=say("cli.jsonl"))
@click.option("--example", is_flag=True, help=say("command.option.example"))
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
        raise click.UsageError(say("command.use.shape"))
    if jsonl == (file is not None):
        raise click.UsageError(say("command.use.one"))
    if file is None:
        from bot.cli.score_lines import score_lines

        return score_lines(sys.stdin.buffer, sys.stdout, _today(), year)
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
    return say("command.file.stdin") if file == "-" else file


def _read(file: str) -> str:
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BotError(say("command.file.encoding", file=_name(file))) from None


def _result(text: str, name: str, year: int | None, *, full: bool, as_json: bool) -> str:
    import scoring
    from replies.wording import condition_lines, contradiction_lines, full_sheet, short_sheet

    today = _today()
    try:
        given = from_json(text, today, year)
        found = scoring.verdict(given.facts, today, given.year)
        refuse_impossible(found.contradictions)
    except InputRefused as error:
        raise BotError(say(f"command.file.{error.code}", file=name, said=error.said)) from None
    except scoring.FactError as error:  # a year without rules
        raise BotError(say("command.file.facts", file=name, said=_said(error))) from None
    if as_json:
        reasons = condition_lines(found.found.low.eligibility)
        told = scoring.verdict_to_json(found, reasons)
        told["contradictions"] = contradiction_lines(found.contradictions)
        return json.dumps(told, ensure_ascii=False, indent=2)
    return full_sheet(found) if full else short_sheet(found)


def _said(error: "FactError") -> str:
    from replies.wording import fact_errors

    return say("command.row.separator").join(fact_errors(error))
