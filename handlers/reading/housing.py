"""The slot `housing`: the kind of home, months by kind, or periods by kind."""

import re
from typing import Any

from handlers.reading.answer import Answer, has
from handlers.reading.moments import find_moments
from handlers.reading.reading import Reading, again, took
from handlers.reading.spans import LONGEST_MONTHS, Duration, find_durations, find_periods

_KINDS = {
    "dorm": r"宿舍|员工公寓|集体户?住|工棚|职工公寓|单位公寓|公司公寓",
    "rent": r"(?<!转)(?<!出)租(?!出|客|给)|自如|蛋壳|链家房|长租|公寓|房东",
    "own": r"自有|自己[的买]?的?房|自住|自购|自家|自个儿?的?房|买[了的]?房|房本|房产证|不动产|产权|商品房|按揭|房贷|贷款|经适|经济适用|两限|限价|共有产权|回迁|拆迁房|有房|有套房|有一套|有1套|业主|名下|买的|购房|已购|房改房|央产|拿本|新房|二手房|买了套|有个房|own",
}
_ELSEWHERE = r"燕郊|河北|老家|外地|天津|廊坊|固安|香河|大厂|三河|涿州|外省|保定|上海|广州|深圳|家乡|县城|海南|山东|河南|东北|成都|武汉|国外"
_NOT_HIS = r"借住|朋友家|亲戚|父母|爸妈|我妈|我爸|公婆|岳父|岳母|丈母娘|爷爷|奶奶|叔|舅|姑|姨|哥|姐|弟|妹|蹭住|男朋友|女朋友|对象|别人|孩子名|儿子|女儿|老人"
_SPOUSE = r"(?:老公|老婆|爱人|丈夫|妻子|媳妇|配偶|先生)(?:的|家)?(?:名下|的房|单独|一?个?人)"
_NO_CERTIFICATE = r"小产权|没(?:有|拿到?|下|办|发)?(?:来)?(?:到)?(?:房本|房产证|证|产权|不动产|本)|未(?:拿|取得|办|下)(?:到)?|没下来|还没(?:交房|下)|期房|网签|认购|没交房|军产|商住|宅基地|农村|平房|酒店|宾馆|地下室|学生宿舍|学校宿舍|校内宿舍|大学宿舍"
_UNREGISTERED = r"(?:没有?|未|不|无)(?:给|办|去|做|能|肯)*(?:登记)?(?:备案|登记|交税|纳税|合同)"
_NOT_LIVED = r"(?:没有?|不|未|从没|无)(?:住过?|租过?|买过?|有|自己的?)*(?:宿舍|租房?|租过|房子?|买房|住房|自有房?)"
_NEGATED = re.compile(
    r"(?:没有?|不是|从没|未|无)(?:住过?|租过?|买过?|有|自己的?|公司|单位)*(?:宿舍|租房?|租过|房子?|买房|自有住?房?|房贷|贷款)|不是(?:租|买|宿舍)\S?的?"
)
_CLAUSE = re.compile(
    r"[,，。;；、\s!]+|然后|后来|之后|接着|再后来|又(?=租|住|买)|现在(?=租|住|自|买)|(?<=\d年)(?=租|宿|自)"
)


def read_housing(answer: Answer) -> Reading:
    """A kind, or months or periods by kind; a home that cannot count is asked again."""
    if answer.asks:
        return again("housing.none")
    return housing(answer)


def housing(answer: Answer) -> Reading:
    """As `read_housing`, for a message that is known to speak of a home."""
    text = answer.figures
    wrong = _cannot_count(text)
    if wrong:
        return again(f"housing.{wrong}")
    text = _NEGATED.sub("", _only_beijing(text))
    kinds = _kinds(text)
    if not kinds:
        return again("housing.none")
    periods, alone = find_periods(text, answer.as_of)
    if periods or any(m.month is not None for m in alone):
        return _by_period(answer, text)
    durations = find_durations(text)
    if durations:
        return again("housing.vague") if answer.vague else _by_months(text, durations)
    if len({kind for _, _, kind in kinds}) > 1:
        return again("housing.which")
    return took(kinds[0][2])


def _cannot_count(text: str) -> str | None:
    if has(_NO_CERTIFICATE, text):
        return "no_certificate"
    if has(_UNREGISTERED, text):
        return "unregistered"
    if has(_NOT_HIS, text) or has(_SPOUSE, text):
        return (
            "not_own" if not has(_KINDS["rent"] + "|宿舍", text) or has("名下|的房", text) else None
        )
    return None


def _only_beijing(text: str) -> str:
    """Without the clauses that tell of homes elsewhere."""
    clauses = re.split(r"([,，。;；、\s]+|但是?|不过|现在|在北京)", text)
    return "".join(c for c in clauses if not has(_ELSEWHERE, c))


def _kinds(text: str) -> list[tuple[int, int, str]]:
    """Where which kind of home is named; neighbouring words for the same home count once."""
    found: list[tuple[int, int, str]] = []
    for kind, pattern in _KINDS.items():
        for match in re.finditer(pattern, text):
            if all(match.end() <= start or match.start() >= end for start, end, _ in found):
                found.append((match.start(), match.end(), kind))
    return sorted(found)


def _by_months(text: str, durations: list[Duration]) -> Reading:
    """Pairs every duration with the kind that stands by it, clause by clause."""
    months: dict[str, int] = {}
    waiting: str | None = None
    for clause in (c for c in _CLAUSE.split(text) if c):
        inside = find_durations(clause)
        named = [kind for _, _, kind in _merged(clause)]
        if not inside:
            waiting = named[-1] if named else waiting
            continue
        if any(d.months is None for d in inside):
            return again("years_months.whole_months")
        if not named and waiting and len(inside) == 1:
            named = [waiting]
        if len(named) != len(inside):
            return again("housing.which")
        for kind, duration in zip(named, inside, strict=True):
            months[kind] = months.get(kind, 0) + (duration.months or 0)
        waiting = None
    if sum(months.values()) > LONGEST_MONTHS:
        return again("years_months.too_long")
    if not months or sum(m.months or 0 for m in durations) != sum(months.values()):
        return again("housing.which")
    return took(
        {f"{kind}_months": months[kind] for kind in ("own", "rent", "dorm") if kind in months}
    )


def _merged(clause: str) -> list[tuple[int, int, str]]:
    merged: list[tuple[int, int, str]] = []
    for entry in _kinds(clause):
        if not merged or merged[-1][2] != entry[2]:
            merged.append(entry)
    return merged


def _by_period(answer: Answer, text: str) -> Reading:
    """Pairs every period with the kind in its own clause; 「之后」 follows on the one before."""
    value: dict[str, Any] = {}
    last_to: tuple[int, int] | None = None
    pieces = [p for p in re.split(r"[,，。;；\s]+|然后|后来|接着|(?=之后|以后)", text) if p]
    waiting: str | None = None
    for piece in pieces:
        periods, alone = find_periods(piece, answer.as_of)
        named = [kind for _, _, kind in _merged(piece)]
        for problem in (p.problem for p in periods):
            if problem:
                return again(f"period.{problem}")
        if not periods and len(alone) == 1 and alone[0].month is not None and named:
            if alone[0].problem(answer.as_of):
                return again(f"period.{alone[0].problem(answer.as_of)}")
            span: dict[str, str] = {"from": alone[0].iso_month(), "to": "now"}
            if not has("买|入住|搬|拿|下来|领|取得", piece):
                return again("period.unclear")
        elif len(periods) == 1 and not alone:
            span = periods[0].value()
            ended = periods[0].last
            last_to = (ended.year or 0, ended.month or 0) if ended else None
        elif not periods and not alone and named and last_to:
            year, month = divmod(last_to[0] * 12 + last_to[1], 12)
            span = {"from": f"{year:04d}-{month + 1:02d}", "to": "now"}
            if not has("之后|以后|现在|到今|至今|直", piece + text):
                return again("period.unclear")
        elif not periods and not alone:
            waiting = named[-1] if named else waiting
            continue
        else:
            return again("period.unclear")
        kind = named[0] if len(named) == 1 else waiting if not named else None
        if kind is None or kind in value:
            return again("housing.which")
        value[kind] = span
        waiting = None
    return (
        took(value)
        if value and not find_moments_left(value, text, answer)
        else again("period.unclear")
    )


def find_moments_left(value: dict[str, Any], text: str, answer: Answer) -> bool:
    """Whether the text names more dates than the value has used."""
    return len(find_moments(text, answer.as_of)) > 2 * len(value)
