"""Pages fit, lose nothing, and end where a reader would pause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replies.wording.paging import pages


def size(text: str) -> int:
    return len(text.encode())


def test_a_short_text_is_one_page() -> None:
    assert pages("您好。\n请问您想了解什么？") == ["您好。\n请问您想了解什么？"]


def test_no_text_is_no_page() -> None:
    assert pages("") == pages("\n \n") == []


def test_cuts_between_lines_first() -> None:
    lines = [f"第{n}行，后面还有一些字。" for n in range(100)]
    found = pages("\n".join(lines))
    assert len(found) > 1
    assert "\n".join(found).split("\n") == lines


def test_cuts_a_long_line_after_a_sentence() -> None:
    found = pages("这是一个完整的句子。" * 100)
    assert all(page.endswith("。") and size(page) <= 2000 for page in found)


def test_cuts_a_long_sentence_after_a_comma() -> None:
    assert all(page.endswith("，") for page in pages("没有句号的话，" * 200))


def test_leaves_room_for_a_footer() -> None:
    footer = "\n（1/3，回复「下一页」看后面）"
    for page in pages("一句话。" * 500, limit=2000 - size(footer)):
        assert size(page + footer) <= 2000


def test_keeps_a_family_of_joined_signs_whole() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    for page in pages(family * 50, limit=100):
        assert page == family * (len(page) // len(family))


def test_refuses_a_page_too_small_for_a_character() -> None:
    with pytest.raises(ValueError, match="3 bytes"):
        pages("字", limit=3)


@given(
    st.text(alphabet=st.sampled_from("字，。？ a\n、；」\U0001f600\u200d\u0301é"), max_size=300),
    st.integers(4, 120),
)
def test_every_page_fits_and_nothing_is_lost(text: str, limit: int) -> None:
    found = pages(text, limit)
    assert all(page and size(page) <= limit for page in found)
    assert "".join("".join(found).split()) == "".join(text.split())
