"""Pinyin typed in place of characters."""

import pytest

from replies.latin import Latin

LATIN = Latin(["积分落户", "积分", "社保", "断缴", "补缴", "条件", "退休"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jifen luohu tiaojian", "积分落户条件"),
        ("jifenluohu", "积分落户"),
        ("she bao duan jiao le zenme ban", "社保断缴"),
        ("bujiao 的月份", "补缴 的月份"),
        ("多大tuixiu", "多大退休"),
        ("ji'fen", "积分"),
    ],
)
def test_terms_are_read_from_their_letters(typed: str, meant: str) -> None:
    assert LATIN.mend(typed)[0] == meant


@pytest.mark.parametrize(
    "typed",
    ["", "help", "hello", "the jifen company", "asdfghjkl", "wechat", "vx12345", "nihao", "women"],
)
def test_other_letters_stay(typed: str) -> None:
    assert LATIN.mend(typed) == (typed, [])


def test_a_long_run_of_letters_takes_no_time() -> None:
    assert LATIN.mend("a" * 300)[0] == "a" * 300
    assert "积分" in LATIN.mend("jifen" * 60)[0]
