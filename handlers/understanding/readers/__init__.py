"""Reading what people type: one answer to one question, or several facts in one message."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from handlers.understanding.readers.answer import TypedAnswer
from handlers.understanding.readers.count import read_count
from handlers.understanding.readers.dates import read_birth_date, read_date
from handlers.understanding.readers.district import read_district
from handlers.understanding.readers.education import read_education
from handlers.understanding.readers.housing import read_housing
from handlers.understanding.readers.money import read_money
from handlers.understanding.readers.post import read_post
from handlers.understanding.readers.reading import Reading, again, open_ended
from handlers.understanding.readers.sex import read_sex
from handlers.understanding.readers.tax_years import read_tax_years
from handlers.understanding.readers.tidy import LONGEST
from handlers.understanding.readers.years_months import read_years_months
from handlers.understanding.readers.yes_no import read_yes_no

__all__ = ["SLOTS", "Reading", "read", "read_answer"]

SLOTS: Mapping[str, Callable[[TypedAnswer], Reading]] = MappingProxyType(
    {
        "birth_date": read_birth_date,
        "date": read_date,
        "sex": read_sex,
        "years_months": read_years_months,
        "yes_no": read_yes_no,
        "education": read_education,
        "money": read_money,
        "count": read_count,
        "housing": read_housing,
        "post": read_post,
        "district": read_district,
        "tax_years": read_tax_years,
    }
)

# 「不对」 is a plain no; dates weigh both halves.
_READ_WHOLE = {"yes_no", "birth_date", "date"}


def read(slot: str, text: str, as_of: date, ask: str = "") -> Reading:
    """The value that `text` gives for `slot`, counted from the day `as_of`; never raises on a text.

    `ask` is the question that was asked; it decides what yes, no and a bare number mean.

    | slot | value |
    |---|---|
    | birth_date, date | "YYYY-MM-DD" or "YYYY-MM" |
    | sex | "male", "female" |
    | years_months | months, or `{"from", "to"}` ("YYYY-MM", to also "now"), or a list of those |
    | yes_no | True, False |
    | education | none, college, bachelor_no_degree, bachelor, master, doctor |
    | money | yuan, int or float |
    | count | int |
    | housing | "own", "rent", "dorm", or `{"own_months", …}`, or `{"own": {"from", "to"}, …}` |
    | post | "manager" (管理技术岗), "worker" (工人岗) |
    | district | short name of a Beijing district: "通州" |
    | tax_years | list of calendar years, rising |

    `KeyError` for an unknown slot: that is a mistake of the caller.
    """
    return read_answer(slot, TypedAnswer(text, as_of, ask))


def read_answer(slot: str, answer: TypedAnswer) -> Reading:
    """As `read`, for a text that may have been tidied before."""
    reader = SLOTS[slot]
    if len(answer.raw) > LONGEST:
        return again("too_long", most=LONGEST)
    if not answer.text:
        return again("empty")
    if answer.unknown:
        return open_ended()
    if answer.idle:
        return again(f"{slot}.none")
    if slot not in _READ_WHOLE and answer.corrected is not None:
        answer = TypedAnswer(answer.corrected, answer.as_of, answer.ask, tidied=True)
    return reader(answer)
