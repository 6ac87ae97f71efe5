"""The step that finds alternatives: products that are like others, once a week."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backorder.app.statements import statement
from backorder.planning.alternatives import Found, Thing, find

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

RHYTHM = timedelta(days=6, hours=12)  # of a step that runs each night
YEAR = timedelta(days=365)


def run(conn: Connection[Any], now: datetime, *, dry_run: bool) -> dict[str, Any]:
    """Find alternatives anew where the last time is a week ago; say how many there are.

    What is the same as before is left as it is, and what is found no more is taken away.
    """
    last = conn.execute(statement("alternatives_last")).fetchone()
    if last is not None and last[0] is not None and now - last[0] < RHYTHM:
        return {"alternatives": "not due"}
    things = [Thing(*row) for row in conn.execute(statement("alternatives_products")).fetchall()]
    rows = conn.execute(statement("alternatives_baskets"), {"since": now - YEAR}).fetchall()
    found = find(things, {(row[0], row[1]): row[2] for row in rows})
    figures = {"products": len({one.product for one in found}), "alternatives": len(found)}
    if dry_run:
        return figures
    values = {name: [getattr(one, name) for one in found] for name in Found._fields}
    conn.execute(statement("alternatives_save"), {**values, "now": now})
    return figures
