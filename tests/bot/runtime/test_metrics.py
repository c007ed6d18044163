"""Counters of several workers, in processes of their own: the mode is chosen at import."""

import os
import subprocess
import sys
from pathlib import Path

WORKER_AFTER_CLEANING = """
import os, shutil, sys
from bot.runtime import metrics
metrics.MESSAGES.labels("text").inc()
shutil.rmtree(sys.argv[1])
if child := os.fork():
    assert os.waitpid(child, 0)[1] == 0
    assert b'jifen_messages_total{kind="text"} 1.0' in metrics.exposition()
    shutil.rmtree(sys.argv[1])
    metrics.exposition()
else:
    metrics.ready()
    metrics.MESSAGES.labels("text").inc()
    os._exit(0)
"""


def test_a_cleaned_folder_stops_no_worker(tmp_path: Path) -> None:
    folder = tmp_path / "metrics"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", WORKER_AFTER_CLEANING, str(folder)],
        env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
