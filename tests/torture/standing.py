"""What stands: the day of every unit of every line, as told and as its supply gives it.

No new order and no quote may make any of these days later.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psycopg import Connection

# Verbs that only ask, or add demand: whoever was promised before is none of their business.
ADD_ONLY = ("availability", "place_orders", "quote", "hold")
NEVER = dt.date.max

TOLD = """
SELECT p.line_id, p.promised_on, sum(p.quantity)::int
FROM promise p
WHERE p.version = (SELECT max(q.version) FROM promise q WHERE q.line_id = p.line_id)
GROUP BY p.line_id, p.promised_on
"""
GIVEN = """
SELECT g.line_id, CASE WHEN s.kind = 'stock' THEN DATE '0001-01-01' ELSE s.available_on END,
    sum(g.quantity)::int
FROM peg g
JOIN order_line l ON l.id = g.line_id
LEFT JOIN supply s ON s.id = g.supply_id
GROUP BY 1, 2
"""

Days = dict[tuple[str, int], list[dt.date]]


def standing(conn: Connection[Any]) -> Days:
    """Return the day of each unit of each line, earliest first; an unknown one comes never."""
    found: Days = {}
    for what, query in (("told", TOLD), ("given", GIVEN)):
        for line, day, units in conn.execute(query.encode()).fetchall():
            found.setdefault((what, line), []).extend([day or NEVER] * units)
    return {at: sorted(days) for at, days in found.items()}


def later(before: Days, after: Days) -> list[tuple[str, int]]:
    """Return what of the lines there were has a unit with a later day, or fewer units, now.

    >>> first, second = dt.date(2026, 12, 1), dt.date(2026, 12, 2)
    >>> later({("told", 1): [first, second]}, {("told", 1): [first, second], ("told", 2): [second]})
    []
    >>> later({("told", 1): [first, second]}, {("told", 1): [second, second]})
    [('told', 1)]
    """
    return [
        at
        for at, days in before.items()
        if len(after.get(at, ())) < len(days)
        or any(now > was for was, now in zip(days, after[at], strict=False))
    ]
