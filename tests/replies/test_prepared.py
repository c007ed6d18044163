"""The training that is kept in a file gives what training gives, or is not used."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from replies.router import prepared as module
from replies.router.prepared import key, prepared, write
from replies.router.trained import Trained, train

EXAMPLES = ["社保断缴一个月", "断缴还算连续吗", "租房没备案", "租房要备案吗"]
GROUPS = np.array([0, 0, 1, 1])
TABLES: dict[str, object] = {"terms": ["社保", "备案"], "fillers": ["请问"]}
MADE_OF = (EXAMPLES, GROUPS, 2, TABLES)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "prepared.bin"
    write(train(*MADE_OF), key(*MADE_OF), file)
    return file


def close(one: NDArray[np.generic], other: NDArray[np.generic]) -> bool:
    # two trainings may differ in the last bit, as the arrays lie in memory
    return (one.shape, one.dtype) == (other.shape, other.dtype) and np.allclose(
        one, other, rtol=1e-3, atol=1e-6
    )


def same(one: Trained, other: Trained) -> bool:
    assert one.ridge is not None
    assert other.ridge is not None
    pairs = [
        close(one.postings.grams, other.postings.grams),
        close(one.postings.starts, other.postings.starts),
        close(one.postings.doc, other.postings.doc),
        close(one.postings.times, other.postings.times),
        close(one.ridge.weights, other.ridge.weights),
        close(one.ridge.bias, other.ridge.bias),
        one.pairs == other.pairs,
        one.texts == other.texts,
        one.postings.size == other.postings.size,
    ]
    return all(pairs)


def test_the_file_gives_what_training_gives(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = train(*MADE_OF)
    monkeypatch.delattr(module, "train")  # not called
    assert same(prepared(*MADE_OF, file), wanted)


@pytest.mark.parametrize(
    "made_of",
    [
        ([*EXAMPLES[:3], "租房怎么备案"], GROUPS, 2, TABLES),
        (EXAMPLES, np.array([0, 0, 0, 1]), 2, TABLES),
        (EXAMPLES, GROUPS, 2, TABLES | {"fillers": ["您好"]}),
    ],
)
def test_a_file_of_other_examples_groups_or_tables_is_not_used(
    file: Path, made_of: tuple[list[str], NDArray[np.int64], int, dict[str, object]]
) -> None:
    assert key(*made_of) != key(*MADE_OF)
    assert same(prepared(*made_of, file), train(*made_of))


@pytest.mark.parametrize("at", [0, 30, -1])
def test_a_damaged_file_is_not_used(file: Path, at: int) -> None:
    raw = bytearray(file.read_bytes())
    raw[at] ^= 1
    file.write_bytes(raw)
    assert same(prepared(*MADE_OF, file), train(*MADE_OF))


@pytest.mark.parametrize("size", [0, 7, 40, 300])
def test_a_file_that_was_cut_off_is_not_used(file: Path, size: int) -> None:
    file.write_bytes(file.read_bytes()[:size])
    assert same(prepared(*MADE_OF, file), train(*MADE_OF))


def test_without_a_file_it_is_trained(tmp_path: Path) -> None:
    assert same(prepared(*MADE_OF, tmp_path / "none.bin"), train(*MADE_OF))
