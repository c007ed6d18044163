"""In which month a person reaches retirement age, and the last year they can apply in."""

from functools import lru_cache

from scoring.facts.model import Birth, Post, Sex
from scoring.months import Month, december
from scoring.rules.retirement import TABLE


@lru_cache(maxsize=4096)
def retirement_span(birth: Birth, sex: Sex | None, post: Post | None) -> tuple[Month, Month]:
    """The earliest and the latest month in which the person may retire, as far as is known."""
    groups = TABLE.groups(sex, post)
    first, last = birth.earliest, birth.latest
    return min([each.month(first) for each in groups]), max([each.month(last) for each in groups])


def retirement_month(birth: Birth, sex: Sex | None, post: Post | None = None) -> Month | None:
    """The month in which the person retires; None while birth month, sex or post leave it open.

    `post` matters for women only: "manager" (55) or "worker" (50) before the gradual delay.
    """
    earliest, latest = retirement_span(birth, sex, post)
    return earliest if earliest == latest else None


def last_year(birth: Birth, sex: Sex | None, post: Post | None = None) -> int | None:
    """The last application year before the person drops out by retirement; None while open.

    A person still qualifies in a year when retirement lies after 31 December of the year before.
    """
    first, last = (_last(month) for month in retirement_span(birth, sex, post))
    return first if first == last else None


def _last(month: Month) -> int:
    year = month // 12
    return year + 1 if month > december(year) else year
