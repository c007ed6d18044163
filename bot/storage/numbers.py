"""The counts of each day, as the chat writes them. Nothing about anybody."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from bot.runtime.redis_client import Client
from bot.runtime.redis_commands import commands
from bot.storage import keys
from replies.wording import say


@dataclass(frozen=True)
class Day:
    """One day. `people` are those who wrote that day; who erases and comes again counts twice."""

    day: str
    counts: dict[str, int]
    people: int

    def __getitem__(self, name: str) -> int:
        return self.counts.get(name, 0)

    @property
    def answered(self) -> int:
        return sum(n for name, n in self.counts.items() if name.startswith("answer:"))

    @property
    def questions(self) -> int:
        """Free questions: answered, asked back or not answered."""
        return self.answered + self["clarify"] + self["fallback"]

    def share(self, name: str) -> str:
        """A count as a share of the questions, "12.5%"; "" without questions."""
        return f"{100 * self[name] / self.questions:.1f}%" if self.questions else ""

    def within(self, part: float) -> int | str | None:
        """Milliseconds within which this part of the replies was ready (the upper bound of a
        bucket); "more" beyond the last bucket, None without replies."""
        buckets = Counter(
            {
                int(name[5:]) if name[5:].isdigit() else 10**9: n
                for name, n in self.counts.items()
                if name.startswith("took:")
            }
        )
        total, seen = sum(buckets.values()), 0
        for bound in sorted(buckets):
            seen += buckets[bound]
            if seen >= part * total:
                return bound if bound < 10**9 else "more"
        return None


def days(client: Client, last: date, count: int) -> list[Day]:
    """The last `count` days, newest first."""
    redis = commands(client)
    names = [(last - timedelta(days=n)).isoformat() for n in range(count)]
    with redis.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.hgetall(keys.numbers(name))
        rows = pipe.execute()
    found = []
    for name, row in zip(names, rows, strict=True):
        counts = {k.decode(): int(v) for k, v in row.items()}
        found.append(Day(name, counts, counts.pop("people", 0)))
    return found


def total(rows: list[Day]) -> Day:
    """All days together; people are not added up, the same ones come back."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row.counts)
    return Day(say("staff.numbers.total"), dict(counts), 0)


def active(rows: list[Day]) -> list[Day]:
    """The days on which anything happened."""
    return [row for row in rows if row.counts or row.people]


def since_first(rows: list[Day]) -> list[Day]:
    """The days from the first on which anything happened, newest first as `rows` are."""
    first = next((n for n in reversed(range(len(rows))) if active([rows[n]])), -1)
    return rows[: first + 1]


def weekly(rows: list[Day]) -> list[Day]:
    """Weeks from Monday on, newest first, called by their Monday; `people` is the mean of a day."""
    weeks: dict[str, list[Day]] = {}
    for row in rows:
        day = date.fromisoformat(row.day)
        weeks.setdefault((day - timedelta(days=day.weekday())).isoformat(), []).append(row)
    return [
        Day(monday, dict(total(each).counts), round(sum(row.people for row in each) / len(each)))
        for monday, each in weeks.items()
    ]
