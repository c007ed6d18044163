"""What staff must never see of a question, and what they need."""

import pytest

from handlers.masking import mask


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("我叫王小明，能落户吗", "我叫［姓名］，能落户吗"),
        ("身份证110101198503071234够不够", "身份证［号码］够不够"),
        ("电话 138 0013 8000 打给我", "电话 ［号码］ 打给我"),
        ("加微信abc12345聊", "加微信［账号］聊"),
        ("发到 someone@example.com", "发到 ［邮箱］"),
        ("看 https://example.com/a?b=1", "看 ［链接］"),
        ("护照E12345678能用吗", "护照［证件号］能用吗"),
        ("201507开始缴的社保", "201507开始缴的社保"),
        ("2015-07-01 拿的房本", "2015-07-01 拿的房本"),
        ("115分够不够", "115分够不够"),
    ],
)
def test_mask(typed: str, kept: str) -> None:
    assert mask(typed) == kept


def test_long_questions_are_cut() -> None:
    assert len(mask("啊" * 5000)) == 200
