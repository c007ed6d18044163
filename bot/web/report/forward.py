"""One sentence that a person can send to somebody else: the verdict without a link."""

from replies.wording import headline, plain, say
from scoring import Gap, Verdict


def forward_text(judged: Verdict) -> str:
    """The verdict in one breath; "" while facts contradict each other: the total may change."""
    if judged.contradictions:
        return ""
    said = [say("report.forward.head"), headline(judged)]
    if judged.next_gap is not None and any(could is not False for could in judged.could):
        said += [_gap(judged.year, judged.next_gap), _earliest(judged)]
    return "".join([*said, say("sheet.notice")])


def _gap(year: int, gap: Gap) -> str:
    near, far = sorted((abs(gap.low), abs(gap.high)))
    if gap.low < 0 <= gap.high:
        return say("report.forward.either", year=year, below=plain(-gap.low), above=plain(gap.high))
    side = "below" if gap.low < 0 else "above"
    return say(f"report.forward.{side}", year=year, near=plain(near), far=plain(far))


def _earliest(judged: Verdict) -> str:
    """The first year that holds whatever is still open, as the line goes in its middle case."""
    year = judged.earliest_in("middle").safe
    if year is None or year == judged.year:
        return ""
    return say("report.forward.earliest", year=year)
