"""The slot `yes_no`: what was asked decides what an answer means."""

import re

from handlers.understanding.readers.answer import TypedAnswer, has
from handlers.understanding.readers.lexicon import table
from handlers.understanding.readers.reading import Reading, again, took
from handlers.understanding.readers.tidy import words

_SIGNS = (
    (re.compile("[👌👍🆗✅✔√☑🙆💯⭕]"), "是"),
    (re.compile("[❌✖❎🙅👎🚫×]"), "否"),
)
_DOUBLE = r"不是没|不是不(?!是)|没有不|没有没(?!有)|没不|不能说|不算没|也?不是说|并非没|非不|不无"
_IDIOMS = re.compile("没错|没问题|没毛病|没意见|没异议|没麻达|冇问题|没的说|没跑")
_HALF = r"(?:有|是|对|没)吧\W*$"
_ECHO_VERBS = "住办补领续交缴"
# 「北京」 repeats a word of the question without saying anything of it
_VERB_FIRST = "^[持有住办补获得同开在连备准缴交属符满是登]"
_PAST = r"以前|原来|曾经|之前|早先|过去"
_TURN = r"但|不过|只是|可是|然而|除了|后来|以前|原来|过期|曾经"


_BOTH_SIDES = re.compile(
    r"(?:没有?|无|不)(?:断|停|漏|办|犯|被|得|补|交|缴)[^,。有]{0,3}(?<![没所持拥具])有(?:着|的|呢|啊|呀|$)"
    r"|^[^,。没无不]{0,4}有(?:着|的|呢|啊)[^,。]{0,2}没有?$"
)

_TABLE = table("yes_no")
_UNSURE = "|".join(_TABLE["unsure"])
_FILLERS = "(?:" + "|".join(_TABLE["fillers"]) + ")*"
_PLAIN_NO = re.compile("|".join(_TABLE["plain_no"]))
_PLAIN_YES = re.compile("|".join(_TABLE["plain_yes"]))
_DENIAL: str = _TABLE["denial"]
_TOPICS: tuple[dict[str, str], ...] = tuple(_TABLE["topic"])


def _whole(*sides: str) -> re.Pattern[str]:
    """A whole answer: words of one side with fillers anywhere between."""
    entries = "|".join(entry for side in sides for entry in _TABLE[side])
    return re.compile(f"{_FILLERS}(?:(?:{entries}){_FILLERS})+")


_YES, _NO = _whole("yes"), _whole("no")
_YES_ALONE, _NO_ALONE = _whole("yes", "yes_alone"), _whole("no", "no_alone")
_CODE = r"[{}<>\[\]()=$\\_@#|&*]"


def read_yes_no(answer: TypedAnswer) -> Reading:
    """True or False; doubt, double negation and counter-questions are asked again."""
    text = answer.text
    for sign, word in _SIGNS:
        text = sign.sub(word, text)
    text = _IDIOMS.sub("是", text)
    if has(_DOUBLE, text) or says_both(text):
        return again("yes_no.double")
    if has(_CODE, text) and text.isascii():
        return again("yes_no.none")
    if _NO_ALONE.fullmatch(words(text)) and not text.endswith("吗"):
        return again("yes_no.unsure") if has(_HALF, text) else took(False)
    if answer.asks or text.endswith("?"):
        before = _before_a_question(text)
        return again("yes_no.none") if before is None else took(before)
    text = _today(text)
    if has(_UNSURE, text):
        return again("yes_no.unsure")
    if _YES_ALONE.fullmatch(words(text)):
        return took(True)
    for topic in _TOPICS:
        if has(topic["ask"], answer.question):
            if "suspended" in topic and has(topic["suspended"], text):
                return again("yes_no.suspended")
            told = _by_topic(topic, text)
            if told == "unsure":
                return again("yes_no.unsure")
            if told:
                return took((told == "yes") != _turned(topic, answer.question))
    return _generic(text, answer.question)


def says_both(text: str) -> bool:
    """「没断过有着呢」, 「有的没有」: yes and no in one breath, of one and the same thing."""
    return _BOTH_SIDES.search(text) is not None


def _turned(topic: dict[str, str], question: str) -> bool:
    """Whether the question asks for the opposite of what the topic's words speak for."""
    return "turned" in topic and has(topic["turned"], question)


def _before_a_question(text: str) -> bool | None:
    """「有啊，不然怎么上牌」: the answer stands first, and what is asked leaves it as it is."""
    first, comma, _ = text.partition(",")
    if not comma or has(_TURN, text) or has(r"算|还是|快到", text):
        return None
    return True if _YES.fullmatch(words(first)) else False if _NO.fullmatch(words(first)) else None


def _today(text: str) -> str:
    """Of 「以前没有，现在有了」 what holds now."""
    now = re.search(
        r"(?:现在|目前|如今|眼下|后来|最近|刚刚?|上个?月|今年|去年|前年)(?:又|才|就)?(.+)", text
    )
    return now[1] if now and has(_PAST, text[: now.start()]) else text


def _by_topic(topic: dict[str, str], text: str) -> str | None:
    if "unsure" in topic and has(topic["unsure"], text):
        return "unsure"
    if "for" in topic:
        return _weighed(topic, text)
    rest = re.sub(topic["yes"], "", text) if "yes" in topic else text
    said_yes = rest != text
    said_no = "no" in topic and has(topic["no"], rest)
    if said_yes and said_no:
        return "unsure"
    return "yes" if said_yes else "no" if said_no else None


def _weighed(topic: dict[str, str], text: str) -> str | None:
    """Which side the words speak for; a denied word speaks for the other side."""
    sides = set()
    for side in ("against", "for"):
        for found in re.finditer(f"({_DENIAL})?(?:{topic[side]})", text):
            sides.add((side == "for") != (found[1] is not None))
    if len(sides) > 1:
        return "unsure"
    return ("yes" if sides.pop() else "no") if sides else None


def _generic(text: str, question: str) -> Reading:
    clauses = [c for c in re.split(r"[\s,，。.;；、!！?？~…:]+", text) if c]
    told = {side for side in (_side(c, question) for c in clauses) if side is not None}
    if not told:
        return again("yes_no.none")
    if len(told) > 1 or (len(clauses) > 1 and has(_TURN, text)):
        return again("yes_no.unsure")
    return took(told.pop())


def _after_echo(clause: str, question: str) -> str:
    """「居住证有的」 without the words that only repeat the subject of the question."""
    for length in range(min(len(clause) - 1, 8), 1, -1):
        if clause[:length] in question and not has("有|没|不|是|过$", clause[:length]):
            return clause[length:]
    return clause


def _side(clause: str, question: str) -> bool | None:
    """What one clause says: a whole word of yes or no, or words of the question itself."""
    clause = _after_echo(re.sub(r"[^\w]+", "", clause), question)
    if _NO.fullmatch(clause):
        return False
    if _YES.fullmatch(clause):
        return True
    negated = re.match(
        r"(?:我|现在|目前|还|从来|一直|都|也|是)*(?:没有?|不是?|未|无|木有|从未|并未|并非|非)(?:有|过)?",
        clause,
    )
    rest = (
        clause[negated.end() :]
        if negated
        else re.sub(r"^(?:我|现在|目前|已经?|都|也|是|有|一直|的|确实)+", "", clause)
    )
    rest = re.sub(r"(?:的|了|啊|呢|过|呀|哦|哈|吧|的呢|证)+$", "", rest)
    if rest and len(rest) > 1 and rest in question:
        said = negated or rest != clause or has(_VERB_FIRST, rest)
        return negated is None if said else None
    if len(rest) == 1 and rest in question and (negated or rest in _ECHO_VERBS):
        return negated is None
    if _PLAIN_NO.match(clause):
        return False
    return True if _PLAIN_YES.match(clause) and has("有|过", question) else None
