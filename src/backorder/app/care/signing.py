"""Short texts that say a number and an end, signed: nobody but us can make or change one.

A text is 24 bytes as 32 characters of base64url, short enough for an SMS: the number (5 bytes), its
generation (2), the last day (2, counted from 2020), and the first 120 bits of an HMAC-SHA256 over
what it is for and these. Every 32 characters decode to other bytes, so no text has a twin.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

_FIRST_DAY = date(2020, 1, 1)
_NUMBER, _GENERATION, _DAY, _SEAL = 5, 2, 2, 15  # bytes
_FORM = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)
_MOST_DAYS = 2 ** (8 * _DAY) - 1


class Said(NamedTuple):
    """What a signed text says: the number of a row, its generation, and the last day it works."""

    number: int
    generation: int
    last_day: date


def key_for(purpose: str, secret: str) -> bytes:
    """Return the key for one purpose: a text signed for another does not fit it."""
    return hmac.digest(secret.encode(), f"backorder {purpose} 1".encode(), sha256)


def sign(key: bytes, said: Said) -> str:
    """Return the signed text; raises ``OverflowError`` for what its bytes cannot hold.

    >>> key = key_for("order", "secret")
    >>> sign(key, Said(7, 0, date(2027, 2, 20)))[:12]
    'AAAAAAcAAAov'
    >>> read(key, sign(key, Said(7, 0, date(2027, 2, 20))))
    Said(number=7, generation=0, last_day=datetime.date(2027, 2, 20))
    >>> read(key_for("waitlist", "secret"), sign(key, Said(7, 0, date(2027, 2, 20)))) is None
    True
    """
    days = min((said.last_day - _FIRST_DAY).days, _MOST_DAYS)
    body = (
        said.number.to_bytes(_NUMBER, "big")
        + said.generation.to_bytes(_GENERATION, "big")
        + days.to_bytes(_DAY, "big")
    )
    return urlsafe_b64encode(body + _seal(key, body)).decode()


def read(key: bytes, text: str) -> Said | None:
    """Return what a text says, or None where it was not signed with this key."""
    if not _FORM.fullmatch(text):
        return None
    content = urlsafe_b64decode(text)
    body, seal = content[:-_SEAL], content[-_SEAL:]
    if not hmac.compare_digest(seal, _seal(key, body)):
        return None
    return Said(
        int.from_bytes(body[:_NUMBER], "big"),
        int.from_bytes(body[_NUMBER : _NUMBER + _GENERATION], "big"),
        _FIRST_DAY + timedelta(days=int.from_bytes(body[-_DAY:], "big")),
    )


def _seal(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, body, sha256)[:_SEAL]
