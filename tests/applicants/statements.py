"""What a reply states about the person, checked against what is true of them.

Only what a reader would take for a statement counts: lines 「title：value」 and the sentences of an
echo (「记下了：…」). A statement that cannot be judged is left out.
"""

import re
from collections.abc import Callable

from scoring.months import month_named
from tests.applicants.people import Person
from tests.applicants.reader import LISTED
from tests.applicants.speech import RARE

ECHO = re.compile("记下|记成|记的是|改成|改为|改好|核对|我理解|我听到|您说|更正|已改")
MONTH = re.compile(r"(\d{4})\s*[年.-]\s*(\d{1,2})")
YEAR = re.compile(r"(\d{4})")
EMPTY = re.compile("空着|未填|没填|还不知道|不清楚|不知道|待")
NO = re.compile("没|无|否|^0")
DISTRICT = re.compile(
    "东城|西城|朝阳|海淀|丰台|石景山|门头沟|房山|通州|顺义|昌平|大兴|怀柔|平谷|密云|延庆"
)
LEVELS = (
    ("none", "高中|以下"),
    ("college", "大专|高职|专科"),
    ("doctor", "博士"),
    ("master", "硕士|研究生"),
    ("bachelor_no_degree", "本科.*(没|无).{0,3}学位"),
    ("bachelor", "本科"),
)
Check = Callable[[Person, str], bool | None]


def _months(text: str) -> list[int]:
    found = [(int(y), int(m)) for y, m in MONTH.findall(text)]
    return [month_named(f"{year}-{month:02d}") for year, month in found if 1 <= month <= 12]


def _first_month(true: Callable[[Person], list[int]]) -> Check:
    def check(person: Person, text: str) -> bool | None:
        told = _months(text)
        return told[0] in true(person) if told else None

    return check


def _yes_no(true: Callable[[Person], object]) -> Check:
    return lambda person, text: bool(true(person)) is not bool(NO.search(text))


def _birth(person: Person, text: str) -> bool | None:
    if told := _months(text):
        return told[0] == person.birth
    year = YEAR.search(text)
    return int(year[1]) == person.birth // 12 if year else None


def _sex(person: Person, text: str) -> bool | None:
    return ("女" in text) is (person.sex == "female") if re.search("男|女", text) else None


def _gap(person: Person, text: str) -> bool | None:
    if told := _months(text):
        return person.gap is not None and told[0] == person.gap.start
    return person.gap is None if NO.search(text) else None


def _education(person: Person, text: str) -> bool | None:
    text = text.replace("学历学位", "")
    told = next((level for level, words in LEVELS if re.search(words, text)), None)
    if told == "bachelor" and "学位" not in text and person.education == "bachelor_no_degree":
        return None
    return told == person.education if told else None


def _tax(person: Person, text: str) -> bool | None:
    years = {int(year) for year in re.findall(r"20\d\d", text)}
    if not years:
        return not person.tax_years if NO.search(text) else None
    return years == set(person.tax_years) if "至" not in text and "到" not in text else None


def _districts(true: Callable[[Person], list[str]]) -> Check:
    def check(person: Person, text: str) -> bool | None:
        told = set(DISTRICT.findall(text))
        return told <= set(true(person)) if told else None

    return check


CHECKS: tuple[tuple[str, str, Check], ...] = (
    ("birth", "出生|生日", _birth),
    ("sex", "性别|^(男|女)(性|士)?$", _sex),
    ("criminal", "犯罪", _yes_no(lambda p: p.criminal)),
    ("detentions", "拘留", _yes_no(lambda p: p.detentions)),
    ("tax_violations", "涉税违法", _yes_no(lambda p: p.tax_violations)),
    ("honour", "荣誉", _yes_no(lambda p: p.honour)),
    ("permit", "(?<!工作)居住证", _yes_no(lambda p: p.permit)),
    ("repaid", "补缴", _yes_no(lambda p: p.repaid)),
    ("graduated", "毕业(时间|年月|于)|月毕业", _first_month(lambda p: [p.graduated])),
    ("tax", "个税|纳税", _tax),
    ("work", "单位", _districts(lambda p: [job.district for job in p.jobs])),
    ("education", "学历|学位", _education),
    ("gap", "断缴|断过", _gap),
    ("insurance", "社保", _first_month(lambda p: [p.insurance[0].start])),
)
"""Topic, the words by which its statement is known, and whether the statement is true."""

OWN_HOME: tuple[tuple[str, Check], ...] = (
    ("home_district", _districts(lambda p: [home.district for home in p.owned])),
    ("own_time", _first_month(lambda p: [home.span.start for home in p.owned])),
)
"""What a statement about an own home may hold, in any order."""


def statements(reply: str) -> list[str]:
    """The clauses of a reply that state something about the person."""
    found: list[str] = []
    for part in re.split(r"\n\s*\n", reply):
        lines = part.splitlines()
        echo = bool(ECHO.search(lines[0])) if lines else False
        for line in lines:
            if "？" in line and not re.search("对吗|是吗|对不对", line):
                continue
            if LISTED.match(line) and not ECHO.search(line.split("：")[0]):
                found.append(line.strip())
            elif echo:
                said = re.sub("^.*?(?:记下了|改成|改为|核对)[：:]?", "", line)
                marks = "[；。]" if "；" in said else "[，；。]"
                found += [clause.strip() for clause in re.split(marks, said)]
    return [clause for clause in found if clause]


def row_of(topic: str, reply: str) -> str | None:
    """The number of the line that states the topic."""
    found = (words for name, words, _ in CHECKS if name == topic)
    words = next(found, "自有房|房本|住所")
    for line in reply.splitlines():
        row = re.match(r"\s*(\d{1,2})[ 、.]\s*([^：]+)：", line)
        if row and re.search(words, row[2]):
            return row[1]
    return None


def judged(person: Person, reply: str) -> dict[str, bool]:
    """For every topic that the reply makes a statement about, whether the statement is true."""
    found: dict[str, bool] = {}
    for clause in statements(reply):
        for topic, right in _claims(person, clause):
            if right is not None:
                found[topic] = found.get(topic, True) and right
    return found


def _claims(person: Person, clause: str) -> list[tuple[str, bool | None]]:
    """The topics of one clause, each with whether what it says is true."""
    if EMPTY.search(clause):
        return []
    title, _, value = clause.partition("：")
    if re.match(r"(\d{1,2}[ 、.])?没有", title) and value:
        # 「没有这些：涉税违法、拘留」 is the same as 「没有涉税违法、拘留」.
        title, value = "没有" + value, ""
    if re.search("自有房|房本", clause) and "以前" not in clause:
        return [(topic, check(person, clause)) for topic, check in OWN_HOME]
    told = value or re.sub(r"^\d{1,2}[ 、.]", "", title)
    claims = [(t, check(person, told)) for t, words, check in CHECKS if re.search(words, title)]
    rare = [claim for claim in claims if claim[0] in RARE]
    return rare if len(rare) > 1 else claims[:1]
