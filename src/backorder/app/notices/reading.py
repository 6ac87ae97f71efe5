"""Notices as pages and the API show them; let go once more, or kept from going."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.statements import statement
from backorder.domain.errors import ConflictError, NotFoundError
from backorder.domain.names import number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from psycopg import Connection

USUAL_LIMIT, MOST = 50, 200
_MOST_ID = 2**62


class Notice(NamedTuple):
    """A row of the log."""

    id: int
    event: str
    audience: str
    recipient: str
    channel: str
    address: str
    order: str
    purchase_order: str
    state: str
    reason: str
    due_at: datetime | None
    attempts: int
    error: str
    message_id: str
    subject: str
    created_at: datetime
    sent_at: datetime | None
    legal: bool


class Whole(NamedTuple):
    """A notice with what it said: ``body`` once it was sent, ``facts`` always."""

    notice: Notice
    customer: int | None
    language: str
    merged_into: int | None
    body: str
    template: str
    facts: dict[str, Any]


class Attempt(NamedTuple):
    """A try, and what the other side said."""

    at: datetime
    outcome: str
    answer: str


def notices(  # noqa: PLR0913 (filters)
    conn: Connection[Any],
    *,
    channels: Sequence[str] | None = None,
    state: str | None = None,
    event: str | None = None,
    audience: str | None = None,
    order: int | None = None,
    customer: int | None = None,
    before: int | None = None,
    limit: int = USUAL_LIMIT,
) -> list[Notice]:
    """Return notices, the newest first, before one of them where that is given."""
    values = {
        "channels": None if channels is None else list(channels),
        "state": state,
        "event": event,
        "audience": audience,
        "order": order,
        "customer": customer,
        "before": before,
        "limit": min(limit, MOST),
    }
    return [_notice(row) for row in conn.execute(statement("notice_list"), values).fetchall()]


def notice(conn: Connection[Any], number_: int) -> Whole:
    """Return one notice; raises ``NotFoundError``."""
    asked = {"notice": min(number_, _MOST_ID)}
    row = conn.execute(statement("notice_find"), asked).fetchone()
    if row is None:
        raise NotFoundError("unknown_notice", f"There is no notice {number_}.", notice=number_)
    return Whole(_notice(row[:18]), *row[18:])


def attempts(conn: Connection[Any], number_: int) -> list[Attempt]:
    """Return the tries of a notice, the last first."""
    rows = conn.execute(statement("notice_attempts"), {"notice": number_}).fetchall()
    return [Attempt(*row) for row in rows]


def again(conn: Connection[Any], number_: int, *, now: datetime) -> Notice:
    """Let a notice that did not go be tried anew; raises ``ConflictError`` for one that went.

    It keeps its name, so whoever has it already knows it for the same.
    """
    found = notice(conn, number_).notice
    if conn.execute(statement("notice_again"), {"notice": found.id, "now": now}).fetchone() is None:
        raise ConflictError(
            "notice_went", "This notice went out, or has no address.", notice=found.id
        )
    return notice(conn, found.id).notice


def stop(conn: Connection[Any], number_: int) -> Notice:
    """Keep a notice from going; raises ``ConflictError`` for one that went."""
    found = notice(conn, number_).notice
    if conn.execute(statement("notice_stop"), {"notice": found.id}).fetchone() is None:
        raise ConflictError("notice_went", "This notice went out already.", notice=found.id)
    return notice(conn, found.id).notice


def _notice(row: tuple[Any, ...]) -> Notice:
    found = Notice(*row)
    order, paper = row[6], row[7]
    return found._replace(
        order=number("order", order) if order else "",
        purchase_order=number("purchase_order", paper) if paper else "",
    )
