"""Birth, sex and post told in running text."""

import re

from handlers.understanding.acts import Certainty, Topic
from handlers.understanding.born import Born
from handlers.understanding.readers.answer import TypedAnswer
from handlers.understanding.readers.dates import OLDEST, YOUNGEST, read_birth_date
from handlers.understanding.readers.moments import find_moments
from handlers.understanding.readers.post import read_post
from handlers.understanding.readers.reading import Reading, took
from handlers.understanding.readers.sex import read_sex
from handlers.understanding.scene import Finding, Scene, Spoken

_BORN = re.compile(r"出?生(?:[于在日]|日期|年月|的|人)?[:是为\s]*")
_ON_THE_CARD = re.compile("身份证(?:上|写|是|的|写的是|[:])*")
"""「身份证八零年二月，其实七九年底」: what the card says counts."""
_AGE = re.compile(
    r"(?<!\d)(\d\d)(?:周)?岁|年龄[:是]?(\d\d)|虚岁(\d\d)|今年(?:刚|都|已经|快)?(\d\d)(?![\d年月万分个./-])|^(?:我|俺|本人)(\d\d)了$"
)
_OTHER_PERSON = re.compile(r"孩子|儿子|女儿|老婆|老公|媳妇|父|母|爸|妈|对象|退休")
RELATION = "relation"
"""Marks a sex that only the word for somebody else tells; what is known stays."""
_FOR_OTHER = re.compile("[替帮给][他她](?:来)?[问算查看填]|[他她]的(?:个人)?情况")
_WHOSE = re.compile(
    r"(?:我|俺)?(?:家)?(?P<who>闺女|女儿|儿子|[表堂][哥姐弟妹]|[哥姐弟妹]{1,2}|妹子)"
    r"(?:的?情况(?:如下|是)?|托我(?:来)?(?:问|算|查|看).*|(?:是)?(?:19)?[4-9]\d年\d{1,2}月.*)$"
)
"""「我闺女95年2月的」, 「表弟托我问」: whose case is told."""
_THIRD = re.compile(r"([他她])(?:自己|本人)?(?:是)?(?:19)?[4-9]\d年")
_HE = re.compile(
    "他|老公|丈夫|爸爸?|父亲|哥哥?|弟弟?|儿子|男朋友|男友|姐夫|叔叔?|舅舅?|[表堂][哥弟]"
)
_SHE = re.compile(
    "她|老婆|媳妇儿?|妻子|太太|妈妈?|母亲|姐姐?|妹妹?|妹子|女儿|闺女|女朋友|女友|嫂子|阿姨|姑姑?|[表堂][姐妹]"
)
_MARRIED_TO = {
    "male": re.compile(
        r"(?<![他她的])(?:(?:^|我|俺|和|跟|与|同|给|带着|但)(?:我|俺)?(?:的)?(?:老婆|媳妇儿?|妻子|太太)|岳父|岳母|丈母娘|老丈人)(?!的?(?:老公|丈夫))"
    ),
    "female": re.compile(
        r"(?<![他她的])(?:(?:^|我|和|跟|与|同|给|但)(?:我)?(?:的)?(?:老公|丈夫)|我先生|前夫|婆婆|公婆|嫁(?:到|给|来|过来))(?!的?(?:老婆|妻子))"
    ),
}
_ANY_RELATION = re.compile("[他她闺女儿哥姐弟妹老媳妻太岳丈先前婆嫁]")
"""A sign of every word for somebody else: most clauses have none."""
_PERSONAL = frozenset({Topic.BIRTH, Topic.SEX, Topic.POST})
_LUNAR = re.compile(r"农历|阴历|腊月|正月|冬月|初[一二三四五六七八九十]")
_AT_WORK = 24
"""Whole years: a date of younger people is more likely one of study or work."""
_NO_OTHER_DATE = 36
"""Whole years: so long ago nobody who still works had begun to work or finished school."""
_LONE_DATE = re.compile(
    r"(?:(?:算我的?|我|他|她|本人|自己|具体|准确|确切|实际|[我他她]?的?情况(?:是)?(?:这样)?(?:的)?)*[:,\s]*)?"
    r"(?:我|本人|自己|身份证(?:上|号)?)?[:\s是]*"
    r"(?P<date>(?:19)?[4-9]\d[年.\-/]\s?\d{1,2}(?:[.\-/]\d{1,2}|月(?:\d{1,2}[日号])?)?|19[4-9]\d年|200[0-4]年\d{1,2}月)(?P<of>的)?"
)
_PERSON = re.compile(r"户籍|户口|老家|籍贯|[省市县]人|本科|大专|硕士|博士|学历|我叫|姓|今年|居住证")
_ONESELF = re.compile("我|本人|自己|身份证")
_DECADE = re.compile(r"(\d\d)后")


def person(scene: Scene) -> list[Finding]:
    """BIRTH, SEX and POST, as far as the clauses tell."""
    if _PERSONAL.isdisjoint(scene.topics) and scene.born is None:
        return _by_relation(scene)
    found = [_birth(s) for s in scene.spoken if Topic.BIRTH in s.topics]
    births = [f for f in found if f is not None]
    exact = [f for f in births if f.value is not None]
    exact.sort(key=lambda f: (f.certainty is Certainty.DOUBTFUL, -len(str(f.value))))
    results = exact[:1] or births[:1]
    if scene.born and not any(f.certainty is Certainty.INFERRED for f in exact):
        results = _beside_the_sex(scene, scene.born) or results
    for spoken in scene.spoken:
        if Topic.SEX in spoken.topics and not any(f.topic is Topic.SEX for f in results):
            results += _from(read_sex(spoken.answer), Topic.SEX, spoken)
        if Topic.POST in spoken.topics:
            results += _from(read_post(spoken.answer), Topic.POST, spoken)
    if not any(f.topic is Topic.SEX for f in results):
        results += _by_relation(scene)
    return results


def _beside_the_sex(scene: Scene, told: Born) -> list[Finding]:
    used = (told.clause,)
    reading = birth_of(TypedAnswer(told.date, scene.as_of, tidied=True))
    if reading.value is None:
        return []
    found = [Finding(Topic.BIRTH, reading.value, Certainty.INFERRED, used)]
    if told.sex:
        found.append(Finding(Topic.SEX, told.sex, Certainty.INFERRED, used))
    return found


def _by_relation(scene: Scene) -> list[Finding]:
    """「我和我媳妇都在顺义上班」 is said by a man; both sides, or neither, tell nothing.

    Of somebody else (「他忙我替他问」) the word for that person tells.
    """
    if not any(_ANY_RELATION.search(spoken.figures) for spoken in scene.spoken):
        return []
    for spoken in scene.spoken:
        if other := _FOR_OTHER.search(spoken.text):
            sex = "male" if "他" in other[0] else "female"
            return [Finding(Topic.SEX, sex, Certainty.INFERRED, (spoken.index,), RELATION)]
    for spoken in scene.spoken:
        if whose := _WHOSE.match(spoken.figures):
            sex = sex_of(whose["who"])
            return [Finding(Topic.SEX, sex, Certainty.INFERRED, (spoken.index,), RELATION)]
    for spoken in scene.spoken:
        if third := _THIRD.match(spoken.figures):
            sex = "male" if third[1] == "他" else "female"
            return [Finding(Topic.SEX, sex, Certainty.INFERRED, (spoken.index,), RELATION)]
    said = {
        (sex, spoken.index)
        for spoken in scene.spoken
        for sex, words in _MARRIED_TO.items()
        if words.search(spoken.text)
    }
    if len({sex for sex, _ in said}) != 1:
        return []
    sex = next(iter(said))[0]
    used = (min(index for _, index in said),)
    return [Finding(Topic.SEX, sex, Certainty.INFERRED, used, RELATION)]


def sex_of(who: str) -> str:
    """The sex that the word for a person tells: 老公 → "male"; "" for 朋友."""
    return "male" if _HE.fullmatch(who) else "female" if _SHE.fullmatch(who) else ""


def _from(reading: Reading, topic: Topic, spoken: Spoken) -> list[Finding]:
    if reading.value is None:
        return []
    return [Finding(topic, reading.value, Certainty.INFERRED, (spoken.index,))]


def _birth(spoken: Spoken) -> Finding | None:
    used = (spoken.index,)
    reading = birth_of(_around(spoken))
    if reading.value is not None:
        sure = Certainty.DOUBTFUL if _LUNAR.search(spoken.text) else Certainty.INFERRED
        return Finding(Topic.BIRTH, reading.value, sure, used, reading.say or "")
    age = _AGE.search(spoken.figures)
    if age and not _OTHER_PERSON.search(spoken.text):
        year = spoken.as_of.year - int(next(n for n in age.groups() if n))
        return Finding(Topic.BIRTH, str(year), Certainty.DOUBTFUL, used)
    if _DECADE.search(spoken.figures):
        return None
    return Finding(Topic.BIRTH, None, Certainty.DOUBTFUL, used, reading.say or "")


def birth_of(answer: TypedAnswer) -> Reading:
    """A day, a month, or as little as the year of birth."""
    whole = read_birth_date(answer)
    dates = find_moments(answer.figures, answer.as_of)
    if whole.value is not None or len(dates) != 1:
        return whole
    only = dates[0]
    sure = only.month is None and only.year is not None and not only.ran
    sure = sure and YOUNGEST <= answer.as_of.year - (only.year or 0) <= OLDEST
    return took(str(only.year)) if sure else whole


def bare_birth(scene: Scene, found: list[Finding]) -> list[Finding]:
    """「女，1975年10月，…」: a date alone beside a clause on the person, when nothing claims it.

    Only the one such date of a message, and only of somebody who can have worked for years; firm
    beside the sex, after 身份证 or 本人, or beside schooling when it lies too far back for
    anything else; else doubtful.
    """
    if any(f.topic is Topic.BIRTH for f in found):
        return []
    if not scene.spoken:
        return []
    whole = scene.spoken[0].clause.raw == scene.raw.strip()
    if len(scene.spoken) < 2 and (scene.asked is not None or not whole):
        return []
    claimed = {index for f in found if f.reason != RELATION for index in f.used}
    alone = [
        (spoken, lone)
        for spoken in scene.spoken
        if not spoken.topics
        and spoken.follows is None
        and spoken.index not in claimed
        and (lone := _LONE_DATE.fullmatch(spoken.figures))
    ]
    if len(alone) != 1:
        return []
    spoken, lone = alone[0]
    reading = birth_of(TypedAnswer(lone["date"], spoken.as_of, tidied=True))
    if reading.value is None or spoken.as_of.year - int(str(reading.value)[:4]) < _AT_WORK:
        return []
    beside = [s for s in scene.spoken if abs(s.index - spoken.index) == 1]
    beside += _before_the_trade(scene, spoken)
    sure = _ONESELF.search(spoken.text) is not None or any(
        Topic.SEX in s.topics or _DECADE.search(s.figures) for s in beside
    )
    person = sure or lone["of"] or any(_PERSON.search(s.text) for s in beside)
    if not person and spoken.index > 1 and not any(f.topic is Topic.SEX for f in found):
        return []
    long_ago = spoken.as_of.year - int(str(reading.value)[:4]) > _NO_OTHER_DATE
    certainty = Certainty.INFERRED if sure or (person and long_ago) else Certainty.DOUBTFUL
    return [Finding(Topic.BIRTH, reading.value, certainty, (spoken.index,))]


def _before_the_trade(scene: Scene, spoken: Spoken) -> list[Spoken]:
    """「女，家政，1980年4月」: the sex stands before a clause that tells only the trade."""
    if spoken.index < 2:
        return []
    trade = scene.spoken[spoken.index - 1]
    told = trade.topics or trade.times or trade.districts
    return [] if told else [scene.spoken[spoken.index - 2]]


def _around(spoken: Spoken) -> TypedAnswer:
    """The date that stands by 出生; 「我一个90年6月出生的」 without the words around it."""
    dates = find_moments(spoken.figures, spoken.as_of)
    if not dates:
        return spoken.answer
    if card := _ON_THE_CARD.search(spoken.figures):
        near = [m for m in dates if m.start == card.end()]
        if near:
            return TypedAnswer(
                spoken.figures[near[0].start : near[0].end], spoken.as_of, tidied=True
            )
    for word in _BORN.finditer(spoken.figures):
        near = [m for m in dates if 0 <= word.start() - m.end <= 2] or [
            m for m in dates if 0 <= m.start - word.end() <= 2
        ]
        if near:
            return TypedAnswer(
                spoken.figures[near[0].start : near[0].end], spoken.as_of, tidied=True
            )
    return spoken.answer
