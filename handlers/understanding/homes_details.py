"""Beside time and place: registration of a lease, living there, and what does not count."""

import re
from datetime import date

from handlers.understanding.acts import Topic
from handlers.understanding.homes_told import TOLD, WORDS, HomesTold, kinds_in
from handlers.understanding.readers.moments import find_moments
from handlers.understanding.readers.spans import NOW
from handlers.understanding.scene import Spoken
from handlers.understanding.times import Times, moved

_LATELY = re.compile(r"(?:最?近|这|后)(?:这)?(?P<years>\d)年")
LEASE_SINCE = re.compile(r"月(?:份)?(?:起|开始|才)[^,租]{0,3}备案")
_SINCE = re.compile(
    r"(?<![到至~\d-])(?:20)?(\d\d)年(\d{1,2})月(?:份)?(?:起|开始|以后|之后)?才?[^,租\d]{0,3}备案"
)
_NOT_KNOWN = re.compile(r"不(?:太)?(?:清楚|知道|确定|晓得|了解)|没问过")
_COULD_BE = re.compile(
    r"(?:可以|能|想|打算|准备|愿意|会|要|去(?!年)|帮忙)[^,]{0,4}(?:办|备案|登记)(?!了|过|好|着)"
)
"""「中介说可以帮忙备案」: it is not done."""
_LATER_ON = re.compile(r"后来?|现在|再|又|起")
MOVED_LATER = re.compile(r"后来才|才搬|之后才|过了.{0,6}才")


def moved_later(piece: str, times: Times) -> bool:
    """「后来才搬进去」, 「16年住进去的」: later than the certificate, in a month not told."""
    if times.months:
        return False
    return MOVED_LATER.search(piece) is not None or bool(times.dates)


def set_lived_in(piece: str, told: HomesTold, times: Times) -> None:
    """Living in the own home since the certificate."""
    home = told.homes[-1]
    if home["kind"] != "owned":
        return
    if TOLD["let_out"].search(piece):
        told.lives = False
    elif TOLD["lives"].search(piece):
        later = moved_later(piece, times)
        if "from" in home and not times.months and not later:
            home.setdefault("lived_from", home["from"])
        told.lives = "later" if later else True


def details(
    piece: str, link: str, told: HomesTold, spoken: Spoken, times: Times, named: list[str]
) -> bool:
    """The registration of a lease and living in the own home; True when that is all."""
    lease = _lease(piece, times, spoken.as_of)
    if named and isinstance(lease, dict) and not LEASE_SINCE.search(piece):
        lease = True  # 「2021年1月租房到现在有备案」: the time is that of the home
    earlier = isinstance(told.lease, dict) and TOLD["earlier"].search(piece) is not None
    if earlier:
        # 「2021年起备案，之前没有」 says no more than the beginning does
        told.used.add(spoken.index)
        return True
    if lease is False and told.lease and _LATER_ON.search(link + piece):
        # 「2013年到2015年备案的，16年后没备案」 says no more than the end of the first does
        told.used.add(spoken.index)
        return True
    if lease is not None:
        told.used.add(spoken.index)
        lately = _LATELY.search(piece)
        if lease is True and lately:
            # 「近五年备案了」: from about then on
            lease = {"from": moved(told.as_of, -12 * int(lately["years"])), "to": NOW}
            told.doubtful = True
        if isinstance(lease, dict):
            before = [told.lease] if isinstance(told.lease, dict) else []
            told.leases += [span for span in before if span["to"] < lease["from"]]
            if TOLD["lease"].search(piece) and len(times.spans) > 1:
                told.leases += times.spans[:-1]
                lease = times.spans[-1]
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
                told.lives = "later" if lives and moved_later(piece, times) else lives
                told.used.add(spoken.index)
        return False
    lives = _lives(piece)
    if lives is None or TOLD["certificate"].search(piece):
        return False
    own = next((h for h in reversed(told.homes) if h["kind"] == "owned"), None)
    if own is None and times:
        return False  # 「公租房，2016年5月住到现在」
    told.used.add(spoken.index)
    later = lives and moved_later(piece, times)
    told.lives = "later" if later else lives
    if own is not None and lives is True and not later:
        if times.months:
            own["lived_from"] = times.months[0]
        elif "from" in own:
            own.setdefault("lived_from", own.get("certificate", own["from"]))
    return not spoken.districts


def _lives(piece: str) -> bool | None:
    if TOLD["let_out"].search(piece):
        return False
    return True if TOLD["lives"].search(piece) else None


_LEASE_ENDS = re.compile("停|断|到期|退了|没续|截止|为止")


def _lease(piece: str, times: Times, as_of: date) -> object:
    if not TOLD["lease"].search(piece) or _NOT_KNOWN.search(piece):
        return None
    if TOLD["lease_no"].search(piece):
        return False
    if _COULD_BE.search(piece):
        return None
    since = _SINCE.search(piece)
    if since:
        return {"from": f"20{since[1]}-{int(since[2]):02d}", "to": NOW}
    if times.spans:
        return dict(times.spans[0])
    if _LEASE_ENDS.search(piece):
        return None  # 「备案22年3月就停了」: how long it was registered is not told
    if times.months:
        return {"from": times.months[0], "to": NOW}
    year = next((m.year for m in find_moments(piece, as_of) if m.year), None)
    return {"from": f"{year:04d}-01", "to": NOW} if year else True


def denials(piece: str, told: HomesTold, spoken: Spoken) -> None:
    """「没租过房」, 「没有房」."""
    if WORDS["denied"].search(piece) or TOLD["no_house"].search(piece):
        told.used.add(spoken.index)
        told.denied |= denied_kinds(piece)


def denied_kinds(piece: str) -> set[str]:
    """The kinds of home that a text says there are none of."""
    kinds = {"owned"} if TOLD["no_house"].search(piece) else set()
    for found in WORDS["denied"].finditer(piece):
        named = set(kinds_in(found[0].lstrip("没有不是从未来")))
        kinds |= named or ({"owned"} if "房" in found[0] else set())
    return kinds


def cannot_count(piece: str, told: HomesTold, spoken: Spoken, named: list[str]) -> bool:
    """A home that does not count, or somebody else's; what follows on it tells of no other one.

    「房子是我爸的，2015年3月的房产证」 has no own home in it, nor has 「海淀的房，商住的」 unless
    the certificate says that it is for living in.
    """
    his_own = "rented" in named or "dorm" in named or WORDS["shared"].search(piece)
    reason = next((key for key in _NOT_COUNTED if WORDS[key].search(piece)), "")
    let = reason == "not_own" and TOLD["let_out"].search(piece)  # 「租给别人了」: one's own
    if reason and not (his_own or let):
        told.used.add(spoken.index)
        told.none = told.none or reason == "not_own"
        told.reason = told.reason or f"housing.{reason}"
        certified = told.last is not None and "certificate" in told.last
        if not (certified and reason == "no_certificate"):  # 「…发的证，网签是2014年」
            _drop_house(told)
            told.uncounted = reason
        return True
    came = (
        told.uncounted == "no_certificate"
        and TOLD["certificate"].search(piece)
        and spoken.times_in(piece).dates
    )  # 「2012年网签的房子，房本2014年3月才下来」
    if told.uncounted and not (came or (named and (his_own or _ONES_OWN.search(piece)))):
        told.used.add(spoken.index)
        return True
    told.uncounted = ""
    return False


_NOT_COUNTED = ("commercial", "not_own", "no_certificate")
_ONES_OWN = re.compile(
    r"自[己有住购]|另|第[2二]|又|再|我(?:也)?(?:有|买)|买[了的]?[^,]{0,3}房|我的?名|后来|之后"
)


def _drop_house(told: HomesTold) -> None:
    """The house just told, of which this is said: 「房子在大兴，商住两用」."""
    told.place = ""
    if told.last is not None and told.last["kind"] == "owned":
        told.homes.pop()
