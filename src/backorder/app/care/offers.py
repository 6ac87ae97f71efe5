"""What is held for a sign-up: ordering it, or letting it go to the next one in the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from backorder import ledger, settings
from backorder.domain.names import number

from . import turns

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

    from .waitlist import Entry

_LONGEST_REF = 80  # characters


def order_link(entry: Entry) -> str:
    """Return the shop's page that takes what is held, empty where it has none.

    The shop makes an order of the hold whose name stands in the address, with `confirm`.
    """
    address: str | None = settings.get("BACKORDER_WAITLIST_ORDER_URL")
    if not address or not entry.hold:
        return ""
    said = {"hold": number("hold", entry.hold), "sku": entry.sku, "units": str(entry.told_units)}
    for name, value in said.items():
        address = address.replace(f"{{{name}}}", quote(value, safe=""))
    return address


def take(conn: Connection[Any], entry: Entry, *, now: datetime) -> None:
    """Make an order of what is held; twice is once.

    Raises ``ConflictError`` where the hold is over. An order of somebody unknown is that of a
    customer who is called by the address, in the language of the sign-up.
    """
    one: dict[str, Any] = {"hold": number("hold", entry.hold)}
    if not entry.known:
        ref = entry.email if len(entry.email) <= _LONGEST_REF else f"{turns.ACTOR}:{entry.id}"
        one["customer"] = {"ref": ref, "email": entry.email, "locale": entry.language}
    request = {"confirmations": [one]}
    ledger.VERBS["confirm"](conn, request, now=now, actor=_actor(entry))
    turns.settle(conn, now)


def decline(conn: Connection[Any], entry: Entry, *, now: datetime) -> None:
    """Let go of what is held, so that the next one is asked; what has ended before stays so.

    Raises ``ConflictError`` where it is ordered already.
    """
    request = {"withdrawals": [{"hold": number("hold", entry.hold)}]}
    ledger.VERBS["withdraw"](conn, request, now=now, actor=_actor(entry))
    turns.settle(conn, now)


def _actor(entry: Entry) -> str:
    return f"{turns.ACTOR}:{entry.id}"
