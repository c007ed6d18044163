"""Homes told in running text: several, of one kind or of many, each with its time and district.

The clauses are walked in order. A word for a kind of home begins a home, or goes on with the one
before when it only adds to it; a time, a district or a detail belongs to the home at hand; 之前,
之后 and 换到 relate one home to another.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handlers.understanding.acts import Certainty, Topic
from handlers.understanding.readers.district import districts_in
from handlers.understanding.readers.lexicon import lexicon
from handlers.understanding.readers.moments import find_moments
from handlers.understanding.readers.reading import again
from handlers.understanding.readers.spans import NOW
from handlers.understanding.scene import Finding, Scene, Spoken
from handlers.understanding.times import Times, moved

Home = dict[str, Any]
KINDS = {"own": "owned", "rent": "rented", "dorm": "dorm"}

_WORDS = lexicon("housing")
_TOLD = lexicon("homes")
_PIECES = re.compile(
    r"[、\s]+|然后|再后来|后来|接着|之后(?=.)|以后(?=[^,]{0,3}[租住买搬])|又(?=租|住|买|在|换|搬)|再(?=租|买|搬)|(?<=.{4})(?=先(?:租|住))"
    r"|(?<![到至~住从在交-])(?=现在|目前|如今)|(?<=.{3})(?=之前|以前|原来|前面)(?<![0-9年月日本证房])|(?<=住)(?=买)|(?<=租房)(?=宿|自|买)|(?<=宿舍)(?=租|自|买)"
)


_LATELY = re.compile(r"(?:最?近|这|后)(?:这)?(?P<years>\d)年")
_PAID = re.compile("社保|五险|[交缴](?:的|到|了)")
_ONLY_TIME = re.compile(r"[\d年月日号份.\-~/到至今现在]+")
"""「2017.6至今 丰台自有住房」: the time goes with the home behind the blank."""


@dataclass
class _Told:
    """The homes so far, and what the walk remembers."""

    as_of: str
    homes: list[Home] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    lease: Any = None
    lives: Any = None
    doubtful: bool = False
    none: bool = False
    denied: set[str] = field(default_factory=set)
    reason: str = ""
    open_end: set[int] = field(default_factory=set)
    """Homes (their places) whose end was only taken to be now."""
    pending: list[dict[str, str]] = field(default_factory=list)
    """Times told before their home."""
    place: str = ""
    """The district of a house whose kind is not told yet: 「房子是通州的，2016年6月拿的证」."""

    @property
    def last(self) -> Home | None:
        return self.homes[-1] if self.homes else None


def homes(scene: Scene, kind: str = "") -> list[Finding]:
    """HOMES, LEASE and LIVES_THERE; `kind` is the kind that the question is about."""
    said = scene.of(Topic.HOMES, Topic.LEASE, Topic.LIVES_THERE)
    told = _Told(f"{scene.as_of.year:04d}-{scene.as_of.month:02d}")
    for spoken in said:
        if _WORDS["elsewhere"].search(spoken.text) and not spoken.districts:
            told.used.add(spoken.index)
            continue
        if _TOLD["others"].search(spoken.text) or _WORDS["intended"].search(spoken.text):
            continue
        _walk(spoken, told, kind)
    if told.place and not told.homes and not told.denied:
        # 「我的房子在大兴」 alone: most likely one's own
        told.homes.append({"kind": kind or "owned", "district": told.place})
        told.doubtful = True
    return _findings(told)


def _walk(spoken: Spoken, told: _Told, kind: str) -> None:
    text = _WORDS["slips"].sub("租房", spoken.figures)
    at = 0
    for found in [*_PIECES.finditer(text), None]:
        piece = text[at : found.start()] if found else text[at:]
        after = found is not None and (found[0].isspace() or found[0] in ("以后", "之后"))
        if after and _ONLY_TIME.fullmatch(piece):
            continue
        link = text[at - len(_link(text, at)) : at] if at else ""
        if piece.strip():
            _piece(piece, link, spoken, told, kind)
        at = found.end() if found else at


def _link(text: str, at: int) -> str:
    found = re.search(r"(?:然后|后来|接着|之后|以后|又|再)$", text[:at])
    return found[0] if found else ""


def _piece(piece: str, link: str, spoken: Spoken, told: _Told, asked: str) -> None:
    times = spoken.times_in(piece)
    if Topic.INSURANCE in spoken.topics and _PAID.search(piece):
        times = Times((), (), ())  # 「是租的社保2010年9月交的」: the time of the insurance
    named = _kinds(_WORDS["denied"].sub("", piece))
    _denials(piece, told, spoken)
    if _details(piece, told, spoken, times, named):
        return
    if _cannot_count(piece, told, spoken, named):
        return
    if not named and (_TOLD["stays"].search(piece) or spoken.follows is Topic.HOMES or times):
        named = _implied(piece, told, asked, spoken, times)
    for number, kind in enumerate(named):
        _begin(kind, piece, link, told, spoken, times)
        if number + 1 < len(named) and len(named) == len(times.periods):
            _time(told, Times((times.periods[number],), (), ()), piece)
    if not named and not told.homes:
        if _TOLD["house"].search(piece) and not times and spoken.districts:
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
    _district(piece, told)
    _time(told, times, piece)
    _marks(piece, told, times)


def _kinds(text: str) -> list[str]:
    spots: list[tuple[int, int, str]] = []
    for short, kind in KINDS.items():
        for found in _WORDS[short].finditer(text):
            spots.append((found.start(), found.end(), kind))
    kinds: list[str] = []
    for start, end, kind in sorted(spots):
        inside = any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in spots)
        if not inside and (not kinds or kinds[-1] != kind):
            kinds.append(kind)
    return kinds


def _implied(piece: str, told: _Told, asked: str, spoken: Spoken, times: Times) -> list[str]:
    """「2023年7月换到西城」: another home of the kind at hand."""
    moved_on = _TOLD["moved_on"].search(piece)
    last = told.last
    if _TOLD["house"].search(piece) and (last is None or last["kind"] == "owned"):
        return ["owned"]
    if _TOLD["certificate"].search(piece) and (last is None or last["kind"] != "owned"):
        return ["owned"]
    if _TOLD["that_house"].search(piece) and not piece.count("租"):
        return ["owned"]
    if last is None:
        return [asked] if asked else []
    has_time = "from" in last or "months" in last or "to" in last
    new_place = spoken.districts and last.get("district") not in (None, spoken.districts[0])
    if moved_on and (has_time or last.get("district")):
        last["past"] = "to" not in last or last["to"] == NOW
        return [last["kind"]]
    if new_place and (has_time or times):
        return [last["kind"]]
    if has_time and times.periods:
        return [last["kind"]]
    return []


def _begin(kind: str, piece: str, link: str, told: _Told, spoken: Spoken, times: Times) -> None:
    """A new home of `kind`, unless the clause only adds to the one at hand."""
    last = told.last
    if last is not None and last["kind"] == kind:
        another = _TOLD["another"].search(piece) or _TOLD["moved_on"].search(piece)
        fresh_place = bool(spoken.districts) and last.get("district") not in (
            None,
            *spoken.districts,
        )
        timed = "from" in last or "months" in last
        more = bool(times.periods or times.durations) and not _TOLD["certificate"].search(piece)
        if not (another or fresh_place or (timed and more) or _later_one(last, times)):
            return
    same = next((h for h in told.homes if h["kind"] == kind and len(h) == 1), None)
    if same is not None and same is not last:
        told.homes.remove(same)
    home: Home = {"kind": kind}
    if told.place and not spoken.districts:
        home["district"] = told.place
    told.place = ""
    told.homes.append(home)
    if told.pending:
        _set_span(told, told.pending.pop(0))
    if link or _TOLD["afterwards"].search(piece):
        before = told.homes[-2] if len(told.homes) > 1 else None
        if before is not None and before.get("to", NOW) != NOW and not times:
            home["from"], home["to"] = moved(before["to"], 1), NOW
            told.open_end.add(len(told.homes) - 1)


def _later_one(last: Home, times: Times) -> bool:
    """A date after the home at hand was left begins the next."""
    ended = last.get("to", NOW)
    return ended != NOW and bool(times.months) and times.months[0] > ended


def _set_span(told: _Told, span: dict[str, str]) -> None:
    home = told.homes[-1]
    home.update(span)
    _close_earlier(told, home["from"])


def _close_earlier(told: _Told, begin: str) -> None:
    """Moving on ends the stay before, where its end was only taken to be now."""
    for place, earlier in enumerate(told.homes[:-1]):
        if (
            place in told.open_end
            and earlier["kind"] != "owned"
            and earlier.get("from", "") < begin
        ):
            earlier["to"] = moved(begin, -1)
            told.open_end.discard(place)
        elif not earlier.keys() & {"from", "months", "to"} and (
            earlier["kind"] != "owned" or earlier.get("past")
        ):
            earlier["to"] = moved(begin, -1)


def _time(told: _Told, times: Times, piece: str) -> None:
    home = told.homes[-1]
    place = len(told.homes) - 1
    if _TOLD["past"].search(piece):
        home["past"] = True
    if times.problem and not times.spans:
        told.reason = told.reason or times.problem
    if times.spans:
        for number, span in enumerate(times.spans):
            if number:
                told.homes.append({k: v for k, v in home.items() if k in ("kind", "district")})
            _set_span(told, span)
        if times.spans[-1]["to"] == NOW and not _TOLD["until_now"].search(piece):
            told.open_end.add(len(told.homes) - 1)
        if home["kind"] == "owned" and _TOLD["certificate"].search(piece):
            home["certificate"] = home["from"]
        return
    if times.months:
        _dated(told, home, place, times, piece)
        return
    if times.dates and _year_of_certificate(home, times, piece):
        return
    if times.dates:
        told.reason = told.reason or "period.no_month"
        told.doubtful = True
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
    if home["kind"] != "owned" or year is None or not _TOLD["certificate"].search(piece):
        return False
    home.setdefault("certificate", str(year))
    return True


def _before_next(told: _Told, home: Home) -> None:
    """「之前租房」 after the date of the own home: the rent ended when that began."""
    starts = [h["from"] for h in told.homes if h is not home and "from" in h]
    if starts and "from" not in home and "months" not in home:
        home["to"] = moved(min(starts), -1)


def _dated(told: _Told, home: Home, place: int, times: Times, piece: str) -> None:
    month = times.months[0]
    when = next(m for m in times.dates if m.month is not None and m.year is not None)
    if _TOLD["until"].search(piece[: when.start]) or _TOLD["ends"].search(piece[when.end :]):
        home["to"] = NOW if when.ran and month == told.as_of else month
        told.open_end.discard(place)
        before = told.homes[-2] if place else None
        if "from" not in home and before and before.get("to", NOW) != NOW:
            home["from"] = moved(before["to"], 1)
        return
    if home["kind"] == "owned":
        if _TOLD["moved_in"].search(piece) and (
            "from" in home or _TOLD["only_moved"].search(piece)
        ):
            home["lived_from"] = month
            return
        if _TOLD["certificate"].search(piece):
            home["certificate"] = month
            home["from"] = month
        else:
            home.setdefault("from", month)
        home.setdefault("to", NOW)
        _close_earlier(told, home["from"])
        return
    if _TOLD["before"].search(piece[when.end :]):
        home["to"] = moved(month, -1)
        return
    home.setdefault("from", month)
    home.setdefault("to", NOW)
    told.open_end.add(place)
    _close_earlier(told, month)


def _district(piece: str, told: _Told) -> None:
    found = districts_in(piece)
    if found and told.homes and "district" not in told.homes[-1]:
        told.homes[-1]["district"] = found[0]


def _marks(piece: str, told: _Told, times: Times) -> None:
    """Living in the own home since the certificate."""
    home = told.homes[-1]
    if home["kind"] != "owned":
        return
    if _TOLD["let_out"].search(piece):
        told.lives = False
    elif _TOLD["lives"].search(piece):
        later = _MOVED_LATER.search(piece) and not times.months
        if "from" in home and not times.months and not later:
            home.setdefault("lived_from", home["from"])
        told.lives = "later" if later else True


def _details(piece: str, told: _Told, spoken: Spoken, times: Times, named: list[str]) -> bool:
    """The registration of a lease and living in the own home; True when that is all."""
    lease = _lease(piece, times, spoken.as_of)
    earlier = isinstance(told.lease, dict) and _TOLD["earlier"].search(piece) is not None
    if earlier:
        # 「2021年起备案，之前没有」 says no more than the beginning does
        told.used.add(spoken.index)
        return True
    if lease is not None:
        told.used.add(spoken.index)
        lately = _LATELY.search(piece)
        if lease is True and lately:
            # 「近五年备案了」: from about then on
            lease = {"from": moved(told.as_of, -12 * int(lately["years"])), "to": NOW}
            told.doubtful = True
        told.lease = lease
        for home in told.homes:
            if home["kind"] == "rented" and isinstance(lease, bool):
                home["registered"] = lease
    only_lease = lease is not None and not named and not spoken.districts
    if only_lease:
        return True
    if named or not told.homes or told.last is None:
        if not named and not told.homes:
            lives = _lives(piece)
            if lives is not None and spoken.about(Topic.LIVES_THERE):
                told.lives = lives
                told.used.add(spoken.index)
        return False
    lives = _lives(piece)
    if lives is None or _TOLD["certificate"].search(piece):
        return False
    own = next((h for h in reversed(told.homes) if h["kind"] == "owned"), None)
    told.used.add(spoken.index)
    later = lives and _MOVED_LATER.search(piece) and not times.months
    told.lives = "later" if later else lives
    if own is not None and lives is True and not later:
        if times.months:
            own["lived_from"] = times.months[0]
        elif "from" in own:
            own.setdefault("lived_from", own.get("certificate", own["from"]))
    return not spoken.districts


_NOT_KNOWN = re.compile(r"不(?:太)?(?:清楚|知道|确定|晓得|了解)|没问过")
_MOVED_LATER = re.compile(r"后来才|才搬|之后才|过了.{0,6}才")


def _lives(piece: str) -> bool | None:
    if _TOLD["let_out"].search(piece):
        return False
    return True if _TOLD["lives"].search(piece) else None


def _lease(piece: str, times: Times, as_of: date) -> Any:
    if not _TOLD["lease"].search(piece) or _NOT_KNOWN.search(piece):
        return None
    if _TOLD["lease_no"].search(piece):
        return False
    if times.spans:
        return dict(times.spans[0])
    if times.months:
        return {"from": times.months[0], "to": NOW}
    year = next((m.year for m in find_moments(piece, as_of) if m.year), None)
    return {"from": f"{year:04d}-01", "to": NOW} if year else True


def _denials(piece: str, told: _Told, spoken: Spoken) -> None:
    """「没租过房」, 「没有房」."""
    for found in _WORDS["denied"].finditer(piece):
        told.used.add(spoken.index)
        told.denied |= set(_kinds(found[0].lstrip("没有不是从未来"))) or (
            {"owned"} if "房" in found[0] else set()
        )
    if _TOLD["no_house"].search(piece):
        told.denied.add("owned")
        told.used.add(spoken.index)


def _cannot_count(piece: str, told: _Told, spoken: Spoken, named: list[str]) -> bool:
    """A home that does not count, or the parents' one."""
    his_own = "rented" in named or "dorm" in named or _WORDS["shared"].search(piece)
    if _WORDS["not_own"].search(piece) and not his_own:
        told.used.add(spoken.index)
        told.none = True
        told.reason = told.reason or "housing.not_own"
        return True
    if _WORDS["no_certificate"].search(piece) and "rented" not in named and "dorm" not in named:
        told.used.add(spoken.index)
        told.reason = told.reason or "housing.no_certificate"
        return True
    return False


def _findings(told: _Told) -> list[Finding]:
    used = tuple(sorted(told.used))
    found = [
        _finished(home, told)
        for home in told.homes
        if home["kind"] not in told.denied or len(home) > 1
    ]
    results: list[Finding] = []
    if found:
        sure = Certainty.DOUBTFUL if told.doubtful else Certainty.INFERRED
        results.append(Finding(Topic.HOMES, found, sure, used))
    elif told.reason:
        results.append(
            Finding(Topic.HOMES, None, Certainty.DOUBTFUL, used, again(told.reason).say or "")
        )
    elif told.denied:
        results.append(
            Finding(Topic.HOMES, sorted(told.denied), Certainty.INFERRED, used, "denied")
        )
    if told.lease is not None and not any("registered" in h for h in found):
        results.append(Finding(Topic.LEASE, told.lease, Certainty.INFERRED, used))
    if told.lives is not None and not any("lived_from" in h for h in found):
        results.append(Finding(Topic.LIVES_THERE, told.lives, Certainty.INFERRED, used))
    return results


def _finished(home: Home, told: _Told) -> Home:
    if home["kind"] == "rented" and isinstance(told.lease, bool):
        home.setdefault("registered", told.lease)
    return {k: v for k, v in home.items() if k != "past"}
