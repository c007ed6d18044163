"""Homes told in running text: several, of one kind or of many, each with its time and district.

The clauses are walked in order. A word for a kind of home begins a home, or goes on with the one
before when it only adds to it; a time, a district or a detail belongs to the home at hand; 之前,
之后 and 换到 relate one home to another.
"""

import re

from handlers.understanding.acts import Certainty, Topic
from handlers.understanding.homes_details import (
    LEASE_SINCE,
    cannot_count,
    denials,
    details,
    set_lived_in,
)
from handlers.understanding.homes_given_up import (
    ASKS_WHEN,
    ended_before,
    given_up,
    which_is_open,
    without_known_ends,
)
from handlers.understanding.homes_times import begin, leave, set_district, set_time
from handlers.understanding.homes_told import TOLD, WORDS, Home, HomesTold, kinds_in
from handlers.understanding.readers.district import districts_in
from handlers.understanding.readers.reading import again
from handlers.understanding.readers.spans import NOW
from handlers.understanding.scene import Finding, Scene, Spoken
from handlers.understanding.times import Times

_PIECES = re.compile(
    r"[、\s]+|然后|再后来|后来|接着|之后(?=.)|以后(?=[^,]{0,3}[租住买搬])|又(?=租|住|买|在|换|搬)|再(?=租|买|搬)|(?<=.{4})(?=先(?:租|住))"
    r"|(?<![到至~住从在交-])(?=现在|目前|如今)|(?<=.{3})(?=之前|以前|原来|前面)(?<![0-9年月日本证房])|(?<=住)(?=买)|(?<=卖了的)(?=换)|(?<=的)(?=换[到成])|(?<=卖了)(?!.{2,3}区?(?:的|那套)*(?:房子?)?(?:$|[,\s换]))(?!(?:19|20)?\d\d年\d{1,2}月(?:份)?(?:的)?(?:$|[,\s]))(?=.)|(?<=租房)(?=宿|自|买)|(?<=宿舍)(?=租|自|买)"
)
_PAID = re.compile("社保|五险|[交缴](?:的|到|了)")
_ONLY_TIME = re.compile(r"[\d年月日号份.\-~/到至今现在]+")
"""「2017.6至今 丰台自有住房」: the time goes with the home behind the blank."""


def homes(scene: Scene, kind: str = "") -> list[Finding]:
    """HOMES, LEASE and LIVES_THERE; `kind` is the kind that the question is about."""
    said = scene.of(Topic.HOMES, Topic.LEASE, Topic.LIVES_THERE)
    told = HomesTold(f"{scene.as_of.year:04d}-{scene.as_of.month:02d}")
    for spoken in said:
        if WORDS["elsewhere"].search(spoken.text) and not spoken.districts:
            told.used.add(spoken.index)
            continue
        if TOLD["discounted"].search(spoken.text):
            told.used.add(spoken.index)
            continue
        if TOLD["others"].search(spoken.text) or WORDS["intended"].search(spoken.text):
            continue
        _walk(spoken, told, kind)
    if told.place and not told.homes and not told.denied:
        # 「我的房子在大兴」 alone: most likely one's own
        told.homes.append({"kind": kind or "owned", "district": told.place})
        told.doubtful = True
    return _findings(told, scene)


def _walk(spoken: Spoken, told: HomesTold, kind: str) -> None:
    text = WORDS["slips"].sub("租房", spoken.figures)
    at = 0
    for found in [*_PIECES.finditer(text), None]:
        piece = text[at : found.start()] if found else text[at:]
        after = found is not None and (
            found[0].isspace() or found[0] in ("以后", "之后", "又", "再")
        )
        if after and _ONLY_TIME.fullmatch(piece):
            continue
        link = text[at - len(_link(text, at)) : at] if at else ""
        if piece.strip():
            _piece(piece, link, spoken, told, kind)
        at = found.end() if found else at


def _link(text: str, at: int) -> str:
    found = re.search(r"(?:然后|后来|接着|之后|以后|又|再)$", text[:at])
    return found[0] if found else ""


_WHOLE = re.compile("至今|[到至~-]")
"""A period with both its ends, not 「2020年9月起」."""


def _piece(piece: str, link: str, spoken: Spoken, told: HomesTold, asked: str) -> None:
    times = spoken.times_in(piece)
    if Topic.INSURANCE in spoken.topics and _PAID.search(piece):
        times = Times((), (), ())  # 「是租的社保2010年9月交的」: the time of the insurance
    named = kinds_in(WORDS["denied"].sub("", piece))
    denials(piece, told, spoken)
    if given_up(piece, told, spoken, times):
        return
    if details(piece, link, told, spoken, times, named):
        return
    if named and LEASE_SINCE.search(piece):
        # 「租房2020年9月起备案了」: the time of the lease; a whole period before it is the home's
        closed = tuple(
            each for each in times.periods if _WHOLE.search(piece[each.start : each.end])
        )
        times = Times(closed, (), ())
    if cannot_count(piece, told, spoken, named):
        return
    that_house = told.homes and spoken.districts and TOLD["that_house"].search(piece)
    goes_on = TOLD["stays"].search(piece) or spoken.follows is Topic.HOMES or times
    if not named and (goes_on or that_house):
        named = _implied(piece, told, asked, times)
    for number, kind in enumerate(named):
        begin(kind, piece, link, told, spoken, times)
        if number + 1 < len(named) and len(named) == len(times.periods):
            set_time(told, Times((times.periods[number],), (), ()), piece)
    if not named and not told.homes:
        if TOLD["house"].search(piece) and not times and spoken.districts:
            told.place = spoken.districts[0]
            told.used.add(spoken.index)
        elif times.spans and not told.pending:
            told.pending = times.spans
            told.used.add(spoken.index)
        return
    if told.last is None:
        return
    told.used.add(spoken.index)
    if len(named) > 1 and len(named) == len(times.periods):
        times = Times((times.periods[-1],), (), ())
    set_district(piece, told)
    set_time(told, times, piece)
    if times.problem == "period.no_month":
        told.undated.add(spoken.index)
    set_lived_in(piece, told, times)


def _implied(piece: str, told: HomesTold, asked: str, times: Times) -> list[str]:
    """「2023年7月换到西城」: another home of the kind at hand."""
    moved_on = TOLD["moved_on"].search(piece)
    last = told.last
    if TOLD["house"].search(piece) and (last is None or last["kind"] == "owned"):
        return ["owned"]
    if TOLD["certificate"].search(piece) and (last is None or last["kind"] != "owned"):
        return ["owned"]
    if TOLD["that_house"].search(piece) and not piece.count("租"):
        return ["owned"]
    if last is None and told.place and times.spans and not asked:
        told.doubtful = True
        return ["owned"]  # 「朝阳的房2015年3月到2022年4月」
    if last is None:
        return [asked] if asked else []
    if last.get("to", NOW) != NOW and times.months and times.months[0] > last["to"]:
        return [last["kind"]]  # 「2020年1月卖了，2020年5月在房山又买一套」
    has_time = "from" in last or "months" in last or "to" in last
    places = districts_in(piece)
    new_place = places and last.get("district") not in (None, places[0])
    if moved_on and (has_time or last.get("district")):
        leave(last, piece)
        return [last["kind"]]
    if new_place and (has_time or times):
        return [last["kind"]]
    if has_time and times.periods:
        return [last["kind"]]
    return []


def _findings(told: HomesTold, scene: Scene) -> list[Finding]:
    used = tuple(sorted(told.used))
    _several_leases(told)
    if which_is_open(told, scene):
        reason = again(ASKS_WHEN).say or ""
        return [Finding(Topic.HOMES, None, Certainty.DOUBTFUL, used, reason)]
    told.given_up = without_known_ends(told)
    if known := ended_before(told, scene):
        told.homes, told.given_up = known, {}
    # of a purchase alone the certificate may be later: read back
    bought = any(home.get("bought") and "certificate" not in home for home in told.homes)
    found = [
        _finished(home, told)
        for home in told.homes
        if home["kind"] not in told.denied or len(home) > 1
    ]
    results: list[Finding] = []
    if found:
        sure = Certainty.DOUBTFUL if told.doubtful or bought else Certainty.INFERRED
        results.append(Finding(Topic.HOMES, found, sure, used))
    elif told.reason == "housing.no_certificate" and _one_own(scene):
        # 「房本还没下来」, of the home that was told as one's own
        results.append(Finding(Topic.HOMES, ["owned"], Certainty.INFERRED, used, "denied"))
    elif told.reason:
        results.append(
            Finding(Topic.HOMES, None, Certainty.DOUBTFUL, used, again(told.reason).say or "")
        )
    elif told.denied:
        results.append(
            Finding(Topic.HOMES, sorted(told.denied), Certainty.INFERRED, used, "denied")
        )
    if told.undated and all(home.keys() & {"from", "months"} for home in found):
        # 「租房2016年到2019年，2021年5月到2023年4月」: nothing would ask for the first
        lost, reason = tuple(sorted(told.undated)), again("housing.years").say or ""
        results.append(Finding(Topic.HOMES, None, Certainty.DOUBTFUL, lost, reason))
    if told.given_up:
        gone = tuple(sorted(told.given_up)) if found else used
        reason = again(ASKS_WHEN).say or ""
        results.append(Finding(Topic.HOMES, None, Certainty.DOUBTFUL, gone, reason))
    if told.lease is not None and not any("registered" in h for h in found):
        results.append(Finding(Topic.LEASE, told.lease, Certainty.INFERRED, used))
    ended = told.left and told.lives is False  # 「通州那套卖了，不住那了」
    if told.lives is not None and not ended and not any("lived_from" in h for h in found):
        results.append(Finding(Topic.LIVES_THERE, told.lives, Certainty.INFERRED, used))
    return results


def _several_leases(told: HomesTold) -> None:
    """「租房，备案21年4月到23年3月，24年1月到现在」: two leases, each registered or not."""
    lease, last = told.lease, told.last
    if not isinstance(lease, dict) or len(told.homes) != 1 or last is None:
        return
    if last["kind"] != "rented":
        return
    registered = [{**last, **span, "registered": True} for span in (*told.leases, lease)]
    if "from" not in last and told.leases:
        told.homes, told.lease = registered, None
    elif lease.get("to", NOW) != NOW and last.get("from", "") > lease["to"]:
        told.homes, told.lease = [*registered, last], None


def _one_own(scene: Scene) -> bool:
    return [home.get("kind") for home in scene.known.get("homes") or ()].count("owned") == 1


def _finished(home: Home, told: HomesTold) -> Home:
    if home["kind"] == "rented" and isinstance(told.lease, bool):
        home.setdefault("registered", told.lease)
    return {k: v for k, v in home.items() if k not in ("past", "bought")}
