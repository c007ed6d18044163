"""The time and the place of the home at hand, and how one home ends where the next begins."""

import re

from handlers.understanding.homes_told import TOLD, Home, HomesTold
from handlers.understanding.readers.district import districts_in
from handlers.understanding.readers.spans import NOW
from handlers.understanding.scene import Spoken
from handlers.understanding.times import Times, moved

_TAKEN = re.compile("[拿办领发下](?:到|下|来|证|本)|到手")
"""「房本拖到2016年12月才拿到手」: the certificate begins the home."""
_SOLD_THEN = re.compile("(?:份|就|又|已经|把它|给)*(?:卖|过户)")
_BESIDES = re.compile("[又再还][买购]")
"""One more home; the one before is not left."""
_YEARS = re.compile(r"\d\d[到至~-]\d\d年")
"""「单位宿舍06到10年」: nothing to doubt; the months are asked next."""
_BOUGHT = re.compile("[买购]")


def begin(kind: str, piece: str, link: str, told: HomesTold, spoken: Spoken, times: Times) -> None:
    """A new home of `kind`, unless the clause only adds to the one at hand."""
    last = told.last
    if last is not None and last["kind"] == kind:
        another = TOLD["another"].search(piece) or TOLD["moved_on"].search(piece)
        places = districts_in(piece) or spoken.districts
        fresh_place = bool(places) and last.get("district") not in (None, *places)
        timed = "from" in last or "months" in last
        more = bool(times.periods or times.durations) and not TOLD["certificate"].search(piece)
        if not (another or fresh_place or (timed and more) or _later_one(last, times)):
            return
        if TOLD["moved_on"].search(piece):
            leave(last, piece)
    same = next((h for h in told.homes if h["kind"] == kind and len(h) == 1), None)
    if same is not None and same is not last:
        told.homes.remove(same)
    home: Home = {"kind": kind}
    if told.place and not spoken.districts:
        home["district"] = told.place
    told.place = ""
    told.homes.append(home)
    if told.pending:
        set_span(told, told.pending.pop(0))
    if link or TOLD["afterwards"].search(piece):
        before = told.homes[-2] if len(told.homes) > 1 else None
        if before is not None and before.get("to", NOW) != NOW and not times:
            home["from"], home["to"] = moved(before["to"], 1), NOW
            told.open_end.add(len(told.homes) - 1)


def leave(home: Home, piece: str) -> None:
    """Moving on ends the stay at `home` where its end was only taken to be now."""
    home["past"] = not _BESIDES.search(piece) and home.get("to", NOW) == NOW


def _later_one(last: Home, times: Times) -> bool:
    """A date after the home at hand was left begins the next."""
    ended = last.get("to", NOW)
    return ended != NOW and bool(times.months) and times.months[0] > ended


def set_span(told: HomesTold, span: dict[str, str]) -> None:
    home = told.homes[-1]
    home.update(span)
    _close_earlier(told, home["from"])


def _close_earlier(told: HomesTold, begin: str) -> None:
    """Moving on ends the stay before, where its end was only taken to be now."""
    for place, earlier in enumerate(told.homes[:-1]):
        if (
            place in told.open_end
            and earlier["kind"] != "owned"
            and earlier.get("from", "") < begin
        ):
            earlier["to"] = moved(begin, -1)
            told.open_end.discard(place)
        elif earlier.get("past") and earlier.get("to") == NOW and earlier.get("from", "") < begin:
            earlier["to"] = moved(begin, -1)  # 「…，后来卖了；第二套2016年10月拿房本」
        elif not earlier.keys() & {"from", "months", "to"} and (
            earlier["kind"] != "owned" or earlier.get("past")
        ):
            earlier["to"] = moved(begin, -1)


def set_time(told: HomesTold, times: Times, piece: str) -> None:
    home = told.homes[-1]
    place = len(told.homes) - 1
    if TOLD["past"].search(piece):
        home["past"] = True
    if home.get("bought") and TOLD["certificate"].search(piece):
        home["bought"] = False  # 「2018年6月买的，通州的房本」
    if times.problem and not times.spans:
        told.reason = told.reason or times.problem
    if times.spans:
        for number, span in enumerate(times.spans):
            if number:
                told.homes.append({k: v for k, v in home.items() if k in ("kind", "district")})
            set_span(told, span)
        if times.spans[-1]["to"] == NOW and not TOLD["until_now"].search(piece):
            told.open_end.add(len(told.homes) - 1)
        if home["kind"] == "owned" and TOLD["certificate"].search(piece):
            home["certificate"] = home["from"]
        return
    if times.months:
        _dated(told, home, place, times, piece)
        if len(times.months) == 2 and _SOLD_THEN.match(piece, times.dates[-1].end):
            home["to"] = times.months[1]  # 「08年5月拿的本，18年3月卖了」
        return
    if times.dates and _year_of_certificate(home, times, piece):
        return
    if times.dates and home["kind"] == "owned" and _BOUGHT.search(piece):
        return  # 「2018年买的房」: what counts is the certificate, which is asked
    if times.dates:
        told.reason = told.reason or "period.no_month"
        told.doubtful = told.doubtful or not _YEARS.search(piece)
        return
    if times.durations:
        months = [d.months for d in times.durations]
        if len(months) == 1 and months[0]:
            home.setdefault("months", months[0])
        else:
            told.doubtful = True
        return
    if home.get("past") and "to" not in home:
        _before_next(told, home)


def _year_of_certificate(home: Home, times: Times, piece: str) -> bool:
    """「2018年的房本」: the year of the certificate of an own home; its month stays open."""
    year = times.dates[0].year
    if home["kind"] != "owned" or year is None or not TOLD["certificate"].search(piece):
        return False
    home.setdefault("certificate", str(year))
    return True


def _before_next(told: HomesTold, home: Home) -> None:
    """「之前租房」 after the date of the own home: the rent ended when that began."""
    starts = [h["from"] for h in told.homes if h is not home and "from" in h]
    if starts and "from" not in home and "months" not in home:
        home["to"] = moved(min(starts), -1)


def _dated(told: HomesTold, home: Home, place: int, times: Times, piece: str) -> None:
    month = times.months[0]
    when = next(m for m in times.dates if m.month is not None and m.year is not None)
    taken = home["kind"] == "owned" and _TAKEN.search(piece[when.end :])
    until = TOLD["until"].search(piece[: when.start]) and not taken
    if until or TOLD["ends"].search(piece[when.end :]):
        home["to"] = NOW if when.ran and month == told.as_of else month
        told.open_end.discard(place)
        before = told.homes[-2] if place else None
        if "from" not in home and before and before.get("to", NOW) != NOW:
            home["from"] = moved(before["to"], 1)
        return
    if home["kind"] == "owned":
        if TOLD["moved_in"].search(piece) and ("from" in home or TOLD["only_moved"].search(piece)):
            home["lived_from"] = month
            return
        if TOLD["certificate"].search(piece):
            home["certificate"] = month
            home["from"] = month
        else:
            home.setdefault("from", month)
            home["bought"] = _BOUGHT.search(piece) is not None
        home.setdefault("to", NOW)
        _close_earlier(told, home["from"])
        return
    if TOLD["before"].search(piece[when.end :]):
        home["to"] = moved(month, -1)
        return
    home.setdefault("from", month)
    home.setdefault("to", NOW)
    told.open_end.add(place)
    _close_earlier(told, month)


def set_district(piece: str, told: HomesTold) -> None:
    found = districts_in(piece)
    if found and told.homes and "district" not in told.homes[-1]:
        told.homes[-1]["district"] = found[0]
