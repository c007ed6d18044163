"""A date that is taken back in the same message is not a fact."""

import pytest

from handlers.understanding.message import read_message


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("我1986年4月的，哎不对打错了，是1987年4月，男", "我1987年4月的,男"),
        ("社保从2012年3月，不对是2013年3月开始交到现在", "社保从2013年3月开始交到现在"),
        ("社保2008年5月到现在说错了是2009年5月", "社保2009年5月到现在"),
        ("女，1990.2，写错了，1991.2", "女,1991.2"),
        ("毕业是2010年，记错了，是2011年", "毕业是2011年"),
        ("社保二零零九年一月到现在，说错了，应该是二零一零年一月", "社保2010年1月到现在"),
    ],
)
def test_the_date_that_holds_is_read(typed: str, read: str) -> None:
    assert read_message(typed).text == read


@pytest.mark.parametrize(
    "typed",
    [
        "不对，是1985年3月",
        "社保2010年3月到现在，房本不是2015年3月",
        "2015年3月到2016年4月断了，没有别的不对",
        "前面说错了，学历是本科",
    ],
)
def test_other_messages_stay_as_they_are(typed: str) -> None:
    assert read_message(typed).text == typed.replace("，", ",")
