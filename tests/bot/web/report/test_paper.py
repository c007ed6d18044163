"""The typesetter apart from the page."""

import pytest

from bot.web.report import paper
from bot.web.report.charts import items_chart
from scoring import parse_facts, score_range
from tests.bot.web.report.people import PEOPLE, YEAR


def test_a_failed_look_for_fonts_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    paper._families.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(paper, "_PROGRAM", "/nowhere.py")
        assert paper.font() == ""
    assert paper.font() in paper.FONTS


def test_a_chart_brings_its_colours_along() -> None:
    chart = items_chart(score_range(parse_facts(PEOPLE["open"]), YEAR))
    alone = paper.alone(chart)
    assert alone.startswith('<svg class="chart"')
    assert 'xmlns="http://www.w3.org/2000/svg"><style>' in alone
    assert paper.alone(type(chart)("")) == ""
