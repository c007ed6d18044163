"""`python -m scoring.facts` writes the table of facts into docs/facts.md."""

from pathlib import Path

from scoring.facts.document import facts_table

BEGIN, END = "<!-- facts:", "<!-- /facts -->"


def with_table(page: str) -> str:
    """The page with the present table between its marks."""
    head, _, rest = page.partition(BEGIN)
    mark, _, rest = rest.partition("\n")
    return f"{head}{BEGIN}{mark}\n{facts_table()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    path = Path("docs/facts.md")
    path.write_text(with_table(path.read_text("utf-8")), "utf-8")
