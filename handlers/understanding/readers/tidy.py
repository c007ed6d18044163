"""One spelling for what phones and input methods spell in many ways."""

import re
import unicodedata

from replies.normalise import simplified

LONGEST = 300
"""Characters that an answer to one question may have; beyond, nobody answers one question."""

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－─━﹣ー", "-") | dict.fromkeys("～〜∼﹏", "~"))
_LOOKALIKES = str.maketrans(
    {"○": "〇", "◯": "〇", "Ο": "0", "О": "0", "о": "0", "。": "。", "➡": "→"}
    | dict.fromkeys("✓✔☑", "√")
    | dict.fromkeys("✗✘", "×")
)
# Joiners, variation selectors, skin tones: left over from emoji, never part of a word.
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff]"
)
_ZERO = re.compile(
    r"(?<![a-z])[ol|i]+(?=\d)|(?<=\d)[ol|i]+(?![a-jl-vx-z])|(?<=[〇零一二三四五六七八九])o(?=[〇零一二三四五六七八九o年])"
)
_BOTH = re.compile(r"(?<![a-z])[ol]{1,2}(?=年|月|万|个月|次)")
_LATIN_UNIT = re.compile(r"(?<=\d)\s*(nian|ge ?yue|yue|ri|hao|wan|ci|ge)(?![a-z])")
_INITIALS = re.compile(r"(?<!\d)(\d{2,4})n(\d{1,2})y(?:(\d{1,2})[rh])?(?![a-z])")
_POINT = re.compile(r"(?<=\d)[。·•](?=\d)")
_LOOSE_POINT = re.compile(r"(?<=\d) \. ?(?=\d)")
_LOOSE_DIGITS = re.compile(r"(?<!\d)\d \d \d \d ?年(?: ?\d(?: \d)? ?月)?(?: ?\d(?: \d)? ?[日号])?")
"""「1 9 8 4 年 1 0 月」, every figure on its own."""
_TWICE = re.compile(r"(?<=\d)([./-])\1(?=\d)")
# 本 科: every character on its own
_SPREAD = re.compile(r"[^\x00-\x7f](?:\s[^\x00-\x7f])+")
_UNITS = {
    "nian": "年",
    "yue": "月",
    "ri": "日",
    "hao": "号",
    "wan": "万",
    "ci": "次",
    "ge": "个",
    "geyue": "个月",
}
# A wrong character from the input method counts as the right one only next to a number.
_NUMBER = r"[\d零〇一二三四五六七八九十百千两俩仨]"
_SLIPS = (
    (re.compile(rf"(?<=年)({_NUMBER}{{1,3}})\s*[曰目约阅越]"), r"\1月"),
    (re.compile(rf"(?<={_NUMBER})\s*[曰目](?![前标录的])"), "日"),
    (re.compile(rf"(?<={_NUMBER})\s*[念粘捻](?=\s*{_NUMBER}|$|半|零|[,，。])"), "年"),
    (re.compile(rf"(?<={_NUMBER})\s*[越约阅乐](?=\s*{_NUMBER}|$|份|[,，。日号到至\-~])"), "月"),
    (re.compile(rf"(?<={_NUMBER})\s*[各哥格歌箇]\s*(?=[月越约半])"), "个"),
    (re.compile(r"(?<=[俩仨])(?=月)"), "个"),
    (re.compile(r"(?<=个)\s*[越约阅粤]"), "月"),
    (re.compile(rf"(?<=年)\s*[另令灵领玲凌](?=\s*{_NUMBER})"), "零"),
    (re.compile(rf"(?<={_NUMBER})\s*[此词刺](?=$|[,，。也都])"), "次"),
)
# Han and digits alone, none of them a slip: nothing is to be done.
_PLAIN = re.compile(
    "(?:(?![曰目念粘捻越约阅粤乐各哥格歌箇另令灵领玲凌此词刺元俩仨])[\u4e00-\u9fff0-9，,；;])*"
)
_SPACES = re.compile(r"\s+")
_NO_WORD = re.compile(r"[^\w+\-.]|_")
_BETWEEN_HAN = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


def tidy(text: str) -> str:
    """`text` in simplified characters, half-width, lower case, with one kind of dash and space.

    O and l next to digits become 0 and 1, pinyin and slips of the input method next to numbers
    the unit that was meant. Emoji stay (`words` takes them out): they can be the answer.
    """
    if _PLAIN.fullmatch(text):
        return simplified(text).replace("，", ",").replace("；", ";")
    text = unicodedata.normalize("NFKC", text.translate(_LOOKALIKES))
    if not text.isprintable():
        text = "".join([c for c in text if c.isspace() or unicodedata.category(c)[0] != "C"])
    text = _INVISIBLE.sub("", text).lower().translate(_DASHES)
    text = simplified(text)
    text = _ZERO.sub(_as_digits, text)
    text = _BOTH.sub(_as_digits, text)
    text = _TWICE.sub(r"\1", _POINT.sub(".", text)).replace("元月", "一月")
    text = _INITIALS.sub(_spelled_out, text)
    text = _LATIN_UNIT.sub(lambda m: _UNITS[m[1].replace(" ", "")], text)
    for slip, meant in _SLIPS:
        text = slip.sub(meant, text)
    text = _LOOSE_POINT.sub(".", _SPACES.sub(" ", text).strip())
    text = _LOOSE_DIGITS.sub(lambda found: found[0].replace(" ", ""), text)
    if _SPREAD.fullmatch(text):
        return text.replace(" ", "")
    return _BETWEEN_HAN.sub(lambda m: " " if _splits(text, m) else "", text)


def _as_digits(found: re.Match[str]) -> str:
    return found[0].replace("o", "0").translate(str.maketrans("l|i", "111"))


def _spelled_out(found: re.Match[str]) -> str:
    """85n3y12r: the initials of nian, yue, ri."""
    return f"{found[1]}年{found[2]}月" + (f"{found[3]}日" if found[3] else "")


def _splits(text: str, space: re.Match[str]) -> bool:
    """Whether the space stands between two statements, as in 「2年租房 3年宿舍」."""
    before, after = text[: space.start()][-1:], text[space.end() :][:1]
    if not before or not after:
        return False
    if after in "年月日号个各万次":
        return False
    return before.isdigit() or not after.isdigit() or before in "年月"


def words(text: str) -> str:
    """`text` (tidied) without emoji, punctuation and spaces: what is left to compare with words."""
    return text if text.isalnum() else _NO_WORD.sub("", text)
