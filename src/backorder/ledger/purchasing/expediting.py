"""The expedite list: open purchases by what a day of their delay costs, and what could help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg.rows import dict_row

from backorder.domain.expediting import Way, remedies
from backorder.domain.names import number
from backorder.ledger.journal.arrays import Ints, teach
from backorder.ledger.journal.statements import statement

if TYPE_CHECKING:
    from datetime import date

    from psycopg import Connection


def expedite(
    conn: Connection[Any], today: date, percent: float = 1.0, limit: int = 100
) -> list[dict[str, Any]]:
    """Return the purchases that customers wait for, those first whose delay costs most a day.

    A day of waiting costs ``percent`` of a unit's price. Each has the orders behind it, and the
    ways that could bring its units sooner, priced.
    """
    teach(conn)
    asked = {"percent": percent, "today": today, "limit": limit}
    cursor = conn.cursor(row_factory=dict_row, binary=True)
    rows = cursor.execute(statement("expedite_purchases"), asked).fetchall()
    supplies = {"supplies": Ints(row["supply_id"] for row in rows), "today": today}
    ways: dict[int, list[Way]] = {}
    for supply, *facts in conn.execute(
        statement("expedite_remedies"), supplies, binary=True
    ).fetchall():
        ways.setdefault(supply, []).append(Way(*facts))
    for row in rows:
        row["purchase_order"] = number("purchase_order", row.pop("purchase"))
        row["some"] = [number("order", order) for order in row["some"]]
        supply = row.pop("supply_id")
        row["remedies"] = remedies(
            ways.get(supply, []), row["units"], row["available_on"], today, row["cost_per_day"]
        )
    return rows
