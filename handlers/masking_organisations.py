"""Doubt about employers, schools and streets that are named by words the answers do not use."""

import re
from functools import cache

from handlers.known_words import COMMON_CHARACTER, UNKNOWN_COST, Stretch, StretchKind, words
from handlers.masking_lexicon import characters, listed, one_of
from handlers.masking_pieces import LATIN, links, strangeness

STRANGE_BEFORE_TAIL = 15
"""The same for one character before the last word of an organisation or a street."""
BEFORE_COMMON_NOUN = frozenset("的个家间所座这那某各")
"""After one of these, one known word before such a last word names nobody (开个五金店)."""


@cache
def _work() -> re.Pattern[str]:
    word = rf"(?:(?!{one_of('employer_stops')})[\u4e00-\u9fffA-Za-z0-9])"
    return re.compile(rf"{one_of('work_before')}({word}{{2,12}}){one_of('work_after')}")


_DATES = re.compile(r"\d+年(?:\d+月)?|\d+月")


def names_organisation(text: str, pieces: list[Stretch]) -> bool:
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
