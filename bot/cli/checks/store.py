"""Redis: reachable, writable, of the right version and set so that nothing is lost."""

from collections.abc import Iterator

import redis.exceptions as errors

from bot.cli.checks import CheckResult, bad, good, warning
from bot.cli.running import running_redis
from bot.errors import BotError
from bot.runtime.redis_client import Client, connect, travels_plainly
from bot.runtime.redis_commands import RedisCommands, commands
from bot.runtime.settings import Settings
from bot.storage import keys
from replies.wording import say

OLDEST = [6, 2]
# What a server says when it refuses a write, and the finding it means.
_REFUSALS = (
    ("No space left", "disk_full"),
    ("MISCONF", "redis_misconf"),
    ("OOM", "redis_full"),
    ("READONLY", "redis_readonly"),
    ("read only replica", "redis_readonly"),
    ("NOREPLICAS", "redis_no_replicas"),
)


def check(settings: Settings) -> Iterator[CheckResult]:
    """Findings about the Redis of the settings."""
    try:
        with running_redis(settings) as url, connect(url) as client:
            client.ping()
            yield from _about(client, settings)
    except errors.AuthenticationError:
        yield bad("redis_password")
    except errors.NoPermissionError:
        yield bad("redis_rights", command="PING")
    except errors.ResponseError as error:
        yield _refused(error)
    except errors.ConnectionError as error:
        # redis-py wraps a refused password while connecting
        yield bad("redis_password") if _is_password(error) else _unreachable(error)
    except (errors.RedisError, OSError) as error:
        yield _unreachable(error)
    except BotError as error:
        yield CheckResult("redis", bad("redis_other").verdict, str(error))


def _about(client: Client, settings: Settings) -> Iterator[CheckResult]:
    version = _version(commands(client))
    yield from _written(commands(client))
    if version is None:
        yield warning("redis_no_info")
    else:
        which = say(f"cli.doctor.{'embedded' if settings.embedded else 'external'}")
        yield good("redis", version=version, which=which)
        if [int(part) for part in version.split(".")[:2] if part.isdigit()] < OLDEST:
            yield bad("redis_old")
    if not settings.embedded and travels_plainly(settings.redis_url.get_secret_value()):
        yield warning("redis_plain")
    policy, append = _config(client, "maxmemory-policy"), _config(client, "appendonly")
    if policy not in ("", "noeviction"):
        yield warning("redis_policy", policy=policy)
    if append == "no":
        yield warning("redis_append")


def _version(client: RedisCommands) -> str | None:
    try:
        server = client.info("server")
    except (errors.NoPermissionError, errors.ResponseError):
        return None
    return str(server.get("valkey_version") or server["redis_version"])


def _config(client: Client, name: str) -> str:
    """A server's setting; "" where it may not be asked for."""
    try:
        return str(client.config_get(name).get(name, ""))
    except (errors.NoPermissionError, errors.ResponseError):
        return ""


def _written(client: RedisCommands) -> Iterator[CheckResult]:
    """A server may answer every question and still take no writes."""
    try:
        client.set(keys.READY, b"1", ex=60)
        client.delete(keys.READY)
    except errors.NoPermissionError:
        yield bad("redis_rights", command="SET")
    except errors.RedisError as error:
        yield _refused(error)


def _refused(error: errors.RedisError) -> CheckResult:
    said = f"{type(error).__name__} {error}"
    if isinstance(error, errors.OutOfMemoryError):
        return bad("redis_full")
    if isinstance(error, errors.ReadOnlyError):
        return bad("redis_readonly")
    name = next((name for words, name in _REFUSALS if words in said), "")
    if name:
        return bad(name)
    return bad("redis_password") if _is_password(error) else _unreachable(error)


def _is_password(error: Exception) -> bool:
    return any(word in str(error) for word in ("WRONGPASS", "NOAUTH", "invalid username-password",
                                               "invalid password", "uthentication"))  # fmt: skip


def _unreachable(error: Exception) -> CheckResult:
    return bad("redis_unreachable", kind=type(error).__name__)
