"""What people and their programs send in the fields of a form."""

import re


def whole_number(text: str) -> int | None:
    """The number written in `text` with at most nine ASCII digits; None for everything else.

    `str.isdigit` would let through `²`, which `int` refuses, and digits by the thousand.
    """
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None
