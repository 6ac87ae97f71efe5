"""A token's text: ``bko_PREFIX_SECRETCHECK``, and what is kept of it.

The prefix names the token and may be shown. The secret has 256 bits of chance, so that its plain
SHA-256 gives nothing away. The check at the end lets a mistyped token be refused without a look
into the database, and lets scanners recognise one that was published by accident.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import NamedTuple
from zlib import crc32

MARK = "bko"
PREFIX_LENGTH = 8
SECRET_LENGTH = 43  # 62 ** 43 is more than 2 ** 256
CHECK_LENGTH = 6
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class Made(NamedTuple):
    """A new token: shown once, then only ``prefix`` and ``hash`` are left of it."""

    text: str
    prefix: str
    hash: str


def make() -> Made:
    """Return a new token."""
    prefix, secret = _chance(PREFIX_LENGTH), _chance(SECRET_LENGTH)
    body = f"{MARK}_{prefix}_{secret}"
    text = body + check(body)
    return Made(text, prefix, digest(text))


def check(body: str) -> str:
    """Return the six characters that end a token.

    >>> check("bko_00000000_" + "0" * 43)
    '1MhfOl'
    """
    left, digits = crc32(body.encode()), ""
    for _ in range(CHECK_LENGTH):
        left, digit = divmod(left, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits


def prefix_of(text: str) -> str | None:
    """Return the prefix of a token, or None where the text cannot be one.

    >>> prefix_of("bko_00000000_" + "0" * 43 + "1MhfOm") is None
    True
    """
    parts = text.split("_")
    if len(parts) != 3 or parts[0] != MARK or not text.isascii():  # noqa: PLR2004 (three parts)
        return None
    lengths = (len(parts[1]), len(parts[2]))
    if lengths != (PREFIX_LENGTH, SECRET_LENGTH + CHECK_LENGTH):
        return None
    body, end = text[:-CHECK_LENGTH], text[-CHECK_LENGTH:]
    return parts[1] if check(body) == end else None


def digest(text: str) -> str:
    """Return what is kept of a token."""
    return sha256(text.encode()).hexdigest()


def _chance(length: int) -> str:
    return "".join(secrets.choice(_DIGITS) for _ in range(length))
