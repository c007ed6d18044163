"""Runs every measurement: `python -m bench`."""

import runpy

PARTS = (
    "scoring",
    "verdict",
    "line_model",
    "reading",
    "routing",
    "storage",
    "growth",
    "webhook",
    "server_choice",
)

for part in PARTS:
    print(f"\n== {part}")
    runpy.run_module(f"bench.{part}", run_name="__main__")
