"""A notice on its way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class Claimed(NamedTuple):
    """A notice that this sender has taken."""

    id: int
    key: str
    event: str
    audience: str
    customer: int | None
    recipient: str
    channel: str
    address: str
    language: str
    order: int | None
    purchase_order: int | None
    legal: bool
    to_note: bool
    attempts: int
    created_at: datetime
    timezone: str
    lately: int
