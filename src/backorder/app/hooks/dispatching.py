"""From the outbox to deliveries: journal entries become messages, for the endpoints that want them.

A row leaves the outbox in the transaction that keeps its deliveries: nothing is lost and nothing
is made twice, however many do this at once and wherever one of them dies.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from backorder.app.jobs import alarms
from backorder.app.statements import statement

from .events import wants
from .messages import Message, messages_of
from .translating import Entry, Moved

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from psycopg import Connection

BATCH = 100  # journal entries


def dispatch(conn: Connection[Any], now: datetime, limit: int = BATCH) -> int:
    """Make deliveries of the oldest rows of the outbox; return how many rows it took."""
    with conn.transaction():
        taken = conn.execute(statement("webhook_outbox_take"), {"limit": limit}).fetchall()
        if not taken:
            return 0
        endpoints = dict(conn.execute(statement("webhook_listeners")).fetchall())
        entries = read(conn, {row[0] for row in taken})
        made = {entry.id: _messages(conn, entry, now) for entry in entries}
        fresh = [
            (journal, endpoint) for journal, to in taken if to is None for endpoint in endpoints
        ]
        again = [(journal, to) for journal, to in taken if to in endpoints]
        _save(conn, _chosen(fresh, made, endpoints), now, again=False)
        _save(conn, _chosen(again, made, endpoints), now, again=True)
    return len(taken)


def read(conn: Connection[Any], ids: Iterable[int]) -> list[Entry]:
    """Return journal entries with what they moved and what they took back, by number."""
    wanted = {"ids": sorted(ids)}
    moved: dict[int, list[Moved]] = defaultdict(list)
    for journal, *units in conn.execute(statement("webhook_moved"), wanted).fetchall():
        moved[journal].append(Moved(*units))
    undone = dict(conn.execute(statement("webhook_undone"), wanted).fetchall())
    rows = conn.execute(statement("webhook_entries"), wanted).fetchall()
    found = [Entry(*row) for row in rows]
    return [one._replace(moved=tuple(moved[one.id]), undone=undone.get(one.id)) for one in found]


def _messages(conn: Connection[Any], entry: Entry, now: datetime) -> list[Message]:
    """Return an entry's messages; one that cannot be told, of an older release say, stops none."""
    try:
        return messages_of(entry)
    except (LookupError, TypeError, ValueError, AttributeError) as reason:
        text = f"Journal entry {entry.id} ({entry.verb}) could not be told: {reason!r}."
        facts = {"journal": entry.id, "verb": entry.verb}
        alarms.sound(conn, "webhook_untold", f"journal {entry.id}", text, now=now, **facts)
        return []


def _chosen(
    asked: Iterable[tuple[int, int]],
    made: dict[int, list[Message]],
    endpoints: dict[int, list[str]],
) -> dict[int, list[Message]]:
    """Return the messages for each endpoint: those of the entries asked for that it wants."""
    found: dict[int, list[Message]] = {}
    for journal, endpoint in asked:
        wanted = [one for one in made.get(journal, ()) if wants(endpoints[endpoint], one.type)]
        if wanted:
            found.setdefault(endpoint, []).extend(wanted)
    return found


def _save(
    conn: Connection[Any], chosen: dict[int, list[Message]], now: datetime, *, again: bool
) -> None:
    """Keep messages, and let them go to their endpoints."""
    if not chosen:
        return
    keep(conn, {one.id: one for wanted in chosen.values() for one in wanted}.values())
    # Each once: an entry may be asked for twice, and one statement cannot change a row twice.
    pairs = dict.fromkeys((to, one.id) for to, wanted in chosen.items() for one in wanted)
    conn.execute(
        statement("webhook_deliveries_save"),
        {
            "endpoint": [to for to, _ in pairs],
            "event": [name for _, name in pairs],
            "now": now,
            "again": again,
        },
    )


def keep(conn: Connection[Any], messages: Iterable[Message]) -> None:
    """Keep messages that are not kept yet."""
    columns = list(zip(*messages, strict=True))
    names = ("id", "type", "journal", "at", "body")
    values = {name: list(column) for name, column in zip(names, columns, strict=True)}
    conn.execute(statement("webhook_events_save"), values)
