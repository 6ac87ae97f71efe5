"""Links by which a supplier answers one purchase without signing in.

The link is 256 bits of chance and opens the one purchase it was made for; only its hash is kept, so
that whoever reads the table can answer nothing. It ends by itself, or when somebody revokes it.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from backorder.app.statements import statement

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

LASTS = timedelta(days=60)
_BYTES = 32  # of chance, so that its plain SHA-256 gives nothing away
_LONGEST_TEXT = 100


def make(conn: Connection[Any], purchase_order: int, *, now: datetime, by: str) -> str:
    """Return the secret part of a new link to a purchase; older ones go on working."""
    text = secrets.token_urlsafe(_BYTES)
    values = {
        "hash": _hash(text),
        "purchase_order": purchase_order,
        "now": now,
        "by": by,
        "expires_at": now + LASTS,
    }
    conn.execute(statement("supplier_link_make"), values)
    return text


def find(conn: Connection[Any], text: str, *, now: datetime) -> int | None:
    """Return the id of the purchase that a link opens; None for one that is over, or none."""
    if len(text) > _LONGEST_TEXT or not text.isascii():
        return None
    row = conn.execute(statement("supplier_link_find"), {"hash": _hash(text), "now": now})
    found = row.fetchone()
    return None if found is None else int(found[1])


def revoke(conn: Connection[Any], purchase_order: int, *, now: datetime) -> int:
    """End the links of a purchase; return how many worked until now."""
    asked = {"purchase_order": purchase_order, "hash": None, "now": now}
    return len(conn.execute(statement("supplier_link_revoke"), asked).fetchall())


def drop(conn: Connection[Any], text: str, *, now: datetime) -> None:
    """End one link, which nobody was given; the others of its purchase go on working."""
    asked = {"purchase_order": None, "hash": _hash(text), "now": now}
    conn.execute(statement("supplier_link_revoke"), asked)


def path(text: str) -> str:
    """Return the address of a link, from the root of the app.

    >>> path("abc")
    '/supplier/abc'
    """
    return f"/supplier/{text}"


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
