"""Sessions of older versions in the form of today's.

Version 1 kept the facts object itself (`facts`) and, in `notes`, answers that only steered the
questions. Version 2 keeps what was told by topic, for several people.
"""

from handlers.dialogue.facts import told_of
from scoring import JsonObject

_STAGES = {"consent", "asking", "review", "done"}
_KINDS = {"own": "owned", "rent": "rented", "dorm": "dorm"}


def migrate(raw: JsonObject) -> JsonObject:
    """A session of version 0 or 1 as one of version 2; newer ones are returned as they are."""
    version = raw.get("version")
    if isinstance(version, int) and version > 1:
        return raw
    facts, notes = _table(raw.get("facts")), _table(raw.get("notes"))
    told = told_of(facts)
    _homes(told, notes)
    if "work_district" in notes and not told.get("jobs"):
        told["jobs"] = [{"district": str(notes["work_district"])}]
    if notes.get("innovation") in ("award", "equity") and "innovation" not in told:
        told["innovation"] = notes["innovation"]
    stage = raw.get("stage")
    applicant = {
        "told": told,
        "unknown": _names(raw.get("skipped")),
        "trail": _names(raw.get("trail")),
        "report": raw.get("report"),
        "finished": stage == "done",
    }
    return {
        "consent": str(notes.get("consent") or ""),
        "stage": stage if isinstance(stage, str) and stage in _STAGES else "idle",
        "people": {"": applicant} if told or applicant["unknown"] else {},
        "question": raw.get("step"),
        **{name: raw.get(name) for name in ("pages", "offered", "asked", "answered", "seen")},
    }


def _homes(told: JsonObject, notes: JsonObject) -> None:
    """Kinds named without a time, the registration of a lease, living in the own home."""
    named = [_KINDS[kind] for kind in _names(notes.get("housing")) if kind in _KINDS]
    homes = told.get("homes", [])
    homes += [{"kind": k} for k in named if not any(h["kind"] == k for h in homes)]
    lives = {"all": True, "later": "later", "no": False}.get(str(notes.get("living")))
    for home in homes:
        home.pop("registered", None)
        if home["kind"] == "rented" and isinstance(notes.get("lease"), bool):
            home["registered"] = notes["lease"]
        if home["kind"] == "owned":
            home.pop("lives", None)
            if lives is not None and "lived_from" not in home:
                home["lives"] = lives
        if home["kind"] == "owned" and notes.get("home_district"):
            home.setdefault("district", str(notes["home_district"]))
    if lives is False:
        told.pop("suburb_months", None)
    if homes or "housing" in notes:
        told["homes"] = homes
    if "other_home" in notes:
        told["other_home"] = []


def _table(value: object) -> JsonObject:
    return dict(value) if isinstance(value, dict) else {}


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []
