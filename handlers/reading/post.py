"""The slot `post`: which retirement age a woman's post has."""

import re

from handlers.reading.answer import Answer
from handlers.reading.reading import Reading, again, took

_WORKER = r"技术工人|工人|车间|一线|流水线|操作工|保洁|厨师|厨房|司机|服务员|快递|外卖|保安|普工|技工|电工|焊工|钳工|搬运|环卫|月嫂|护工|缝纫|纺织工|体力|蓝领|50岁?退|五十岁?退|生产岗|后厨|打杂|临时工|保姆|家政|清洁"
_MANAGER = r"管理(?!员)|技术|主任|写代码|编程|干部|会计|财务|出纳|工程师|教师|老师|教授|医生|大夫|护士|程序员|码农|经理|主管|行政|文员|人事|hr|设计|研发|编辑|律师|办公室|白领|公务员|事业编|科员|科长|处长|专员|运营|产品|策划|翻译|记者|审计|领导|总监|助理|文职|秘书|科研|研究员|架构师|测试|开发|专技|职称|坐班|55岁?退|五十五岁?退|前端|后端|it"
_NEGATED = re.compile(
    r"(?:不是|非|不算|没当|不在)(?:什么)?(" + _WORKER + "|" + _MANAGER + r")[岗位]*"
)


def read_post(answer: Answer) -> Reading:
    """manager or worker; a job that may be either is asked again."""
    if answer.asks:
        return again("post.none")
    text = answer.figures
    denied = [m[1] for m in _NEGATED.finditer(text)]
    text = _NEGATED.sub("", text)
    worker = re.search(_WORKER, text) is not None
    manager = re.search(_MANAGER, re.sub(_WORKER, "", text)) is not None
    if not worker and not manager and denied:
        worker = any(re.fullmatch("管理|干部|技术", d) for d in denied)
        manager = any(re.fullmatch("工人|一线", d) for d in denied)
    if worker == manager:
        return again("post.none")
    return took("worker" if worker else "manager")
