"""One message into acts: the fixed words first, then the question, then every fact."""

from handlers.commands import case_code, command_of, number_of
from handlers.understanding.acts import (
    Act,
    Affirm,
    Certainty,
    Choose,
    Command,
    Context,
    Deny,
    Evidence,
    Tell,
    Topic,
    Unclear,
    Unknown,
)
from handlers.understanding.questions import QUESTIONS, Question
from handlers.understanding.readers import harvest, read

FACTS = {
    "birth": Topic.BIRTH,
    "sex": Topic.SEX,
    "education": Topic.EDUCATION,
    "residence_permit": Topic.RESIDENCE_PERMIT,
    "criminal_record": Topic.CRIMINAL_RECORD,
    "tax_years": Topic.TAX_YEARS,
    "honour": Topic.HONOUR,
}


def understand(text: str, context: Context) -> tuple[Act, ...]:
    """The acts of `text`; never raises, () for a blank text."""
    clause = text.strip()
    if not clause:
        return ()
    start = text.index(clause)
    evidence = Evidence(clause, start, start + len(clause))
    code = case_code(text)
    if code:
        return (Command("case", evidence, code),)
    command = command_of(text)
    if command:
        return (Command(command, evidence),)
    number = number_of(text)
    if number is not None and (context.choices or context.question is None):
        return (Choose((number,), evidence),)
    question = QUESTIONS.get(context.question or "")
    answer = _answer(text, question, context, evidence) if question else None
    told = [
        Tell(FACTS[key], reading.value, Certainty.INFERRED, evidence)
        for key, reading in harvest(text, context.today).items()
        if key in FACTS and not (answer and question and question.topic == FACTS[key])
    ]
    acts: list[Act] = ([answer] if answer else []) + list(told)
    return tuple(acts) or (Unclear(clause, evidence),)


def _answer(text: str, question: Question, context: Context, evidence: Evidence) -> Act | None:
    for slot in question.slots:
        reading = read(slot, text, context.today, context.ask)
        if reading.unknown:
            return Unknown(evidence, question.topic)
        if reading.value is None:
            continue
        if question.topic is None:
            sure = (Certainty.PLAIN, evidence)
            return Affirm(*sure) if reading.value else Deny(*sure)
        return Tell(question.topic, reading.value, Certainty.PLAIN, evidence)
    return None
