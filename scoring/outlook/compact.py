"""The same months of insurance and work in as few spans as possible.

A projection looks at the same facts for ten years; with two hundred spans it would count them again
each time. Homes are left as they are: each record is rounded on its own.
"""

from collections.abc import Iterable

from scoring.facts.model import Facts, Job, Span
from scoring.months import Month


def compact(facts: Facts) -> Facts:
    """`facts` with insurance periods, and jobs of one place, that touch or overlap as one span."""
    changed = facts
    insurance = facts.insurance
    if insurance is not None and insurance.periods is not None and len(insurance.periods) > 1:
        periods = tuple(merged(insurance.periods))
        changed = changed._replace(insurance=insurance._replace(periods=periods))
    if facts.jobs is not None and len(facts.jobs) > 1:
        places = sorted({job.district for job in facts.jobs})
        changed = changed._replace(
            jobs=tuple(
                Job(place, span)
                for place in places
                for span in merged(job.span for job in facts.jobs if job.district == place)
            ),
        )
    return changed


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same months as the `spans`, in order, none touching the next."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: each.first):
        if not found:
            found.append(span)
            continue
        last = found[-1].last
        if last is not None and span.first > last + 1:
            found.append(span)
        elif last is not None and (span.last is None or span.last > last):
            found[-1] = Span(found[-1].first, None if span.last is None else Month(span.last))
    return found
