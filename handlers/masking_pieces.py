"""A text divided into known words and names, and how far each piece is from a known word."""

import re
from collections.abc import Collection
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
NUMERALS = frozenset("零一二三四五六七八九十百千万两")
IN_NAMES = 85
"""Up to this cost within given names a character is one of names."""
STRANGE_NAME = 15
"""How much more than a common one a character costs that may be a name."""


def hide_names(text: str, sign: str) -> str:
    """Replaces what reads as a personal name by `sign`. Signs that already stand stay."""
    parts: list[str] = []
    after = 0
    for piece in pieces_of(text):
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


def is_plain(text: str, start: int, end: int, *, tolerance: int = 0, places: bool = True) -> bool:
    """Whether a stretch of a text holds words of the answers and places only, and no digits.

    Without `places`, words of the answers only. Characters that are no words may together be as
    strange as `tolerance`.
    """
    part = [piece for piece in pieces_of(text) if piece.start < end and start < piece.end]
    return (
        all(
            piece.kind in (StretchKind.FIELD, StretchKind.UNKNOWN)
            or (places and piece.kind is StretchKind.PLACE)
            for piece in part
        )
        and (tolerance > 0 or not any(piece.kind is StretchKind.UNKNOWN for piece in part))
        and sum(map(strangeness, part)) <= tolerance
        and all(word.lower() in listed("known_latin") for word in LATIN.findall(text[start:end]))
    )


def may_hold_name(text: str, start: int, end: int, *, places: bool) -> bool:
    """Whether a stretch of a text holds a word that may be a name; with `places` a place may be."""
    part = [piece for piece in pieces_of(text) if piece.start < end and start < piece.end]
    return any(
        piece.kind is StretchKind.NAME
        or (piece.kind is StretchKind.GENERAL and len(piece.text) > 1 and not links(piece))
        or (places and piece.kind is StretchKind.PLACE)
        or strangeness_in_names(piece) >= STRANGE_NAME
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
        for piece in pieces_of(text)
    )


@lru_cache(maxsize=8)
def pieces_of(text: str) -> list[Stretch]:
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


_BEFORE_SOMEBODY = re.compile(r"(?:[替帮代跟和]|委托|查一?[下查]|请问|里有|这是|^)$")
_AFTER_SOMEBODY = re.compile(
    r"的(?:分|档|排名|社保|个税|结果|名|材料|房|户口)|[来想要]?[问查]|咨询|过线|离婚|结婚|登记"
    r"|都[在是有]|在不在|落了|上岸|代?办|同志|女士|先生"
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


def strangeness(piece: Stretch) -> int:
    """How far a piece is from a common word; 0 for any known one."""
    return cost_of(piece.text) - COMMON_CHARACTER if piece.kind is StretchKind.UNKNOWN else 0


def strangeness_in_names(piece: Stretch) -> int:
    """The same, half as far for a character of hardly any name: a slip of the finger or a verb.

    0 for a numeral.
    """
    if piece.text in NUMERALS:
        return 0
    in_names = (
        words().given.get(piece.text, UNKNOWN_COST) <= IN_NAMES
        or piece.text in characters("surnames")
        or cost_of(piece.text) >= UNKNOWN_COST
    )
    return strangeness(piece) if in_names else strangeness(piece) // 2


def links(piece: Stretch) -> bool:
    """Whether a word is a verb, a pronoun, a number and the like, and so no part of a name."""
    return piece.text in words().linking and piece.text not in listed("linking_in_names")
