"""How numbers and sources are written on the page."""

from decimal import Decimal

from replies.wording import say

MINUS = "−"


def points(value: Decimal) -> str:
    """Two places, with a true minus sign: "−14.00"."""
    return f"{value:.2f}".replace("-", MINUS)


def signed(value: Decimal) -> str:
    """A change: "+3.00", "−4.00", "0.00"."""
    return f"{value:+.2f}".replace("-", MINUS) if value else "0.00"


def step(value: Decimal) -> str:
    """A change in a list of changes, as short as can be: "+3", "+0.5", "−4"."""
    text = signed(value)
    return text.rstrip("0").rstrip(".") if value else "0"


def between(low: Decimal, high: Decimal) -> str:
    """One number, or "96.50 至 134.25"."""
    return points(low) if low == high else say("report.between", low=points(low), high=points(high))


def month(written: str) -> str:
    """ "2027-03" as "2027 年 3 月"."""
    year, _, number = written.partition("-")
    return say("report.month", year=year, month=int(number))


def short_document(name: str) -> str:
    """A document without its number and the common beginning: 《管理办法》."""
    short = name.partition(say("report.document.number"))[0]
    return short.replace(say("report.document.start"), "")
