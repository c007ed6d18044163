"""What staff must never see of a question, and what they need."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.masking import LONGEST, mask


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("我叫王小明，能落户吗", "我叫［姓名］,能落户吗"),
        ("老婆李秋月户口在老家", "老婆［姓名］户口在老家"),
        ("本人沈一帆，社保十年", "本人［姓名］,社保十年"),
        ("孙木兰，想问补缴", "［姓名］,想问补缴"),
        ("我们经理姓温，说不能报", "我们经理姓［姓名］,说不能报"),
        ("身份证110101198503071234够不够", "身份证［号码］够不够"),
        ("1 1 0 1 0 1 1 9 8 5 0 3 0 7 1 2 3 4", "［号码］"),
        ("电话 138 0013 8000 打给我", "电话 ［号码］ 打给我"),
        ("打一三八零零一三八零零零", "打［号码］"),
        ("加微信abc12345聊", "加微信［账号］聊"),
        ("发到 someone@example.com", "发到 ［账号］"),
        ("看 https://example.com/a?b=1", "看 ［链接］"),
        ("护照E12345678能用吗", "护照［账号］能用吗"),
        ("车牌京A12345", "车牌［号码］"),
        ("我1985年3月7日出生", "我［生日］出生"),
        ("我在云上百川科技有限公司上班", "我在［单位］上班"),
        ("家住清泉里三区12号楼2单元301，算郊区吗", "家住［地址］,算郊区吗"),
        ("201507开始缴的社保", "201507开始缴的社保"),
        ("2026年4月15日截止吗", "2026年4月15日截止吗"),
        ("2018-2022年的线", "2018-2022年的线"),
        ("115.25分够不够", "115.25分够不够"),
        ("年薪1000000元", "年薪1000000元"),
        ("派出所办居住证吗", "派出所办居住证吗"),
        ("有限公司能申报吗", "有限公司能申报吗"),
        ("老公叫我别交社保", "老公叫我别交社保"),
    ],
)
def test_mask(typed: str, kept: str) -> None:
    assert mask(typed) == unicodedata.normalize("NFKC", kept).replace("[", "［").replace("]", "］")


def test_announced_detail_that_no_rule_finds_is_not_kept() -> None:
    assert mask("家住那个大学后头，能落户吗") is None


@given(st.text(max_size=3000))
def test_any_text_is_masked_and_cut(text: str) -> None:
    kept = mask(text)
    assert kept is None or len(kept) <= LONGEST


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "-", "·"]))
def test_no_mobile_number_survives_in_any_spacing(number: str, gap: str) -> None:
    kept = mask(f"问一下补缴，{gap.join(number)}，谢谢")
    assert kept is None or not any(c.isdigit() for c in kept)
