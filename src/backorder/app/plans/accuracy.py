"""What forecasts were worth, as the books keep it: the latest measure, and those before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.app.statements import statement

if TYPE_CHECKING:
    from psycopg import Connection

MEASURES = 26  # that are told of
KINDS = ("all", "smooth", "erratic", "intermittent", "lumpy")


def accuracy(conn: Connection[Any]) -> dict[str, Any]:
    """Return the latest measures by kind of demand, and how those of all products moved."""
    cursor = conn.execute(statement("report_forecast"), {"days": MEASURES})
    names = [column.name for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    latest = rows[0]["measured_on"] if rows else None
    now = {row["kind"]: row for row in rows if row["measured_on"] == latest}
    return {
        "measured_on": latest.isoformat() if latest else None,
        "kinds": [_plain(now[kind]) for kind in KINDS if kind in now],
        "history": [_plain(row) for row in reversed(rows) if row["kind"] == "all"],
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"measured_on": row["measured_on"].isoformat()}
