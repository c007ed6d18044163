"""Which service runs on this machine, and with which data.

`jifen serve` leaves a note in its data folder while it runs. A command that was started with other
settings, or none, finds the service through its process (Linux: `/proc`), so that it works on the
service's data instead of an empty Redis of its own.
"""

import json
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BotError
from bot.runtime.secrets import make_private
from bot.runtime.settings import Settings
from replies.wording import say

CODE = Path(__file__).resolve().parent.parent.parent
NOTE = "service.json"
PROC = Path("/proc")
UNIT = Path("/etc/systemd/system/jifen.service")


@dataclass(frozen=True)
class Service:
    """A running service. `settings`: None where this user may not read them."""

    pid: int
    user: str
    settings: Settings | None


@contextmanager
def noted(settings: Settings) -> Iterator[None]:
    """Leave the note in the data folder for as long as the service runs.

    With a Redis elsewhere the folder need not be writable: then there is no note.
    """
    path, owner = settings.data_dir / NOTE, os.getpid()
    with suppress(OSError):
        make_private(settings.data_dir)
        part = path.with_name(f".{NOTE}.{owner}")
        told = {"pid": owner, "started": _started(owner), "code": str(CODE)}
        part.write_text(json.dumps(told), "utf-8")
        part.replace(path)
    try:
        yield
    finally:
        # workers leave through here too when they stop
        if os.getpid() == owner:
            with suppress(OSError):
                path.unlink()


def runs_here(data_dir: Path) -> bool:
    """Whether a service of this code runs on the data folder."""
    try:
        told = json.loads((data_dir / NOTE).read_text("utf-8"))
        return bool(told["code"] == str(CODE) and told["started"] == _started(told["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def elsewhere() -> list[Service]:
    """The services of this code that run on this machine, as far as this user can see them."""
    found = []
    for folder in PROC.glob("[0-9]*"):
        with suppress(OSError, ValueError, BotError):
            words = (folder / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
            if "serve" not in words or not any(Path(word).name == "jifen" for word in words):
                continue
            user = _user(folder.stat().st_uid)
            try:
                settings = _settings_of(folder)
            except PermissionError:
                found.append(Service(int(folder.name), user, None))
                continue
            # workers share the command line of their master, which the note names
            if runs_here(settings.data_dir) and _noted_pid(settings.data_dir) == int(folder.name):
                found.append(Service(int(folder.name), user, settings))
    return found


def _settings_of(folder: Path) -> Settings:
    """The settings of a running process: its environment, and `.env` where it was started."""
    pairs = (folder / "environ").read_bytes().decode("utf-8", "replace").split("\0")
    given = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    values = {
        name.removeprefix("JIFEN_").lower(): value
        for name, value in given.items()
        if name.startswith("JIFEN_") and value
    }
    place = (folder / "cwd").resolve()
    settings = Settings.load(env_file=place / ".env", **values)
    return settings.model_copy(update={"data_dir": place / settings.data_dir})


def _noted_pid(data_dir: Path) -> int:
    return int(json.loads((data_dir / NOTE).read_text("utf-8"))["pid"])


def _started(pid: int) -> str:
    """When a process began, in ticks of the kernel: a number that came again does not fit."""
    text = (PROC / str(pid) / "stat").read_text("utf-8", "replace")
    return text.rpartition(")")[2].split()[19]


# --- the settings of a command ---------------------------------------------------------------


def settings_for_command(create: bool = False) -> tuple[Settings, Service | None]:
    """The settings that a command of the operator works with, and the service they are from.

    `BotError` where the data are not here or belong to another user. With `create` an empty data
    folder is fine, if it is this user's to begin.
    """
    settings, source = Settings.load(), None
    if settings.embedded and not _has_data(settings.data_dir):
        if not settings.model_fields_set & {"data_dir", "redis_url"}:
            settings, source = _from_running(settings)
        if settings.embedded and not _has_data(settings.data_dir) and not create:
            raise BotError(say("cli.service.none", folder=settings.data_dir))
    if settings.embedded:
        _check_owner(settings.data_dir)
    return settings.with_secret_key(), source


def _has_data(data_dir: Path) -> bool:
    try:
        return runs_here(data_dir) or any((data_dir / "redis").glob("appendonly*"))
    except OSError:
        return True  # it is there, and not ours to read: the owner's check says so


def _from_running(settings: Settings) -> tuple[Settings, Service | None]:
    found = elsewhere()
    if not found:
        return settings, None
    names = "、".join(str(each.pid) for each in found)
    if len(found) > 1:
        raise BotError(say("cli.service.several", pids=names))
    if found[0].settings is None:
        raise BotError(say("cli.service.unreadable", user=found[0].user, pid=names))
    return found[0].settings, found[0]


def _check_owner(data_dir: Path) -> None:
    """Files made by another user than the service's could not be read by it."""
    place = next(each for each in (data_dir, *data_dir.absolute().parents) if each.exists())
    user = _user(os.geteuid())
    if place == data_dir:
        owner = _user(place.stat().st_uid)
    else:
        owner = _unit_user() or user if os.geteuid() == 0 else user
    if owner != user:
        raise BotError(say("cli.service.owner", folder=data_dir, owner=owner, user=user))


def _unit_user() -> str:
    """The user of the installed systemd unit; "" without one."""
    with suppress(OSError):
        for line in UNIT.read_text("utf-8", "replace").splitlines():
            if line.startswith("User="):
                return line.removeprefix("User=").strip()
    return ""


def _user(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
