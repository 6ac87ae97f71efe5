"""The key that signs sessions: as the setting says, else made once and kept in the database.

In the database, so that it survives a restart, is the same on every machine that serves, and comes
back with a backup. Whoever may read it there may read the sessions themselves.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from backorder import settings
from backorder.app.statements import statement

if TYPE_CHECKING:
    from psycopg import Connection

NAME = "sessions"
_BYTES = 48


def key(conn: Connection[Any]) -> str:
    """Return the key."""
    given: str | None = settings.get("BACKORDER_SECRET_KEY")
    if given:
        return given
    row = conn.execute(statement("secret_find"), {"name": NAME}).fetchone()
    if row is None:
        made = secrets.token_urlsafe(_BYTES)
        conn.execute(statement("secret_make"), {"name": NAME, "value": made})
        row = conn.execute(statement("secret_find"), {"name": NAME}).fetchone()
    assert row is not None
    return str(row[0])
