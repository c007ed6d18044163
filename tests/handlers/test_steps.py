"""The table of questions: texts for every row, and what falls when an answer changes."""

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from handlers import steps
from handlers.case import Refused
from handlers.messages import Incoming
from handlers.questions import STEPS, Step
from handlers.session import Session
from handlers.shown import SHOW
from handlers.steps import BY_KEY
from handlers.turn import Desk, Turn, application_year
from replies.wording import texts


@pytest.mark.parametrize("step", STEPS, ids=lambda step: str(step.key))
def test_every_step_has_its_texts(step: Step) -> None:
    known = texts()
    ask = known[f"steps.{step.key}.ask"]
    assert f"steps.{step.key}.title" in known
    assert f"chat.aliases.{step.key}" in known
    assert step.choices or "例：" in ask, "a question without choices shows an example"
    for value in step.choices:
        assert known[f"steps.{step.key}.choices.{value}"]
    assert step.key in SHOW or step.choices
    assert set(step.opens) <= set(BY_KEY)
    assert "choice" not in step.slots or step.choices


def told(**answers: Any) -> Session:
    session = Session()
    for key, value in answers.items():
        steps.answer(session, BY_KEY[key], value)
    return session


def asked(session: Session) -> list[str]:
    return [step.key for step in steps.relevant(session)]


def test_a_man_is_not_asked_for_the_post() -> None:
    assert "post" not in asked(told(sex="male"))
    assert "post" in asked(told(sex="female"))


def test_a_renter_is_not_asked_about_living_outside() -> None:
    session = told(insurance=120, housing="rent", rent_time=60)
    assert not {"home_district", "living", "work_district"} & set(asked(session))


def test_an_owner_inside_is_not_asked_about_living_there() -> None:
    session = told(insurance=120, housing="own", own_time="2015-05", home_district="海淀")
    assert not {"living", "work_district"} & set(asked(session))
    steps.answer(session, BY_KEY["home_district"], "通州")
    assert "living" in asked(session)


def test_changing_the_home_asks_again_what_depended_on_it_and_nothing_else() -> None:
    session = told(
        birth="1985-03",
        sex="male",
        insurance={"from": "2010-01", "to": "now"},
        housing="own",
        own_time="2015-05",
        home_district="通州",
        living="all",
        work_district="顺义",
        work_since="2019-01",
        education="none",
    )
    steps.answer(session, BY_KEY["housing"], "rent")
    kept = {"birth", "sex", "insurance", "education"}
    assert set(session.facts) == kept
    assert steps.next_open(session) is BY_KEY["residence_permit"]
    assert session.notes["housing"] == ["rent"]


def test_a_refused_answer_leaves_everything_as_it_was() -> None:
    session = told(insurance={"from": "2010-01", "to": "now"}, repaid=0)
    before = session.dump()
    with pytest.raises(Refused):
        steps.answer(session, BY_KEY["repaid"], 3)
    assert session.dump() == before


def test_an_unregistered_lease_ends_with_the_filled_months() -> None:
    session = told(
        insurance={"from": "2010-01", "to": "now"},
        housing="rent",
        rent_time={"from": "2015-01", "to": "now"},
    )
    assert "lease" in asked(session)
    steps.answer(session, BY_KEY["lease"], False)
    assert session.facts["homes"] == [{"kind": "rented", "from": "2015-01", "to": "2020-07"}]


@pytest.mark.parametrize(
    ("day", "year"),
    [((2026, 1, 5), 2026), ((2026, 5, 31), 2026), ((2026, 6, 1), 2027), ((2026, 11, 22), 2027)],
)
def test_the_next_application_year(day: tuple[int, int, int], year: int) -> None:
    assert application_year(datetime(*day, tzinfo=UTC).date()) == year


def test_the_day_is_counted_in_beijing() -> None:
    late = datetime(2026, 5, 31, 17, 0, tzinfo=UTC)
    desk = Desk(None, None, rng=random.Random(1))  # type: ignore[arg-type]
    turn = Turn(Incoming("u", "text"), Session(), late, desk)
    assert (turn.today.month, turn.year) == (6, 2027)


@pytest.mark.parametrize(("since", "asked_for"), [("2020-08", False), ("2020-09", True)])
def test_the_months_before_the_certificate_are_asked_for_where_the_rule_does_not_fill_them(
    since: str, asked_for: bool
) -> None:
    session = told(insurance={"from": "2010-01", "to": "now"}, housing="own", own_time=since)
    assert ("other_home" in asked(session)) is asked_for
