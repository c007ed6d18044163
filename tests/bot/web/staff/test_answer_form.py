"""The editor's errors: at their field, by the catalogue's codes."""

import pytest

from bot.storage.live_answers import shipped
from bot.web.staff.answer_form import Wrong, form_of, read_answer, wrong_of
from replies.catalogue import CatalogueError


@pytest.fixture
def form() -> dict[str, str]:
    return form_of(shipped().catalogue.answers[0])


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("title", "长" * 41, "至多 40 个字"),
        ("title", "", "不能空着"),
        ("examples", "", "不能空着"),
        ("examples", "问" * 301, "超过 300"),
        ("examples", "怎么办\n怎么办", "问法重复了：「怎么办」"),
        ("official", "20", "1 到 19"),
        ("id", "A B", "小写字母"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    form: dict[str, str], field: str, typed: str, words: str
) -> None:
    with pytest.raises(Wrong) as caught:
        read_answer({**form, field: typed})
    assert caught.value.key == field
    assert words in caught.value.text


def test_what_fits_no_other_answer_is_said_too(form: dict[str, str]) -> None:
    other = shipped().catalogue.answers[1]
    taken = read_answer({**form, "examples": other.examples[0]})
    with pytest.raises(CatalogueError) as caught:
        shipped().catalogue.with_edits([taken])
    found = wrong_of(caught.value)
    assert (found.key, "已经在另一个答案里" in found.text) == ("examples", True)
    lost = read_answer({**form, "related": "no-such-answer"})
    with pytest.raises(CatalogueError) as caught:
        shipped().catalogue.with_edits([lost])
    assert "no-such-answer" in wrong_of(caught.value).text
