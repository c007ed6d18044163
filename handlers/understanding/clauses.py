"""A message clause by clause: questions, thanks, persons, the answer on screen, and every fact."""

import re
from dataclasses import replace
from datetime import date

from handlers.commands import command_of
from handlers.understanding.acts import (
    Acknowledge,
    Act,
    Affirm,
    Ask,
    AskKind,
    Certainty,
    CommandAct,
    Context,
    Deny,
    Person,
    PersonOp,
    Tell,
    Topic,
    Unclear,
    Unknown,
)
from handlers.understanding.answers import denies
from handlers.understanding.beside import of_somebody_else, told_in_passing
from handlers.understanding.born import born
from handlers.understanding.facts import facts
from handlers.understanding.frames import (
    about_the_talk,
    acknowledges,
    asks,
    leads_in,
    number_of_points,
    own_question,
    person,
    question,
    says_about_so_much,
    speaks_of,
)
from handlers.understanding.message import Clause, Message
from handlers.understanding.person import RELATION, sex_of
from handlers.understanding.questions import QUESTIONS, topic_of
from handlers.understanding.reply import is_short, reply, said_yes
from handlers.understanding.scene import Finding, Scene, Spoken, fills, scene_of
from handlers.understanding.with_known import of_the_level, with_known

_POINTS = re.compile(
    r"(?:我|我们|本人|他|她|现在|目前|自己|估|算|测|下来|出来|大概|大约|差不多|一共|总共|的|有|是|得|了|去年|今年|积分|分数|情况|:)*(?:\d{2,3}(?:\.\d{1,2})?多?分|\d{2,3}\.\d{1,2}|(?<=大概)1[0-6]\d|(?<=大约)1[0-6]\d)(?:了|左右|吧|的|呢)?"
)
_REST = re.compile(
    r"(?:其他|其它|其余|别的|剩下|另外|余下)[^,]{0,4}(?:没|无|不(?!变|想|愿|说|填|答|讲|清楚|知道|记得|方便|便))"
)
_REST_WITHHELD = re.compile(
    r"(?:其他|其它|其余|别的|剩下|另外|余下)[^,]{0,4}不(?:想|愿|说|填|答|讲|清楚|知道|记得|方便|便)"
)
_YEARS_ENOUGH = re.compile(
    r"(?:(?:20)?2\d年?[、和/跟与\s]*){2,}(?:[这两2]*年)?[都也]*(?:够|满|到|过|超)[^分吗么]*"
)
"""「24、25够了」: years with enough tax, no number of points."""
_AGREES = re.compile("(?:我)?(?:同意)+(?:了|的|吧|啊)?")
SIGNS_OF_START = frozenset("算分测评打始速估启aeiou")
"""Characters of which one is in every way to say `start_score`."""
_STORY = 3
"""Of more statements 「85.9」 is a month of birth, no score."""
_BIRTH_LIKE = re.compile(r"[5-9]\d\.(?:1[0-2]|[1-9])")


def clause_by_clause(message: Message, context: Context) -> list[Act]:
    acts: list[Act] = []
    statements: list[Clause] = []
    asked: list[Clause] = []
    beside = of_somebody_else(message.clauses)
    acts += told_in_passing(beside)
    for clause in message.clauses:
        if len(message.clauses) > 1 and _starts(clause.text):
            acts.append(CommandAct("start_score", clause.evidence))
            continue
        if clause in beside:
            continue
        if len(message.clauses) > 1 and (leads_in(clause.text) or fills(clause.text)):
            continue
        if context.question == "consent" and _AGREES.fullmatch(clause.text):
            acts.append(Affirm(Certainty.PLAIN, clause.evidence))
            continue
        kind = acknowledges(clause.text)
        if kind is not None and (statements or not _said_yes_clause(clause, context)):
            acts.append(Acknowledge(kind, clause.evidence))
        elif clause.marked or (
            not _YEARS_ENOUGH.fullmatch(clause.figures)
            and (asks(clause.text) or own_question(clause.figures))
        ):
            asked.append(clause)
        elif (named := person(clause.text)) is not None:
            acts.append(Person(named[0], clause.evidence, named[1]))
        else:
            if other := speaks_of(clause.figures):
                acts.append(Person(PersonOp.OTHER, clause.evidence, other))
            statements.append(clause)
    if any(isinstance(act, Person) for act in acts):
        # the question on screen, and what is known, are another person's
        context = replace(context, question=None, known={})
    birth = born(tuple([clause.figures for clause in message.clauses]))
    dated = message.clauses[birth.clause] if birth else None
    points = [s for s in statements if _only_points(s, context) and s is not dated]
    if len(statements) > _STORY:
        points = [s for s in points if not _BIRTH_LIKE.fullmatch(s.figures)]
    acts += _questions(asked, statements, points, message, context.today)
    statements = [s for s in statements if s not in points]
    somebody = next((a for a in acts if isinstance(a, Person) and sex_of(a.name)), None)
    told = _told(statements, message, context, bool(acts), oneself=somebody is None)
    acts += told
    if somebody and any(isinstance(a, Tell) for a in told) and not _tells_sex(told):
        acts.append(Tell(Topic.SEX, sex_of(somebody.name), Certainty.INFERRED, somebody.evidence))
    if not acts and message.clauses:
        acts = [Unclear(c.raw, c.evidence) for c in message.clauses]
    return sorted(_once(acts), key=lambda act: act.evidence.start)


def _starts(text: str) -> bool:
    """「我想算算分，85年7月女…」: the command before the facts."""
    return not SIGNS_OF_START.isdisjoint(text) and command_of(text) == "start_score"


def _tells_sex(acts: list[Act]) -> bool:
    return any(isinstance(a, Tell) and a.topic is Topic.SEX for a in acts)


def _once(acts: list[Act]) -> list[Act]:
    """One thanks or 好的 of each kind is enough."""
    kept: list[Act] = []
    for act in acts:
        if isinstance(act, Acknowledge) and any(
            isinstance(k, Acknowledge) and k.kind is act.kind for k in kept
        ):
            continue
        kept.append(act)
    return kept


def _said_yes_clause(clause: Clause, context: Context) -> bool:
    return (
        context.question in QUESTIONS
        and topic_of(context.question) is not None
        and said_yes(clause.text, context)
    )


def _only_points(clause: Clause, context: Context) -> bool:
    """「我是105.3分」: a number of points and nothing else, spent on the question beside it.

    Where something is asked 「13.7」 is July 2013.
    """
    if context.question is not None and "分" not in clause.text:
        return False
    return bool(_POINTS.fullmatch(clause.figures) or says_about_so_much(clause.figures))


_ONLY_ASKS = re.compile(
    r"(?:那|这|会|对|能|可以|有|影响|到|我|算|没|关系|行|靠谱|真的|可信|吗|嘛|么|不|呢|要紧|事|啊)+"
)


def _with_its_case(clause: Clause, message: Message) -> str:
    """「我老公被拘留过，影响我吗」: the case that a question without a word of its own is about."""
    at = message.clauses.index(clause)
    if not at or not _ONLY_ASKS.fullmatch(clause.text):
        return ""
    return message.raw[message.clauses[at - 1].start : clause.end]


def _questions(
    asked: list[Clause],
    statements: list[Clause],
    points: list[Clause],
    message: Message,
    today: date,
) -> list[Act]:
    """The questions among the clauses; the number of points may stand in a clause before."""
    acts: list[Act] = []
    for clause in asked:
        named = person(clause.text)
        if named is not None:
            acts.append(Person(named[0], clause.evidence, named[1]))
            continue
        talk = about_the_talk(clause.text)
        if talk is not None and not acts:
            acts.append(Ask(clause.raw, talk, clause.evidence))
            continue
        found = question(clause.raw, clause.figures, clause.evidence, today)
        if found.kind is AskKind.RULE and (whole := _with_its_case(clause, message)):
            found = replace(found, text=whole)
        if found.kind is AskKind.OWN_RESULT and found.number is None:
            number = next((n for s in statements if (n := number_of_points(s.figures))), None)
            found = replace(found, number=number)
        acts.append(found)
    if points and not acts:
        said = points[0]
        number = number_of_points(said.figures)
        acts.append(Ask(said.raw, AskKind.OWN_RESULT, said.evidence, "enough", number))
    return acts


def _told(
    statements: list[Clause],
    message: Message,
    context: Context,
    told_before: bool,
    *,
    oneself: bool,
) -> list[Act]:
    """The facts, the answer to the question, and what was not understood."""
    if not statements:
        return []
    topic = topic_of(context.question)
    scene = scene_of(statements, context.today, context.year, topic, message.raw, context.known)
    question_asked = QUESTIONS.get(context.question or "")
    home = question_asked.home if question_asked else ""
    findings = with_known(facts(scene, home), scene, context.known)
    findings = of_the_level(findings, scene, context.level)
    acts: list[Act] = []
    used: set[int] = set()
    answered: set[Topic] = set()
    if context.question in QUESTIONS:
        replied, used, answered = reply(scene, findings, message, context)
        acts += replied
        if any(isinstance(act, Unclear) for act in replied):  # nothing else is read out of it
            findings = [finding for finding in findings if not used & set(finding.used)]
    plain_only = len(statements) == 1 and is_short(message)
    denied = any(isinstance(act, Deny) for act in acts)
    for finding in findings:
        if finding.reason == RELATION and (context.known.get("sex") or not oneself):
            continue
        said = (denied and finding.reason == "denied") or (
            bool(answered & _OF_HOMES) and _adds_nothing(finding)
        )
        if finding.topic in answered or said:
            used |= set(finding.used)
            continue
        act = _act(finding, scene, plain_only)
        if act is not None:
            acts.append(act)
        used |= set(finding.used)
    if context.question == "rare" and not any(isinstance(a, Tell) for a in acts):
        acts += _none_of_them(scene, used)
    if context.question == "rare":
        acts += _rest_withheld(scene, used)
    acts += _unknowns(scene, used)
    if acts:
        acts += _rest_denied(scene, used, context)
    return acts + _leftovers(scene, used, bool(acts) or told_before)


def _rest_withheld(scene: Scene, used: set[int]) -> list[Act]:
    """「没犯罪，别的不说」: the rest of 「以下都没有，对吗」 stays open, it is not none."""
    found = [s for s in scene.spoken if s.index not in used and _REST_WITHHELD.search(s.text)]
    used.update(s.index for s in found)
    return [Unknown(s.clause.evidence, refused=True) for s in found]


def _none_of_them(scene: Scene, used: set[int]) -> list[Act]:
    """「没有没有，我老老实实的人」 to 「以下都没有，对吗」."""
    for spoken in scene.spoken:
        if spoken.index not in used and denies(spoken.text):
            used.update(s.index for s in scene.spoken if not s.topics)
            return [Affirm(Certainty.PLAIN, spoken.clause.evidence)]
    return []


def _rest_denied(scene: Scene, used: set[int], context: Context) -> list[Act]:
    """「…，其他没有」: yes to the rest of 「以下都没有，对吗」; in a story, none of the rest."""
    acts: list[Act] = []
    for spoken in scene.spoken:
        if spoken.index not in used and _REST.search(spoken.text):
            used.add(spoken.index)
            at = spoken.clause.evidence
            if context.question == "rare":
                acts.append(Affirm(Certainty.PLAIN, at))
            else:
                acts.append(Deny(Certainty.INFERRED, at, value="rest"))
    return acts


_OF_HOMES = {Topic.HOMES, Topic.LEASE, Topic.LIVES_THERE}


def _adds_nothing(finding: Finding) -> bool:
    """A home that is only named, beside an answer about it: 「拿到房本就住进去了」."""
    value = finding.value
    return (
        finding.topic is Topic.HOMES
        and isinstance(value, list)
        and value == [h for h in value if isinstance(h, dict) and set(h) == {"kind"}]
    )


def _act(finding: Finding, scene: Scene, plain_only: bool) -> Act | None:
    evidence = scene.evidence(finding.used)
    if finding.reason == "denied":
        return Deny(Certainty.INFERRED, evidence, finding.topic, finding.value)
    if finding.value is None:
        return Unclear(evidence.clause, evidence, finding.reason) if finding.reason else None
    sure = finding.certainty
    if plain_only and sure is Certainty.INFERRED:
        sure = Certainty.PLAIN
    return Tell(finding.topic, finding.value, sure, evidence)


def _unknowns(scene: Scene, used: set[int]) -> list[Act]:
    """「个税我不清楚」: a topic that the person leaves open."""
    acts: list[Act] = []
    for spoken in scene.spoken:
        if spoken.index in used or not spoken.leaves_open:
            continue
        used.add(spoken.index)
        for topic in spoken.topics:
            acts.append(Unknown(spoken.clause.evidence, topic))
    return acts


_NUMERAL = re.compile("[\\d一二三四五六七八九十两]")


def _says_a_thing(spoken: Spoken) -> bool:
    """A word of the field, a place, a date or a number: what is worth asking again for."""
    return bool(spoken.topics or spoken.districts or _NUMERAL.search(spoken.text))


def _leftovers(scene: Scene, used: set[int], understood: bool) -> list[Act]:
    """The clauses that mean something and were taken by nobody."""
    acts: list[Act] = []
    for spoken in scene.spoken:
        if spoken.index in used or spoken.filler:
            continue
        if understood and (spoken.aside or len(spoken.text) < 2 or not _says_a_thing(spoken)):
            continue
        acts.append(Unclear(spoken.clause.raw, spoken.clause.evidence))
    return acts
