"""The link for the first owner, which the server prints while there is nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from backorder import database

from . import links, people

LASTS = timedelta(days=1)


def link(address: str) -> str | None:
    """Return the path of a new link for the first owner, or None where there is somebody."""
    with database.connect(address) as conn:
        if people.anybody(conn):
            return None
        text = links.make(conn, None, now=datetime.now(UTC), actor="serve", lasts=LASTS)
    return links.path(text)
