"""The command `jifen`. Errors are one line on stderr: 1 the work failed, 2 the call is off."""

import os
import sys
from collections.abc import Callable
from importlib import import_module

import click

from bot.errors import BotError, StoreDown
from replies.wording import say

COMMANDS = {
    "serve": "bot.cli.serve:serve",
    "chat": "bot.cli.chat:chat",
    "ask": "bot.cli.text:ask",
    "route": "bot.cli.text:route",
    "reply": "bot.cli.text:reply",
    "answers": "bot.cli.answers:answers",
    "parse": "bot.cli.understanding:parse",
    "understand": "bot.cli.understanding:understand",
    "mask": "bot.cli.text:mask",
    "score": "bot.cli.scoring:score",
    "doctor": "bot.cli.doctor:doctor",
    "erase": "bot.cli.erase:erase",
    "export": "bot.cli.export:export",
    "backup": "bot.cli.backup:backup",
    "restore": "bot.cli.restore:restore",
    "audit": "bot.cli.audit:audit",
    "menu": "bot.cli.menu:menu",
    "staff": "bot.cli.staff:staff",
}
"""Name → where it lives; imported when used, so that each starts quickly."""


class LazyGroup(click.Group):
    """A group that imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section(say("cli.help.commands")):
            formatter.write_dl([(name, say(f"cli.command.{name}")) for name in COMMANDS])


@click.group(
    help=say("cli.about.cli"),
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(
    package_name="jifen", message="%(prog)s %(version)s", help=say("cli.option.version")
)
def cli() -> None:
    """The program: one command of `COMMANDS`."""


def main() -> int:
    """Entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        # Chinese goes out whatever the locale says; what cannot be written must not end the run
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    return guarded(lambda: cli.main(prog_name="jifen", standalone_mode=False))


def guarded(work: Callable[[], object]) -> int:
    """Run `work`; its exit code, with every failure as one line on stderr."""
    try:
        code = work()
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.UsageError as error:
        return _fail(say("cli.usage", what=_explain(error), help=_help(error)), 2)
    except BrokenPipeError:
        # whoever read our output has gone: nothing more to say, and nobody to say it to
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    except (click.Abort, KeyboardInterrupt):
        return _fail(say("cli.aborted"), 1)
    except StoreDown as error:
        return _fail(say("cli.redis_down", what=error), 1)
    except BotError as error:
        return _fail(str(error), 1)
    except OSError as error:
        return _fail(
            say(
                "cli.os_error",
                where=error.filename or say("cli.system"),
                why=error.strerror or error,
            ),
            1,
        )
    except Exception as error:
        if os.environ.get("JIFEN_TRACEBACK"):
            raise
        if _is_redis(error):
            return _fail(say("cli.redis_down", what=say("bot.redis_silent")), 1)
        return _fail(
            say("cli.crash", kind=type(error).__name__),
            1,
        )


def _is_redis(error: Exception) -> bool:
    # imported only now: most commands need no Redis and should start quickly
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
            return say("cli.no_option", option=error.option_name)
        case click.MissingParameter():
            return say("cli.missing_parameter", name=_name(error.param))
        case click.BadParameter():
            return say("cli.wrong_parameter", name=_name(error.param), why=_wanted(error))
        case click.exceptions.NoArgsIsHelpError():
            return say("cli.nothing_to_do")
    if "No such command" in error.message:
        return say("cli.no_command", commands="、".join(COMMANDS))
    return say("cli.wrong_use", why=error.message.rstrip("."))


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return param.opts[0]
    return param.human_readable_name if param else say("cli.parameter")


def _wanted(error: click.BadParameter) -> str:
    match error.param.type if error.param else None:
        case click.IntRange() as numbers:
            return say("cli.whole_between", low=numbers.min, high=numbers.max)
        case click.types.IntParamType():
            return say("cli.whole_number")
        case click.Choice(choices=choices):
            return say("cli.one_of", choices="、".join(str(choice) for choice in choices))
        case click.Path():
            return say("cli.no_file")
    return error.message.rstrip(".")
