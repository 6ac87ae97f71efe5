"""From the outbox to notices: journal entries become messages for the people concerned.

A row leaves the outbox in the transaction that keeps its notices: nobody is forgotten and nobody is
written to twice, however many do this at once and wherever one of them dies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.app.hooks import dispatching as hooks
from backorder.app.jobs import alarms
from backorder.app.statements import statement

from . import drafting, enqueue, looking
from .standing import Source
from .telling import tellings_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from psycopg import Connection

    from backorder.app.hooks.translating import Entry

    from .drafting import Draft, Message

BATCH = 50  # journal entries


def dispatch(conn: Connection[Any], now: datetime, limit: int = BATCH) -> int:
    """Make notices of the oldest rows of the outbox; return how many rows it took."""
    with conn.transaction():
        taken = conn.execute(statement("notice_outbox_take"), {"limit": limit}).fetchall()
        if not taken:
            return 0
        sources = [
            Source(entry.id, one)
            for entry in hooks.read(conn, {row[0] for row in taken})
            for one in _tellings(conn, entry, now)
        ]
        write(conn, looking.messages(conn, sources), now)
    return len(taken)


def write(conn: Connection[Any], messages: Sequence[Message], now: datetime) -> list[int]:
    """Keep messages as notices, without those that were told last time; return their numbers."""
    if not messages:
        return []
    orders = sorted({one.order for one in messages if one.order is not None})
    rows = conn.execute(statement("notice_told"), {"orders": orders}).fetchall()
    last = {drafting.place(*row): row[3] for row in rows}
    drafts = drafting.drafts(messages, enqueue.setting(conn, now), last)
    _alarm(conn, drafts, now)
    return enqueue.save(conn, drafts, now)


def _tellings(conn: Connection[Any], entry: Entry, now: datetime) -> Any:  # noqa: ANN401 (tellings)
    """Return an entry's news; one that cannot be told, of an older release say, stops none."""
    try:
        return tellings_of(entry)
    except (LookupError, TypeError, ValueError, AttributeError) as reason:
        text = f"Nobody was told of journal entry {entry.id} ({entry.verb}): {reason!r}."
        facts = {"journal": entry.id, "verb": entry.verb}
        alarms.sound(conn, "notice_untold", f"journal {entry.id}", text, now=now, **facts)
        return []


def _alarm(conn: Connection[Any], drafts: Sequence[Draft], now: datetime) -> None:
    """Let a person know of what a law wants told and that reaches nobody."""
    for one in drafts:
        if one.state == "failed":
            text = f"A notice that a law asks for ({one.event}) reaches nobody: {one.reason}."
            facts = {"recipient": one.recipient, "order": one.order}
            alarms.sound(conn, "notice_failed", one.recipient, text, now=now, **facts)
