"""Which of a reply's numbered choices is a person's answer."""

import re

from tests.applicants.people import Person
from tests.applicants.reader import Question, cues


def chosen(person: Person, topic: str, asked: Question) -> int | None:
    """The number of the choice that is the person's answer; None where none clearly is."""
    if topic in person.unknown:
        return None
    key, value = _choice_of(person, topic)
    pattern = cues()["choices"].get(key, {}).get(value)
    if not pattern:
        return None
    return next((n for n, label in asked.choices if re.search(pattern, label)), None)


def _choice_of(person: Person, topic: str) -> tuple[str, str]:
    """The row and key of `choices` in cues.toml."""

    def yes_no(value: object) -> tuple[str, str]:
        return "yes_no", "yes" if value else "no"

    match topic:
        case "sex" | "post" | "education":
            return topic, str(getattr(person, topic))
        case "permit" | "criminal" | "honour" | "detentions" | "tax_violations":
            return yes_no(getattr(person, topic))
        case "gap":
            return yes_no(person.gap)
        case "repaid":
            return yes_no(person.repaid)
        case "breaks":
            return yes_no(person.gap or person.repaid)
        case "housing":
            kinds = {home.kind for home in person.homes}
            return "kind", kinds.pop() if len(kinds) == 1 else ""
        case "living":
            lives = person.owned[-1].lives if person.owned else ""
            return "lives", "later" if isinstance(lives, int) else lives
        case "registration":
            how = next((h.registered for h in person.homes if h.kind == "rented"), "")
            return "registration", "since" if isinstance(how, int) else how
        case "innovation":
            award = "award" if person.innovation_points else "none"
            return "innovation", "equity" if person.equity else award
    return "", ""
