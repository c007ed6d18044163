"""A year of tax told again, against those known: 「2025年个税没到10万」, 「其实24年也满了」."""

import re

from handlers.understanding.acts import Act, Certainty, Context, Correct, Evidence, Topic
from handlers.understanding.message import Message
from handlers.understanding.readers.moments import full_year

_BACK = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
_YEARS = r"(?P<years>(?:(?:大?前年|去年|今年|(?:20)?2\d年?)[、和,跟\s]*)+)"
_YEAR = re.compile(r"大?前年|去年|今年|(?:20)?(?P<y>2\d)")
_LEAD = r"(?:不对|还有|对了|哦|啊|我|其实|应该是?|是|的|,|说错了|错了|不是)*"
_ENOUGH = r"(?:到|够|满|超|达)[^,]{0,2}(?:10万|十万)?(?:元|块)?的?了?"
SIGNS_OF_ENOUGH = frozenset("到够满超达")
"""Characters of which one is in everything that `DENIED` and `ADDED` find."""
DENIED = re.compile(
    rf"{_LEAD}{_YEARS}(?:的|个税|税|交|其实|也|还|就|都|我)*(?:没有?|不)(?:有)?{_ENOUGH}"
)
ADDED = re.compile(rf"{_LEAD}{_YEARS}(?:的|个税|税|交|其实|我)*(?:也|其实|还是)(?:是|有)?{_ENOUGH}")
_SHORT = 30


def year_of_tax(message: Message, context: Context) -> tuple[list[Act], Message] | None:
    """The known years without those that are denied, or with those that are added."""
    if context.question == "tax_years" or SIGNS_OF_ENOUGH.isdisjoint(message.text):
        return None
    text = ",".join([clause.figures for clause in message.clauses])
    if len(text) > _SHORT:
        return None
    denied, added = DENIED.fullmatch(text), ADDED.fullmatch(text)
    found = denied or added
    known = context.known.get("tax_years") if found else None
    if found is None or known is None:
        return None
    named = {
        full_year(m["y"], context.today) if m["y"] else context.today.year - _BACK[m[0]]
        for m in _YEAR.finditer(found["years"])
    }
    years = set(known) - named if denied else set(known) | named
    first, last = message.clauses[0], message.clauses[-1]
    at = Evidence(message.raw[first.start : last.end], first.start, last.end)
    corrected = Correct(Certainty.PLAIN, at, Topic.TAX_YEARS, sorted(years), said=text)
    return [corrected], Message(message.raw, message.start, ())
