"""The corpus, and a short seeded run of mutations of it; `make fuzz` does the long ones."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.colleagues import colleagues
from tests.hostile.targets import PURE, Target

CORPUS = Path(__file__).parent / "corpus"
INPUTS = {
    "envelope": 1500,
    "typed": 1500,
    "readers": 1500,
    "api": 1500,
    "understanding": 150,
    "conversation": 40,
    "console": 40,
}
PIECES = [
    b"]]>", b"<![CDATA[", b"</Content>", b"&#x1d;", b"\xed\xa0\xbd", b"\xff", b"\x00", b"[", b"{",
    b"9" * 40, "²".encode(), "٣".encode(), "年".encode(), "至今".encode(), "😀".encode(), b"\n",
]  # fmt: skip


def seeds(name: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]


def mutated(name: str, inputs: int) -> Iterator[bytes]:
    """Seeds with bytes changed, pieces put in and ends exchanged; the same at each run."""
    rng, kept = random.Random(name), seeds(name)
    for _ in range(inputs):
        data = bytearray(rng.choice(kept)[:4096])
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(data) + 1)
            match rng.randrange(4):
                case 0 if at < len(data):
                    data[at] = rng.randrange(256)
                case 1:
                    data[at:at] = rng.choice(PIECES)
                case 2:
                    del data[at : at + rng.randint(1, 8)]
                case _:
                    data[at:] = rng.choice(kept)[at:]
        yield bytes(data)


@pytest.fixture(scope="module")
def targets() -> Iterator[dict[str, Target]]:
    with colleagues() as console:
        yield {**PURE, "console": console}


@pytest.mark.parametrize("name", INPUTS)
def test_corpus_and_mutations_make_no_fault(targets: dict[str, Target], name: str) -> None:
    for data in [*seeds(name), *mutated(name, INPUTS[name])]:
        try:
            targets[name](data)
        except Exception as error:
            raise AssertionError(f"{name}: {data[:300]!r}") from error
