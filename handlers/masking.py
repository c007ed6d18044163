"""Takes what could name a person out of a question before anybody keeps it."""

import re

LONGEST = 200

# Longest first: an identity number also looks like a run of digits.
_PATTERNS = (
    (re.compile(r"https?://\S+|www\.\S+"), "［链接］"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), "［邮箱］"),
    (
        re.compile(r"(微信号?|weixin|wechat|vx|wx|qq)[号是:：\s]*[a-z0-9][a-z0-9_-]{4,}", re.I),
        r"\1［账号］",
    ),
    (re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{7,9}(?!\d)"), "［证件号］"),
    (re.compile(r"\d[\d\s-]{5,}[\dXx]"), "［号码］"),
    (
        re.compile(r"((?:我|本人)(?:的名字)?(?:叫|姓名是|名叫)|姓名[:：是]?)\s*[一-鿿·]{2,4}"),
        r"\1［姓名］",
    ),
)
_DATE = re.compile(r"(?:19|20)\d{2}[-\s]?[01]?\d(?:[-\s]?[0-3]?\d)?")


def mask(text: str) -> str:
    """The first 200 characters, with links, accounts, numbers and given names replaced.

    Dates stay: 「201507」 tells nothing about who asks.
    """
    for pattern, sign in _PATTERNS:
        text = pattern.sub(
            lambda found, sign=sign: (  # type: ignore[misc]
                found[0] if _DATE.fullmatch(found[0]) else found.expand(sign)
            ),
            text,
        )
    return text[:LONGEST]
