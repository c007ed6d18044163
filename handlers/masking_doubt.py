"""Doubt about what masking left: whether a text may still hold a detail.

What is not known near a word that announces a detail, or is not known at length, may be a detail
whose bounds are unclear: such a text is not kept.
"""

import re
from collections.abc import Mapping
from functools import cache

from handlers.known_words import COMMON_CHARACTER, UNKNOWN_COST, Stretch, StretchKind, words
from handlers.masking_lexicon import characters, listed, one_of
from handlers.masking_pieces import (
    LATIN,
    STRANGE_NAME,
    is_plain,
    links,
    may_hold_name,
    pieces_of,
    strangeness,
    strangeness_in_names,
)

TOO_STRANGE = 45
"""How much more than common ones adjoining characters may cost together."""
STRANGE_BESIDE_SIGN = 12
"""The same for one character beside a masked name, employer or address."""
STRANGE_BEFORE_TAIL = 15
"""The same for one character before the last word of an organisation or a street."""
STRANGE_AFTER_CUE = 25
"""The same for two characters where a name is announced."""
BEFORE_COMMON_NOUN = frozenset("的个家间所座这那某各")
"""After one of these, one known word before such a last word names nobody (开个五金店)."""


def is_doubtful(text: str) -> bool:
    """Whether a masked text may still hold a detail."""
    pieces = pieces_of(text)
    return (
        _unknown_at_length(pieces)
        or _unknown_beside_sign(text, pieces)
        or _unknown_organisation(text, pieces)
        or _unknown_after_cue(text, pieces)
        or _unknown_latin(text)
        or _quoted_name(text)
        or _lives_beside(text)
        or _unknown_home(text, pieces)
        or _announces_in_vain(text)
    )


def _unknown_at_length(pieces: list[Stretch]) -> bool:
    """Whether two or more adjoining characters are stranger together than a typing slip."""
    total, length, end = 0, 0, -1
    for piece in pieces:
        if piece.kind is not StretchKind.UNKNOWN:
            length = 0
            continue
        if piece.start != end or not length:
            total, length = 0, 0
        total, length, end = total + strangeness_in_names(piece), length + 1, piece.end
        if length > 1 and total >= TOO_STRANGE:
            return True
    return False


_OPEN_SIGN = re.compile("［(?:姓名|单位|地址)］")


def _unknown_beside_sign(text: str, pieces: list[Stretch]) -> bool:
    """Whether the bounds of a masked detail are unclear."""
    edges = {edge for found in _OPEN_SIGN.finditer(text) for edge in found.span()}
    return any(
        strangeness_in_names(piece) >= STRANGE_BESIDE_SIGN
        and (piece.start in edges or piece.end in edges)
        for piece in pieces
    )


@cache
def _work() -> re.Pattern[str]:
    word = rf"(?:(?!{one_of('employer_stops')})[\u4e00-\u9fffA-Za-z0-9])"
    return re.compile(rf"{one_of('work_before')}({word}{{2,12}}){one_of('work_after')}")


_DATES = re.compile(r"\d+年(?:\d+月)?|\d+月")


def _unknown_organisation(text: str, pieces: list[Stretch]) -> bool:
    """Whether a place of work or a street is named by words that the answers do not use."""
    for found in _work().finditer(text):
        inside = [p for p in pieces if found.start(1) <= p.start and p.end <= found.end(1)]
        latin = (word.lower() for word in LATIN.findall(_DATES.sub("", found[1])))
        if any(
            p.kind not in (StretchKind.FIELD, StretchKind.PLACE)
            and not links(p)
            and p.text
            not in listed("lines_of_work") + listed("generic_employers") + listed("employer_tails")
            for p in inside
        ) or any(word not in listed("known_latin") for word in latin):
            return True
    return any(
        (
            piece.text in _tails()
            and _names_before(pieces, index)
            and not (
                piece.text in listed("school_tails") and _known_for_degree(text, pieces, index)
            )
        )
        or (
            piece.text.endswith(listed("school_tails"))
            and _place_before(pieces, index)
            and not _DEGREE.match(text, piece.end)
        )
        for index, piece in enumerate(pieces)
    )


_DEGREE = re.compile(
    r"(?:的|里|那个|读的|发的)?(?:毕业|自考|成[人考教]|函授|夜大|远程|网络|继续|本科|专科|大专|硕|博|研究生|学[历位]|文凭|[双单]?证"
    r"|分数|在职|非全|全日制)"
)
"""Behind a school: it is named for the degree."""


def _known_for_degree(text: str, pieces: list[Stretch], index: int) -> bool:
    """Whether a school of known words is named for the degree (中央财经大学的硕士)."""
    before = pieces[max(0, index - 2) : index]
    return bool(_DEGREE.match(text, pieces[index].end)) and not any(map(strangeness, before))


def _place_before(pieces: list[Stretch], index: int) -> bool:
    """Whether a school or hospital is named by its place and usual words (北京师范大学)."""
    for at in range(index - 1, -1, -1):
        if pieces[at].end != pieces[at + 1].start:
            return False
        if pieces[at].kind is StretchKind.PLACE:
            return True
        if pieces[at].text not in listed("generic_employers"):
            return False
    return False


def _names_before(pieces: list[Stretch], index: int) -> bool:
    """Whether one of the two words before a last word may be a name; lines of work are passed."""
    at, looked_at, last = index, 0, pieces[index]
    while looked_at < 2:
        at -= 1
        if (
            at < 0
            or pieces[at].end != pieces[at + 1].start
            or pieces[at].text in BEFORE_COMMON_NOUN
            or links(pieces[at])
        ):
            return False
        piece, before = pieces[at], pieces[at - 1].text if at else ""
        if piece.kind is StretchKind.PLACE and last.text in listed("place_tails"):
            return False
        if piece.text in listed("lines_of_work") + listed("generic_employers"):
            continue
        if piece.kind is StretchKind.GENERAL and before not in BEFORE_COMMON_NOUN:
            return True
        if strangeness(piece) >= STRANGE_BEFORE_TAIL:
            return True
        if not looked_at and len(piece.text) > 1 and not _usual(piece, last):
            return True
        of_names = looked_at and all(map(_in_given_names, pieces[at : at + 2]))
        if of_names and len(last.text) > 1 and last.text in listed("employer_tails"):
            return True
        looked_at += 1
    return False


def _in_given_names(piece: Stretch) -> bool:
    """Whether a single character is frequent in names."""
    return (
        len(piece.text) == 1
        and words().given.get(piece.text, UNKNOWN_COST) <= COMMON_CHARACTER
        and piece.text not in characters("never_in_names")
    )


def _usual(piece: Stretch, last: Stretch) -> bool:
    """Whether the answers use a word before such a last word, or it is a general one or a time."""
    return piece.text + last.text in words().pairs or piece.text[-1] in "年月天次前后"


@cache
def _tails() -> frozenset[str]:
    return frozenset(listed("employer_tails") + listed("place_tails"))


@cache
def _announcement() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:{one_of('name_cues')}|{one_of('kin')})(?:叫个?|是|姓名|名叫|[:：])*"
        rf"|(?P<nick>{one_of('nickname_cues')}|@)(?P<verb>叫做?|是|:|(?<=@)|(?<=用户))?"
        rf"|(?P<place>{one_of('living_cues')}|{one_of('employer_name_cues')}))\s*"
    )


def _unknown_after_cue(text: str, pieces: list[Stretch]) -> bool:
    """Whether directly after an announced name something stands that is not known."""
    at = {piece.start: piece for piece in pieces}
    for found in _announcement().finditer(text):
        piece = at.get(found.end())
        if piece is None:
            continue
        if not found["place"] and _strangeness_from(piece, at) >= STRANGE_AFTER_CUE:
            return True
        if found["nick"] and not (piece.kind is StretchKind.FIELD and found["verb"] is None):
            return piece.text not in listed("not_nicknames")
        if found["place"] and (
            piece.kind is StretchKind.GENERAL or _strangeness_from(piece, at) >= STRANGE_NAME
        ):
            return True
    return False


@cache
def _beside_something() -> re.Pattern[str]:
    return re.compile(
        rf"{one_of('living_cues')}(?P<what>[\u4e00-\u9fff]{{2,8}}?)"
        r"(?:后头|后面|旁边|对面|对过|边上|隔壁|楼上|楼下|门口|斜对)"
    )


def _lives_beside(text: str) -> bool:
    """Whether a home is told by what it stands beside, other than a known place."""
    return any(
        may_hold_name(text, *found.span("what"), places=False) or "那个" in found["what"]
        for found in _beside_something().finditer(text)
    )


@cache
def _home() -> re.Pattern[str]:
    stop = "以后|之后|可以|上班|上学|工作|[的住后算能有没是不办买租和跟都离到了交也要想又被给]"
    return re.compile(rf"{one_of('living_cues')}(?P<where>(?:(?!{stop})[\u4e00-\u9fff]){{2,12}})")


_PART_OF_A_PLACE = re.compile(
    r"(?:[东西南北中前后上下]{0,2}(?:里|路|街|巷|胡同|园|城|苑|坊|庄|村|湾|府|桥|家园|小区|社区|公寓)"
    r"|[东西南北中]{1,2}区?(?![城面边部侧])"
    r"|第?[一二三四五六七八九十](?:[区期里]|$))"
)
"""What makes an estate or a street of the place before it: 角门东里, 八角南路."""


def _unknown_home(text: str, pieces: list[Stretch]) -> bool:
    """Whether a home is told by more than a known place."""
    for found in _home().finditer(text):
        start, end = found.span("where")
        if may_hold_name(text, start, end, places=False):
            return True
        places = [
            piece.end
            for piece in pieces
            if piece.kind is StretchKind.PLACE and start <= piece.start < end
        ]
        if any(_PART_OF_A_PLACE.match(text, place) for place in places):
            return True
    return False


_QUOTED = re.compile(r"[\"“「『(](?P<name>[\u4e00-\u9fff]{2,10})[\"”」』)]")
_OF_A_NAME = re.compile(
    r"叫|名|单位|公司|学校|医院|老板|店|厂|我是|那个|[写填显][的着]?[是示]|家[的是]?$"
)


def _quoted_name(text: str) -> bool:
    """Whether a name stands in quotation marks."""
    return any(
        _OF_A_NAME.search(text[max(0, found.start() - 6) : found.start()])
        and not is_plain(text, found.start("name"), found.end("name"))
        for found in _QUOTED.finditer(text)
    )


def _strangeness_from(piece: Stretch, at: Mapping[int, Stretch]) -> int:
    """How strange a piece and the pieces directly after it are together, up to the next word."""
    total = 0
    following: Stretch | None = piece
    while following is not None and following.kind is StretchKind.UNKNOWN:
        total += strangeness_in_names(following)
        following = at.get(following.end)
    return total


LATIN_WORD = 4
"""From so many letters on a word in Latin letters counts."""


def _unknown_latin(text: str) -> bool:
    """Whether words in Latin letters may be a name in another script."""
    long = [word for word in re.findall("[A-Za-z]+", text) if len(word) >= LATIN_WORD]
    return any(word.lower() not in listed("known_latin") for word in long)


@cache
def _promise() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<name>(?:我|俺|{one_of('kin')}|[爹娘爸妈哥姐弟妹叔舅姨姑婶嫂伯爷奶姥孙婿媳娃]儿?)(?:名字|小名|大名)?叫(?!{one_of('no_name_after')}))"
        r"|(?:户名|经办人|姓名|住址|地址|工号|卡号)[是:：]"
        rf"|(?P<place>(?:我住|家住)(?!{one_of('no_name_after')}))"
        r"|\d{3,4}(?:后面|再后|接着)[是跟]?\d{3,4}"
    )


_NO_DETAIL = re.compile(
    r"(?:[东西南北]{0,2}[二三四五六]环(?:以?[外里内]|边上?|附近|沿线)"
    r"|了(?:个|辆)?(?:滴滴|快车|专车|代驾|外卖|快递|跑腿|车)|了?[一二两三四五六几好\d]+[次遍回]"
    r"|了?(?:单位|公司|人事|行政|老板|客服|财务|会计|社保局|街道|居委会|物业|房东|中介))"
)
"""What is neither an address nor a name: 「我住五环外」, 「我叫了滴滴」."""
_CLAUSE_END = re.compile(r"[,，。;；!?！？]|$")


def _announces_in_vain(text: str) -> bool:
    """Whether a text says that a personal detail follows, and none was found there.

    Not where it is no detail, or a place that is known, and all that comes after it are words that
    are part of no name.
    """
    for found in _promise().finditer(text):
        if text.startswith("［", found.end()):
            continue
        if found["name"] is None and found["place"] is None:
            return True
        harmless = _NO_DETAIL.match(text, found.end())
        start = harmless.end() if harmless else found.end()
        end = len(text) if found["place"] else _end_of_clause(text, start)
        place_is_known = found["place"] is not None or harmless is not None
        if may_hold_name(text, start, end, places=not place_is_known):
            return True
    return False


def _end_of_clause(text: str, start: int) -> int:
    found = _CLAUSE_END.search(text, start)
    return found.start() if found else len(text)
