"""Pinyin as staff type it into the look-up: initials or whole syllables, with slips."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz import fuzz, process

from replies.pinyin import syllables
from replies.sound import fold

SHORTEST_SLIP = 4
"""Letters of initials among which one may be wrong."""
SLIP = 74
"""One wrong letter of four (rapidfuzz ratio, of 100)."""
SYLLABLES_SLIP = 84
SHORTEST_SYLLABLES = 5


@dataclass(frozen=True)
class Spelt:
    """A phrase, with the folded syllable of each character; other signs stand for themselves."""

    phrase: str
    sounds: tuple[str, ...]
    letters: tuple[str, ...]
    initials: str
    syllables: str

    def part(self, typed: str) -> str:
        """The characters that the letters spell exactly, to be highlighted; "" for a slip."""
        for spelt, wanted in ((self.letters, typed), (self.sounds, folded(typed))):
            starts = [0, *accumulate(map(len, spelt))]
            at = "".join(spelt).find(wanted)
            while at >= 0:
                if at in starts and at + len(wanted) in starts:
                    return self.phrase[starts.index(at) : starts.index(at + len(wanted))]
                at = "".join(spelt).find(wanted, at + 1)
        return ""


def spelt(phrase: str) -> Spelt:
    """Each character as it is read in its word (弹性: tan, not dan)."""
    read = syllables(phrase)
    letters = tuple(syllable[:1].lower() for syllable in read)
    sounds = tuple(_even(syllable.lower()) for syllable in read)
    return Spelt(phrase, sounds, letters, "".join(letters), "".join(sounds))


def _even(syllable: str) -> str:
    """Without what many do not tell apart; ü is typed as v or u."""
    return fold(syllable).replace("ü", "u").replace("v", "u")


def folded(letters: str) -> str:
    """Typed syllables without the differences that `Spelt.syllables` lacks."""
    found = letters.replace("v", "u")
    for twin, single in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        found = found.replace(twin, single)
    return found


def matches(letters: str, phrases: Sequence[Spelt]) -> list[tuple[int, float]]:
    """The places of the phrases that the letters may spell, with how well (of 100), best first."""
    sounds = folded(letters)
    found: dict[int, float] = {}
    for place, phrase in enumerate(phrases):
        if letters in phrase.initials or (len(sounds) > 3 and sounds in phrase.syllables):
            whole = letters == phrase.initials or sounds == phrase.syllables
            begins = phrase.initials.startswith(letters) or phrase.syllables.startswith(sounds)
            found[place] = 100 if whole else 95 if begins else 90
    if found:
        return sorted(found.items(), key=lambda pair: -pair[1])
    if len(letters) >= SHORTEST_SLIP:
        rows = [phrase.initials[: len(letters) + 1] for phrase in phrases]
        near = process.extract(letters, rows, scorer=fuzz.ratio, score_cutoff=SLIP, limit=None)
        same = (len(phrases[place].initials) == len(letters) for _, _, place in near)
        pairs = zip(near, same, strict=True)
        found |= {place: score / 2 + 20 * even for (_, score, place), even in pairs}
    if len(sounds) >= SHORTEST_SYLLABLES:
        rows = [phrase.syllables for phrase in phrases]
        near = process.extract(
            sounds, rows, scorer=fuzz.partial_ratio, score_cutoff=SYLLABLES_SLIP, limit=None
        )
        # a phrase shorter than what was typed matches in part too easily
        long_enough = [each for each in near if len(each[0]) >= len(sounds) - 2]
        found |= {
            place: max(score * 0.8, fuzz.ratio(sounds, row)) for row, score, place in long_enough
        }
    return sorted(found.items(), key=lambda pair: -pair[1])
