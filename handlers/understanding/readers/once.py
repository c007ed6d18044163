"""An attribute that is found out once, when it is first asked for."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

R = TypeVar("R")


class once(Generic[R]):
    """As `functools.cached_property`, without the lock that it takes until Python 3.12.

    What is read belongs to one message and one thread; a message asks for a dozen such attributes.
    """

    def __init__(self, find: Callable[[Any], R]) -> None:
        self.find = find
        self.name = find.__name__
        self.__doc__ = find.__doc__

    def __get__(self, instance: Any, owner: type | None = None) -> R:
        value = self.find(instance)
        instance.__dict__[self.name] = value
        return value
