"""How `jifen doctor` shows the service that it may know why a message was refused."""

from bot.storage.sealing import Purpose, Seal

DOCTOR, DOCTOR_REASON = "X-Jifen-Doctor", "X-Jifen-Reason"


def doctor_proof(secret: str, nonce: str) -> str:
    """The header that only someone with JIFEN_SECRET_KEY can write."""
    return f"{nonce}.{Seal(secret).digest(Purpose.DOCTOR, nonce)}"
