"""What an applicant says: each fact in words, in several natural ways that a seed chooses from."""

import random
import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from scoring.months import month_named
from tests.applicants.people import Home, Person, Span

NUMERALS = "零一二三四五六七八九"
RARE = ("tax_violations", "innovation", "honour", "detentions", "criminal")
"""What hardly anybody has, asked together or one by one."""


@cache
def phrases() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "phrases.toml").read_text("utf-8"))


class Speaker:
    """Puts the facts of one person into words. `full`: whole sentences instead of a few words."""

    def __init__(self, person: Person, rng: random.Random, *, full: bool) -> None:
        self.person, self.rng, self.full = person, rng, full
        self.written = rng.random() < 0.3
        """Writes months like 2009.7 rather than 2009年7月."""

    # --- values ------------------------------------------------------------------------------

    def month(self, month: int, *, plain: bool = False) -> str:
        year, number = month // 12, month % 12 + 1
        forms = [f"{year}年{number}月"] * 5
        if not plain:
            forms += [f"{year % 100:02d}年{number}月"] * 2
            forms.append("".join(NUMERALS[int(c)] for c in str(year)) + f"年{_small(number)}月")
            if self.written and not self.full:
                forms += [f"{year}.{number}", f"{year}-{number:02d}"] * 3
        return self.rng.choice(forms)

    def span(self, span: Span) -> str:
        if span.end is None:
            return self.month(span.start) + self.rng.choice(["至今", "到现在"])
        return f"{self.month(span.start)}到{self.month(span.end)}"

    def length(self, months: int) -> str:
        years, rest = divmod(months, 12)
        return "".join([f"{years}年" if years else "", f"{rest}个月" if rest else ""])

    def months(self, months: tuple[int, ...]) -> str:
        """Months one after another: 「2015年3月到5月」."""
        first, last = min(months), max(months)
        if first // 12 == last // 12:
            return f"{self.month(first, plain=True)}到{last % 12 + 1}月"
        return f"{self.month(first, plain=True)}到{self.month(last, plain=True)}"

    def each(self, months: tuple[int, ...]) -> str:
        """Months one by one: 「2015年3月、4月和5月」."""
        told, year = [], 0
        for month in months:
            same = month // 12 == year
            told.append(f"{month % 12 + 1}月" if same else self.month(month, plain=True))
            year = month // 12
        return "和".join(["、".join(told[:-1]), told[-1]]) if len(told) > 1 else told[0]

    def say(self, key: str, **values: object) -> str:
        """One of the phrasings of `key` (a path in phrases.toml)."""
        found: Any = phrases()
        for part in key.split("."):
            found = found[part]
        if isinstance(found, dict):
            if self.full:
                found = found.get("full") or found["short"]
            else:
                found = found.get("short") or found["full"]
        return str(self.rng.choice(found)).format(**values)

    # --- answers -----------------------------------------------------------------------------

    def answer(self, topic: str, question: str = "") -> str:
        """What the person says when asked for `topic`; `question` is what they read."""
        if topic in self.person.unknown and topic != "tax":
            return self.say("unknown")
        told = ANSWERS[topic](self, question)
        return told or self.say("unknown")

    def whole(self, topic: str, question: str = "") -> str:
        """The same as a sentence that stands alone."""
        was, self.full = self.full, True
        try:
            return self.answer(topic, question)
        finally:
            self.full = was

    def brief(self, topic: str, question: str = "") -> str:
        """The same in a few words."""
        was, self.full = self.full, False
        try:
            return self.answer(topic, question)
        finally:
            self.full = was

    def value(self, topic: str) -> str:
        """The bare value: what follows 「应该是」."""
        if topic in ("birth", "graduated"):
            return self.month(getattr(self.person, topic))
        if topic in ("sex", "permit", "criminal"):
            first, *_ = phrases()[topic][CHOICE[topic](self.person)]["short"]
            return str(first)
        return self.brief(topic)

    def birth(self, _: str) -> str:
        return self.say("birth", month=self.month(self.person.birth))

    def birth_month(self, _: str) -> str:
        return self.say("birth_month", n=self.person.birth % 12 + 1)

    def insurance(self, _: str) -> str:
        person = self.person
        if person.totals:
            return self.say("insurance.total", length=self.length(person.insured_months))
        start = self.month(person.insurance[0].start)
        gap = person.gap
        if gap is None:
            return self.say("insurance.open", **{"from": start})
        return self.say(
            "insurance.gap",
            **{"from": start},
            before=self.month(gap.start - 1),
            after=self.month(gap.last + 1),
            gap=self.each(tuple(range(gap.start, gap.last + 1))),
        )

    def continuous(self, _: str) -> str:
        return self.say("continuous", length=self.length(self.person.continuous_months))

    def gap(self, _: str) -> str:
        gap = self.person.gap
        if gap is None:
            return self.say("gap.none")
        return self.say("gap.some", gap=self.each(tuple(range(gap.start, gap.last + 1))))

    def repaid(self, question: str) -> str:
        months = self.person.repaid
        if not months:
            return self.say("repaid.none")
        if "repaid_months" in self.person.unknown:
            key = "repaid.forgotten" if self.full else "repaid.count"
            return self.say(key, n=len(months))
        if self.full:
            return self.say("repaid.both", n=len(months), months=self.months(months))
        if self.rng.random() < 0.5:
            return self.say("repaid.count", n=len(months))
        return self.repaid_months(question)

    def repaid_months(self, _: str) -> str:
        months = self.person.repaid
        if not months:
            return self.say("repaid.none")
        if "repaid_months" in self.person.unknown:
            return str(self.rng.choice(phrases()["repaid"]["forgotten"]["short"]))
        return self.say("repaid.list", months=self.months(months), list=self.each(months))

    def breaks(self, question: str) -> str:
        """Gap and 补缴 in one answer."""
        if self.person.gap is None and not self.person.repaid:
            return self.say("breaks.none")
        was, self.full = self.full, True
        try:
            return f"{self.gap(question)}，{self.repaid(question)}"
        finally:
            self.full = was

    def housing(self, question: str) -> str:
        """Which kinds of homes, in their order."""
        kinds = list(dict.fromkeys(home.kind for home in self.person.homes))
        if len(kinds) == 1:
            return self.say(f"kind.{kinds[0]}")
        if self.full and not self.person.totals and self.rng.random() < 0.5:
            return self.homes(question)
        step = phrases()["kind"]["step"]
        words = [step[kind] for kind in kinds]
        listed = "、".join(self.rng.choice(phrases()["kind"][k]["short"]) for k in kinds)
        then = "，再后来".join(words[1:])
        return self.say("kind.several", first=words[0], then=then, listed=listed)

    def homes(self, _: str) -> str:
        """Every home with its time and what goes with it."""
        return "，".join(self.home(home) for home in self.person.homes)

    def home(self, home: Home) -> str:
        length = self.length(home.span.last - home.span.start + 1)
        if self.person.totals:
            return self.say("home.rented_total", length=length)
        if home.kind == "dorm":
            return self.say("home.dorm", span=self.span(home.span))
        if home.kind == "rented":
            told = self.say("home.rented", span=self.span(home.span))
            if home.span.end is not None:
                return told
            # 「办了」 alone would not say what.
            registered = self._registered(home)
            return f"{told}，{'备案了' if registered == '办了' else registered}"
        if "certificate_month" in self.person.unknown:
            return self.say("home.year_only", year=home.span.start // 12, district=home.district)
        if home.span.end is not None:
            return self.say(
                "home.sold",
                certificate=self.month(home.span.start),
                until=self.month(home.span.end),
                district=home.district,
            )
        told = self.say(
            "home.owned", certificate=self.month(home.span.start), district=home.district
        )
        return f"{told}，{self._lives(home)}" if self.full or home.lives != "always" else told

    def _registered(self, home: Home) -> str:
        if "registration" in self.person.unknown:
            return str(phrases()["unknown_fact"]["registration"][0])
        if isinstance(home.registered, int):
            return self.say("registration.since", month=self.month(home.registered))
        return self.say(f"registration.{home.registered}")

    def _lives(self, home: Home) -> str:
        if isinstance(home.lives, int):
            return self.say("lives.later", month=self.month(home.lives))
        return self.say(f"lives.{home.lives}")

    def own_time(self, question: str) -> str:
        homes = self.meant("owned", question)
        if "certificate_month" in self.person.unknown:
            return self.say("own_time_year", year=homes[0].span.start // 12)
        if len(homes) > 1:
            first, second = (self.month(home.span.start) for home in homes[:2])
            return self.say("own_time_several", first=first, second=second)
        return self.say("own_time", month=self.month(homes[0].span.start)) if homes else "没有"

    def rent_time(self, question: str) -> str:
        homes = self.meant("rented", question)
        if not homes:
            return self.say("repaid.none") if not self.full else "没租过房"
        if self.person.totals:
            return self.length(homes[0].span.last - homes[0].span.start + 1)
        if isinstance(homes[0].registered, int) and self.full:
            span, month = self.span(homes[0].span), self.month(homes[0].registered)
            return self.say("rented.since", span=span, month=month)
        return self.say("span", span=self.span(homes[0].span))

    def dorm_time(self, question: str) -> str:
        homes = self.meant("dorm", question)
        return self.say("span", span=self.span(homes[0].span)) if homes else "没有"

    def before_owning(self, _: str) -> str:
        """Where somebody lived before the certificate."""
        before = [home for home in self.person.homes if home.kind != "owned"]
        if not before:
            return self.say("before.none")
        return "，".join(self.home(home) for home in before)

    def registration(self, _: str) -> str:
        homes = [home for home in self.person.homes if home.kind == "rented"]
        return self._registered(homes[-1]) if homes else "没租过房"

    def meant(self, kind: str, question: str) -> list[Home]:
        """The homes of a kind that a question is about: one, where it says which."""
        homes = [home for home in self.person.homes if home.kind == kind]
        for year, number in re.findall(r"(\d{4})\s*年\s*(\d{1,2})\s*月", question):
            month = month_named(f"{year}-{int(number):02d}")
            if named := [home for home in homes if month in (home.span.start, home.span.end)]:
                return named
        for n, word in enumerate(("第一", "第二", "第三")):
            if word in question and n < len(homes):
                return [homes[n]]
        if named := [home for home in homes if home.district and home.district in question]:
            return named
        return homes[-1:] if re.search("现在|最近|目前", question) else homes

    def home_district(self, question: str) -> str:
        homes = self.meant("owned", question)
        if len(homes) > 1:
            first, second = (home.district for home in homes[:2])
            return self.say("district_several", first=first, second=second)
        return self.say("district", district=homes[0].district) if homes else "没有自己的房"

    def living(self, question: str) -> str:
        homes = self.meant("owned", question)
        return self._lives(homes[-1]) if homes else "没有自己的房"

    def living_since(self, question: str) -> str:
        homes = self.meant("owned", question)
        if not homes:
            return "没有自己的房"
        home = homes[-1]
        month = home.lives if isinstance(home.lives, int) else home.span.start
        return self.say("living_since", month=self.month(month))

    def work(self, question: str) -> str:
        jobs = self.person.jobs
        now = jobs[-1].district
        if len(jobs) > 1 and not re.search("现在|目前", question):
            return self.say(
                "jobs.several",
                first=jobs[0].district,
                second=now,
                month=self.month(jobs[1].span.start),
                span=self.span(jobs[0].span),
            )
        inside = self.full and now in ("东城", "西城", "朝阳", "海淀", "丰台", "石景山")
        return self.say("jobs.one_inside" if inside else "jobs.one", district=now)

    def work_since(self, _: str) -> str:
        jobs = self.person.jobs
        if len(jobs) == 1:
            return self.say("jobs.since", month=self.month(jobs[0].span.start))
        first, second = jobs[0].district, jobs[1].district
        return self.say("jobs.was", span=self.span(jobs[0].span), first=first, second=second)

    def graduated(self, _: str) -> str:
        return self.say("graduated", month=self.month(self.person.graduated))

    def overlap(self, _: str) -> str:
        person = self.person
        insured = {m for span in person.insurance for m in range(span.start, span.last + 1)}
        studied = range(person.graduated - 35, person.graduated + 1)
        both = len(insured.intersection(studied))
        return self.length(both) if both and not person.totals else self.say("overlap.none")

    def tax(self, _: str) -> str:
        years = self.person.tax_years
        if "tax" in self.person.unknown:
            return str(phrases()["unknown_fact"]["tax"][0]) if self.full else self.say("unknown")
        if not years:
            return self.say("tax.none")
        if len(years) == 3:
            return self.say("tax.all")
        return self.say(
            "tax.some",
            years="和".join(f"{year}年" for year in years),
            years_short="、".join(f"{year % 100}" for year in years) + "年",
        )

    def innovation(self, _: str) -> str:
        if self.person.innovation_points:
            return self.say("innovation.award", points=self.person.innovation_points)
        if self.person.equity:
            return self.say("innovation.equity", money=self._money())
        return self.say("innovation.none")

    def award_points(self, _: str) -> str:
        points = self.person.innovation_points
        return self.say("award_points", points=points) if points else "没有"

    def equity(self, _: str) -> str:
        return self.say("equity", money=self._money()) if self.person.equity else "没有"

    def _money(self) -> str:
        return f"{self.person.equity // 10_000}万"

    # --- the rare facts ------------------------------------------------------------------------

    def rare_facts(self) -> list[str]:
        """Those of `RARE` that are so for this person."""
        person = self.person
        has = {
            "tax_violations": person.tax_violations,
            "innovation": person.innovation_points or person.equity,
            "honour": person.honour,
            "detentions": person.detentions,
            "criminal": person.criminal,
        }
        return [topic for topic in RARE if has[topic]]


def _small(number: int) -> str:
    if number < 10:
        return NUMERALS[number]
    return "十" + (NUMERALS[number - 10] if number > 10 else "")


CHOICE: dict[str, Callable[[Person], str]] = {
    "sex": lambda person: person.sex,
    "post": lambda person: person.post,
    "permit": lambda person: "yes" if person.permit else "no",
    "education": lambda person: person.education,
    "tax_violations": lambda person: "some" if person.tax_violations else "none",
    "honour": lambda person: "yes" if person.honour else "no",
    "detentions": lambda person: "some" if person.detentions else "none",
    "criminal": lambda person: "yes" if person.criminal else "no",
}
"""Facts whose phrases stand under `topic.choice`."""


def _chosen(topic: str) -> Callable[[Speaker, str], str]:
    return lambda speaker, _: speaker.say(f"{topic}.{CHOICE[topic](speaker.person)}")


ANSWERS: dict[str, Callable[[Speaker, str], str]] = {
    **{topic: _chosen(topic) for topic in CHOICE},
    "birth": Speaker.birth,
    "birth_month": Speaker.birth_month,
    "insurance": Speaker.insurance,
    "continuous": Speaker.continuous,
    "gap": Speaker.gap,
    "repaid": Speaker.repaid,
    "repaid_months": Speaker.repaid_months,
    "breaks": Speaker.breaks,
    "housing": Speaker.housing,
    "homes": Speaker.homes,
    "own_time": Speaker.own_time,
    "rent_time": Speaker.rent_time,
    "dorm_time": Speaker.dorm_time,
    "before_owning": Speaker.before_owning,
    "registration": Speaker.registration,
    "home_district": Speaker.home_district,
    "living": Speaker.living,
    "living_since": Speaker.living_since,
    "more_homes": lambda speaker, _: speaker.say("more.none"),
    "work": Speaker.work,
    "work_since": Speaker.work_since,
    "graduated": Speaker.graduated,
    "overlap": Speaker.overlap,
    "tax": Speaker.tax,
    "innovation": Speaker.innovation,
    "award_points": Speaker.award_points,
    "equity": Speaker.equity,
}
