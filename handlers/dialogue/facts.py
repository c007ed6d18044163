"""What was told, by topic, as the facts object of the scoring, and back.

The facts are always derived afresh, so that nothing in them outlives the answer it came from. What
is not known stays out of them (the scoring then gives a range), never becomes a value.
"""

from collections.abc import Iterable, Sequence

from scoring import FACTS, VERSIONS, JsonMapping, JsonObject
from scoring.months import Month, month_named, written

_RULES = VERSIONS[-1]
INNER_DISTRICTS = frozenset(_RULES.item("suburb").terms.central)
FILLED_UNTIL = written(_RULES.item("residence").terms.fill_until)
"""Up to this month renting counts without a registered lease (the automatic fill)."""
SUBURB_SINCE = written(_RULES.item("suburb").terms.since)
HOLDS = {
    "none": ("none", "none"),
    "college": ("college", "none"),
    "bachelor": ("bachelor", "bachelor"),
    "bachelor_no_degree": ("bachelor", "none"),
    "master": ("master", "master"),
    "doctor": ("doctor", "doctor"),
}
RANKS = tuple(HOLDS)
"""Levels of education, the lowest first."""
OWN_FORM = frozenset({"innovation_points", "equity_financing"})
"""Single facts that are told in a form of their own."""
PLAIN_TOPICS = (
    "birth",
    "tax_years",
    "suburb_months",
    *(fact.name for fact in FACTS.values() if fact.is_scalar and fact.name not in OWN_FORM),
)
"""Topics whose told value is the fact itself."""


COUNTS = tuple(fact.name for fact in FACTS.values() if fact.is_scalar and fact.kind == "count")


def facts_of(told: JsonMapping, until: Month | None = None) -> JsonObject:
    """The facts object of what was told; `until`: the last month that counts, where one is scored.

    A break of which only the length is known takes its months off the total until then, and leaves
    the dates out: where it lay decides the continuous months, which stay open.
    """
    facts = {name: told[name] for name in PLAIN_TOPICS if name in told}
    for name in COUNTS:
        if facts.get(name) == "some":  # there were some, how many is still open
            del facts[name]
    if insurance := _insurance(told, until):
        facts["insurance"] = insurance
    homes = _homes(told)
    if homes is not None:
        facts["homes"] = homes
    jobs = _jobs(told)
    if jobs is not None:
        facts["jobs"] = jobs
    if education := _education(told):
        facts["education"] = education
    innovation = told.get("innovation")
    if innovation == "none":
        facts["innovation_points"] = 0
    elif isinstance(innovation, dict):
        names = {"points": "innovation_points", "equity": "equity_financing"}
        facts |= {names[name]: value for name, value in innovation.items()}
    return facts


def told_of(facts: JsonMapping) -> JsonObject:
    """A facts object (of a staff case, of an older session) as what was told."""
    told: JsonObject = {name: facts[name] for name in PLAIN_TOPICS if name in facts}
    insurance = facts.get("insurance")
    if isinstance(insurance, dict):
        kept = {k: insurance[k] for k in ("periods", "months") if k in insurance}
        if kept:
            told["insurance"] = kept
        if "continuous_months" in insurance:
            told["continuous"] = insurance["continuous_months"]
        if insurance.get("repaid"):
            told["repaid"] = {"list": list(insurance["repaid"])}
        elif "repaid_months" in insurance or _none_repaid(insurance):
            count = insurance.get("repaid_months") or 0
            told["repaid"] = {"months": count} if count else 0
        if "periods" in kept:
            told["insurance_gap"] = []
    if isinstance(facts.get("homes"), list):
        told["homes"] = [_home_told(home) for home in facts["homes"] if isinstance(home, dict)]
    if isinstance(facts.get("jobs"), list):
        told["jobs"] = [dict(job) for job in facts["jobs"] if isinstance(job, dict)]
    held = facts.get("education")
    if isinstance(held, dict):
        told |= _education_told(held)
    if "equity_financing" in facts:
        told["innovation"] = {"equity": facts["equity_financing"]}
    elif "innovation_points" in facts:
        points = facts["innovation_points"]
        told["innovation"] = {"points": points} if points else "none"
    return told


def _none_repaid(insurance: JsonMapping) -> bool:
    """An empty list of 补缴 months; beside dates none where it is left out, null is not known."""
    return insurance.get("repaid", [] if "periods" in insurance else None) is not None


def _home_told(home: JsonObject) -> JsonObject:
    """In a facts object a home is lived in, and a lease registered, unless it says otherwise."""
    told = {name: value for name, value in home.items() if name != "lived" and value is not None}
    if home["kind"] == "owned" and home.get("lived", True) is not None:
        told["lives"] = home.get("lived", True)
    if home["kind"] == "rented" and "registered" not in home:
        told["registered"] = True
    return told


# --- insurance ---------------------------------------------------------------------------------


def _paid(periods: Iterable[JsonMapping], until: Month) -> int:
    """How many months the periods hold up to `until`."""
    months: set[int] = set()
    for each in periods:
        to = str(each.get("to", "now"))
        last = until if to == "now" else min(until, month_named(to[:7]))
        months.update(range(month_named(str(each["from"])[:7]), last + 1))
    return len(months)


def _insurance(told: JsonMapping, until: Month | None) -> JsonObject:
    said = told.get("insurance")
    found: JsonObject = {}
    if said is not None:
        found = dict(said)
        gap = told.get("insurance_gap")
        if "periods" in found and isinstance(gap, list) and gap:
            found["periods"] = without(found["periods"], gap)
        if "periods" in found and isinstance(gap, dict) and "months" in gap and until is not None:
            count = _paid(found["periods"], until) - int(gap["months"])
            found = {"months": max(0, count)}
    if "continuous" in told:
        found["continuous_months"] = told["continuous"]
    elif "months" in found and told.get("insurance_gap") == []:
        found["continuous_months"] = found["months"]
    repaid = told.get("repaid")
    if repaid == 0 and repaid is not None:
        found["repaid" if "periods" in found else "repaid_months"] = [] if "periods" in found else 0
    elif isinstance(repaid, dict) and repaid.keys() & {"list", "months"}:
        if "list" in repaid and "periods" in found:
            found["repaid"] = list(repaid["list"])
        else:
            found["repaid_months"] = repaid.get("months", len(repaid.get("list", ())))
    elif "periods" in found:
        found["repaid"] = None  # nobody has said yet that there was none
    return found


def without(periods: list[JsonObject], gap: list[str]) -> list[JsonObject]:
    """`periods` with the months `gap` cut out."""
    missing = sorted(month_named(name) for name in gap)
    for lost in missing:
        kept: list[JsonObject] = []
        for each in periods:
            first = month_named(str(each["from"])[:7])
            open_end = each.get("to", "now") == "now"
            last = None if open_end else month_named(str(each["to"])[:7])
            if lost < first or (last is not None and lost > last):
                kept.append(each)
                continue
            if lost > first:
                kept.append({**each, "to": written(lost - 1)})
            if last is None or lost < last:
                kept.append({**each, "from": written(lost + 1)})
        periods = kept
    return periods


# --- homes and jobs ----------------------------------------------------------------------------


def has_time(home: JsonMapping) -> bool:
    """Whether it is known when or how long a home was lived in."""
    return "from" in home or "months" in home or "certificate" in home


def _homes(told: JsonMapping) -> list[JsonObject] | None:
    said = told.get("homes")
    if said is None:
        return None
    dated = "periods" in (told.get("insurance") or {})
    if dated and registered_alone(said):
        said = [{**said[0], **said[0]["registered"]}]
    found: list[JsonObject] = []
    for home in said:
        if has_time(home):
            found += _counted(home)
        elif not (dated and _only_filled(home)):
            return None
    return _lived_in_one(found) if len(found) > 1 else found


def _lived_in_one(homes: list[JsonObject]) -> list[JsonObject]:
    """Of two own homes the one inside 城六区 is not lived in once the other is said to be.

    Nobody is asked whether they live inside, since it counts for nothing; without this the scoring
    would take it for lived in and find two homes for the same months.
    """
    outer = any(outside(each.get("district")) and _says_lived(each) for each in homes)
    if not outer:
        return homes
    return [
        {"lived": False, **each}
        if each["kind"] == "owned" and each.get("district") and not outside(each["district"])
        else each
        for each in homes
    ]


def _says_lived(home: JsonMapping) -> bool:
    return home["kind"] == "owned" and (home.get("lived") is True or "lived_from" in home)


def _only_filled(home: JsonMapping) -> bool:
    """A lease without a beginning, never registered or ended while all renting counted: the rule
    fills its months by itself."""
    unregistered = home.get("registered") is False or ended_filled(home)
    return home["kind"] == "rented" and unregistered and not has_time(home)


def ended_filled(home: JsonMapping) -> bool:
    """「租房到2019年9月」: ended while any renting counted, registered or not."""
    last = str(home.get("to", "now"))[:7]
    return home["kind"] == "rented" and last != "now" and last <= FILLED_UNTIL


def registered_alone(homes: Sequence[JsonMapping]) -> bool:
    """One lease, of which only the registered time is told: the rule fills what was before 2020-08,
    and what is not registered after it counts for nothing."""
    if len(homes) != 1 or homes[0]["kind"] != "rented" or has_time(homes[0]):
        return False
    return isinstance(homes[0].get("registered"), dict)


def _counted(home: JsonObject) -> list[JsonObject]:
    """A home that was told as the records that count; what matters and is not known is null."""
    kept = {k: v for k, v in home.items() if k not in ("registered", "lives") and v is not None}
    if home["kind"] == "owned":
        return [_owned(home, kept)]
    if home["kind"] != "rented" or "from" not in kept:
        return [kept]
    registered = home.get("registered")
    if isinstance(registered, dict):
        return _registered_part(kept, registered)
    if registered is None and not lease_matters(home):
        return [kept]
    return [{**kept, "registered": registered}]


def _owned(home: JsonObject, kept: JsonObject) -> JsonObject:
    if "from" in kept and "certificate" not in kept:
        kept["certificate"] = str(kept["from"])[:7]
    dated = len(str(kept.get("certificate", ""))) > 4  # of a year alone the scoring knows the range
    if dated and "from" not in kept and "months" not in kept:
        kept["from"] = str(kept["certificate"])[:7]
    if suburb_counts(home) and "lived_from" not in kept:
        lives = home.get("lives")
        kept["lived"] = lives if isinstance(lives, bool) else None
    return kept


def _registered_part(kept: JsonObject, part: JsonObject) -> list[JsonObject]:
    """A lease registered for a part of its time, as two records: without, then with."""
    first = str(kept["from"])[:7]
    since = max(first, str(part.get("from", first))[:7])
    registered = {
        **kept,
        "from": since,
        "to": part.get("to", kept.get("to", "now")),
        "registered": True,
    }
    if since == first:
        return [registered]
    before = written(month_named(since) - 1)
    return [{**kept, "to": before, "registered": False}, registered]


def lease_matters(home: JsonMapping) -> bool:
    """A dated rented home that goes on after any renting counted."""
    if home["kind"] != "rented" or "from" not in home:
        return False
    last = home.get("to", "now")
    return last == "now" or str(last)[:7] > FILLED_UNTIL


def outside(district: object) -> bool:
    """Whether a district is known and lies outside the six inner ones."""
    return bool(district) and district not in INNER_DISTRICTS


def suburb_counts(home: JsonMapping) -> bool:
    """An own home outside the six inner districts whose months can count."""
    last = home.get("to", "now")
    ends = last == "now" or str(last)[:7] >= SUBURB_SINCE
    return home["kind"] == "owned" and outside(home.get("district")) and ends


def _jobs(told: JsonMapping) -> list[JsonObject] | None:
    """The jobs with both ends; None while one that matters has no beginning."""
    said = told.get("jobs")
    if said is None:
        return None
    if not any(outside(job.get("district")) for job in said):
        return [job for job in said if "from" in job]
    found: list[JsonObject] = []
    for number, job in enumerate(said):
        first = job.get("from")
        if first is None and str(job.get("to", "9"))[:7] < SUBURB_SINCE:
            continue  # ended before any of it counts
        if first is None and len(said) > 1 and number == 0:
            first = SUBURB_SINCE
        if first is None or "district" not in job:
            return None
        last = job.get("to")
        if last is None:
            after = next((later["from"] for later in said[number + 1 :] if "from" in later), None)
            last = written(month_named(str(after)[:7]) - 1) if after else "now"
        found.append({"district": job["district"], "from": str(first)[:7], "to": last})
    return found


# --- education ---------------------------------------------------------------------------------


def _education(told: JsonMapping) -> JsonObject:
    found: JsonObject = {}
    held = told.get("education")
    if isinstance(held, str) and held in HOLDS:
        found["diploma"], found["degree"] = HOLDS[held]
    elif isinstance(held, dict):
        found |= held
    if "graduated" in told:
        found["graduated"] = told["graduated"]
    if "study_overlap" in told:
        found["overlap_months"] = told["study_overlap"]
    return found


def _education_told(held: JsonObject) -> JsonObject:
    told: JsonObject = {}
    pair = {name: held[name] for name in ("diploma", "degree") if name in held}
    both = (pair.get("diploma"), pair.get("degree"))
    level = next((level for level, holds in HOLDS.items() if holds == both), None)
    if level or pair:
        told["education"] = level or pair
    if "graduated" in held:
        told["graduated"] = held["graduated"]
    if "overlap_months" in held:
        told["study_overlap"] = held["overlap_months"]
    return told


def educated(told: JsonMapping) -> bool:
    """Whether an education that scores was told."""
    held = told.get("education")
    if isinstance(held, dict):
        return any(value != "none" for value in held.values())
    return held not in (None, "none")
