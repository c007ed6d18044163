"""Messages that need no parser are read as a parser reads them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.wechat import xml

NAMES = st.sampled_from(["ToUserName", "Content", "MsgId", "Event", "xml", "A", "a1", "é"])
SIGNS = st.sampled_from(
    [*"ab 你\n\r\t<>&]['\"\x00\x1d", "]]>", "&amp;", "&#65;", "</Content>", "\u3000"]
)
VALUES = st.lists(SIGNS, max_size=6).map("".join)
FIELDS = st.tuples(NAMES, VALUES, st.booleans(), st.sampled_from(["", "\n", " x", "<b/>"]))


def written(fields: list[tuple[str, str, bool, str]]) -> str:
    inside = (
        f"<{name}>{f'<![CDATA[{value}]]>' if within else value}</{name}>{after}"
        for name, value, within, after in fields
    )
    return f"<xml>{''.join(inside)}</xml>"


@settings(max_examples=50)
@given(st.lists(FIELDS, max_size=4))
@example([("Content", "a\r\nb", True, "\n"), ("MsgId", " 1 ", False, "")])
@example([("Content", "a", True, ""), ("Content", "b", True, "")])
def test_both_ways_read_the_same(fields: list[tuple[str, str, bool, str]]) -> None:
    text = xml.clean(written(fields))
    try:
        wanted = xml._parsed(xml._escape_typed(text))
    except ValueError:
        with pytest.raises(ValueError, match=r"XML|xml"):
            xml.parse(text.encode())
    else:
        assert xml.parse(text.encode()) == wanted
