"""Fingerprints: what the answer for a product rests on, read in one statement.

Two equal fingerprints mean the same rows, the same day and the same cut-offs: so an answer that was
worked out under one of them holds as long as it is read again. Nothing is told of a change, and
nothing has to be: each request looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.statements import statement
from backorder.ledger.books.places import places
from backorder.ledger.books.positions import ReadyDays
from backorder.ledger.journal import arrays
from backorder.ledger.journal.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from psycopg import Connection


class Prints(NamedTuple):
    """The fingerprints of some products, and what all of them share.

    ``shared``: the version of places and shared rules, what places with a daily limit have to send,
    and for each place the day it is and the day on which goods on its shelf leave.
    """

    shared: tuple[Any, ...]
    of: dict[str, str]
    today: date

    def key(self, skus: Iterable[str]) -> tuple[Any, ...]:
        """Return what the answer for some products rests on; unknown ones have no fingerprint."""
        return (self.shared, *(self.of.get(sku, "") for sku in skus))


def read(
    conn: Connection[Any], skus: Iterable[str], now: datetime, *, others: bool = True
) -> Prints:
    """Return the fingerprints of products; with ``others`` their alternatives count as well."""
    asked = {"skus": sorted(set(skus)), "now": now, "others": others}
    rows = conn.execute(statement("storefront_prints"), asked, binary=True).fetchall()
    arrays.teach(conn)
    tx = Transaction(conn, now=now, actor="storefront", reads_only=True)
    known = places(tx, rows[0][2] if rows else None)
    ready = ReadyDays(known, now)
    days = tuple(
        (place.id, ready.today_at(place.id), ready.ready_on(place.id, None))
        for place in known.by_id.values()
        if place.sellable
    )
    shared = (known.version, rows[0][3] if rows else 0, days)
    return Prints(shared, {row[0]: row[1] for row in rows}, ready.today)
