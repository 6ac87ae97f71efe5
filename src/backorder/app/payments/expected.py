"""What is held, what is to come in and what has to go back: the reports of money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.app.statements import statement
from backorder.domain.names import number

if TYPE_CHECKING:
    from datetime import date

    from psycopg import Connection

Json = dict[str, Any]
MOST = 500
_AS = ("told", "p50", "p80")


def deferred(conn: Connection[Any]) -> Json:
    """Return what was paid for units that are still open, by the week in which they ship.

    Minor units by currency. Weeks begin on Monday; None is for units without a day. ``told`` is by
    the day last told, ``p50`` and ``p80`` by the days that hold at these chances; where nobody
    knows how sure a supply's day is, the three are the same. ``spare`` is held for no line.
    """
    return _by_week(conn, "deferred", ("held", "spare"))


def cash(conn: Connection[Any]) -> Json:
    """Return what is to come in: ``due`` by the terms at once, ``unpaid`` of what was delivered.

    The rest by the week in which units ship, as in `deferred`; ``refunds`` has to go back.
    """
    return _by_week(conn, "cash", ("due", "unpaid", "refunds"))


def _by_week(conn: Connection[Any], what: str, sums: tuple[str, ...]) -> Json:
    found: dict[str, Json] = {}
    for currency, held, spare, unpaid, refunds in conn.execute(statement("money_totals")):
        totals = {"held": held, "spare": spare, "unpaid": unpaid, "refunds": refunds, "due": 0}
        found[currency] = {"totals": totals, "weeks": {}}
    for row in conn.execute(statement("money_by_week")):
        currency, *days, units, held, later, due = row
        totals = dict.fromkeys(("held", "spare", "unpaid", "refunds", "due"), 0)
        one = found.setdefault(currency, {"totals": totals, "weeks": {}})
        one["totals"]["due"] += due
        amount = held if what == "deferred" else later
        for name, day in zip(_AS, days, strict=True):
            week = one["weeks"].setdefault(day, {"units": 0, **dict.fromkeys(_AS, 0)})
            week[name] += amount
            week["units"] += units if name == "told" else 0
    return {
        "currencies": [
            {
                "currency": currency,
                **{name: one["totals"][name] for name in sums},
                "weeks": [
                    {"from": day and day.isoformat(), **one["weeks"][day]}
                    for day in sorted(one["weeks"], key=_last_unknown)
                    if any(one["weeks"][day][name] for name in _AS)
                ],
            }
            for currency, one in sorted(found.items())
        ]
    }


def _last_unknown(day: date | None) -> tuple[bool, int]:
    return (day is None, day.toordinal() if day else 0)


def refunds(
    conn: Connection[Any], *, made: bool = False, order: int | None = None, limit: int = MOST
) -> Json:
    """Return refunds by their latest day, those not made first; ``left`` has still to go back."""
    values = {"made": made, "order": order, "limit": limit}
    return {
        "refunds": [
            {
                "refund": number("refund", row[0]),
                "order": number("order", row[1]),
                "customer": row[2],
                "sku": row[3],
                "quantity": row[4],
                "amount": row[5],
                "left": row[6],
                "currency": row[7],
                "reason": row[8],
                "refund_by": row[9].isoformat(),
                "state": row[10],
                "reference": row[11],
                "made_at": row[12] and row[12].isoformat(),
                "under_way": row[13],
            }
            for row in conn.execute(statement("money_refunds"), values)
        ]
    }


def of_order(conn: Connection[Any], order: int) -> Json | None:
    """Return the money of an order, or None where it is none of the ledger's."""
    cursor = conn.execute(statement("page_order_money"), {"order": order})
    names = [column.name for column in cursor.description or ()]
    found = dict(zip(names, cursor.fetchone() or (), strict=True))
    return found if found["on_terms"] else None
