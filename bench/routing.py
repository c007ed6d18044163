"""What routing costs and finds: `python -m bench.routing [quality]`.

Cost: time per question at the shipped size and at 1,000 to 100,000 examples, beside plain rapidfuzz
over the same examples in the same run; memory and start-up in a process of its own. Quality: the
engine beside normalised BM25 + 0.5 × ratio on catalogues made of the shipped examples, some taught
and the rest asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from rapidfuzz import fuzz, process

from replies.catalogue import Answer, Catalogue
from replies.router import Router
from replies.router.bm25 import Bm25
from replies.router.evidence import nearest
from replies.router.features import Postings

SIZES = (1_000, 10_000, 100_000)
QUESTIONS = 400


def grown(catalogue: Catalogue, size: int) -> Catalogue:
    """Answers of the shipped kind, 50 examples each, made of halves of shipped examples."""
    texts = [text for answer in catalogue.answers for text in answer.examples]
    draw = np.random.default_rng(0).integers(len(texts), size=(2, 2 * size))
    made = dict.fromkeys(texts[:size])
    for a, b in draw.T:
        if len(made) >= size:
            break
        one, other = texts[a], texts[b]
        made[one[: len(one) // 2 + 1] + other[len(other) // 2 :]] = None
    examples = list(made)
    answers = [_answer(f"a{n}", tuple(examples[n : n + 50])) for n in range(0, len(examples), 50)]
    return Catalogue(tuple(answers), (), (), catalogue.synonyms)


def _answer(slug: str, examples: tuple[str, ...], official: int | None = None) -> Answer:
    return Answer(slug, official, slug, slug, "", (), (), None, examples)


def questions(catalogue: Catalogue) -> list[str]:
    """Questions as people might ask: shipped examples, each changed in two places."""
    texts = [text for answer in catalogue.answers for text in answer.examples]
    draw = np.random.default_rng(1)
    asked = []
    for n in draw.choice(len(texts), QUESTIONS, replace=False):
        letters = list(texts[n])
        for at in draw.integers(len(letters), size=2):
            letters[at] = "的了吗呢"[at % 4]
        asked.append("".join(letters))
    return asked


def milliseconds(ask: Callable[[str], object], asked: list[str]) -> tuple[float, float]:
    """p50 and p99 over the questions; each is timed three times and counts with its quickest."""
    taken = []
    for text in asked:
        best = float("inf")
        for _ in range(3):
            begun = time.perf_counter()
            ask(text)
            best = min(best, time.perf_counter() - begun)
        taken.append(1000 * best)
    return float(np.percentile(taken, 50)), float(np.percentile(taken, 99))


def cost(shipped: Catalogue) -> Iterator[str]:
    """A table row for each size."""
    asked = questions(shipped)
    yield "| examples | p50 ms | p99 ms | fuzz.ratio p50 ms | ratio to it |"
    yield "|---|---|---|---|---|"
    for catalogue in (shipped, *(grown(shipped, size) for size in SIZES)):
        router = Router(catalogue)
        examples = router.bank.examples
        mine = milliseconds(router.decide, asked)
        few = asked if len(examples) <= 10_000 else asked[:40]
        plain = milliseconds(partial(process.extractOne, choices=examples, scorer=fuzz.ratio), few)
        row = (f"{len(examples):,}", *(f"{t:.2f}" for t in (*mine, plain[0])))
        yield "| " + " | ".join((*row, f"{mine[0] / plain[0]:.2f}")) + " |"


PROBE = """
import json, time
def memory(name):
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))
begun = time.perf_counter()
from replies.catalogue import Catalogue
from replies.router import Router
imported, before = time.perf_counter(), memory("VmRSS")
router = Router(Catalogue.load())
ready = time.perf_counter()
router.route("积分落户")
print(json.dumps([imported - begun, ready - imported, before, memory("VmRSS"), memory("VmHWM")]))
"""


def start_up() -> str:
    """Import, load and training time and memory of a fresh process, the best of three."""
    runs = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", PROBE], capture_output=True, text=True, check=True
        )
        runs.append(json.loads(done.stdout))
    imports, ready, before, after, peak = min(runs, key=lambda run: run[1])
    return (
        f"start-up: imports {imports:.2f} s, catalogue and router {ready:.2f} s; resident "
        f"{before:.0f} MB after imports, {after:.0f} MB in service, peak {peak:.0f} MB"
    )


def split(shipped: Catalogue, taught: int) -> tuple[Catalogue, list[tuple[str, str]]]:
    """`taught` examples of each answer as a catalogue, and up to 20 of the others as questions."""
    draw = np.random.default_rng(taught)
    answers, asked = [], []
    for answer in shipped.answers:
        texts = [answer.examples[n] for n in draw.permutation(len(answer.examples))]
        answers.append(_answer(answer.id, tuple(texts[:taught])))
        asked += [(text, answer.id) for text in texts[taught : taught + 20]]
    return Catalogue(tuple(answers), (), (), {}), asked


def quality(shipped: Catalogue) -> Iterator[str]:
    """Top-1 and top-3 of the engine and of normalised BM25 + 0.5 × ratio."""
    yield "| taught each | questions | engine top-1 / top-3 | BM25 + 0.5 ratio top-1 / top-3 |"
    yield "|---|---|---|---|"
    for taught in (1, 2, 3, 5, 8, 12):
        catalogue, asked = split(shipped, taught)
        router = Router(catalogue)
        bank = router.bank
        names = [bank.groups[n].name for n in bank.group_of]
        index = Bm25(postings := Postings.of(bank.texts))
        vocabulary = postings.vocabulary()
        mine, plain = np.zeros(2), np.zeros(2)
        for text, wanted in asked:
            spelled = bank.normaliser(text)
            normal = spelled.text
            chance = router.chances(router.weigher(normal), spelled)[:-1]
            order = [bank.groups[n].name for n in np.argsort(-chance, kind="stable")[:3]]
            mine += (order[0] == wanted, wanted in order)
            scores = index.scores(vocabulary.look_up(normal))
            near = nearest(scores, 200)
            total = [scores[n] + fuzz.ratio(normal, bank.texts[n]) / 200 for n in near]
            ranked = [names[near[n]] for n in np.argsort(-np.array(total), kind="stable")]
            best = list(dict.fromkeys(ranked))[:3]
            plain += (best[:1] == [wanted], wanted in best)
        shares = [100 * count / len(asked) for count in (*mine, *plain)]
        cells = "{:.1f} / {:.1f} | {:.1f} / {:.1f}".format(*shares)
        yield f"| {taught} | {len(asked):,} | {cells} |"


def main() -> None:
    """Print the tables."""
    shipped = Catalogue.load()
    wanted = sys.argv[1:] or ["cost", "start", "quality"]
    if "cost" in wanted:
        print(*cost(shipped), sep="\n", flush=True)
    if "start" in wanted:
        print(start_up(), flush=True)
    if "quality" in wanted:
        print(*quality(shipped), sep="\n", flush=True)


if __name__ == "__main__":
    main()
