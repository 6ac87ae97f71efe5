"""Links by which a customer sees and changes one order without an account.

Nothing is kept of a link: it says the order, a generation and its last day, and is signed with a
key derived from the app's secret. All links of an order end at once when its generation moves on. A
link works for 90 days, counted from the latest day that stands for the order if that is ahead; so
the link of the first message works until the goods are there, and later messages carry newer ones.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backorder.app.accounts import secret
from backorder.app.statements import statement

from . import signing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from psycopg import Connection

LASTS = timedelta(days=90)
_PURPOSE = "order"


def paths(conn: Connection[Any], orders: Sequence[int], *, now: datetime) -> dict[int, str]:
    """Return a new link to each order, as a path from the root of the app, by the order's id.

    Two statements, however many orders; an id that is no order's has none.
    """
    key = _key(conn)
    rows = conn.execute(statement("care_link_terms"), {"orders": list(orders)})
    return {
        order: path(signing.sign(key, signing.Said(order, generation, _last_day(now, until))))
        for order, generation, until in rows
    }


def find(conn: Connection[Any], text: str, *, now: datetime) -> int | None:
    """Return the id of the order that a link opens; None for one that is over, or none."""
    said = signing.read(_key(conn), text)
    if said is None or said.last_day < now.date():
        return None
    asked = {"order": said.number, "generation": said.generation}
    row = conn.execute(statement("care_link_find"), asked).fetchone()
    return None if row is None else int(row[0])


def revoke(conn: Connection[Any], order: int, *, now: datetime, by: str) -> None:
    """End every link to an order that was ever given; new ones can be made."""
    conn.execute(statement("care_link_revoke"), {"order": order, "now": now, "by": by})


def path(text: str) -> str:
    """Return the address of a link, from the root of the app.

    >>> path("abc")
    '/o/abc'
    """
    return f"/o/{text}"


def _last_day(now: datetime, until: date | None) -> date:
    return max(now.date(), until or now.date()) + LASTS


def _key(conn: Connection[Any]) -> bytes:
    return signing.key_for(_PURPOSE, secret.key(conn))
