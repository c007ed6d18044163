"""When a question applies and when it is answered, for the rows of `questions`."""

from collections.abc import Callable

from handlers.dialogue.facts import (
    FILLED_UNTIL,
    educated,
    ended_filled,
    has_time,
    lease_matters,
    outside,
    registered_alone,
    suburb_counts,
)
from handlers.dialogue.view import View
from scoring import JsonObject
from scoring.months import month_named

Test = Callable[[View], bool]

CLOSE_TO_RETIRING = 43
"""From this age on a woman's post can matter within the years that a projection shows."""


def birth_month(view: View) -> bool:
    return len(str(view.told.get("birth", ""))) == 4 and "birth" in view.missing


def post_matters(view: View) -> bool:
    if "birth" not in view.told:
        return False
    age = view.year - int(str(view.told["birth"])[:4])
    return age >= CLOSE_TO_RETIRING or "post" in view.missing


def asks_breaks(view: View) -> bool:
    """A dated span in one piece: whether it was ever broken, and made up for, is asked once."""
    return len((view.told.get("insurance") or {}).get("periods", ())) == 1


def repaid_known(view: View) -> bool:
    """Whether it is known how many months were made up for, not only that some were."""
    repaid = view.told.get("repaid")
    return repaid == 0 or (isinstance(repaid, dict) and bool(repaid.keys() & {"list", "months"}))


def breaks_known(view: View) -> bool:
    """Whether the months of a break are known, or that there was none."""
    return isinstance(view.told.get("insurance_gap"), list)


def timed(kind: str) -> Test:
    return lambda view: all(has_time(home) for home in view.homes(kind))


def lease_open(view: View) -> list[JsonObject]:
    """Rented homes that are, or may have been, rented after all renting counted by itself."""
    return [
        home
        for home in view.homes("rented")
        if lease_matters(home) or not (has_time(home) or ended_filled(home))
    ]


def rent_timed(view: View) -> bool:
    """Whether the time of every lease is known; where the insurance has dates, a lease that was
    never registered adds nothing to the months that the rule fills in, nor does the time before
    the registration of the only one."""
    if view.dated_insurance and registered_alone(view.homes()):
        return True
    return all(
        has_time(home)
        or (view.dated_insurance and (home.get("registered") is False or ended_filled(home)))
        for home in view.homes("rented")
    )


def other_home(view: View) -> bool:
    """An owner whose months before the first certificate no home that was told accounts for."""
    if "owned" not in view.kinds_of_home:
        return "other_home" in view.told
    owned = [home for home in view.homes("owned") if has_time(home)]
    if not owned or view.homes("rented") or view.homes("dorm"):
        return "other_home" in view.told
    dates = [str(h.get("certificate", h.get("from", "")))[:7] for h in owned]
    if not view.dated_insurance or not all(dates):
        return True
    # The rule fills up to one month; owned from the next on, no month is left to ask about.
    first = min(date if len(date) > 4 else f"{date}-01" for date in dates)
    return month_named(first) > month_named(FILLED_UNTIL) + 1


def outer(view: View) -> list[JsonObject]:
    return [home for home in view.homes("owned") if suburb_counts(home)]


def living_known(view: View) -> bool:
    return all("lives" in home or "lived_from" in home for home in outer(view))


def moved_later(view: View) -> bool:
    return any(home.get("lives") == "later" for home in outer(view))


def lives_outside(view: View) -> bool:
    return any(home.get("lives", True) is not False for home in outer(view))


def work_begun(view: View) -> bool:
    jobs: list[JsonObject] = view.told.get("jobs") or []
    return len(jobs) != 1 or "from" in jobs[0]


def works_outside(view: View) -> bool:
    return any(outside(job.get("district")) for job in view.told.get("jobs") or ())


def study_unknown(view: View) -> bool:
    """Only who told months instead of dates must say how many of them were also study."""
    return educated(view.told) and not view.dated_insurance and "insurance" in view.told


def only_to_correct(_: View) -> bool:
    """Asked together with the other rare facts; by itself only to correct the answer."""
    return False


def settled(name: str) -> Test:
    return lambda view: view.told.get(name) != "some"


def innovation_known(view: View) -> bool:
    return view.told.get("innovation") not in ("some", "award", "equity")
