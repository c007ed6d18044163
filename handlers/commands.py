"""The fixed words a person can always type, and the menu keys that stand for them."""

import re
import unicodedata

COMMANDS: dict[str, tuple[str, ...]] = {
    "menu": ("菜单", "主菜单", "目录", "功能", "首页", "返回菜单", "回到菜单"),
    "help": ("帮助", "help", "怎么用", "使用说明", "说明"),
    "back": ("上一步", "上一题", "返回上一步", "回上一步", "上一个", "前一题", "后退", "返回"),
    "restart": ("重新开始", "重来", "重新来", "从头开始", "重新算", "重新填", "重新测", "再算一次"),
    "quit": ("退出", "停止", "结束", "先不填了", "不填了", "不算了", "停", "取消"),
    "mine": ("我的资料", "我的信息", "我的数据", "查看资料", "我填了什么"),
    "erase": ("删除", "删除资料", "删除我的资料", "清空资料", "删除我的数据", "注销"),
    "human": ("转人工", "人工", "人工服务", "人工客服", "找人工", "客服"),
    "code": ("咨询码", "要咨询码", "我的咨询码"),
    "quick": ("快速", "快速算", "快速测算", "快速版", "简单算算"),
    "full": ("详细", "详细算", "完整算", "补全", "填完整", "继续补全"),
    "resume": ("继续", "接着填", "接着来", "继续填", "继续算"),
    "start_score": ("算一算", "算分", "测分", "开始", "开始算分", "开始测算", "测算", "算积分"),
    "eligibility": ("测资格", "资格", "看资格", "我有没有资格"),
    "result": ("结果", "我的结果", "我的分数", "看结果", "分数", "得分明细", "明细"),
    "report": ("报告", "我的报告", "看报告", "完整报告"),
    "rank": ("排名", "排第几", "名次"),
    "project": ("预测", "往后", "哪年能上", "哪年够", "未来", "以后的分"),
    "advise": ("建议", "怎么提分", "怎么加分", "怎么提高"),
    "skip": ("跳过", "先跳过", "跳过这题", "不想答", "不填", "pass"),
    "full_text": ("全文", "看全文", "详情", "完整说明"),
    "useless": ("没用", "没帮助", "答非所问", "不是这个", "没回答我"),
    "useful": ("有用", "有帮助"),
    "next_page": ("n", "下一页", "下页", "翻页"),
    "review": ("核对", "检查", "修改", "我要修改", "改一下", "改资料", "改答案"),
    "score_now": ("出结果", "出分", "看分", "直接出结果"),
    "stop_asking": ("都不是", "都不对", "以上都不是"),
}

BY_WORD = {word: name for name, words in COMMANDS.items() for word in words}

_NOISE = re.compile(r"[\s,.!?;:~,。！？；：、～…「」\"'()（）\[\]【】]+")
_CASE = re.compile(r"^(?:查询|查看|打开|查)?\s*([A-HJ-KM-NP-Z2-9]{6})$")
_CHANGE = (
    re.compile(r"^(?:我?[要想]?)(?:改|修改|更改|更正|纠正)(?:一下|下)?(?:我的)?(?P<what>.{1,12})$"),
    re.compile(
        r"^(?:我的|我|刚才|刚刚|前面|上面)*(?P<what>.{1,12}?)(?:我)?(?:填|写|说|输|选|弄|打)错了?(?:吧|啊|了)?$"
    ),
)
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def plain(text: str) -> str:
    """The text without width, case, blanks and punctuation, as the tables write it."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())


def command_of(text: str) -> str:
    """The command that the text is, exactly; "" for anything else."""
    return BY_WORD.get(plain(text), "") if len(text) <= 20 else ""


def case_code(text: str) -> str | None:
    """The code in 「查询 ABC123」, or None. Six bare letters count only with a digit among them."""
    found = _CASE.match(unicodedata.normalize("NFKC", text).strip().upper())
    if not found:
        return None
    code = found.group(1)
    bare = len(text.strip()) == len(code)
    return None if bare and (code.isdigit() or code.isalpha()) else code


def wish_to_change(text: str) -> str:
    """What the person wants to correct (「改学历」, 「生日填错了」), or ""."""
    clean = plain(text)
    for pattern in _CHANGE:
        found = pattern.match(clean)
        if found:
            return found.group("what")
    return ""


def number_of(text: str) -> int | None:
    """A bare choice number: 1, １, ①, 「1.」, 「第2个」, 「选3」."""
    found = re.fullmatch(r"(?:第|选|选择)?([0-9]{1,2})(?:个|项|号)?", plain(text))
    if found:
        return int(found.group(1))
    words = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
    found = re.fullmatch(r"第([一二三四五六])(?:个|项)", plain(text))
    return words[found.group(1)] if found else None
