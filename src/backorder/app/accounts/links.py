"""Links that let in once: made by an owner or at the shell, used up by a press of a button.

Opening the link shows the button and uses nothing up, so that a mail program that looks at what
is behind a link does not burn it. Only a hash is kept: whoever reads the table gets in nowhere.
A second factor is still asked for; the link stands for the password alone.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.statements import statement

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

LASTS = timedelta(minutes=15)
INVITATION_LASTS = timedelta(days=3)
LONGEST = timedelta(days=30)
_BYTES = 32  # of chance, so that its plain SHA-256 gives nothing away
_LONGEST_TEXT = 100


class Found(NamedTuple):
    """Whom a link would let in; nobody yet where it is for the first owner."""

    person_id: int | None
    email: str | None
    name: str | None


def make(
    conn: Connection[Any],
    person_id: int | None,
    *,
    now: datetime,
    actor: str,
    lasts: timedelta = LASTS,
) -> str:
    """Return the secret part of a new link; older ones of this person end."""
    text = secrets.token_urlsafe(_BYTES)
    conn.execute(statement("link_void"), {"person": person_id, "now": now})
    values = {
        "hash": _hash(text),
        "person": person_id,
        "now": now,
        "actor": actor,
        "expires_at": now + min(lasts, LONGEST),
    }
    conn.execute(statement("link_make"), values)
    return text


def find(conn: Connection[Any], text: str, *, now: datetime) -> Found | None:
    """Return whom a link would let in, or None where it is used, too old, or none."""
    row = conn.execute(statement("link_find"), {"hash": _hash(text), "now": now}).fetchone()
    return None if row is None else Found(*row)


def take(conn: Connection[Any], text: str, *, now: datetime) -> bool:
    """Use a link up; return whether it was there to be used."""
    row = conn.execute(statement("link_take"), {"hash": _hash(text), "now": now}).fetchone()
    return row is not None


def path(text: str) -> str:
    """Return the address of a link, from the root of the app.

    >>> path("abc")
    '/accounts/link/abc/'
    """
    return f"/accounts/link/{text}/"


def _hash(text: str) -> str:
    return sha256(text[:_LONGEST_TEXT].encode()).hexdigest()
