"""One message in the spellings that the slots look at."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from handlers.reading.numerals import figures, rough
from handlers.reading.tidy import tidy, words

_UNKNOWN = re.compile(
    r"不知道|不晓得|唔知|晓不得|不造|母鸡|忘[了记]|忘掉|记不[清得住起太准]|不记得|想不起|不清楚|说不[清好准上]|"
    r"不太?[清确]楚?|不大清楚|不太(?:清楚|确定|记得)|不确定|没印象|查不到|^(?:先|这个|这题)?(?:跳过|略过?|过)(?:吧|这题|这个|了)?$|"
    r"跳过|下一[题个步]|以后再[说填答]|回头再[说填]|不想[说答填告]|不方便[说答填透]|保密|拿不准|没数$|no idea|don'?t know|^skip|"
    r"^\?+$|^idk$|搞不[清懂]|弄不清|没算过|没查过|没注意过|无可奉告|暂时不填|先空着|空着|pass$|bu ?zhi ?dao"
)
_QUESTION = re.compile(
    r"[吗]\W*$|什么|怎么|咋|为啥|为何|多少|哪[个些里种儿]|能不能|可不可以|是不是|算不算|行不行|有没有用|请问|是否|啥意思|几分"
)
_VAGUE = re.compile(
    r"\d(?:年|个月|次|万|千|百|十)?半?(?:多|余|来[年个万块])|几|左右|上下|大概|大约|大致|差不多|将近|接近|(?<!最)近(?!年)|快(?!乐)|"
    r"不到|不足|不满|至少|起码|最少|最多|顶多|以上|以下|以内|超过?|出头|好多|很多|许多|若干|可能|估计|好像|也许|应该|约|貌似|似乎|"
    r"印象|不止|没准|大几|小\d|小十|上十|或者?|还是|要么|挺久|很久|好久|有些年|够"
)


@dataclass(frozen=True)
class Answer:
    """What a person wrote to the question `ask` on the day `as_of`."""

    raw: str
    as_of: date
    ask: str = ""

    @cached_property
    def text(self) -> str:
        """Simplified, half-width, lower case."""
        return tidy(self.raw)

    @cached_property
    def figures(self) -> str:
        """`text` with Chinese numbers as digits."""
        return figures(self.text)

    @cached_property
    def words(self) -> str:
        """`text` without punctuation, emoji and spaces."""
        return words(self.text)

    @cached_property
    def question(self) -> str:
        """What was asked, in the same spelling."""
        return tidy(self.ask)

    @property
    def unknown(self) -> bool:
        """The person does not know or wants to leave it open."""
        return _UNKNOWN.search(self.text) is not None

    @property
    def asks(self) -> bool:
        """The message is itself a question."""
        return _QUESTION.search(self.text) is not None

    @property
    def vague(self) -> bool:
        """The amount is only about right, or a choice between two."""
        return rough(self.text) or _VAGUE.search(self.figures) is not None


def has(pattern: str, text: str) -> bool:
    """Whether `pattern` occurs in `text`."""
    return re.search(pattern, text) is not None
