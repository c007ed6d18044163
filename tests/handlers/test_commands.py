"""Fixed words, choice numbers, case codes and wishes to correct something."""

import pytest

from handlers.commands import case_code, command_of, number_of, wish_to_change
from replies.catalogue import COMMANDS
from tests.shipped import shipped


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("上一步", "back"),
        (" 上一步。", "back"),
        ("「菜单」", "menu"),
        ("Ｎ", "next_page"),
        ("N", "next_page"),
        ("我的资料", "mine"),
        ("删除！", "erase"),
        ("HELP", "help"),
        ("社保", ""),
        ("", ""),
        ("删除" * 30, ""),
    ],
)
def test_commands_are_exact_words(text: str, command: str) -> None:
    assert command_of(text) == command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("回复什么开始测分呀", "start_score"),
        ("请问怎么开始", "start_score"),
        ("suanfen", "start_score"),
        ("全部从头填一遍吧", "restart"),
        ("前面的不算，重新来一次", "restart"),
        ("cong tou kai shi", "restart"),
        ("哎呀点错了想返回上一题", "back"),
        ("能不能退到前一个", "back"),
        ("shangyibu", "back"),
        ("前一题选错了怎么改", "back"),
        ("敲啥字开始", "start_score"),
        ("行了别再问啦", "quit"),
        ("我说过些什么", "mine"),
        ("我都说过些什么，你存了我哪些", ""),
        ("你那儿都存了我哪些资料", "mine"),
        ("我之前告诉你的你都记下了什么", "mine"),
        ("让我看看我填过的内容", "mine"),
        ("wode ziliao", "mine"),
        ("不许保存我的信息", "erase"),
        ("我说过的情况都给我清了吧", "erase"),
        ("shan chu", "erase"),
        ("先到这里吧", "quit"),
        ("我不想测了", "quit"),
        ("tuichu", "quit"),
        ("有没有活人帮我解答一下", "human"),
        ("找个老师跟我聊聊", ""),
        ("找个老师跟我聊", "human"),
        ("rengong", "human"),
        ("你这都有哪些功能可选", "menu"),
        ("退回主界面", "menu"),
        ("看一下我上回测的分", "result"),
        ("之前算出来是多少分来着", "result"),
        ("jieguo", "result"),
    ],
)
def test_commands_in_peoples_own_words(text: str, command: str) -> None:
    assert command_of(text) == command


@pytest.mark.parametrize(
    "text",
    [
        "弄了", "测了", "不交了", "走起", "从哪个月开始算", "重新备案过", "社保从头交到现在",
        "你们存哪些信息", "公司不许我落户", "找单位盖章", "退回到单位", "我在老家上的大专",
        "分数填错了申报还能改吗",
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_command_is_none(text: str) -> None:
    assert command_of(text) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        ("１", 1),
        ("①", 1),
        ("2.", 2),
        ("第2个", 2),
        ("第二个", 2),
        ("选3", 3),
        ("12", 12),
        ("1985", None),
        ("3个月", None),
        ("一", None),
    ],
)
def test_numbers_that_choose(text: str, number: int | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("查询 ABC234", "ABC234"),
        ("查询abc234", "ABC234"),
        ("ABC234", "ABC234"),
        ("查询 ABCDEF", "ABCDEF"),
        ("ABCDEF", None),
        ("201507", None),
        ("234567", None),
        ("查询 ABC10O", None),
        ("查询我的社保", None),
    ],
)
def test_case_codes(text: str, code: str | None) -> None:
    assert case_code(text) == code


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("改学历", ("学历", "")),
        ("我想改一下社保", ("社保", "")),
        ("生日填错了", ("生日", "")),
        ("我刚才学历选错了", ("学历", "")),
        ("把学历改成本科", ("学历", "本科")),
        ("性别改为女", ("性别", "女")),
        ("政策会改吗", ("", "")),
    ],
)
def test_wishes_to_change(text: str, what: tuple[str, str]) -> None:
    assert wish_to_change(text) == what


ROUTED = [(word, row.intent) for row in COMMANDS.values() if row.intent for word in row.words]


@pytest.mark.parametrize(("word", "intent"), ROUTED, ids=[word for word, _ in ROUTED])
def test_the_router_reads_the_same_table(word: str, intent: str) -> None:
    route = shipped().router.route(word)
    assert (route.decision, route.intent) == ("intent", intent)
