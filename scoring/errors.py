"""The error tree of scoring.

ScoringError
├── FactError     a fact is wrong: which field, what is wrong, what would be right (in Chinese)
├── RuleError     a rule file is wrong: which file, which key, why (for the operator, at start)
└── ResultsError  the file of published results is wrong: likewise
"""


class ScoringError(ValueError):
    """Anything that scoring refuses."""


class FactError(ScoringError):
    """A fact that cannot be used. `field` is its path (`homes[1].from`)."""

    def __init__(self, field: str, wrong: str, right: str) -> None:
        self.field, self.wrong, self.right = field, wrong, right
        super().__init__(f"{field}：{wrong}；应为{right}")


class RuleError(ScoringError):
    """A rule file that cannot be used. `key` is the path of the entry inside the file."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        self.file, self.key, self.reason = file, key, reason
        super().__init__(f"{file}: {key}: {reason}")


class ResultsError(ScoringError):
    """The file of published results is wrong: names the file, the key and the reason."""
