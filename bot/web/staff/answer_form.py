"""The form of one answer: what an administrator typed → the raw answer of the catalogue's files."""

import json
from collections.abc import Iterable, Mapping

from bot.web.staff.typed import whole_number
from replies.catalogue import (
    OWN_TEXT_LIMIT,
    SHORT_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    Answer,
    CatalogueError,
    answer_of,
)
from replies.wording import say
from scoring import JsonMapping, JsonObject

SOURCES = 6
LIMITS = {
    "title": TITLE_LIMIT,
    "short": SHORT_LIMIT,
    "text": OWN_TEXT_LIMIT,
    "official_text": TEXT_LIMIT,
}
"""Characters, by field; counted while staff type."""
FIELDS = ("id", "official", "title", "short", "text", "examples", "related", "sources", "next_step")


def labels() -> dict[str, str]:
    """What each field is called on the page."""
    return {name: say(f"staff.field.{name}") for name in FIELDS}


class Wrong(ValueError):
    """A field that cannot be used: `key` and, in Chinese, what would be right."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key, self.text = key, text


def read_answer(form: Mapping[str, str]) -> Answer:
    """`Wrong` names the first field that cannot be used."""
    raw: JsonObject = {
        name: form.get(name, "").strip().replace("\r\n", "\n")
        for name in ("id", "title", "short", "text")
    }
    if topic := form.get("topic", "").strip():
        raw["topic"] = topic
    if variants := form.get("variants", "").strip():
        raw["variants"] = _variants(variants)
    if official := form.get("official", "").strip():
        raw["official"] = whole_number(official) or official
    if next_step := form.get("next_step", "").strip():
        raw["next_step"] = next_step
    raw["related"] = form.get("related", "").replace("，", " ").replace(",", " ").split()
    lines = form.get("examples", "").splitlines()
    raw["examples"] = [line.strip() for line in lines if line.strip()]
    raw["sources"] = [
        {
            key: value
            for key in ("document", "indicator", "date", "confidence")
            if (value := form.get(f"sources[{n}].{key}", "").strip())
        }
        for n in range(SOURCES)
        if form.get(f"sources[{n}].document", "").strip()
    ]
    if not raw["sources"]:
        raise Wrong("sources", say("staff.answer_wrong.no_source"))
    return checked(raw)


def take(mine: JsonMapping, theirs: JsonMapping, keys: Iterable[str]) -> JsonObject:
    """The answer with the fields `keys` as the colleague has them."""
    chosen = {key for key in keys if key in mine or key in theirs}
    kept = {key: value for key, value in mine.items() if key not in chosen}
    return kept | {key: theirs[key] for key in chosen if key in theirs}


def _variants(text: str) -> object:
    """The variants as the form carries them along; staff do not edit them."""
    try:
        return json.loads(text)
    except ValueError:
        return text  # the catalogue names what is wrong with it


def checked(raw: JsonMapping) -> Answer:
    """The answer in raw form; `Wrong` in Chinese where the catalogue would refuse it."""
    try:
        return answer_of(raw, f"{raw.get('id') or 'answer'}.md")
    except CatalogueError as error:
        raise wrong_of(error) from None


def wrong_of(error: CatalogueError) -> Wrong:
    """The catalogue's objection in words for staff, at its field."""
    key = error.key.partition("[")[0].rpartition(".")[2] or "id"
    if not error.code:
        why = error.reason[:80]
        return Wrong(key if key in FIELDS else "text", say("staff.answer_wrong.other", why=why))
    text = say(f"staff.answer_wrong.{error.code}", about=str(error.about)[:60])
    if error.code in ("twice", "example_long", "example_taken"):
        key = "examples"
    return Wrong(key if key in FIELDS else "sources", text)


def form_of(answer: Answer) -> dict[str, str]:
    """The form fields that give this answer; figures stay as the placeholders of the file."""
    raw = answer.raw
    found = {name: str(raw.get(name) or "") for name in ("id", "title", "short", "text")}
    found["topic"] = str(raw.get("topic") or "")
    found["variants"] = (
        json.dumps(raw["variants"], ensure_ascii=False) if raw.get("variants") else ""
    )
    found["official"] = str(raw.get("official") or "")
    found["next_step"] = str(raw.get("next_step") or "")
    found["related"] = " ".join(raw.get("related", []))
    found["examples"] = "\n".join(raw.get("examples", []))
    for number, source in enumerate(raw.get("sources", [])):
        for key, value in source.items():
            found[f"sources[{number}].{key}"] = str(value)
    return found
