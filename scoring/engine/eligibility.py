"""The four conditions: all or nothing."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from scoring.engine.retirement import retirement_span
from scoring.facts.model import Birth, Facts, Insurance, Post, Sex
from scoring.facts.registry import FACTS
from scoring.facts.snapshot import Snapshot
from scoring.months import NO_MONTHS, Month, Months, december, run_ending, span, written
from scoring.rules.parameters import EligibilityRule as Terms


class Condition(NamedTuple):
    """One condition: `met` None means that it cannot be said yet.

    `code` with `values` says why (worded in replies/texts/reasons.toml), `note` what is
    not certain about the rule. `met_from` ("YYYY-MM") is the month in which time alone cures it,
    None where it does not.
    """

    key: str
    met: bool | None
    code: str
    values: Mapping[str, object]
    note: str | None = None
    met_from: str | None = None
    lookup: str | None = None


CONDITIONS = ("permit", "retirement", "insurance", "record")


class Eligibility(NamedTuple):
    """The four conditions, in the order of `CONDITIONS`.

    `verdict` is True, False, or None while something is not known.
    """

    verdict: bool | None
    conditions: tuple[Condition, ...]

    def condition(self, key: str) -> Condition:
        """The condition called "permit", "retirement", "insurance" or "record"."""
        return self.conditions[CONDITIONS.index(key)]


class _Found(NamedTuple):
    met: bool | None
    code: str
    values: Mapping[str, object] = {}
    met_from: Month | None = None


def eligibility(facts: Facts, year: int) -> Eligibility:
    """Whether a person may apply in `year`, condition by condition, as of 31 December before."""
    return judge(Snapshot(facts, year))


def judge(case: Snapshot) -> Eligibility:
    """The same for facts that are already laid out at their cut."""
    terms, facts = case.rules.eligibility, case.facts
    conditions = (
        _permit(terms, facts.residence_permit),
        _retirement(terms, case.year, facts.birth, facts.sex, facts.post),
        _condition("insurance", _insurance(case, terms), terms.insurance_note, "insurance"),
        _record(facts.criminal_record),
    )
    found = [each.met for each in conditions]
    verdict = False if False in found else None if None in found else True
    return Eligibility(verdict, conditions)


_WORDS = {True: "yes", False: "no", None: "unknown"}


@lru_cache(maxsize=16)
def _permit(terms: Terms, held: bool | None) -> Condition:
    found = _Found(held, _WORDS[held])
    return _condition("permit", found, terms.permit_note, "residence_permit")


@lru_cache(maxsize=4)
def _record(held: bool | None) -> Condition:
    return _condition("record", _Found(None if held is None else not held, _WORDS[held]))


def _condition(
    key: str, found: _Found, note: str | None = None, fact: str | None = None
) -> Condition:
    return Condition(
        key,
        found.met,
        found.code,
        found.values,
        note,
        None if found.met_from is None else written(found.met_from),
        None if fact is None else FACTS[fact].lookup,
    )


@lru_cache(maxsize=4096)
def _retirement(
    terms: Terms, year: int, birth: Birth | None, sex: Sex | None, post: Post | None
) -> Condition:
    if birth is None:
        return _condition("retirement", _Found(None, "unknown"))
    cut = december(year - 1)
    first, last = retirement_span(birth, sex, post)
    values = {"first": first, "last": last, "year": year - 1}
    if first > cut:
        note = terms.post_note if post == "worker" else terms.retirement_note
        return _condition("retirement", _Found(True, "before", values), note)
    if last <= cut:
        note = terms.retirement_note
        if post == "worker" and retirement_span(birth, sex, None)[1] > cut:
            note = terms.post_note  # in the other post she could still apply
        return _condition("retirement", _Found(False, "reached", values), note)
    if sex is None:
        return _condition("retirement", _Found(None, "needs_sex", values))
    if sex == "female" and post is None:
        return _condition("retirement", _Found(None, "needs_post", values), terms.post_note)
    return _condition("retirement", _Found(None, "needs_month", values))


def _insurance(case: Snapshot, terms: Terms) -> _Found:
    needed, allowed = terms.continuous_months, terms.repaid_months
    insurance = case.facts.insurance
    if insurance is None or not insurance.is_told:
        return _Found(None, "unknown")
    run, repaid = continuous(case, insurance), repaid_count(case, insurance)
    values = {
        "run": run,
        "repaid": repaid,
        "needed": needed,
        "allowed": allowed,
        "months": insurance.months,
        "year": case.year - 1,
    }
    if repaid is not None and repaid > allowed:
        return _Found(False, "too_many_repaid", values)
    if run is None:
        most = _most_continuous(insurance, allowed)
        if most is not None and most < needed:
            return _Found(False, "too_few_in_all", values)
        return _Found(None, "run_unknown", values)
    if run < needed:
        return _short(case, insurance, run, values)
    if repaid is None:
        return _Found(None, "repaid_unknown", values)
    return _Found(True, "met", values)


def continuous(case: Snapshot, insurance: Insurance) -> int | None:
    """Months without a gap up to the cut, 补缴 months included; None when not known."""
    if insurance.continuous_months is not None:
        return insurance.continuous_months
    return None if case.covered is None else run_ending(case.covered, case.cut)


def repaid_count(case: Snapshot, insurance: Insurance) -> int | None:
    """How many months were 补缴; None when not known. Dated periods without any list: none."""
    if insurance.repaid_months is not None:
        return insurance.repaid_months
    return None if insurance.periods is None or insurance.repaid_open else case.repaid.bit_count()


def _most_continuous(insurance: Insurance, allowed: int) -> int | None:
    if insurance.months is None:
        return None
    repaid = allowed if insurance.repaid_months is None else insurance.repaid_months
    return insurance.months + min(repaid, allowed)


def _short(case: Snapshot, insurance: Insurance, run: int, values: Mapping[str, object]) -> _Found:
    """Why a run is too short, and from which month it is long enough by itself."""
    needed = case.rules.eligibility.continuous_months
    if run:
        full = Month(case.cut + needed - run)
        more = {"short": needed - run, "full": full, "full_year": full // 12 + 1}
        return _Found(False, "short", {**values, **more}, full)
    begun = next_full(case, insurance)
    if begun is None:
        return _Found(False, "not_paying", values)
    return _Found(False, "not_begun", {**values, "full": begun}, begun)


def next_full(case: Snapshot, insurance: Insurance) -> Month | None:
    """When the periods that begin after the cut first make a run that is long enough; None: never.

    For somebody who does not pay at the cut: no earlier month belongs to such a run.
    """
    needed = case.rules.eligibility.continuous_months
    starts = sorted(each.first for each in insurance.periods or () if each.first > case.cut)
    paid = NO_MONTHS
    for each in insurance.periods or ():
        paid = Months(paid | each.months(starts[-1] + needed if starts else case.cut))
    return next(
        (
            Month(start + needed - 1)
            for start in starts
            if not span(start, start + needed - 1) & ~paid
        ),
        None,
    )
