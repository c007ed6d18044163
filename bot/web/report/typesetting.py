"""A program of its own: a report as JSON on stdin, the finished file on stdout.

It runs apart from the server, so that the typesetter's 80 MB of memory, and any fault in it, end
with it. Called as `python typesetting.py pdf|png|fonts`; nothing of this project is imported.
"""

import json
import sys
from pathlib import Path

import typst

SHEET = Path(__file__).with_name("sheet.typ")
PIXELS_PER_INCH = 180.0  # 750 pixels wide


def main() -> None:
    """Write the file of the kind that is asked for, or the families of the fonts at hand."""
    kind = sys.argv[1]
    if kind == "fonts":
        sys.stdout.write(json.dumps(typst.Fonts().families()))
        return
    inputs = {"data": sys.stdin.read(), "kind": kind}
    if kind == "png":
        made = typst.compile(SHEET, format="png", sys_inputs=inputs, ppi=PIXELS_PER_INCH)
    else:
        made = typst.compile(SHEET, format="pdf", sys_inputs=inputs)
    sys.stdout.buffer.write(made[0] if isinstance(made, list) else made)


if __name__ == "__main__":
    main()
