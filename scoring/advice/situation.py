"""What the measures ask about a person: insured, living where, working where, with which degree."""

from scoring.facts.districts import DISTRICTS
from scoring.facts.model import Facts, Home, Span
from scoring.facts.snapshot import Snapshot
from scoring.items.education import level_of
from scoring.months import holds, month
from scoring.outlook.extension import at_year, goes_on, insured_after
from scoring.rules import parameters as terms


class Situation:
    """A person at the cut of one application year, and what goes on from there.

    `home` is the residence that goes on after the cut (None: none does), `insured` whether 社保
    goes on, `in_suburb` whether the person lives in an own home outside 城六区, `works_outside`
    whether the paying unit lies there too, `level` the education that scores. A measure begins in
    the month `start`, right after the cut.
    """

    def __init__(self, facts: Facts, year: int, like: Snapshot | None = None) -> None:
        """`like` is a snapshot that may have the same homes."""
        self.facts, self.year = facts, year
        self.case = Snapshot(facts, year, like)
        self.start = month(year, 1)
        grown = at_year(facts, year, year + 1)
        insurance = facts.insurance
        self.insured = insurance is not None and insured_after(insurance, self.case.cut)
        self.home = self._home(grown)
        self.in_suburb, self.works_outside = self._suburb(grown)
        self.level: terms.Level | None = level_of(
            self.case, self.case.rules.item("education").terms
        )

    def goes_on(self, span: Span | None) -> bool:
        """Whether a span has months after the cut."""
        return goes_on(span, self.case.cut)

    def _home(self, grown: Facts) -> Home | None:
        homes = self.facts.homes or ()
        dated = [home for home in homes if home.is_record and self.goes_on(home.span)]
        if dated:
            return next((home for home in dated if home.kind == "owned"), dated[0])
        pairs = zip(homes, grown.homes or (), strict=True)
        return next((home for home, later in pairs if home != later), None)

    def _suburb(self, grown: Facts) -> tuple[bool, bool]:
        given, totals = self._terms, self.facts.suburb_months
        cut = self.case.cut
        lives = any(
            home.kind == "owned"
            and home.district not in (None, *given.central)
            and holds(home.occupied(cut), cut)
            for home in self.facts.homes or ()
        )
        if totals is not None:
            lives = lives or grown.suburb_months != totals
            return lives, lives and totals.live_and_work > 0
        jobs = self.facts.jobs or ()
        return lives, any(
            job.district not in given.central and self.goes_on(job.span) for job in jobs
        )

    @property
    def _terms(self) -> terms.Suburb:
        given: terms.Suburb = self.case.rules.item("suburb").terms
        return given

    @property
    def homes_known(self) -> bool:
        """Whether enough is known of the homes and of 社保 for the residence points."""
        return self.facts.homes is not None and self.case.employed is not None

    @property
    def suburb_known(self) -> bool:
        """Whether it is known where the own homes lie."""
        unsure = any(map(self._may_lie_outside, self.facts.homes or ()))
        return self.homes_known and (self.facts.suburb_months is not None or not unsure)

    def _may_lie_outside(self, home: Home) -> bool:
        """Whether an own home leaves open how many months outside 城六区 it stands for."""
        if home.kind != "owned":
            return False
        if home.span is None:
            return bool(home.months) and home.district not in self._terms.central
        return home.district is None and (
            home.span.last is None or home.span.last >= self._terms.since
        )

    @property
    def inside(self) -> str:
        """A central district; which of them makes no difference to the points."""
        return self._terms.central[0]

    @property
    def outside(self) -> str:
        """A district that is not central; which of them makes no difference to the points."""
        return next(name for name in DISTRICTS if name not in self._terms.central)
