"""Runs every measurement: `python -m bench [--short]`; `--short` takes minutes, not an hour."""

import runpy
import sys

PARTS: dict[str, list[str]] = {
    "scoring": [],
    "verdict": [],
    "jsonl": ["--lines", "10000"],
    "line_model": [],
    "reading": [],
    "routing": ["start"],
    "storage": [],
    "phases": ["--people", "40"],
    "growth": ["--most", "10000"],
    "webhook": ["--rounds", "2", "--seconds", "3"],
    "server_choice": ["--rounds", "1", "--seconds", "2"],
}
"""Each part with the words that make it short."""

short = "--short" in sys.argv[1:]
for part, words in PARTS.items():
    print(f"\n== {part}", flush=True)
    sys.argv = [part, *(words if short else [])]
    runpy.run_module(f"bench.{part}", run_name="__main__")
