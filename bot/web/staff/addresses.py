"""Which network address a request comes from when proxies stand in front."""

from collections.abc import Sequence
from ipaddress import ip_address

from bot.runtime.settings import Network


def is_trusted(address: str, proxies: Sequence[Network]) -> bool:
    """Whether `address` is a trusted proxy's; "" is a unix socket of this machine."""
    if not address:
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in proxies)


def client_address(direct: str, passed: Sequence[str], proxies: Sequence[Network]) -> str:
    """The nearest address that is no trusted proxy's.

    `passed` is X-Forwarded-For: each proxy adds at its end whom it heard from; whatever stands
    before the first address that is not trusted may be invented.
    """
    found = direct
    for each in reversed([each.strip() for each in passed if each.strip()]):
        if not is_trusted(found, proxies):
            break
        found = each
    return found


def block(address: str) -> str:
    """What is counted as one place: an IPv4 address, or the /64 network of an IPv6 address."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return f"{ip_address(int(found) >> 64 << 64)}/64"
