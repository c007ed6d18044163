"""`python -m scoring.rules` writes the table of figures and sources into docs/rules.md."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path

from scoring.months import written
from scoring.rules.load import VERSIONS, Rules
from scoring.rules.parameters import FigureSource

BEGIN, END = "<!-- sources: written by `python -m scoring.rules` -->\n", "<!-- /sources -->"


def with_table(page: str) -> str:
    """The page with the present tables between its marks."""
    head, _, rest = page.partition(BEGIN)
    return f"{head}{BEGIN}{''.join(map(_table, VERSIONS))}{END}{rest.partition(END)[2]}"


def _table(rules: Rules) -> str:
    rows = [
        f"\n### {rules.name}\n",
        "| figure | value | document | indicator | official answer | confidence | checked on |",
        "|---|---|---|---|---|---|---|",
        *_rows(rules),
    ]
    return "\n".join(rows) + "\n\n"


def _rows(rules: Rules) -> Iterator[str]:
    for key, group in (("eligibility", rules.eligibility), ("limits", rules.limits)):
        for name, source in rules.sources[key].items():
            yield _row(f"{key}.{name}", getattr(group, name), source, group.document, "")
    for item in rules.items:
        for name, source in item.sources.items():
            value = getattr(item.terms, name)
            yield _row(f"{item.key}.{name}", value, source, item.document, item.indicator)


def _row(figure: str, value: object, source: FigureSource, document: str, indicator: str) -> str:
    place = source.indicator or ("" if source.document else indicator)
    page = f", {source.page}" if source.page else ""
    cells = (
        f"`{figure}`",
        _value(figure, value),
        (source.document or document) + page,
        place,
        str(source.official or ""),
        source.confidence,
        source.checked or "",
    )
    return "| " + " | ".join(cells) + " |"


def _value(figure: str, value: object) -> str:
    if isinstance(value, tuple):
        table = any(is_dataclass(each) for each in value)
        return f"{len(value)} rows" if table else ", ".join(map(str, value))
    months = isinstance(value, int) and figure.endswith((".since", ".fill_until"))
    return written(value) if months and isinstance(value, int) else str(value)


if __name__ == "__main__":
    path = Path("docs/rules.md")
    path.write_text(with_table(path.read_text("utf-8")), "utf-8")
