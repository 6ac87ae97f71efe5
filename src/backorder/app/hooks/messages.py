"""A message: the bytes that are signed and sent, and an id that is the same for all time."""

from __future__ import annotations

from datetime import UTC
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from .events import VERSION
from .translating import events_of

if TYPE_CHECKING:
    from datetime import datetime

    from .translating import Entry


class Message(NamedTuple):
    """What is sent: ``journal`` is the entry it comes from, None for a test."""

    id: str
    type: str
    journal: int | None
    at: datetime
    body: str


def messages_of(entry: Entry) -> list[Message]:
    """Return the messages of an entry: the same ones however often it is asked.

    The id holds the entry, the type and the place among the entry's events of that type, and a
    few digits of when it was written, so that other books with the same numbers have other ids.
    """
    mark = sha256(entry.written_at.astimezone(UTC).isoformat().encode()).hexdigest()[:8]
    counts: dict[str, int] = {}
    found = []
    for event in events_of(entry):
        place = counts[event.type] = counts.get(event.type, -1) + 1
        name = f"evt_{entry.id}_{event.type.replace('.', '_')}_{place}_{mark}"
        text = body(event.type, entry.at, event.data, journal=entry.id, actor=entry.actor)
        found.append(Message(name, event.type, entry.id, entry.at, text))
    return found


def body(kind: str, at: datetime, data: dict[str, Any], **more: Any) -> str:  # noqa: ANN401 (JSON)
    """Return a message's JSON.

    >>> from datetime import datetime
    >>> body("order.cancelled", datetime(2026, 12, 1, tzinfo=UTC), {"order": "SO-000001"})
    '{"type":"order.cancelled","timestamp":"2026-12-01T00:00:00Z","version":"1",\
"data":{"order":"SO-000001"}}'
    """
    head = {"type": kind, "timestamp": at.astimezone(UTC), "version": VERSION}
    return msgspec.json.encode({**head, **more, "data": data}).decode()
