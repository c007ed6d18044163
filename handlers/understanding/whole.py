"""The message as a whole: choices, fixed words, talk about the talk, yes and no, corrections."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from handlers.commands import case_code, command_of, plain
from handlers.understanding.acts import (
    Acknowledge,
    AcknowledgeKind,
    Act,
    Affirm,
    Ask,
    AskKind,
    Certainty,
    Choose,
    CommandAct,
    Context,
    Deny,
    Evidence,
    Unknown,
)
from handlers.understanding.clauses import clause_by_clause
from handlers.understanding.corrections import correction
from handlers.understanding.frames import (
    about_the_talk,
    acknowledges,
    agrees,
    confirms,
    refuses,
)
from handlers.understanding.message import Message
from handlers.understanding.questions import QUESTIONS, topic_of
from handlers.understanding.reply import is_short, said_yes
from handlers.understanding.suppositions import supposes_outright, supposition

_POLITE = {
    "hello": AcknowledgeKind.HELLO,
    "thanks": AcknowledgeKind.THANKS,
    "bye": AcknowledgeKind.BYE,
}
_NUMBERS = re.compile(
    r"(?:第|选|选择)?(\d{1,2})(?:个|项|号)?(?:[,，、.和跟与及\s]+(?:第)?(\d{1,2})(?:个|项|号)?)*[.。、]?"
)
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ORDINAL = re.compile(r"第([一二三四五六七八九])(?:个|项)")
_SMILEY = re.compile(r"\[[^\[\]]{1,4}\]")
"""As WeChat writes its own: 「同意[玫瑰]」."""
_DIGITS = str.maketrans("０１２３４５６７８９①②③④⑤⑥⑦⑧⑨", "0123456789123456789")
_NONE_OF_THEM = re.compile(
    r"(?:对|是的?|嗯|没错)*(?:以上|这些|上面|我|都|全|全部|确实|统统|一个|一项|一条|也|别的|其[他它余]的?|剩下的?)*(?:没有?|无|木有|不是|不涉及|不存在)(?:过|别的|其[他它]的?|的|了|啊|呀|哦|呢|一个|任何|这些|情况|问题)*"
)
_THERE_IS = re.compile("(?:我|是)?有(?:的|过|啊|呀|一个|一项|其中)*")
"""「有」, where none was expected: which of them is to be asked."""
_FORGOT = re.compile("忘了|记不|不记得|不知道|不清楚|不确定|拿不准")
_DATED = re.compile(r"\d{2}")
_CONSENTS = re.compile("(?:我)?(?:同意|确认|愿意)(?:的|了|啊)?")
_KEEPS = re.compile(
    "(?:我|先|还是|那|就|算了)*(?:不|别)(?:要|想|用)?(?:删除?|清空|清除|重来|重新开始)(?:了|吧|啦)?"
)
_NO = re.compile(
    r"(?:不|不是|不对|不行|不同意|有误|错|错了|有错|不可以|不要|否|no|拒绝|不愿意|算了|别|先不|不正确|不太对|不准确|n)(?:的|了|啊|呀|哦|吧|吗)*"
)


def whole_message(message: Message, context: Context) -> tuple[Act, ...] | None:
    first, last = message.clauses[0], message.clauses[-1]
    evidence = Evidence(message.raw[first.start : last.end], first.start, last.end)
    own = message.own
    chosen = _label(own, context) or _numbers(own, context)
    if chosen:
        return (Choose(chosen, evidence),)
    code = case_code(own)
    if code:
        return (CommandAct("case", evidence, code),)
    if confirms(context.question or "", message.text):
        return (Affirm(Certainty.PLAIN, evidence),)
    command = command_of(own)
    if command in _POLITE:
        return (Acknowledge(_POLITE[command], evidence),)
    if command:
        return (CommandAct(command, evidence),)
    text = message.text
    talk = about_the_talk(text)
    if first is last and first.marked and acknowledges(text):
        talk = AskKind.EXPLAIN
    if talk and len(message.clauses) <= 2 and not _answers_plainly(message, context):
        return (Ask(evidence.clause, talk, evidence),)
    if context.question == "confirm" and _is_short_doubt(message):
        return (Unknown(evidence),)
    if refuses(text) and not any(
        c.figures != c.text or _DATED.search(c.text) for c in message.clauses
    ):
        return (Unknown(evidence, topic_of(context.question), refused=True),)
    if is_short(message):
        yes_or_no = _yes_or_no(text, context, evidence)
        if yes_or_no is not None:
            return (yes_or_no,)
    supposed = supposition(message, context)
    if supposed is not None and supposes_outright(message, context):
        return (supposed,)
    corrected = correction(message, context)
    if corrected is not None:
        return (*corrected[0], *clause_by_clause(corrected[1], replace(context, question=None)))
    return (supposed,) if supposed is not None else None


def _is_short_doubt(message: Message) -> bool:
    """「具体忘了」 where something is read back."""
    return len(message.clauses) == 1 and _FORGOT.search(message.text) is not None


def _label(own: str, context: Context) -> tuple[int, ...]:
    """The number of the choice whose label this is, in full or before its bracket or comma.

    Also its number in Chinese, or both: 「一。」, 「1、同意」.
    """
    if not context.choices:
        return ()
    typed = plain(_SMILEY.sub("", own))
    if typed in _CHINESE:
        return (_CHINESE[typed],)
    number = _spellings(tuple([choice.label for choice in context.choices])).get(typed)
    return (number,) if number else ()


@lru_cache(maxsize=256)  # labels are words of this house, and few
def _spellings(labels: tuple[str, ...]) -> Mapping[str, int]:
    """What may be typed for each label, with its number; what two share is none of them."""
    whole = [plain(label) for label in labels]
    short = [plain(re.split(r"[（(，,：:]", label)[0]) for label in labels]
    numbers: dict[str, int] = {}
    for spelt in (whole, short):
        for number, label in enumerate(spelt, 1):
            if label and spelt.count(label) == 1:
                numbers.setdefault(label, number)
    for number in range(len(labels), 0, -1):
        for spelt in (whole, short):
            numbers[f"{number}{spelt[number - 1]}"] = number
    return numbers


def _numbers(own: str, context: Context) -> tuple[int, ...]:
    """「2」, 「第2个」, 「1、2」 where a list is on screen or nothing is asked."""
    if not context.choices and context.question in QUESTIONS:
        return ()
    typed = read_numbers(own)
    if len(typed) > 1 and not context.choices:
        return ()
    return typed


def read_numbers(own: str) -> tuple[int, ...]:
    """The choice numbers that a message consists of; () for anything else."""
    clean = own.strip().translate(_DIGITS).rstrip("。.!！")
    if len(clean) > 24:
        return ()
    ordinal = _ORDINAL.fullmatch(plain(own))
    if ordinal:
        return (_CHINESE[ordinal[1]],)
    if not _NUMBERS.fullmatch(clean):
        return ()
    return tuple(dict.fromkeys(int(n) for n in re.findall(r"\d+", clean)))


def _answers_plainly(message: Message, context: Context) -> bool:
    """「没看清楚，应该是2016年5月」 still answers."""
    return bool(context.question) and any(re.search(r"\d{2}", c.figures) for c in message.clauses)


def _yes_or_no(text: str, context: Context, evidence: Evidence) -> Act | None:
    """Yes and no to a question without a topic; 好的 and thanks are neither where one has."""
    topic = topic_of(context.question)
    if context.question and topic is None and context.question in QUESTIONS:
        if context.question == "rare" and _NONE_OF_THEM.fullmatch(plain(text)):
            return Affirm(Certainty.PLAIN, evidence)
        if context.question == "rare" and _THERE_IS.fullmatch(plain(text)):
            return Deny(Certainty.PLAIN, evidence)
        if agrees(text):
            return Affirm(Certainty.PLAIN, evidence)
        if _NO.fullmatch(plain(text)):
            return Deny(Certainty.PLAIN, evidence)
    if topic is not None and said_yes(text, context):
        return None
    if context.question is None and _CONSENTS.fullmatch(plain(text)):
        return Affirm(Certainty.PLAIN, evidence)
    if _KEEPS.fullmatch(plain(text)):
        if topic is None:
            return Deny(Certainty.PLAIN, evidence)
        return Acknowledge(AcknowledgeKind.OK, evidence)
    if topic is None and _NO.fullmatch(plain(text)) and context.last_answered is None:
        return Deny(Certainty.PLAIN, evidence)
    kind = acknowledges(text)
    if kind is None:
        return None
    return Acknowledge(kind, evidence)
