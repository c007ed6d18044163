"""What the rules of masking do not list: names by their likelihood, and doubt about the rest.

A text is divided into known words (`known_words`). What reads as a name is masked wherever it
stands. What is not known near a word that announces a detail, or is not known at length, may be a
detail whose bounds are unclear: such a text is not kept.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache, lru_cache

from handlers.known_words import (
    COMMON_CHARACTER,
    UNKNOWN_COST,
    Stretch,
    StretchKind,
    cost_of,
    divide,
    given_name_cost,
    words,
)
from handlers.masking_lexicon import characters, listed, one_of

HAN_RUN = re.compile("[\u4e00-\u9fff]+")
LATIN = re.compile("[A-Za-z0-9]+")
DOCUMENT_NUMBER = ("〔", "[")
"""Signs after which a document's number stands: what is before them is its issuer."""
SIGN = re.compile("［[^］]*］")

NAME_COST = {2: 120, 3: 102, 4: 100}
"""Of a name by its length, beside the cost of its given characters; in units of `known_words`."""
AFTER_CUE = 65
"""How much less a name costs directly after a word that announces one."""
GIVEN_WORD = 70
"""At most of a given name that is also an everyday word."""
BETWEEN = 40
"""How much less it costs where somebody is asked about."""
PLAIN_SURNAME = 20
"""How much less it costs where the surname is hardly anything but a surname."""
ALONE = 50
"""How much less it costs as everything between two signs."""
TOO_STRANGE = 45
"""How much more than common ones adjoining characters may cost together."""
IN_NAMES = 85
"""Up to this cost within given names a character is one of names."""
STRANGE_BESIDE_SIGN = 12
"""The same for one character beside a masked name, employer or address."""
STRANGE_BEFORE_TAIL = 15
"""The same for one character before the last word of an organisation or a street."""
STRANGE_PLACE = 15
"""The same for one character after 住在 and the like."""
STRANGE_AFTER_CUE = 25
"""The same for two characters where a name is announced."""
BEFORE_COMMON_NOUN = frozenset("的个家间所座这那某各")
"""After one of these, one known word before such a last word names nobody (开个五金店)."""


def hide_names(text: str, sign: str) -> str:
    """Replaces what reads as a personal name by `sign`. Signs that already stand stay."""
    parts: list[str] = []
    after = 0
    for piece in _pieces(text):
        if (
            piece.kind is StretchKind.NAME
            and text[piece.end : piece.end + 1] not in DOCUMENT_NUMBER
            and not _after_a_figure(text, piece.start)
            and not _FROM.fullmatch(text[piece.start - 2 : piece.start] + text[piece.end :][:1])
        ):
            parts += [text[after : piece.start], sign]
            after = piece.end
    return "".join([*parts, text[after:]])


_FROM = re.compile("(?:我是|来自|是个)人")
"""Around where somebody comes from: 「我是连云港人」."""


def _after_a_figure(text: str, at: int) -> bool:
    """Whether a character is the unit of what is before it: 「103562元」."""
    return text[at] in "元时分" and text[:at].rstrip()[-1:].isdigit()


def is_doubtful(text: str) -> bool:
    """Whether a masked text may still hold a detail."""
    pieces = _pieces(text)
    return (
        _unknown_at_length(pieces)
        or _unknown_beside_sign(text, pieces)
        or _unknown_organisation(text, pieces)
        or _unknown_after_cue(text, pieces)
        or _unknown_latin(text)
        or _quoted_name(text)
        or _lives_beside(text)
        or _unknown_home(text, pieces)
    )


def is_plain(text: str, start: int, end: int, *, tolerance: int = 0, places: bool = True) -> bool:
    """Whether a stretch of a text holds words of the answers and places only, and no digits.

    Without `places`, words of the answers only. Characters that are no words may together be as strange as `tolerance`.
    """
    part = [piece for piece in _pieces(text) if piece.start < end and start < piece.end]
    return (
        all(
            piece.kind in (StretchKind.FIELD, StretchKind.UNKNOWN)
            or (places and piece.kind is StretchKind.PLACE)
            for piece in part
        )
        and (tolerance > 0 or not any(piece.kind is StretchKind.UNKNOWN for piece in part))
        and sum(map(_strangeness, part)) <= tolerance
        and all(word.lower() in listed("known_latin") for word in LATIN.findall(text[start:end]))
    )


def may_hold_name(text: str, start: int, end: int, *, places: bool) -> bool:
    """Whether a stretch of a text holds a word that may be a name; with `places` a place may be."""
    part = [piece for piece in _pieces(text) if piece.start < end and start < piece.end]
    return any(
        piece.kind is StretchKind.NAME
        or (piece.kind is StretchKind.GENERAL and len(piece.text) > 1 and not _links(piece))
        or (places and piece.kind is StretchKind.PLACE)
        or _strangeness_in_names(piece) >= STRANGE_PLACE
        for piece in part
    ) or any(
        word.lower() not in listed("known_latin") and not word.isdigit()
        for word in LATIN.findall(text[start:end])
    )


def ends_within_word(text: str, end: int, endings: Collection[str]) -> bool:
    """Whether what looks like an ending is only the end of a known word (结局, 住所, 县里)."""
    return any(
        len(piece.text) > 1
        and piece.start < end <= piece.end
        and piece.kind in (StretchKind.FIELD, StretchKind.PLACE, StretchKind.GENERAL)
        and piece.text not in endings
        for piece in _pieces(text)
    )


@lru_cache(maxsize=8)
def _pieces(text: str) -> list[Stretch]:
    """The Chinese parts of a text divided; signs are left out. Starts count from the text's."""
    blank = SIGN.sub(lambda found: " " * len(found[0]), text)
    return [
        Stretch(piece.text, piece.kind, run.start() + piece.start)
        for run in HAN_RUN.finditer(blank)
        for piece in divide(run[0], _name_cost)
    ]


@cache
def _cue_before_name() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{one_of('name_cues')}|{one_of('kin')}|{one_of('titles')}|我是|俺是|我係|叫个|在下)$"
    )


_BEFORE_SOMEBODY = re.compile(r"(?:[替帮代跟和]|查一?[下查]|请问|里有|这是|^)$")
_AFTER_SOMEBODY = re.compile(
    r"的(?:分|档|排名|社保|个税|结果|名|材料|房|户口)|[来想要]?[问查]|咨询|过线|离婚|结婚|登记|都[在是有]|在不在|落了|上岸|同志|女士|先生"
)
"""Around somebody who is asked about: 「替……问」, 「查下……的分」, 「……的档案」."""


def _name_cost(text: str, start: int, end: int) -> int | None:
    compound = text[start : start + 2] in listed("compound_surnames")
    surname = 2 if compound else 1
    if not compound and text[start] not in characters("surnames"):
        return None
    if not 1 <= end - start - surname <= 2:
        return None
    given = given_name_cost(text[start + surname : end], characters("never_in_names"))
    if given is None:
        return None
    if text[start + surname : end] in listed("words_as_given_names"):
        given = min(given, GIVEN_WORD)
    hint = ALONE if start == 0 and end == len(text) else 0
    if start and _cue_before_name().search(text, max(0, start - 6), start):
        hint = AFTER_CUE
    if _BEFORE_SOMEBODY.search(text, max(0, start - 6), start) and _AFTER_SOMEBODY.match(text, end):
        hint = max(hint, BETWEEN)
    if text[start] in characters("plain_surnames"):
        hint += PLAIN_SURNAME
    return NAME_COST[end - start] + given - hint


def _strangeness(piece: Stretch) -> int:
    """How far a piece is from a common word; 0 for any known one."""
    return cost_of(piece.text) - COMMON_CHARACTER if piece.kind is StretchKind.UNKNOWN else 0


def _strangeness_in_names(piece: Stretch) -> int:
    """The same, half as far for a character of hardly any name: a slip of the finger or a verb."""
    in_names = (
        words().given.get(piece.text, UNKNOWN_COST) <= IN_NAMES
        or piece.text in characters("surnames")
        or cost_of(piece.text) >= UNKNOWN_COST
    )
    return _strangeness(piece) if in_names else _strangeness(piece) // 2


def _unknown_at_length(pieces: list[Stretch]) -> bool:
    """Whether two or more adjoining characters are stranger together than a typing slip."""
    total, length, end = 0, 0, -1
    for piece in pieces:
        if piece.kind is not StretchKind.UNKNOWN:
            length = 0
            continue
        if piece.start != end or not length:
            total, length = 0, 0
        total, length, end = total + _strangeness_in_names(piece), length + 1, piece.end
        if length > 1 and total >= TOO_STRANGE:
            return True
    return False


_OPEN_SIGN = re.compile("［(?:姓名|单位|地址)］")


def _unknown_beside_sign(text: str, pieces: list[Stretch]) -> bool:
    """Whether the bounds of a masked detail are unclear."""
    edges = {edge for found in _OPEN_SIGN.finditer(text) for edge in found.span()}
    return any(
        _strangeness_in_names(piece) >= STRANGE_BESIDE_SIGN
        and (piece.start in edges or piece.end in edges)
        for piece in pieces
    )


@cache
def _work() -> re.Pattern[str]:
    word = rf"(?:(?!{one_of('employer_stops')})[\u4e00-\u9fffA-Za-z0-9])"
    return re.compile(rf"{one_of('work_before')}({word}{{2,12}}){one_of('work_after')}")


def _unknown_organisation(text: str, pieces: list[Stretch]) -> bool:
    """Whether a place of work or a street is named by words that the answers do not use."""
    for found in _work().finditer(text):
        inside = [p for p in pieces if found.start(1) <= p.start and p.end <= found.end(1)]
        latin = (word.lower() for word in LATIN.findall(found[1]))
        if any(
            p.kind not in (StretchKind.FIELD, StretchKind.PLACE)
            and not _links(p)
            and p.text
            not in listed("lines_of_work") + listed("generic_employers") + listed("employer_tails")
            for p in inside
        ) or any(word not in listed("known_latin") for word in latin):
            return True
    return any(
        (piece.text in _tails() and _names_before(pieces, index))
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
    at, looked_at = index, 0
    while looked_at < 2:
        at -= 1
        if (
            at < 0
            or pieces[at].end != pieces[at + 1].start
            or pieces[at].text in BEFORE_COMMON_NOUN
            or _links(pieces[at])
        ):
            return False
        piece, before = pieces[at], pieces[at - 1].text if at else ""
        if piece.kind is StretchKind.PLACE and pieces[index].text in listed("place_tails"):
            return False
        if piece.text in listed("lines_of_work") + listed("generic_employers"):
            continue
        if piece.kind is StretchKind.GENERAL and before not in BEFORE_COMMON_NOUN:
            return True
        if _strangeness(piece) >= STRANGE_BEFORE_TAIL:
            return True
        if not looked_at and len(piece.text) > 1 and not _usual(piece, pieces[index]):
            return True
        looked_at += 1
    return False


def _links(piece: Stretch) -> bool:
    """Whether a word is a verb, a pronoun, a number and the like, and so no part of a name."""
    return piece.text in words().linking and piece.text not in listed("linking_in_names")


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
            piece.kind is StretchKind.GENERAL or _strangeness_from(piece, at) >= STRANGE_PLACE
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
    stop = "的|住|以后|之后|后|算|能|可以|有|没|是|不|上班|上学|工作|办|买|租|和|跟|都|离|到|了|交|也|要|想|又|被|给"
    return re.compile(rf"{one_of('living_cues')}(?P<where>(?:(?!{stop})[\u4e00-\u9fff]){{2,12}})")


_PART_OF_A_PLACE = re.compile(
    r"(?:[东西南北中前后上下]{0,2}(?:里|路|街|巷|胡同|园|城|苑|坊|庄|村|湾|府|桥|家园|小区|社区|公寓)|[东西南北中]{1,2}区?(?![城面边部侧])"
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


_QUOTED = re.compile(r"[\"“「『](?P<name>[\u4e00-\u9fff]{2,10})[\"”」』]")
_OF_A_NAME = re.compile(r"叫|名|单位|公司|老板|店|厂|我是|那个|家[的是]?$")


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
        total += _strangeness_in_names(following)
        following = at.get(following.end)
    return total


LATIN_WORD = 4
"""From so many letters on a word in Latin letters counts."""


def _unknown_latin(text: str) -> bool:
    """Whether words in Latin letters may be a name in another script."""
    long = [word for word in re.findall("[A-Za-z]+", text) if len(word) >= LATIN_WORD]
    return any(word.lower() not in listed("known_latin") for word in long)
