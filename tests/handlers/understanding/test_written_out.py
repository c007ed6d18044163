"""What is read at once is what would be read the long way."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understanding import Context
from handlers.understanding.questions import QUESTIONS
from handlers.understanding.understand import _read
from handlers.understanding.written_out import FORMS, written_out

TODAY = date(2026, 11, 22)


def asked(question: str) -> Context:
    before = {"birth": None, "birth_month": "sex"}.get(question, "birth")
    return Context(TODAY, 2027, question, QUESTIONS[question].ask, last_answered=before)


@pytest.mark.parametrize("question", list(FORMS))
def test_an_answer_written_out_is_read_as_the_long_way_reads_it(question: str) -> None:
    @settings(max_examples=60)
    @given(st.from_regex(FORMS[question].pattern, fullmatch=True))
    def check(text: str) -> None:
        acts = written_out(text, asked(question))
        assert acts is None or acts == _read(text, asked(question)), text

    check()


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("birth", "1985年3月，男"),
        ("birth_month", "1985年12月"),
        ("insurance", "2009年7月到现在，没断过"),
        ("insurance", "2009年7月至今"),
        ("insurance", "2009年7月到2018年5月,中间没断过"),
        ("graduated", "2008年7月毕业"),
        ("own_time", "2018年6月"),
        ("rent_time", "2009年7月到2018年5月"),
        ("dorm_time", "2009年7月到现在"),
    ],
)
def test_the_examples_of_the_questions_are_written_out(question: str, text: str) -> None:
    assert written_out(text, asked(question)) == _read(text, asked(question))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("birth", "2027年3月"),
        ("birth", "2015年3月，女"),
        ("birth", "1985年13月"),
        ("insurance", "2018年5月到2009年7月"),
        ("insurance", "2009年7月到2027年5月"),
        ("graduated", "2026年12月毕业"),
        ("repaid", "2015年3月"),
        ("birth", "不对，1985年3月"),
    ],
)
def test_a_date_that_cannot_be_and_any_other_text_go_the_long_way(question: str, text: str) -> None:
    assert written_out(text, asked(question)) is None
