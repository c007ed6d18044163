"""The reasons for asking again: all there, short, plain and with an example."""

import re
from pathlib import Path

import handlers.understanding as reading
from replies.wording import say, texts

REASONS = {key: text for key, text in texts().items() if key.startswith("reading.")}
SOURCES = "\n".join(path.read_text("utf-8") for path in Path(reading.__file__).parent.rglob("*.py"))


def test_every_key_in_the_code_has_a_text() -> None:
    for key in re.findall(r'again\("([a-z_.]+)"', SOURCES):
        assert f"reading.{key}" in REASONS


def test_every_text_is_used() -> None:
    for key in REASONS:
        last = key.rsplit(".", 1)[-1]
        assert re.search(rf'["._]{last}"', SOURCES), key


def test_dates_have_a_text_for_every_problem() -> None:
    for table in ("birth_date", "date", "period"):
        for problem in ("no_year", "no_month", "impossible", "future", "too_old"):
            assert say(f"reading.{table}.{problem}", year=1985)


def test_texts_are_short_and_calm() -> None:
    for key, text in REASONS.items():
        assert len(text) <= 80, key
        assert not re.search(r"[!！~你]", text), key
