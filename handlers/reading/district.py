"""The slot `district`: one of Beijing's sixteen districts."""

import re

from handlers.reading.answer import Answer, has
from handlers.reading.reading import Reading, again, took

DISTRICTS = ("东城", "西城", "朝阳", "海淀", "丰台", "石景山", "门头沟", "房山", "通州", "顺义", "昌平", "大兴", "怀柔", "平谷", "密云", "延庆")  # fmt: skip
"""Short names; the first six are 城六区."""

PLACES = {
    "昌平": ("回龙观", "天通苑", "沙河", "霍营", "北七家", "龙泽", "生命科学园", "未来科学城", "立水桥北"),
    "海淀": ("中关村", "五道口", "上地", "西二旗", "后厂村", "公主坟", "五棵松", "万寿路", "清河", "苏州街", "知春路", "学院路", "西北旺", "软件园"),
    "朝阳": ("国贸", "望京", "cbd", "三里屯", "酒仙桥", "双井", "四惠", "大望路", "常营", "管庄", "亚运村", "奥体", "十八里店", "定福庄", "来广营", "三元桥"),
    "西城": ("金融街", "宣武", "西单", "阜成门", "月坛", "菜市口", "广安门"),
    "东城": ("王府井", "崇文", "东单", "东直门", "安定门", "雍和宫", "磁器口"),
    "丰台": ("丽泽", "总部基地", "方庄", "马家堡", "草桥", "大红门", "宋家庄", "花乡", "六里桥"),
    "石景山": ("苹果园", "古城", "鲁谷", "八角", "首钢"),
    "通州": ("副中心", "通县", "马驹桥", "梨园", "宋庄", "台湖", "果园", "张家湾", "次渠", "环球影城", "永顺"),
    "大兴": ("黄村", "西红门", "旧宫", "生物医药基地", "采育", "庞各庄"),
    "房山": ("良乡", "长阳", "燕山", "窦店", "阎村"),
    "顺义": ("后沙峪", "天竺", "空港", "马坡", "牛栏山", "首都机场"),
    "怀柔": ("雁栖湖", "怀北"),
    "门头沟": ("大峪", "永定镇", "石门营"),
}  # fmt: skip
"""Places that lie in one district beyond doubt."""

_SLIPS = {"朝杨": "朝阳", "海甸": "海淀", "海定": "海淀", "海殿": "海淀", "丰抬": "丰台", "通洲": "通州", "通周": "通州", "昌坪": "昌平", "大星": "大兴", "密芸": "密云", "顺意": "顺义", "延庄": "延庆", "chaoyang": "朝阳", "haidian": "海淀", "tongzhou": "通州", "changping": "昌平", "daxing": "大兴", "fengtai": "丰台", "shunyi": "顺义", "fangshan": "房山", "xicheng": "西城", "dongcheng": "东城", "shijingshan": "石景山", "mentougou": "门头沟", "huairou": "怀柔", "pinggu": "平谷", "miyun": "密云", "yanqing": "延庆"}  # fmt: skip
_ACROSS = r"亦庄|经开|开发区|城六区|郊区|城里|北京市?$|大兴机场|天宫院"
_OUTSIDE = r"燕郊|廊坊|固安|河北|天津|香河|大厂|三河|雄安|涿州|上海|广州|深圳|外地|老家"
_DENIED = re.compile(r"(?:不在|不是|没在)(?:" + "|".join(DISTRICTS) + r")区?")


def read_district(answer: Answer) -> Reading:
    """The short name of a district of Beijing; a place that lies across two is asked again."""
    text = _DENIED.sub("", answer.text)
    for slip, meant in _SLIPS.items():
        text = text.replace(slip, meant)
    if has(_OUTSIDE, text):
        return again("district.outside")
    text = re.sub("朝阳门|大兴机场", "", text)
    found = {name for name in DISTRICTS if name in text}
    if not found:
        found = {name for name, places in PLACES.items() if any(p in text for p in places)}
    if len(found) == 1 and not answer.asks:
        return took(found.pop())
    return again("district.across" if not found and has(_ACROSS, text) else "district.none")
