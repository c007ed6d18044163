"""Ways of talking: how an answer is dressed, and what is said all at once."""

import random
from dataclasses import replace

from tests.applicants.people import Person, Span
from tests.applicants.speech import RARE, Speaker, phrases

STYLES = ("short", "talkative", "dump", "corrections", "between")
"""A few words an answer; whole sentences with small talk; everything in the first message; wrong
answers corrected in the next message; short answers with questions and thanks in between."""

MISTAKEN = (
    "birth", "sex", "permit", "insurance", "education", "graduated", "home_district", "criminal",
    "tax", "work",
)  # fmt: skip
"""What a person of the style `corrections` now and then answers wrongly first."""
WHOLE = ("sex", "permit", "criminal", "insurance", "tax")
"""What is corrected in a whole sentence: the bare value would not say what it is about."""
HOW_OFTEN = 0.5
MOST_MISTAKES = 3


def dressed(speaker: Speaker, answer: str) -> str:
    """The answer with small talk around it."""
    talk, rng = phrases()["talk"], speaker.rng
    before = rng.choice(talk["before"]) if rng.random() < 0.6 else ""
    after = rng.choice(talk["after"]) if rng.random() < 0.5 else ""
    return before + answer + after


def mistaken(person: Person, topic: str, rng: random.Random) -> Person | None:
    """The person as a slip makes them out: one fact is wrong. None where no slip is likely."""
    off = rng.choice([-24, -12, 12])
    match topic:
        case "birth":
            return replace(person, birth=person.birth + off)
        case "sex":
            return replace(person, sex="female" if person.sex == "male" else "male")
        case "permit" if "permit" not in person.unknown:
            return replace(person, permit=not person.permit)
        case "criminal":
            return replace(person, criminal=not person.criminal)
        case "insurance" if not person.totals:
            first, *rest = person.insurance
            return replace(person, insurance=(Span(first.start - 12, first.end), *rest))
        case "education":
            other = {"bachelor": "college", "college": "bachelor", "master": "bachelor"}
            told = other.get(person.education)
            return replace(person, education=told) if told else None
        case "graduated":
            return replace(person, graduated=person.graduated - 12)
        case "home_district" if len(person.owned) == 1:
            others = [d for d in ("通州", "昌平", "大兴", "朝阳") if d != person.owned[0].district]
            wrong = replace(person.owned[0], district=rng.choice(others))
            return replace(
                person, homes=tuple(wrong if h is person.owned[0] else h for h in person.homes)
            )
        case "tax" if "tax" not in person.unknown:
            return replace(person, tax_years=person.tax_years[1:] if person.tax_years else (2026,))
        case "work" if len(person.jobs) == 1:
            others = [d for d in ("通州", "丰台", "大兴") if d != person.jobs[0].district]
            job = replace(person.jobs[0], district=rng.choice(others))
            return replace(person, jobs=(job,))
    return None


def corrected(speaker: Speaker, topic: str, *, alone: bool = True) -> str:
    """What somebody types who sees that the last answer was wrong.

    `alone`: it was the only answer in its message, so the bare value says what is meant.
    """
    forms, titles, rng = phrases()["correct"], phrases()["title"], speaker.rng
    sentence = topic in WHOLE or topic not in titles or not alone
    draw = rng.random()
    if topic in titles and draw < 0.25:
        key, words = "named", {"title": titles[topic], "value": speaker.value(topic)}
    elif sentence or draw < 0.5:
        key, words = "fact", {"fact": speaker.whole(topic)}
    else:
        key, words = "value", {"value": speaker.value(topic)}
    return str(rng.choice(forms[key])).format(**words)


def story(speaker: Speaker) -> str:
    """Everything in one message: a life story, a list, notes on lines, or speech without marks."""
    person, rng = speaker.person, speaker.rng
    topics = ["birth", "sex"]
    if person.sex == "female":
        topics.append("post")
    topics += ["permit", "insurance"]
    if not person.totals and person.gap is None and not person.repaid:
        topics.append("breaks")
    elif person.totals:
        topics += ["continuous", "repaid"]
    else:
        topics.append("repaid")
    topics += ["homes", "work", "education"]
    if person.education != "none":
        topics.append("graduated")
    topics.append("tax")
    topics += list(RARE) if rng.random() < 0.6 else speaker.rare_facts()
    facts = [_told(speaker, topic) for topic in topics]
    openings, closings = phrases()["story"]["openings"], phrases()["story"]["closings"]
    form = rng.choice(("story", "list", "lines", "speech"))
    if form == "lines":
        return "\n".join(facts)
    if form == "list":
        return "，".join(facts)
    if form == "speech":
        spoken = " ".join(facts) if rng.random() < 0.5 else "".join(facts)
        return spoken.translate(str.maketrans("、", "和", "，。"))
    closing = rng.choice(closings)
    body = "，".join(facts[:5]) + "。" + "，".join(facts[5:])
    return str(rng.choice(openings)) + body + (f"。{closing}" if closing else "")


def _told(speaker: Speaker, topic: str) -> str:
    if topic in speaker.person.unknown and topic in phrases()["unknown_fact"]:
        return str(speaker.rng.choice(phrases()["unknown_fact"][topic]))
    if topic == "sex":
        return str(speaker.rng.choice(phrases()["sex"][speaker.person.sex]["short"]))
    return speaker.whole(topic)
