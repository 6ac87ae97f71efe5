"""Notices that come from no journal entry: a sign-up to confirm, a product that is back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.app.statements import statement
from backorder.domain.errors import InvalidError

from . import choices, contacts, drafting, threads
from .choosing import Contact, Rules
from .events import defaults, known
from .rules import read as read_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from psycopg import Connection

    from .drafting import Draft, Message, Setting


def add(  # noqa: PLR0913 (a message and to whom)
    conn: Connection[Any],
    event: str,
    *,
    facts: Mapping[str, Any],
    key: str,
    now: datetime,
    customer: int | None = None,
    supplier: int | None = None,
    address: str = "",
    language: str = "",
    order: int | None = None,
    purchase_order: int | None = None,
    journal: int | None = None,
    legal: bool = False,
) -> list[int]:
    """Let a customer, a supplier (ids) or whoever has an address hear of an event.

    Returns the numbers of the notices that were made: none where the same key made them before, or
    where no rule wants it told. An address is an e-mail address or a phone number with its country.
    Raises ``InvalidError`` for an unknown event, or where nobody is named.
    """
    if not known(event):
        raise InvalidError("unknown_event", f"There is no notice {event[:80]!r}.", event=event[:80])
    contact = _contact(conn, customer, supplier, address, language)
    if address and contact.audience == "customer" and contact.id is None:
        contact = contact._replace(blocked=contacts.blocked_of(conn, contact))
    message = drafting.Message(
        event,
        f"{event}:{key}",
        contact,
        contacts.addressed(facts, contact),
        order=order,
        purchase_order=purchase_order,
        journal=journal,
        legal=legal,
    )
    return save(conn, drafting.drafts([message], setting(conn, now)), now)


def setting(conn: Connection[Any], now: datetime) -> Setting:
    """Return what decides about messages besides themselves."""
    chosen = choices.read(conn)
    return drafting.Setting(
        Rules(read_rules(conn), defaults()),
        chosen,
        choices.channels(chosen),
        threads.host(),
        now,
    )


def save(conn: Connection[Any], rows: Sequence[Draft], now: datetime) -> list[int]:
    """Write notices down that are not there yet; return their numbers."""
    if not rows:
        return []
    columns = zip(*rows, strict=True)
    values = dict(zip(drafting.Draft._fields, map(list, columns), strict=True))
    found = conn.execute(statement("notice_add"), {**values, "now": now})
    return [row[0] for row in found.fetchall()]


def send(conn: Connection[Any], messages: Iterable[Message], now: datetime) -> list[int]:
    """Let messages go that were made elsewhere, each once; return the numbers of the new ones."""
    return save(conn, drafting.drafts(messages, setting(conn, now)), now)


def _contact(
    conn: Connection[Any], customer: int | None, supplier: int | None, address: str, language: str
) -> Contact:
    if customer is not None:
        found = contacts.customers(conn, [customer]).get(customer)
    elif supplier is not None:
        found = contacts.suppliers(conn, [supplier]).get(supplier)
    else:
        found = contacts.stranger(address, language) if address else None
    if found is None:
        raise InvalidError("nobody_to_tell", "A notice needs somebody who is known, or an address.")
    return found
