"""`jifen score`: the same engine for programs (`--jsonl`) and for people (a file, a sheet)."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.cli.common import BadLine, each_line
from bot.errors import BotError


@click.command()
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--year", type=int, metavar="年份", help="申报年份，默认文件里的 year，否则是今年。")
@click.option("--jsonl", is_flag=True, help="从标准输入逐行读 JSON，逐行输出结果。")
def score(file: Path | None, year: int | None, jsonl: bool) -> int:
    """算积分：给人看用 FILE，给程序用 --jsonl。"""
    if jsonl == (file is not None):
        raise click.UsageError("要么给一个文件，要么用 --jsonl 从标准输入读，二者选一")
    if file is None:
        return each_line(lambda given: _scored(_facts(given), _year(given, year)))
    given = _read(file)
    facts = _facts(given) if "facts" in given else given
    click.echo(_sheet(facts, _year(given, year, datetime.now().astimezone().year)))
    return 0


def _read(file: Path) -> dict[str, Any]:
    try:
        value = json.loads(file.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise BotError(f"{file} 不是 UTF-8 编码：请另存为 UTF-8") from None
    except (ValueError, RecursionError):
        raise BotError(f"{file} 不是 JSON：格式见 docs/facts.md") from None
    if not isinstance(value, dict):
        raise BotError(f"{file} 里应当是一个 JSON 对象：格式见 docs/facts.md")
    return value


def _facts(given: dict[str, Any]) -> dict[str, Any]:
    facts = given.get("facts")
    if not isinstance(facts, dict):
        raise BadLine("facts 缺少或不是对象：格式见 docs/facts.md")
    return facts


def _year(given: dict[str, Any], wanted: int | None, default: int | None = None) -> int:
    year = wanted if wanted is not None else given.get("year", default)
    if isinstance(year, bool) or not isinstance(year, int):
        raise BadLine("year 缺少或不是整数：应当是申报年份，例如 2026")
    return year


def _scored(facts: dict[str, Any], year: int) -> dict[str, Any]:
    import scoring
    from replies.wording import condition_lines, contradiction_error, fact_errors

    try:
        known = scoring.parse_facts(facts)
        day = datetime.now().astimezone().date()
        contrary = [each for each in scoring.contradictions(known, year, day) if each.impossible]
        if contrary:
            raise BadLine("；".join(map(contradiction_error, contrary)))
        found = scoring.score(known, year)
        return scoring.to_contract(found, condition_lines(found.eligibility))
    except scoring.FactError as error:
        raise BadLine("；".join(fact_errors(error))) from None


def _sheet(facts: dict[str, Any], year: int) -> str:
    import scoring
    from replies.wording import fact_errors, full_sheet

    try:
        day = datetime.now().astimezone().date()
        return full_sheet(scoring.verdict(scoring.parse_facts(facts), day, year))
    except scoring.FactError as error:
        raise BotError("\n".join(fact_errors(error))) from None
