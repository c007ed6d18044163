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
