"""A supplier is asked to send a purchase sooner; once for a purchase and day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.app.statements import statement
from backorder.domain.errors import ConflictError, InvalidError
from backorder.domain.names import require_id

from . import contacts, dispatching
from .drafting import Message

if TYPE_CHECKING:
    from datetime import date, datetime

    from psycopg import Connection

EVENT = "supplier_expedite"
LONGEST_REASON = 300


def ask(conn: Connection[Any], purchase: str, by: date, reason: str, now: datetime) -> Message:
    """Return the message that asks for what comes after a day to come by it.

    Raises ``NotFoundError`` for no number of a purchase, ``ConflictError`` where nothing is to come
    after that day, ``InvalidError`` for a day that is over.
    """
    if by < now.date():
        raise InvalidError("day_is_over", "That day is over.", day=by.isoformat())
    paper = require_id("purchase_order", purchase)
    rows = conn.execute(statement("notice_purchase_open"), {"purchase": paper}).fetchall()
    later = [row for row in rows if row[4] > by]
    if not later:
        raise ConflictError(
            "nothing_to_hurry",
            f"Nothing of {purchase} is to come after {by}.",
            purchase_order=purchase,
            day=by.isoformat(),
        )
    supplier = later[0][0]
    contact = contacts.suppliers(conn, [supplier])[supplier]
    lines = [
        {
            "sku": sku,
            "name": name or sku,
            "quantity": units,
            "from": day.isoformat(),
            "to": by.isoformat(),
        }
        for _, sku, name, units, day in later
    ]
    facts: dict[str, Any] = {
        "purchase": purchase,
        "date_from": later[-1][4].isoformat(),
        "date_to": by.isoformat(),
        "lines": lines,
    }
    if words := " ".join(reason.split())[:LONGEST_REASON]:
        facts["reason"] = words
    return Message(
        EVENT,
        f"{EVENT}:{paper}:{by}",
        contact,
        contacts.addressed(facts, contact),
        purchase_order=paper,
    )


def send(conn: Connection[Any], message: Message, now: datetime) -> list[int]:
    """Keep the message as a notice; no number where the supplier was asked the same before."""
    return dispatching.write(conn, [message], now)
