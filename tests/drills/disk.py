"""A small filesystem of its own for Redis, where this process may mount one: a disk to fill."""

import errno
import subprocess
from pathlib import Path

MEGABYTES = 32


class SmallDisk:
    """`folder` on a filesystem of `MEGABYTES`; `mounted` is False where mounting is not allowed.

    Mounting needs root and a container that lets it; without, the folder is an ordinary one.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self._filler = folder / "filler"
        mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
        try:
            self.mounted = subprocess.run(mount, capture_output=True).returncode == 0
        except FileNotFoundError:
            self.mounted = False

    def fill(self) -> None:
        """Use every free byte."""
        assert self.mounted, "it would fill the machine's own disk"
        with self._filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise

    def free(self) -> None:
        """Give the space back."""
        self._filler.unlink()

    def close(self) -> None:
        """Unmount it; whoever uses it has ended."""
        if self.mounted:
            subprocess.run(["umount", str(self.folder)], check=True, capture_output=True)
