"""Choose the router's numbers: `python -m replies.training.tune --shared FOLDER`.

The weights are fitted on the example questions themselves, each judged by a router that has not
seen it (six folds). The thresholds are the lowest at which both the folds and the development
questions in FOLDER stay within the allowed errors. Writes `thresholds.toml` and the curve
into docs/routing.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from replies.catalogue import Catalogue
from replies.router.dataset import Dataset, GroupKind
from replies.router.decide import decide
from replies.router.evidence import Floats, softmax
from replies.router.router import Router
from replies.router.thresholds import EVIDENCE, SHIPPED, RoutingParameters
from replies.training.judged import Rows, dev_rows, folds, strangers

PENALTY = 1e-3
POINT = 0.2  # chosen on real questions: below it a point that opens the reply is more often beside
STRANGE = 0.1  # the share of texts of a kind that nobody foresaw
LEVELS = tuple(np.round(np.arange(0.24, 0.81, 0.02), 2).tolist())
ASKING = tuple(np.round(np.arange(0.06, 0.41, 0.02), 2).tolist())
PLAIN = ("near", "own", "intent", "negative")
#: Most percent, mean of folds and development questions: official questions answered wrongly, by an
#: own answer, taken for a command; most percent of development texts that are not ours: answered
#: with an official answer, asked back.
MOST = {"wrong": 1.6, "own": 0.8, "intent": 0.5, "false": 1.8, "asked": 12.0}


def fit(rows: Rows, columns: Sequence[int]) -> Floats:
    """Weights (of all `EVIDENCE`, 0 outside `columns`) of a conditional logit, by Newton steps."""
    table = rows.tables[:, :, columns]
    true = np.array([next(iter(right)) for right in rows.right])
    at = np.arange(len(true))
    weights = np.zeros(len(columns))
    away = rows.away()

    def gain(w: Floats) -> float:
        return float(
            np.log(softmax(table @ w + away)[at, true] + 1e-300).mean() - PENALTY / 2 * w @ w
        )

    for _ in range(50):
        chance = softmax(table @ weights + away)
        mean = np.einsum("ng,ngp->np", chance, table)
        slope = (table[at, true] - mean).mean(axis=0) - PENALTY * weights
        curve = np.einsum("ng,ngp,ngq->pq", chance, table, table, optimize=True) - mean.T @ mean
        step = np.linalg.solve(curve / len(true) + PENALTY * np.eye(len(weights)), slope)
        length = 1.0
        while length > 1e-4 and gain(weights + length * step) < gain(weights):
            length /= 2
        weights = weights + length * step
        if np.abs(length * step).max() < 1e-5:
            break
    full = np.zeros(len(EVIDENCE))
    full[list(columns)] = weights
    return full


def open_to_none(weights: Floats, known: Rows, strange: Rows) -> Floats:
    """The weights with the likeliest weight of "none of these" (all others stay as they are)."""

    def mean(rows: Rows, tried: Floats) -> float:
        true = [next(iter(right)) for right in rows.right]
        return float(np.log(rows.chances(tried)[np.arange(len(true)), true] + 1e-300).mean())

    def gain(level: float) -> float:
        tried = np.append(weights[:-1], level)
        return (1 - STRANGE) * mean(known, tried) + STRANGE * mean(strange, tried)

    return np.append(weights[:-1], max(np.arange(-5, 15, 0.25).tolist(), key=gain))


def outcome(
    chances: Floats, rows: Rows, bank: Dataset, levels: RoutingParameters
) -> dict[str, float]:
    """Percent of each outcome, judged as evaluate.py does, with own answers told apart."""
    names = ("direct", "wrong", "own", "clarify", "clarify_wrong", "intent", "fallback")
    count = dict.fromkeys(names, 0)
    for chance, right in zip(chances, rows.right, strict=True):
        verdict = decide(chance, bank, levels)
        decision = verdict.decision
        right = frozenset(bank.positions[list(right)].tolist())
        offered = tuple(bank.positions[list(verdict.offered)].tolist())
        told = {int(bank.positions[verdict.first])} if decision == "intent" else {*offered[:1]}
        if decision in ("answer", "intent") and told & right:
            count["direct"] += 1
        elif decision == "answer":
            official = bank.kinds[verdict.offered[0]] == GroupKind.OFFICIAL
            count["wrong" if official else "own"] += 1
        elif decision == "clarify":
            count["clarify" if {*offered} & right else "clarify_wrong"] += 1
        else:
            count[decision] += 1
    return {name: 100 * n / max(len(rows.right), 1) for name, n in count.items()}


def choose(
    sets: dict[str, tuple[Floats, Rows]], bank: Dataset
) -> tuple[RoutingParameters, list[str]]:
    """The thresholds that keep to `MOST`, and the curve as lines of a Markdown table."""
    levels = RoutingParameters((), (), 1.0, 1.0, 1.0, 1.0, POINT)

    def at(name: str, changed: RoutingParameters) -> dict[str, float]:
        return outcome(*sets[name], bank, changed)

    def mean(kind: str, changed: RoutingParameters) -> float:
        return (at("folds", changed)[kind] + at("route_dev", changed)[kind]) / 2

    for level in LEVELS:  # from lenient to strict; the first that holds is taken
        levels = replace(levels, answer=level)
        false = [at(name, levels)["wrong"] for name in ("oos_dev", "oos_more_dev")]
        if mean("wrong", levels) <= MOST["wrong"] and max(false) <= MOST["false"]:
            break
    for name in ("own", "intent"):
        for level in LEVELS:
            levels = replace(levels, **{name: level})
            if mean(name, levels) <= MOST[name]:
                break
    for level in ASKING:
        levels = replace(levels, clarify=level)
        asked = [at(name, levels)["clarify_wrong"] for name in ("oos_dev", "oos_more_dev")]
        if sum(asked) / 2 <= MOST["asked"]:
            break
    lines = ["| answer | " + " | ".join(f"{name}" for name in sets) + " |"]
    lines.append("|---|" + "---|" * len(sets))
    for level in LEVELS[::4]:
        tried = replace(levels, answer=level)
        cells = []
        for name in sets:
            got = at(name, tried)
            right = (got["direct"], got["direct"] + got["clarify"], got["wrong"] + got["own"])
            if name.startswith("oos"):
                right = (got["wrong"], got["clarify_wrong"], got["own"])
            cells.append(" / ".join(f"{value:.1f}" for value in right))
        lines.append(f"| {level:.2f} | " + " | ".join(cells) + " |")
    return levels, lines


def write(path: Path, full: Floats, plain: Floats, levels: RoutingParameters) -> None:
    """Write a thresholds file."""
    said = ["# Written by `python -m replies.training.tune`; docs/routing.md says how it chooses."]
    for name, weights in (("full", full), ("plain", plain)):
        said += ["", f"[weights.{name}]"]
        pairs = zip(EVIDENCE, weights, strict=True)
        said += [f"{key} = {value:.2f}" for key, value in pairs if value]
    said += ["", "[thresholds]"]
    said += [
        f"{key} = {getattr(levels, key)}" for key in ("answer", "own", "intent", "clarify", "point")
    ]
    path.write_text("\n".join(said) + "\n", "utf-8")


def columns(wanted: Callable[[str], bool]) -> list[int]:
    """The numbers of some kinds of evidence."""
    return [n for n, name in enumerate(EVIDENCE) if wanted(name)]


def main() -> None:
    """Fit, choose, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--docs", type=Path, default=Path("docs/routing.md"))
    parser.add_argument("--plain", action="store_true", help="fit the weights without models too")
    asked = parser.parse_args()
    router = Router(Catalogue.load())
    judged = folds(router)
    full = fit(judged, columns(lambda name: name not in ("near", "none")))
    full = open_to_none(full, judged, strangers(router))
    plain = router.settings.weights(False)
    if asked.plain:
        plain_rows = folds(router, modelled=False)
        plain = fit(plain_rows, columns(PLAIN.__contains__))
        plain = open_to_none(plain, plain_rows, strangers(router, modelled=False))
    official = np.flatnonzero(
        router.bank.kinds[router.bank.group_of] == GroupKind.OFFICIAL
    ).tolist()
    rows = {"folds": judged.only(official)}
    for name in ("route_dev", "oos_dev", "oos_more_dev", "intent_dev"):
        rows[name] = dev_rows(router, asked.shared / f"{name}.jsonl")
    sets = {name: (found.chances(full), found) for name, found in rows.items()}
    levels, lines = choose(sets, router.bank)
    write(asked.out, full, plain, levels)
    told = f"Chosen: answer {levels.answer}, own {levels.own}, intent {levels.intent}, "
    lines += ["", f"{told}clarify {levels.clarify}; {len(router.bank.texts):,} examples."]
    begin, end = "<!-- curve -->", "<!-- /curve -->"
    before, _, rest = asked.docs.read_text("utf-8").partition(begin)
    after = rest.partition(end)[2]
    asked.docs.write_text("\n".join([before + begin, *lines, end]) + after, "utf-8")
    print(*lines, sep="\n")


if __name__ == "__main__":
    main()
