"""What a person needs to hear: the verdict, what would help, and what cures a condition."""

from scoring.advice.advise import Advice, advise
from scoring.advice.aims import Aim, Way
from scoring.advice.cautions import Caution
from scoring.advice.cures import Cure, Hurdle, Remedy
from scoring.advice.document import verdict_to_json
from scoring.advice.next_step import NextStep, Step
from scoring.advice.plans import Option, Plan, PlanYear, compare_plans
from scoring.advice.texts import course_years
from scoring.advice.verdict import Earliest, Gap, Held, Verdict, verdict

__all__ = [
    "Advice",
    "Aim",
    "Caution",
    "Cure",
    "Earliest",
    "Gap",
    "Held",
    "Hurdle",
    "NextStep",
    "Option",
    "Plan",
    "PlanYear",
    "Remedy",
    "Step",
    "Verdict",
    "Way",
    "advise",
    "compare_plans",
    "course_years",
    "verdict",
    "verdict_to_json",
]
