"""Clauses on somebody else beside one's own case: 「我84年的，老婆86年的」."""

import re
from collections.abc import Sequence

from handlers.understanding.acts import Act, Beside
from handlers.understanding.frames import speaks_of
from handlers.understanding.message import Clause

_ON_ONESELF = re.compile(
    r"(?:那|再|先|还是|就|但|不过|然后)*(?:算我的?|(?:我自己|本人|我|俺)(?:是|就)?(?=(?:个)?(?:男|女|(?:19)?[4-9]\d年|社保|本科|大专|硕士|博士)))"
)
_OF_ME = re.compile(r"(?:我|本人|俺)[^,]{0,4}\d")
_ONES_OWN = re.compile("(?:那|但|不过|然后)*(?:我|本人|俺|自己)")
_PRONOUN = re.compile(r"[他她](?=(?:是|的)?(?:19|20)?\d\d年)")


def of_somebody_else(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses on somebody else before or after the person speaks of themselves.

    「我爱人1980年生，博士。我1982年5月生…」 and 「我84年的，老婆86年的」 are one's own case, the
    other is told in passing, up to the clause that begins with oneself again.
    """
    first = next((n for n, clause in enumerate(clauses) if speaks_of(clause.figures)), None)
    if any(_OF_ME.match(clause.figures) for clause in clauses[:first]):
        return _after_oneself(clauses)
    if first is None:
        return ()
    own = next(
        (n for n in range(first + 1, len(clauses)) if _ON_ONESELF.match(clauses[n].figures)), None
    )
    return tuple(clauses[first:own]) if own else ()


def _after_oneself(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Each stretch from a clause on somebody else to the next on oneself."""
    found: list[Clause] = []
    own_said = other = False
    for clause in clauses:
        named = own_said and _other_named(clause) != ""
        other = named or (other and not _ONES_OWN.match(clause.text))
        own_said = own_said or _OF_ME.match(clause.figures) is not None
        if other:
            found.append(clause)
    return tuple(found)


def _other_named(clause: Clause) -> str:
    """「老婆86年的」, 「她10年8月」 after one's own: of whom a clause tells a date."""
    found = _PRONOUN.match(clause.figures)
    return found[0] if found else speaks_of(clause.figures)


def told_in_passing(beside: Sequence[Clause]) -> list[Act]:
    """That the other's facts are not kept, said with the words for that person."""
    who = _other_named(beside[0]) if beside else ""
    return [Beside(who, beside[0].evidence)] if who else []
