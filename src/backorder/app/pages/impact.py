"""What a change means for customers: whose day moves, from when to when, and for what money."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.statements import statement
from backorder.domain.names import row_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from psycopg import Connection

SHOWN = 200  # rows on the page; the sums are of all


class Moved(NamedTuple):
    """Units of an order's line: whose they are, what they are worth, and the days told."""

    order: str
    sku: str
    quantity: int
    customer: str
    name: str
    value: int
    currency: str
    before: str | None
    after: str | None
    promised_on: Any
    ship: str


class Impact(NamedTuple):
    """Rows to show, and the sums of all."""

    rows: list[Moved]
    more: int
    orders: int
    customers: int
    units: int
    values: list[tuple[str, int]]  # by currency
    unknown: int  # units that have no day any more
    later: int  # days of the worst slip

    def __bool__(self) -> bool:
        """Tell whether anybody is concerned."""
        return self.orders > 0


def of(conn: Connection[Any], facts: Sequence[Mapping[str, Any]]) -> Impact:
    """Return what ``filled`` or ``repromised`` of a verb's answer mean, in one statement."""
    found = _known(conn, facts)
    rows = []
    for fact in facts:
        ref, name, price, currency, promised_on, ship = found.get(
            (fact["order"], fact["sku"]), ("", "", 0, "", None, "")
        )
        units = fact["quantity"]
        rows.append(
            Moved(
                fact["order"], fact["sku"], units, ref, name, units * price, currency,
                fact.get("from"), fact.get("to"), promised_on, ship,
            )
        )  # fmt: skip
    values: Counter[str] = Counter()
    for row in rows:
        values[row.currency] += row.value
    redated = any("from" in fact for fact in facts)
    return Impact(
        rows[:SHOWN],
        max(0, len(rows) - SHOWN),
        len({row.order for row in rows}),
        len({row.customer or row.order for row in rows}),
        sum(row.quantity for row in rows),
        sorted(values.items()),
        sum(row.quantity for row in rows if redated and row.after is None),
        max((_slip(row) for row in rows), default=0),
    )


def _known(
    conn: Connection[Any], facts: Sequence[Mapping[str, Any]]
) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Return what is known of orders' lines, by the order's number and the SKU."""
    pairs = sorted({(fact["order"], fact["sku"]) for fact in facts})
    if not pairs:
        return {}
    names = {row_id("order", order): order for order, _ in pairs}
    found = conn.execute(
        statement("page_impact"),
        {"orders": [row_id("order", order) for order, _ in pairs], "skus": [s for _, s in pairs]},
    ).fetchall()
    return {(names[order], sku): tuple(rest) for order, sku, *rest in found}


def _slip(row: Moved) -> int:
    if row.before is None or row.after is None:
        return 0
    return (date.fromisoformat(row.after) - date.fromisoformat(row.before)).days
