"""The command `jifen`. Errors are one line on stderr: 1 the work failed, 2 the call is off."""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

from bot.errors import BotError, StoreDown

COMMANDS = {
    "serve": ("bot.cli.serve:serve", "启动服务"),
    "chat": ("bot.cli.chat:chat", "在终端里和机器人聊天"),
    "ask": ("bot.cli.text:ask", "坐席查询：最接近的答案和出处"),
    "route": ("bot.cli.text:route", "把问题对应到答案（逐行 JSON）"),
    "reply": ("bot.cli.text:reply", "第一句话会得到的回复（逐行 JSON）"),
    "parse": ("bot.cli.understanding:parse", "读懂一个回答（逐行 JSON）"),
    "understand": ("bot.cli.understanding:understand", "把一句话读成对话行为（逐行 JSON）"),
    "score": ("bot.cli.scoring:score", "算积分：一个文件，或逐行 JSON"),
    "doctor": ("bot.cli.doctor:doctor", "检查设置、Redis 和微信回调"),
    "erase": ("bot.cli.erase:erase", "删除一个用户的全部数据"),
    "menu": ("bot.cli.menu:menu", "查看、比较、发布公众号菜单"),
    "staff": ("bot.cli.staff:staff", "坐席台的账号：新建、停用、列出"),
}
"""Name → where it lives and what it does; imported when used, so that each starts quickly."""


REDIS_DOWN = "请检查 Redis 是否在运行、JIFEN_REDIS_URL 是否正确，或运行 jifen doctor"


class LazyGroup(click.Group):
    """A group that imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("命令"):
            formatter.write_dl([(name, what) for name, (_, what) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """北京积分落户顾问：微信机器人、坐席查询和运维命令。"""


def main() -> int:
    """Entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        # Chinese goes out whatever the locale says; what cannot be written must not end the run
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    return guarded(lambda: cli.main(prog_name="jifen", standalone_mode=False))


def guarded(work: Callable[[], Any]) -> int:
    """Run `work`; its exit code, with every failure as one line on stderr."""
    try:
        code = work()
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.UsageError as error:
        return _fail(f"{_explain(error)}。用法见 {_help(error)}", 2)
    except BrokenPipeError:
        # whoever read our output has gone: nothing more to say, and nobody to say it to
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    except (click.Abort, KeyboardInterrupt):
        return _fail("已中断", 1)
    except StoreDown as error:
        return _fail(f"{error}：{REDIS_DOWN}", 1)
    except BotError as error:
        return _fail(str(error), 1)
    except OSError as error:
        return _fail(f"{error.filename or '系统'}：{error.strerror or error}", 1)
    except Exception as error:
        if os.environ.get("JIFEN_TRACEBACK"):
            raise
        if _is_redis(error):
            return _fail(f"Redis 没有响应（{type(error).__name__}）：{REDIS_DOWN}", 1)
        return _fail(
            f"程序出错了（{type(error).__name__}）：请设置 JIFEN_TRACEBACK=1 再运行一次，"
            "把输出发给维护人员",
            1,
        )


def _is_redis(error: Exception) -> bool:
    # imported only now: most commands need no Redis and shall start quickly
    from redis.exceptions import RedisError

    return isinstance(error, RedisError)


def _fail(line: str, code: int) -> int:
    click.echo(" ".join(line.split()), err=True)
    return code


def _help(error: click.UsageError) -> str:
    return f"{error.ctx.command_path if error.ctx else 'jifen'} --help"


def _explain(error: click.UsageError) -> str:
    """click's own errors in Chinese."""
    match error:
        case click.NoSuchOption():
            return f"没有 {error.option_name} 这个选项"
        case click.MissingParameter():
            return f"缺少参数 {_name(error.param)}"
        case click.BadParameter():
            return f"{_name(error.param)} 填得不对：{_wanted(error)}"
        case click.exceptions.NoArgsIsHelpError():
            return "没有说要做什么"
    if "No such command" in error.message:
        return f"没有这个命令；可用的命令：{'、'.join(COMMANDS)}"
    return f"用法不对：{error.message.rstrip('.')}"


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return param.opts[0]
    return param.human_readable_name if param else "参数"


def _wanted(error: click.BadParameter) -> str:
    match error.param.type if error.param else None:
        case click.IntRange() as numbers:
            return f"应当是 {numbers.min} 到 {numbers.max} 之间的整数"
        case click.types.IntParamType():
            return "应当是整数"
        case click.Choice(choices=choices):
            return f"应当是 {'、'.join(str(choice) for choice in choices)} 之一"
        case click.Path():
            return "找不到，或不能读取"
    return error.message.rstrip(".")
