"""The training, done once and kept in `prepared.bin`, which `replies.prepare` writes.

Whoever starts then reads that file in place of training for a second, and all processes share its
pages. It is used for just what it was made of: its key covers the examples, the tables, the code
and numpy, and its digest what it holds. With any other key, without the file or with a damaged one
the router is trained as ever.
"""

from __future__ import annotations

import hashlib
import json
import math
import mmap
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from replies.router.features import Ints, Postings
from replies.router.ridge import Ridge
from replies.router.trained import Trained, train

Kind = TypeVar("Kind", bound=np.generic)

FILE = Path(__file__).with_name("prepared.bin")
ALIGNED = 64  # bytes: arrays begin at multiples of it
CODE = (
    "normalise.py", "sound.py", "pinyin.py", "pinyin.txt", "router/features.py", "router/ridge.py",
    "router/trained.py", "router/prepared.py",
)  # fmt: skip
"""Files of `replies` on which the training depends."""


def prepared(
    examples: Sequence[str],
    group_of: Ints,
    count: int,
    tables: Mapping[str, object],
    file: Path = FILE,
) -> Trained:
    """What `train` gives for the same values: read from the file if it was made of just them."""
    try:
        with file.open("rb") as opened:
            raw = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        size = int.from_bytes(raw[:8], "little")
        head = json.loads(raw[8 : 8 + size])
        if head["key"] == key(examples, group_of, count, tables):
            return _read(raw, head)
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not there, of another time, or damaged: training gives the same
    return train(examples, group_of, count, tables)


def key(examples: Sequence[str], group_of: Ints, count: int, tables: Mapping[str, object]) -> str:
    """The digest of everything that the training depends on."""
    digest = hashlib.sha256(f"{np.__version__} {sys.byteorder} {count}".encode())
    for name in CODE:
        digest.update(Path(__file__).parents[1].joinpath(name).read_bytes())
    digest.update(json.dumps([list(examples), group_of.tolist(), tables]).encode())
    return digest.hexdigest()


def _read(raw: mmap.mmap, head: Mapping[str, object]) -> Trained:
    """`ValueError` when the file does not hold what was written."""
    begin = -(-(8 + int.from_bytes(raw[:8], "little")) // ALIGNED) * ALIGNED
    if hashlib.sha256(memoryview(raw)[begin:]).hexdigest() != head["digest"]:
        raise ValueError("the prepared router is damaged")
    arrays = head["arrays"]
    assert isinstance(arrays, dict)

    def array(name: str, kind: type[Kind]) -> NDArray[Kind]:
        shape, offset = arrays[name]
        return np.frombuffer(raw, kind, math.prod(shape), begin + offset).reshape(shape)

    pairs = array("pairs", np.uint8).tobytes().decode()
    texts = array("texts", np.uint8).tobytes().decode().split("\n")
    counts = array("counts", np.int64).tolist()
    return Trained(
        dict(zip(map("".join, zip(pairs[::2], pairs[1::2], strict=True)), counts, strict=True)),
        texts,
        Postings(
            len(texts),
            array("grams", np.int64),
            array("starts", np.int64),
            array("doc", np.int32),
            array("times", np.int32),
        ),
        Ridge(array("weights", np.float16), array("bias", np.float32)),
    )


def write(trained: Trained, wanted: str, file: Path = FILE) -> None:
    """Writes what was trained under its key; whoever reads sees the old file or the new one."""
    assert trained.ridge is not None, "there is nothing to prepare without weights"
    postings = trained.postings
    arrays: dict[str, NDArray[np.generic]] = {
        "pairs": np.frombuffer("".join(trained.pairs).encode(), np.uint8),
        "counts": np.array(list(trained.pairs.values()), np.int64),
        "texts": np.frombuffer("\n".join(trained.texts).encode(), np.uint8),
        "grams": postings.grams,
        "starts": postings.starts,
        "doc": postings.doc,
        "times": postings.times,
        "weights": trained.ridge.weights,
        "bias": trained.ridge.bias,
    }
    body, places = bytearray(), {}
    for name, array in arrays.items():
        places[name] = array.shape, len(body)
        body += array.tobytes()
        body += bytes(-len(body) % ALIGNED)
    digest = hashlib.sha256(body).hexdigest()
    head = json.dumps({"key": wanted, "digest": digest, "arrays": places}).encode()
    with NamedTemporaryFile(dir=file.parent, prefix=".prepared-", delete=False) as opened:
        opened.write(len(head).to_bytes(8, "little") + head)
        opened.write(bytes(-(8 + len(head)) % ALIGNED) + body)
    Path(opened.name).chmod(0o644)
    Path(opened.name).replace(file)
