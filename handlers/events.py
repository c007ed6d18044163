"""Menu keys and QR scenes: which command each opens."""

from handlers.commands import COMMANDS

SCENE_PREFIX = "qrscene_"


def command_of_event(key: str) -> str:
    """The command of a menu key or scene ("score", "qrscene_quick", "answer:quota"), or ""."""
    name = key.removeprefix(SCENE_PREFIX).strip()
    if name.startswith("answer:"):
        return name
    name = ALIASES.get(name.lower(), name.lower())
    return name if name in COMMANDS else ""


ALIASES = {"score": "start_score", "me": "mine", "ask": "help"}
