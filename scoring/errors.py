"""The error tree of scoring.

ScoringError
├── FactError      a fact is wrong: the field, a code for what is wrong, the values that words need
│   └── FactErrors several facts are wrong: `errors` holds each, its own field is that of the first
├── JsonError      a text is not JSON: code, line and column
├── RuleError      a rule file or the registry is wrong: file, key, reason (for the operator)
└── ResultsError   the file of published results is wrong: likewise

Errors about facts carry codes, not sentences: `replies.wording` words them for people.
"""

from collections.abc import Mapping, Sequence

MOST_SHOWN = 60


class ScoringError(ValueError):
    """Anything that scoring refuses."""


class FactError(ScoringError):
    """A fact that cannot be used.

    `field` is its path (`homes[1].from`), `code` a key of `[fact]` in replies/texts/errors.toml,
    `values` what the words of that code name. The message is one English line for developers.
    """

    def __init__(self, field: str, code: str, **values: object) -> None:
        self.field, self.code, self.values = field, code, values
        super().__init__(f"{field}: {code}{_listed(values)}")

    @property
    def errors(self) -> "tuple[FactError, ...]":
        """Every fact that is wrong: this one."""
        return (self,)


class FactErrors(FactError):
    """Several facts that cannot be used; `field`, `code` and `values` are those of the first."""

    def __init__(self, errors: Sequence[FactError]) -> None:
        first = errors[0]
        super().__init__(first.field, first.code, **first.values)
        self._errors = tuple(errors)
        self.args = ("; ".join(str(each) for each in errors),)

    @property
    def errors(self) -> tuple[FactError, ...]:
        """Every fact that is wrong, in the order of the file."""
        return self._errors


class JsonError(ScoringError):
    """A text that is not JSON. `line` and `column` count from 1; 0 where the place is not known.

    `code` is a key of `[json]` in replies/texts/errors.toml.
    """

    def __init__(self, code: str, line: int = 0, column: int = 0) -> None:
        self.code, self.line, self.column = code, line, column
        super().__init__(f"line {line}, column {column}: {code}")


class RuleError(ScoringError):
    """A rule file that cannot be used. `key` is the path of the entry inside the file."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        self.file, self.key, self.reason = file, key, reason
        super().__init__(f"{file}: {key}: {reason}")


class ResultsError(ScoringError):
    """The file of published results is wrong: names the file, the key and the reason."""


def _listed(values: Mapping[str, object]) -> str:
    """Short and printable, whatever the values are: an error must never fail itself."""
    parts = [f"{name}={_short(value)}" for name, value in values.items()]
    return f" ({', '.join(parts)})" if parts else ""


def _short(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**12:
        return "a huge number"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list):
        return "a list"
    text = value if isinstance(value, str) else repr(value)
    clean = "".join(char if char.isprintable() else "□" for char in text[:MOST_SHOWN])
    return clean + ("…" if len(text) > MOST_SHOWN else "")
