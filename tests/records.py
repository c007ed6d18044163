"""Writes a person's record behind the webhook's back."""

from bot.storage import keys
from bot.storage.record import PersonRecord
from bot.storage.sealing import Purpose
from bot.storage.turns import Store


def put(store: Store, who: str, record: PersonRecord) -> None:
    """Let `record` be what is kept of the person `who`."""
    key = keys.record(who)
    store.client.set(key, store.seal.seal(Purpose.RECORD, key, record.dump()), ex=keys.HOUR)
