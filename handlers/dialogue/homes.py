"""Homes and jobs as people tell them: bit by bit, several at once, corrected in parts."""

from typing import Any

from handlers.dialogue.facts import ended_filled, has_time, lease_matters, outside, suburb_counts
from scoring import JsonObject
from scoring.months import month_named, written

Home = JsonObject
_TIME = ("from", "to", "months", "certificate")


def merge(
    known: list[Home], said: list[Home], *, replace: bool = False, kind: str = "", place: int = -1
) -> list[Home]:
    """The homes after `said` was told.

    An entry fills the first home of its kind that does not contradict it; otherwise it is a further
    home. With `replace` it overwrites the last home of its kind (a single entry), or all homes of
    the kinds named (several). `kind` is that of entries that name none, `place` the home that is
    overwritten.
    """
    named = [{**home, "kind": home.get("kind") or kind or _only_kind(known)} for home in said]
    named = [home for home in named if home["kind"]]
    found = [dict(home) for home in known]
    if replace and len(named) > 1:
        kinds = {home["kind"] for home in named}
        found = [home for home in found if home["kind"] not in kinds]
        return found + named
    for home in named:
        ends = home.keys() & set(_TIME) == {"to"}  # 「2019年8月卖了通州的」
        target = _fitting(found, home) if ends or not replace else _last(found, home["kind"])
        if replace and 0 <= place < len(found):
            target = found[place]
        if target is None:
            found.append(home)
            continue
        if any(name in home for name in _TIME) and replace and not ends:
            if target.get("lived_from") == _begin(target):  # since then, whenever that was
                del target["lived_from"]
                target["lives"] = True
            for name in _TIME:
                target.pop(name, None)
        year = str(home.get("certificate", ""))
        known_month = len(year) == 4 and str(target.get("certificate", ""))[:4] == year
        target.update({k: v for k, v in home.items() if not (known_month and k == "certificate")})
        if str(target.get("from", ""))[:4] == target.get("certificate"):
            target["certificate"] = target["from"]  # its month is told now
        _end_lease(target)
    return found


def _end_lease(home: Home) -> None:
    """A lease is registered no longer than the home is rented."""
    lease, last = home.get("registered"), str(home.get("to", "now"))[:7]
    if isinstance(lease, dict) and last < str(lease.get("to", "now"))[:7]:
        home["registered"] = {**lease, "to": last}


def _only_kind(known: list[Home]) -> str:
    kinds = {home["kind"] for home in known}
    return str(next(iter(kinds))) if len(kinds) == 1 else ""


def _last(homes: list[Home], kind: str) -> Home | None:
    return next((home for home in reversed(homes) if home["kind"] == kind), None)


def _fitting(homes: list[Home], said: Home) -> Home | None:
    """The known home that `said` speaks of, or None where it is another one."""
    alike = [home for home in homes if home["kind"] == said["kind"]]
    same = [home for home in alike if has_time(home) and has_time(said) and _same(home, said)]
    for home in [*same, *alike]:
        if any(home.get(name) not in (None, value) for name, value in _details(said).items()):
            continue
        if has_time(home) and has_time(said) and home not in same:
            continue
        return home
    return None


def _same(home: Home, said: Home) -> bool:
    """Whether two homes begin at the same time; a year alone is any month of it."""
    known, new = _begin(home), _begin(said)
    return known == new or (min(known, new) in max(known, new) and len(min(known, new)) == 4)


def _begin(home: Home) -> str:
    return str(home.get("certificate") or home.get("from") or home.get("months"))[:7]


def _details(home: Home) -> Home:
    return {name: value for name, value in home.items() if name in ("district", "registered")}


def put_lease(homes: list[Home], value: Any, *, replace: bool = False) -> list[Home]:
    """Say of the leases that matter whether they are registered."""
    return [
        {**home, "registered": value}
        if _asks_lease(home) and (replace or "registered" not in home)
        else home
        for home in homes
    ]


def _asks_lease(home: Home) -> bool:
    if home["kind"] != "rented" or ended_filled(home):
        return False
    return not has_time(home) or lease_matters(home)


def put_living(homes: list[Home], value: Any, *, replace: bool = False) -> list[Home]:
    """Say of the first own home outside 城六区 that lacks it whether the person lives there."""
    found = [dict(home) for home in homes]
    counting = [home for home in found if suburb_counts(home)]
    if value is False and len(counting) == 1 and counting[0].get("to", "now") == "now":
        replace = True  # 「不住那了」: whatever was said before
    if replace:
        counting = counting[-1:]
    for home in counting or [home for home in found if home["kind"] == "owned"]:
        if isinstance(value, dict):
            if replace or home.get("lives") == "later" or not _lived(home):
                home["lives"], home["lived_from"] = "later", str(value["from"])[:7]
                break
        elif replace or not _lived(home):
            home["lives"] = value
            home.pop("lived_from", None)
            break
    return found


def _lived(home: Home) -> bool:
    return "lives" in home or "lived_from" in home


def merge_jobs(known: list[Home], said: list[Home], *, replace: bool = False) -> list[Home]:
    """The jobs after `said` was told: a beginning for the one known job, or the jobs themselves."""
    if len(said) == 1 and len(known) == 1 and not replace:
        only, job = known[0], said[0]
        if job.get("district") in (None, only.get("district")) and "from" not in only:
            return [{**only, **job}]
    if len(said) == 1 and "district" not in said[0]:
        return [*known[:-1], {**known[-1], **said[0]}] if known else []
    same = [n for n, job in enumerate(known) if job.get("district") == said[0].get("district")]
    if replace and len(said) == 1 and len(known) > 1 and len(same) == 1:
        return [*known[: same[0]], {**known[same[0]], **said[0]}, *known[same[0] + 1 :]]
    if replace or not known or len(said) > 1:
        return [dict(job) for job in said]
    new = [job for job in said if job not in known]
    return [*_ended_by(new, known), *new]


def _ended_by(new: list[Home], known: list[Home]) -> list[Home]:
    """The known jobs, the last of which ends where a later one in another district begins."""
    begin = str(new[0].get("from", ""))[:7] if new else ""
    last = known[-1]
    goes_on = last.get("to", "now") == "now" and str(last.get("from", ""))[:7] < begin
    if not goes_on or last.get("district") == new[0].get("district"):
        return known
    return [*known[:-1], {**last, "to": written(month_named(begin) - 1)}]


def with_job_begun(told: JsonObject, month: str) -> JsonObject:
    """A place of work outside 城六区 without a beginning begins in `month`, where that will do.

    For months that lie behind it is asked; without an own home outside there are none.
    """
    jobs, homes = told.get("jobs") or [], told.get("homes") or []
    if not jobs or "from" in jobs[-1] or not outside(jobs[-1].get("district")):
        return told
    if any(home["kind"] == "owned" and outside(home.get("district")) for home in homes):
        return told
    return {**told, "jobs": [*jobs[:-1], {**jobs[-1], "from": month}]}
