"""A home given up: sold, passed to somebody else, or left to the other side in a divorce."""

import re

from handlers.understanding.homes_told import TOLD, Home, HomesTold
from handlers.understanding.readers.district import districts_in
from handlers.understanding.readers.spans import NOW
from handlers.understanding.scene import Scene, Spoken
from handlers.understanding.times import Times

ASKS_WHEN = "housing.given_up"
"""The text that asks for the month and the district."""
_PASSED = re.compile("过户|卖")


def given_up(piece: str, told: HomesTold, spoken: Spoken, times: Times) -> bool:
    """「石景山的卖了2021年2月」: the end of the home in that district, told before or known.

    Without its month the sale is not stored but asked about, unless it goes on about a home of
    this message: that one ends where the next begins.
    """
    if TOLD["given_up"].search(piece) is None:
        if not (told.given_up and times.months and _PASSED.search(piece)):
            return False  # 「房子归她了，19年1月过户」
    elif "租" in piece or times.spans or len(times.months) > 1:
        return False
    places = districts_in(piece) or ((told.place,) if told.place else ())
    if times.months:
        _ends(places, times.months[0], told)
        told.given_up.clear()
    elif told.homes and not times.dates:
        return False
    else:
        told.given_up[spoken.index] = places[0] if places else ""
    told.place, told.left = "", True
    told.used.add(spoken.index)
    return True


def _ends(places: tuple[str, ...], month: str, told: HomesTold) -> None:
    home = next((h for h in reversed(told.homes) if _is_meant(h, places, month)), None)
    if home is None:
        home = {"kind": "owned", **({"district": places[0]} if places else {})}
        told.homes.append(home)
        told.unnamed = told.unnamed or not places
    home["to"] = month
    home.pop("past", None)


def _is_meant(home: Home, places: tuple[str, ...], month: str) -> bool:
    if home["kind"] != "owned" or home.get("from", "") >= month:
        return False
    place = home.get("district")
    if places and place == places[0]:
        return True
    return home.get("to", NOW) == NOW and (not places or place is None)


def which_is_open(told: HomesTold, scene: Scene) -> bool:
    """Whether a home was given up and several are known, none of which was named."""
    if not told.unnamed:
        return False
    return [home.get("kind") for home in scene.known.get("homes") or ()].count("owned") > 1


def ended_before(told: HomesTold, scene: Scene) -> list[Home]:
    """The homes given up without a month whose end is known already."""
    if not told.given_up or told.homes:
        return []
    named = set(told.given_up.values())
    return [
        {name: home[name] for name in ("kind", "district", "to")}
        for home in scene.known.get("homes") or ()
        if home.get("to", NOW) != NOW and home.get("district") in named
    ]


def without_known_ends(told: HomesTold) -> dict[int, str]:
    """The clauses on homes given up whose end is told nowhere else in the message."""
    ended = [
        h.get("district") for h in told.homes if h["kind"] == "owned" and h.get("to", NOW) != NOW
    ]
    return {
        index: place
        for index, place in told.given_up.items()
        if not any(not place or district in (None, place) for district in ended)
    }
