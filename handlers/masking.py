"""Takes what could name a person out of a question before anybody keeps it.

Numbers and accounts are found by their shape; names, employers and addresses by the words that
introduce them (`masking.toml`), names also by their likelihood (`masking_pieces`). Where a detail
is announced and not found, or something that is not known stands where a detail would, the text is
not kept at all: better lost than doubtful.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, partial

from handlers.masking_addresses import hide_addresses
from handlers.masking_doubt import is_doubtful
from handlers.masking_lexicon import characters, listed, one_of
from handlers.masking_numbers import hide_birthdays, hide_numbers
from handlers.masking_pieces import ends_within_word, hide_names, is_plain

LONGEST = 200
"""Characters of a question that are kept."""

_HAN = "\u4e00-\u9fff"

_KEYCAP = re.compile("\ufe0f?\u20e3")
"""What makes a key of the digit before it: 1️⃣."""
_SPACED_HAN = re.compile(rf"(?<![{_HAN}])[{_HAN}](?:[ \t][{_HAN}]){{2,}}(?![{_HAN}])")

NUMBER, NAME, ACCOUNT, EMPLOYER, ADDRESS, BIRTHDAY, LINK = (
    "［号码］",
    "［姓名］",
    "［账号］",
    "［单位］",
    "［地址］",
    "［生日］",
    "［链接］",
)


def mask(text: str) -> str | None:
    """At most the first 200 characters of `text` without personal details; None: not to be kept.

    Links, numbers, accounts, plates, birthdays, names, employers and addresses are replaced by what
    they are. Amounts, years, months and document numbers stay.
    """
    text = _KEYCAP.sub("", unicodedata.normalize("NFKC", text))[: 4 * LONGEST]
    text = _SPACED_HAN.sub(lambda found: re.sub(r"\s", "", found[0]), text)
    for rule in _rules():
        text = rule(text)
    if is_doubtful(text):
        return None
    return text[:LONGEST]


Rule = Callable[[str], str]


def _replace(pattern: str, sign: str, flags: int = 0) -> Rule:
    compiled = re.compile(pattern, flags)
    return lambda text: compiled.sub(sign, text)


@cache
def _rules() -> tuple[Rule, ...]:
    """The rules in their order: what is longest and surest first."""
    return (
        _replace(r"https?://\S+|www\.\S+", LINK),
        _replace(
            r"[\w.+*-]+\s*(?:@|\[at\]|\(at\)|艾特|#at#)\s*[\w-]+(?:\s*(?:\.|点|dot)\s*[a-z]+)*",
            ACCOUNT,
            re.I | re.ASCII,
        ),
        _replace(
            r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新]\s?[A-Z]\s?[·.\s-]?\s?"
            r"[A-Z0-9](?:\s?[·.-]?\s?[A-Z0-9]){4,5}(?![A-Za-z0-9])",
            NUMBER,
            re.I,
        ),
        _accounts,
        partial(hide_birthdays, sign=BIRTHDAY),
        partial(hide_numbers, sign=NUMBER),
        partial(hide_addresses, sign=ADDRESS),
        _replace(
            rf"(?:(?<=[在给去到进是从])|(?<=[在由给被])[{_HAN}]{{2}}){one_of('large_employers')}",
            EMPLOYER,
        ),
        _employers,
        _names,
        partial(hide_names, sign=NAME),
    )


# --- accounts ---------------------------------------------------------------------------------


@cache
def _account_patterns() -> tuple[re.Pattern[str], ...]:
    cue = one_of("account_cues")
    return (
        re.compile(rf"({cue}号?(?:是|叫|为|就是)?[^\w\n]{{0,2}}[{_HAN}]{{0,6}}?\s*)"
                   r"((?=[a-z0-9_. -]*[a-z0-9])[a-z](?:[ _.-]?[a-z0-9]){4,})", re.I),
        re.compile(rf"({cue}号?(?:是|叫|为|[:：]))\s?[a-z0-9]+"
                   r"(?:(?:加|下划线|点|杠|横杠?|[ _.-])*[a-z0-9]+)+", re.I),
        re.compile(r"(?<![A-Za-z0-9_.])(?=[A-Za-z0-9_.*-]*[A-Za-z])(?=[A-Za-z0-9_.*-]*\d)"
                   r"[A-Za-z0-9_][A-Za-z0-9_.*-]{4,}(?![A-Za-z0-9])"),
        re.compile(r"@\s?[A-Za-z][A-Za-z0-9_.-]{2,}|[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+"),
    )  # fmt: skip


def _accounts(text: str) -> str:
    named, short, *others = _account_patterns()
    for pattern in (named, short):
        text = pattern.sub(lambda found: found[1] + ACCOUNT, text)
    for pattern in others:
        text = pattern.sub(ACCOUNT, text)
    return text


# --- names ------------------------------------------------------------------------------------


@cache
def _name_patterns() -> dict[str, re.Pattern[str]]:
    given = f"(?![{''.join(sorted(characters('not_in_names')))}])[{_HAN}]"
    surname = f"[{''.join(sorted(characters('surnames')))}]"
    name = f"(?:{one_of('compound_surnames')}(?:{given}){{1,2}}|{surname}(?:{given}){{1,2}})"
    cue, kin = one_of("name_cues"), one_of("kin")
    end = (
        rf"(?=[^{_HAN}]|$|的|是|在|她|他|说|想|问|和|跟|有|没|离|去|今年|敬上|收|[{_HAN}]{{1,2}}族)"
    )
    return {
        "dotted": re.compile(rf"[{_HAN}]{{2,6}}[·•・][{_HAN}]{{2,8}}"),
        "called": re.compile(
            rf"({cue}\s*(?:叫|是|为|姓名|[:：])?\s*[“”\"'「‘]?\s*)"
            rf"(?!{one_of('no_name_after')})({name})"
        ),
        "named": re.compile(
            rf"((?:(?<![这那就也都才])叫|姓名[是:：]?|原名|曾用名|户名)\s*[“\"'「‘]?\s*)"
            rf"(?!{one_of('no_name_after')})((?:{given}){{2,4}})(?=[^{_HAN}]|$)"
        ),
        "kin": re.compile(
            rf"((?:{kin})\s*(?:叫|是|名叫|[:：])?\s*)({surname}(?:{given}){{2}}|{name}{end})"
        ),
        "surname": re.compile(
            rf"((?:{cue}|我|老师|房东)[是]?姓)({one_of('compound_surnames')}|{surname})(?![{_HAN}]*姓)"
        ),
        "single": re.compile(rf"(单名(?:一个|个|是)?)([{_HAN}])(?=字|[^{_HAN}]|$)"),
        "latin": re.compile(
            r"((?:(?<![A-Za-z])(?:[Ii] am|[Ii]'m|[Mm]y name is|[Nn]ame:?)"
            r"|叫|姓名:?|我是(?=[A-Z][a-z]))\s*)"
            r"([A-Za-z]+(?: [A-Za-z]+)*)"
        ),
        "capitals": re.compile(r"(?<![A-Za-z])([A-Z][a-z]+(?: [A-Z][a-z]+)+)(?![A-Za-z])"),
        "self": re.compile(
            rf"((?:我是|我係|我系|俺是|我[，,]|本人[，,]?|这里是|在下))({name}){end}"
        ),
        "long": re.compile(
            rf"(我是|我叫|本人)([{_HAN}]{{2,6}}(?:古丽|买提|别克|江|汗|尔|提|格|玛|仁|增|西))(?=[^{_HAN}]|$)"
        ),
        "alone": re.compile(rf"(?:(?<=[\s,，。;；:：—-])|^)({name})(?=[\s,，。;；]|敬上|$)"),
        "numbered": re.compile(rf"(?:(?<=[\s,，。;；])|^)({name})(?=\s{NUMBER})"),
        "titled": re.compile(
            rf"(?<![{_HAN}])((?:请问|帮|替|查|问|找|和|跟|给)*)({surname}(?:{given}){{1,2}})(?={one_of('titles_behind')})"
        ),
        "described": re.compile(rf"(?<=的)({name})(?=[,，。;；\s]|$)"),
        "given": re.compile(
            rf"((?<![排报知出著笔匿实提第署签冠点])名[:：]?\s?)((?:{given}){{1,2}})(?=[,，。;；\s]|$)"
        ),
    }


WEAK_INTRODUCTIONS = {"alone", "titled", "described", "given"}
"""After these, and directly after a relative, what consists of known words is no name."""


def _names(text: str) -> str:
    words = listed("not_names")

    def hide(found: re.Match[str], introduction: str) -> str:
        name = found[found.lastindex or 0]
        before = found[0].removesuffix(name)
        weak = introduction in WEAK_INTRODUCTIONS or before in listed("kin")
        if name.startswith(words):
            return found[0]
        if weak and (
            name in listed("words_like_names")
            or is_plain(found.string, found.end() - len(name), found.end())
        ):
            return found[0]
        return before + NAME

    for introduced, pattern in _name_patterns().items():
        text = pattern.sub(partial(hide, introduction=introduced), text)
    return text


# --- employers --------------------------------------------------------------------------------


@cache
def _employer_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    cue, end, stop = one_of("employer_cues"), one_of("employer_ends"), one_of("employer_stops")
    body = rf"[{_HAN}A-Za-z（）()&]"
    return (
        re.compile(rf"({cue}\s*)((?:(?!{stop}){body}|[A-Za-z]\s(?=[A-Za-z])){{2,24}})"),
        re.compile(
            rf"((?:^|[,，。;；:：\s]|在|我是|从|去|被|给|离开|公司|开的)\s*)"
            rf"((?![在从去被给])(?:(?!{stop}|[我你他她没把有叫是不和跟或都]){body}){{2,16}}?{end})"
            r"(?!保|会|区|园|费|业|类|师|员|岗|险|以|有|得|在|住|谓|长|办|\w{0,5}[\[(〔]\d{4}[\])〕])"
        ),
    )


def _employers(text: str) -> str:
    general = rf"(?:{one_of('generic_employers')}|{one_of('lines_of_work')})*"
    generic = re.compile(rf"{general}(?:{one_of('employer_ends')})?")
    firm = re.compile(r"(?:有限|责任)公司$|第[\d一二三四五六七八九十百零]+[\u4e00-\u9fff]{2,4}$")
    at_work = re.compile(one_of("work_after"))

    def hide(announced: bool, found: re.Match[str]) -> str:
        known = not firm.search(found[2]) and (
            is_plain(found.string, found.start(2), found.end(2), tolerance=25)
            or (
                not announced
                and ends_within_word(found.string, found.end(2), listed("employer_ends"))
            )
        )
        office = found[2].endswith(listed("public_offices")) and not at_work.match(
            found.string, found.end(2)
        )
        return found[0] if known or office or generic.fullmatch(found[2]) else found[1] + EMPLOYER

    named, ending = _employer_patterns()
    return ending.sub(partial(hide, False), named.sub(partial(hide, True), text))
