"""Free question → the answer, a question back, a command, or an honest "not mine"."""

from replies.router.router import Candidate, Route, Router, Why

__all__ = ["Candidate", "Route", "Router", "Why"]
