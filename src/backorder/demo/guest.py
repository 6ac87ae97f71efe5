"""Somebody who looks around in the demo company: its owner, by a link that lets in once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from backorder import database
from backorder.app.accounts import links, people, shell

EMAIL = "owner@larch-and-loom.example"
NAME = "Robin Larch"
LASTS = timedelta(hours=12)
OPENS = time(8)


def next_morning(address: str) -> datetime:
    """Return eight o'clock on the day after the last that the books know, in UTC."""
    with database.connect(address) as conn:
        row = conn.execute("SELECT max(at)::date + 1 FROM journal").fetchone()
    assert row is not None
    return datetime.combine(row[0], OPENS, tzinfo=UTC)


def link(address: str) -> str:
    """Return the path of a link into the company at an address; its owner is made if need be."""
    now = datetime.now(UTC)
    with database.connect(address) as conn:
        known = {person.email: person for person in people.every(conn)}
        owner = known.get(EMAIL) or people.add(
            conn, EMAIL, "owner", now=now, actor="demo", name=NAME, password=shell.unknown()
        )
        return links.path(links.make(conn, owner.id, now=now, actor="demo", lasts=LASTS))
