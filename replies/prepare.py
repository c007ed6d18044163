"""Trains the router on the shipped answers and keeps the result: `python -m replies.prepare`.

Part of `make install` and of the image. Without it everything works, a second later at each start.
"""

from __future__ import annotations

from replies.catalogue import Catalogue
from replies.router.dataset import Dataset
from replies.router.prepared import FILE, key, write
from replies.router.trained import train


def main() -> None:
    """Write the file of the shipped answers."""
    catalogue = Catalogue.load()
    bank = Dataset(catalogue)
    made_of = bank.examples, bank.group_of, len(bank.groups), catalogue.synonyms
    write(train(*made_of), key(*made_of), FILE)


if __name__ == "__main__":
    main()
