"""One message into acts.

Order of precedence, the first that holds: a choice's own label · a fixed word · numbers of a list ·
a question about the talk itself · a refusal · a person · a correction · a supposition · mere thanks
or 好的. Whatever is left is read clause by clause: questions, thanks, the answer to the question on
screen, and every fact.
"""

import re
from dataclasses import replace

from handlers.commands import case_code, command_of, plain
from handlers.understanding.acts import (
    Acknowledge,
    AcknowledgeKind,
    Act,
    Affirm,
    Ask,
    AskKind,
    Certainty,
    Choose,
    CommandAct,
    Context,
    Deny,
    Evidence,
    Person,
    PersonOp,
    Tell,
    Topic,
    Unclear,
    Unknown,
)
from handlers.understanding.answers import answer
from handlers.understanding.corrections import correction
from handlers.understanding.facts import facts
from handlers.understanding.frames import (
    about_the_talk,
    acknowledges,
    agrees,
    asks,
    leads_in,
    number_of_points,
    own_question,
    person,
    question,
    refuses,
    speaks_of,
)
from handlers.understanding.message import Clause, Message, read_message
from handlers.understanding.questions import QUESTIONS
from handlers.understanding.scene import Finding, Scene, Spoken, scene_of
from handlers.understanding.suppositions import supposition

SHORT = 30
"""A message of no more characters is a plain answer."""
LONGEST = 2000

_POLITE = {
    "hello": AcknowledgeKind.HELLO,
    "thanks": AcknowledgeKind.THANKS,
    "bye": AcknowledgeKind.BYE,
}
_NUMBERS = re.compile(
    r"(?:第|选|选择)?(\d{1,2})(?:个|项|号)?(?:[,，、.和跟与及\s]+(?:第)?(\d{1,2})(?:个|项|号)?)*[.。、]?"
)
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ORDINAL = re.compile(r"第([一二三四五六七八九])(?:个|项)")
_NONE_OF_THEM = re.compile(
    r"(?:对|是的?|嗯|没错)*(?:以上|这些|上面|我|都|全|全部|确实|统统|一个|一项|一条|也)*(?:没有?|无|木有|不是|不涉及|不存在)(?:过|的|了|啊|呀|哦|呢|一个|任何|这些|情况|问题)*"
)
_POINTS = re.compile(
    r"(?:我|我们|本人|他|她|现在|目前|自己|估|算|测|下来|出来|大概|一共|总共|的|有|是|得|了|去年|今年|积分|分数|情况|:)*(?:\d{2,3}(?:\.\d{1,2})?多?分|\d{2,3}\.\d{1,2})(?:了|左右|吧|的)?"
)
_REST = re.compile(r"(?:其他|其它|其余|别的|剩下|另外|余下)[^,]{0,4}(?:没|无|不)")
_NO = re.compile(
    r"(?:不|不是|不对|不行|不同意|有误|错|错了|有错|不可以|不要|否|no|拒绝|不愿意|算了|别|先不|不正确|不太对|不准确|n)(?:的|了|啊|呀|哦|吧|吗)*"
)


def understand(text: str, context: Context) -> tuple[Act, ...]:
    """The acts of `text` in the order of the text; never raises, () for a blank text."""
    message = read_message(text[:LONGEST])
    if not message.clauses:
        return _signs(message)
    whole = _whole(message, context)
    if whole is not None:
        return whole
    return tuple(_clauses(message, context))


def _signs(message: Message) -> tuple[Act, ...]:
    """Only signs: 「？」 asks for an explanation."""
    own = message.own.strip()
    if not own:
        return ()
    start = message.raw.index(own, message.start)
    evidence = Evidence(own, start, start + len(own))
    if own.strip("?？") == "":
        return (Ask(own, AskKind.EXPLAIN, evidence),)
    return (Acknowledge(AcknowledgeKind.FEELING, evidence),)


# --- the message as a whole ------------------------------------------------------------------


def _whole(message: Message, context: Context) -> tuple[Act, ...] | None:
    first, last = message.clauses[0], message.clauses[-1]
    evidence = Evidence(message.raw[first.start : last.end], first.start, last.end)
    own = message.own
    chosen = _label(own, context) or _numbers(own, context)
    if chosen:
        return (Choose(chosen, evidence),)
    code = case_code(own)
    if code:
        return (CommandAct("case", evidence, code),)
    command = command_of(own)
    if command in _POLITE:
        return (Acknowledge(_POLITE[command], evidence),)
    if command:
        return (CommandAct(command, evidence),)
    text = message.text
    talk = about_the_talk(text)
    if first is last and first.marked and acknowledges(text):
        talk = AskKind.EXPLAIN
    if talk and len(message.clauses) <= 2 and not _answers_plainly(message, context):
        return (Ask(evidence.clause, talk, evidence),)
    if refuses(text):
        return (Unknown(evidence, _topic(context), refused=True),)
    if _is_short(message):
        yes_or_no = _yes_or_no(text, context, evidence)
        if yes_or_no is not None:
            return (yes_or_no,)
    corrected = correction(message, context)
    if corrected is not None:
        return (*corrected[0], *_clauses(corrected[1], replace(context, question=None)))
    supposed = supposition(message, context)
    return (supposed,) if supposed is not None else None


def _label(own: str, context: Context) -> tuple[int, ...]:
    """The number of the choice whose label this is, in full or before its bracket or comma."""
    typed = plain(own)
    for labels in (
        [plain(choice.label) for choice in context.choices],
        [plain(re.split(r"[（(，,：:]", choice.label)[0]) for choice in context.choices],
    ):
        if typed and labels.count(typed) == 1:
            return (labels.index(typed) + 1,)
    return ()


def _numbers(own: str, context: Context) -> tuple[int, ...]:
    """「2」, 「第2个」, 「1、2」 where a list is on screen or nothing is asked."""
    if not context.choices and context.question is not None:
        return ()
    typed = read_numbers(own)
    if len(typed) > 1 and not context.choices:
        return ()
    return typed


def read_numbers(own: str) -> tuple[int, ...]:
    """The choice numbers that a message consists of; () for anything else."""
    clean = own.strip().translate(_DIGITS).rstrip("。.!！")
    if len(clean) > 24:
        return ()
    ordinal = _ORDINAL.fullmatch(plain(own))
    if ordinal:
        return (_CHINESE[ordinal[1]],)
    if not _NUMBERS.fullmatch(clean):
        return ()
    return tuple(dict.fromkeys(int(n) for n in re.findall(r"\d+", clean)))


_DIGITS = str.maketrans("０１２３４５６７８９①②③④⑤⑥⑦⑧⑨", "0123456789123456789")


def _topic(context: Context) -> Topic | None:
    asked = QUESTIONS.get(context.question or "")
    return asked.topic if asked else None


def _is_short(message: Message) -> bool:
    return len(message.own) <= SHORT


def _answers_plainly(message: Message, context: Context) -> bool:
    """「没看清楚，应该是2016年5月」 still answers."""
    return bool(context.question) and any(re.search(r"\d{2}", c.figures) for c in message.clauses)


def _yes_or_no(text: str, context: Context, evidence: Evidence) -> Act | None:
    """Yes and no to a question without a topic; 好的 and thanks are neither where one has."""
    topic = _topic(context)
    if context.question and topic is None and context.question in QUESTIONS:
        if context.question == "rare" and _NONE_OF_THEM.fullmatch(plain(text)):
            return Affirm(Certainty.PLAIN, evidence)
        if agrees(text):
            return Affirm(Certainty.PLAIN, evidence)
        if _NO.fullmatch(plain(text)):
            return Deny(Certainty.PLAIN, evidence)
    if topic is not None and _said_yes(text, context):
        return None
    if topic is None and _NO.fullmatch(plain(text)) and context.last_answered is None:
        return Deny(Certainty.PLAIN, evidence)
    kind = acknowledges(text)
    if kind is None:
        return None
    return Acknowledge(kind, evidence)


_PLAIN_YES = re.compile(
    r"(?:[嗯恩是对有在\s,]|的|啊|呀|了|呢|哦|一直|确实|当然|肯定|没错|对头|必须|👌|👍|✅|✔|√)+"
)


def _said_yes(text: str, context: Context) -> bool:
    """「嗯」, 「对的」 answer a question of yes or no; 「好的」, 「明白了」 do not."""
    slots = QUESTIONS[context.question or ""].slots
    return "yes_no" in slots and _PLAIN_YES.fullmatch(text) is not None


# --- clause by clause ------------------------------------------------------------------------


def _clauses(message: Message, context: Context) -> list[Act]:
    acts: list[Act] = []
    statements: list[Clause] = []
    asked: list[Clause] = []
    for clause in message.clauses:
        if leads_in(clause.text) and len(message.clauses) > 1:
            continue
        kind = acknowledges(clause.text)
        if kind is not None and (statements or not _said_yes_clause(clause, context)):
            acts.append(Acknowledge(kind, _at(clause)))
        elif clause.marked or asks(clause.text) or own_question(clause.figures):
            asked.append(clause)
        elif (named := person(clause.text)) is not None:
            acts.append(Person(named[0], _at(clause), named[1]))
        else:
            if other := speaks_of(clause.figures):
                acts.append(Person(PersonOp.OTHER, _at(clause), other))
            statements.append(clause)
    acts += _questions(asked, statements)
    statements = [s for s in statements if not _only_points(s)]
    acts += _told(statements, message, context, bool(acts))
    if not acts and message.clauses:
        acts = [Unclear(c.raw, _at(c)) for c in message.clauses]
    return sorted(_once(acts), key=lambda act: act.evidence.start)


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
        and _topic(context) is not None
        and _said_yes(clause.text, context)
    )


def _at(clause: Clause) -> Evidence:
    return Evidence(clause.raw, clause.start, clause.end)


def _only_points(clause: Clause) -> bool:
    """「我是105.3分」: a number of points and nothing else, spent on the question beside it."""
    return _POINTS.fullmatch(clause.figures) is not None


def _questions(asked: list[Clause], statements: list[Clause]) -> list[Act]:
    """The questions among the clauses; the number of points may stand in a clause before."""
    acts: list[Act] = []
    for clause in asked:
        named = person(clause.text)
        if named is not None:
            acts.append(Person(named[0], _at(clause), named[1]))
            continue
        talk = about_the_talk(clause.text)
        if talk is not None and not acts:
            acts.append(Ask(clause.raw, talk, _at(clause)))
            continue
        found = question(clause.raw, clause.figures, _at(clause))
        if found.kind is AskKind.OWN_RESULT and found.number is None:
            number = next((n for s in statements if (n := number_of_points(s.figures))), None)
            found = replace(found, number=number)
        acts.append(found)
    points = next((s for s in statements if _only_points(s)), None)
    if points is not None and not acts:
        number = number_of_points(points.figures)
        acts.append(Ask(points.raw, AskKind.OWN_RESULT, _at(points), "enough", number))
    return acts


def _told(
    statements: list[Clause], message: Message, context: Context, told_before: bool
) -> list[Act]:
    """The facts, the answer to the question, and what was not understood."""
    if not statements:
        return []
    topic = _topic(context)
    scene = scene_of(statements, context.today, context.year, topic, message.raw)
    question_asked = QUESTIONS.get(context.question or "")
    home = question_asked.home if question_asked else ""
    findings = facts(scene, home)
    acts: list[Act] = []
    used: set[int] = set()
    answered: set[Topic] = set()
    if context.question in QUESTIONS:
        replied, used, answered = _reply(scene, findings, message, context)
        acts += replied
    plain_only = len(statements) == 1 and _is_short(message)
    for finding in findings:
        if finding.topic in answered or (answered and _adds_nothing(finding)):
            used |= set(finding.used)
            continue
        act = _act(finding, scene, plain_only)
        if act is not None:
            acts.append(act)
        used |= set(finding.used)
    acts += _unknowns(scene, used)
    if acts:
        acts += _rest_denied(scene, used, context)
    return acts + _leftovers(scene, used, bool(acts) or told_before)


def _rest_denied(scene: Scene, used: set[int], context: Context) -> list[Act]:
    """「…，其他没有」: yes to the rest of 「以下都没有，对吗」; in a story, none of the rest."""
    acts: list[Act] = []
    for spoken in scene.spoken:
        if spoken.index not in used and _REST.search(spoken.text):
            used.add(spoken.index)
            at = _at(spoken.clause)
            if context.question == "rare":
                acts.append(Affirm(Certainty.PLAIN, at))
            else:
                acts.append(Deny(Certainty.INFERRED, at, value="rest"))
    return acts


def _adds_nothing(finding: Finding) -> bool:
    """A home that is only named, beside an answer about it: 「拿到房本就住进去了」."""
    value = finding.value
    return (
        finding.topic is Topic.HOMES
        and isinstance(value, list)
        and value == [h for h in value if isinstance(h, dict) and set(h) == {"kind"}]
    )


def _act(finding: Finding, scene: Scene, plain_only: bool) -> Act | None:
    evidence = _evidence(finding.used, scene)
    if finding.reason == "denied":
        return Deny(Certainty.INFERRED, evidence, finding.topic, finding.value)
    if finding.value is None:
        return Unclear(evidence.clause, evidence, finding.reason) if finding.reason else None
    sure = finding.certainty
    if plain_only and sure is Certainty.INFERRED:
        sure = Certainty.PLAIN
    return Tell(finding.topic, finding.value, sure, evidence)


def _evidence(used: tuple[int, ...], scene: Scene) -> Evidence:
    """The stretch of the text from the first to the last clause that was used."""
    clauses = [scene.spoken[index].clause for index in sorted(used)]
    start, end = clauses[0].start, clauses[-1].end
    return Evidence(scene.raw[start:end], start, end)


def _reply(
    scene: Scene, findings: list[Finding], message: Message, context: Context
) -> tuple[list[Act], set[int], set[Topic]]:
    """The acts of the answer to the question, the clauses it took, the topics it settles."""
    key = context.question or ""
    topic = QUESTIONS[key].topic
    may = _may_answer(scene, topic, message)
    if topic is None or not may:
        return [], set(), set()
    text = ",".join(s.text for s in may)
    found = answer(key, text, scene, findings, context)
    used = {s.index for s in may}
    evidence = _evidence(tuple(used), scene)
    if found.unknown:
        return [Unknown(evidence, topic)], used, {topic}
    if found.denied:
        return [Deny(Certainty.PLAIN, evidence, topic, [found.denied])], used, {topic}
    if found.told:
        sure = found.certainty
        if sure is Certainty.PLAIN and not _is_short(message) and len(scene.spoken) > 2:
            sure = Certainty.INFERRED
        acts: list[Act] = [Tell(t, v, sure, evidence) for t, v in found.told]
        return acts, used, {t for t, _ in found.told}
    untimed = bool(QUESTIONS[key].home)
    others = [f for f in findings if not (untimed and f.topic is topic)]
    if (
        found.reason
        and not any(f.reason == "denied" for f in findings)
        and len(may) == len(scene.spoken)
        and not any(f.value is not None for f in others)
    ):
        return [Unclear(evidence.clause, evidence, found.reason)], used, {topic}
    return [], set(), set()


_RELATED: dict[Topic, tuple[Topic, ...]] = {
    Topic.LIVES_THERE: (Topic.HOMES,),
    Topic.HOMES: (Topic.LIVES_THERE, Topic.LEASE),
    Topic.LEASE: (Topic.HOMES,),
    Topic.CONTINUOUS: (Topic.INSURANCE, Topic.INSURANCE_GAP),
    Topic.REPAID: (Topic.INSURANCE_GAP,),
    Topic.INSURANCE_GAP: (Topic.REPAID,),
    Topic.GRADUATED: (Topic.EDUCATION,),
    Topic.STUDY_OVERLAP: (Topic.INSURANCE, Topic.EDUCATION),
}
"""Whose words also answer a question on the topic."""


def _may_answer(scene: Scene, topic: Topic | None, message: Message) -> list[Spoken]:
    """The clauses that may answer: those on the topic, and those on nothing in particular.

    A sentence about something else is never an answer. In a long message only clauses with a word
    of the question count, and a first clause without any.
    """
    near = _RELATED.get(topic, ()) if topic is not None else ()
    own = [s for s in scene.spoken if topic is not None and s.about(topic, *near)]
    bare = [s for s in scene.spoken if not s.topics and s.follows is None and not s.answer.idle]
    if _is_short(message):
        if own:
            return sorted(own + [b for b in bare if not b.aside], key=lambda s: s.index)
        return [b for b in bare if not b.aside] or bare
    first = [s for s in bare if s.index == 0]
    return own or first


def _unknowns(scene: Scene, used: set[int]) -> list[Act]:
    """「个税我不清楚」: a topic that the person leaves open."""
    acts: list[Act] = []
    for spoken in scene.spoken:
        if spoken.index in used or not spoken.answer.unknown:
            continue
        used.add(spoken.index)
        for topic in spoken.topics:
            acts.append(Unknown(_at(spoken.clause), topic))
    return acts


def _leftovers(scene: Scene, used: set[int], understood: bool) -> list[Act]:
    """The clauses that mean something and were taken by nobody."""
    acts: list[Act] = []
    for spoken in scene.spoken:
        if spoken.index in used or spoken.filler:
            continue
        if understood and (spoken.aside or len(spoken.text) < 2):
            continue
        acts.append(Unclear(spoken.clause.raw, _at(spoken.clause)))
    return acts
