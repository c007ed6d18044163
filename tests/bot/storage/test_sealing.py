"""Sealing, its keys, and what a change of the key does."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.clock import BEIJING
from bot.runtime.redis_client import Client
from bot.storage import keys
from bot.storage.record import HANDLED, ID_LETTERS, PersonRecord
from bot.storage.sealing import Purpose, Seal
from bot.storage.turns import Store
from handlers import Outcome, SaveReport, Text
from tests.conftest import SECRET

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=BEIJING)
NEXT = "n" * 40


@given(st.binary(), st.text())
def test_what_was_sealed_opens_as_it_was(plain: bytes, name: str) -> None:
    seal = Seal(SECRET)
    sealed = seal.seal(Purpose.CASE, name, plain)
    assert seal.open(Purpose.CASE, name, sealed) == plain
    assert seal.seal(Purpose.CASE, name, plain) != sealed
    assert seal.open(Purpose.RECORD, name, sealed) is None, "a key for each purpose"
    assert seal.open(Purpose.CASE, name + "x", sealed) is None, "a key for each entry"


@given(st.binary(max_size=80))
def test_damaged_values_do_not_open(value: bytes) -> None:
    opened = Seal(SECRET).open(Purpose.CASE, "name", value)
    assert opened is None or value.startswith(b"{")


def test_one_changed_bit_is_seen() -> None:
    seal = Seal(SECRET)
    sealed = seal.seal(Purpose.CASE, "name", b"facts")
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        assert seal.open(Purpose.CASE, "name", changed) is None


def test_the_key_before_opens_and_the_present_one_seals() -> None:
    old = Seal(SECRET).seal(Purpose.CASE, "name", b"facts")
    rotated = Seal(NEXT, previous=SECRET)
    assert rotated.open(Purpose.CASE, "name", old) == b"facts"
    new = rotated.seal(Purpose.CASE, "name", b"facts")
    assert Seal(NEXT).open(Purpose.CASE, "name", new) == b"facts"
    assert Seal(NEXT).open(Purpose.CASE, "name", old) is None


def test_a_conversation_goes_on_after_a_change_of_the_key(redis: Client, store: Store) -> None:
    with store.take(store.who("u"), "m1") as turn:
        report = SaveReport("rep", {"sex": "male"}, 2027)
        turn.commit(Outcome({"n": 1}, Text(""), (report,)), b"r", NOW)
    rotated = Store(redis, NEXT, previous=SECRET)
    who = rotated.who("u")
    assert not redis.exists(keys.record(store.who("u")))
    assert rotated.session(who) == {"n": 1}
    assert rotated.report(who, "rep", NOW)
    assert 0 < redis.ttl(keys.record(who)) <= keys.DAY
    later = Store(redis, NEXT)
    assert later.session(later.who("u")) == {"n": 1}, "the key before is not needed any more"
    assert rotated.erase("u") == 3
    rotated.close()
    later.close()


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)


@given(st.dictionaries(TEXT, TEXT | st.integers() | st.lists(TEXT)), st.lists(TEXT, max_size=6))
def test_a_record_comes_back_as_it_was(session: dict[str, object], replies: list[str]) -> None:
    record = PersonRecord(session=session)
    for number, reply in enumerate(replies):
        record.answer(f"m{number}", reply.encode(), NOW)
    assert PersonRecord.load(record.dump()) == record
    for number, reply in list(enumerate(replies))[-4:]:
        assert record.reply_to(f"m{number}") == reply.encode()
    assert all(record.has_handled(f"m{number}") for number in range(len(replies)))
    assert not record.has_handled("another")


def test_a_record_of_another_shape_takes_its_defaults() -> None:
    strange = PersonRecord(session={"n": 1})
    strange.handled, strange.reports, strange.tries = 7, [], "x"  # type: ignore[assignment]
    loaded = PersonRecord.load(strange.dump())
    assert loaded == replace(PersonRecord(session={"n": 1}), born=strange.born)


def test_only_the_last_messages_are_remembered() -> None:
    record = PersonRecord()
    for number in range(3 * HANDLED):
        record.answer(f"m{number}", b"r", NOW)
    assert len(record.handled) == HANDLED * ID_LETTERS
    assert record.has_handled(f"m{2 * HANDLED}")
    assert not record.has_handled(f"m{HANDLED}")


@pytest.mark.parametrize("bomb", [b"[" * 200_000, b"{}" + b" " * 5_000_000])
def test_a_bomb_starts_over(bomb: bytes) -> None:
    import zlib

    from bot.storage.record import _dictionary

    packer = zlib.compressobj(6, zlib.DEFLATED, -15, zdict=_dictionary())
    assert PersonRecord.load(packer.compress(bomb) + packer.flush()).session is None


def test_the_dictionary_is_never_edited() -> None:
    """What was packed with it could not be read any more."""
    from hashlib import sha256

    from bot.storage.record import _dictionary

    wanted = "5e7e11c2f1badd8a2a4dfe48de7f08fce132633cf228407766a2a62d798071f8"
    assert sha256(_dictionary()).hexdigest() == wanted
