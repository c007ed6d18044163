"""Random secrets that are made once and kept in the data folder, readable by the owner only."""

import contextlib
import os
import secrets
from pathlib import Path

from bot.errors import SettingsError
from replies.wording import say


def kept(path: Path) -> str:
    """The secret in `path`, or "" when there is none."""
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        return ""
    except NotADirectoryError as error:
        raise SettingsError(say("runtime.data_dir.no_folder", folder=path.parent)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(say("runtime.data_dir.unreadable", path=path)) from error


def keep(path: Path) -> str:
    """The secret in `path`, made first when there is none. Safe with several starts at once."""
    if found := kept(path):
        return found
    made = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        make_private(path.parent)
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(16))
            file.flush()
            os.fsync(file.fileno())
        # link() fails where the name exists: of several starts at once one wins, all read the same
        with contextlib.suppress(FileExistsError):
            os.link(made, path)
    except OSError as error:
        raise SettingsError(
            say("runtime.data_dir.not_writable", folder=path.parent, why=error.strerror)
        ) from error
    finally:
        with contextlib.suppress(OSError):
            made.unlink()
    return kept(path)


def make_private(folder: Path) -> None:
    """Make `folder` (and its parents); only its owner may look into it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid == os.getuid():
        folder.chmod(0o700)
