"""Counts: open sheets for what is due, the riskiest first, a sheet a place and day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder import ledger, settings
from backorder.app.statements import statement
from backorder.domain.errors import ConflictError
from backorder.planning import audits

if TYPE_CHECKING:
    from datetime import date, datetime

    from psycopg import Connection

ACTOR = "job:counts"
MOST_RISK = 10**6


class Due(NamedTuple):
    """A product of a place that is to be counted."""

    location: str
    sku: str
    abc: str
    due_on: date
    risk: int


def run(conn: Connection[Any], now: datetime, *, dry_run: bool = False) -> dict[str, Any]:
    """Open a sheet for each place where products are due; return how many sheets and products.

    A place that still has a sheet opened by this job gets no other until that is done.
    """
    most = settings.get("BACKORDER_COUNT_LINES")
    busy = {row[0] for row in conn.execute(statement("counts_busy"), {"by": ACTOR}).fetchall()}
    places: dict[str, list[Due]] = {}
    every = due(conn, now)
    for one in every:
        if one.location not in busy:
            places.setdefault(one.location, []).append(one)
    chosen = {place: of[:most] for place, of in sorted(places.items())}
    figures = {
        "due": len(every),
        "sheets": len(chosen),
        "products": sum(map(len, chosen.values())),
    }
    if chosen and not dry_run:
        sheets = [sheet(place, of) for place, of in chosen.items()]
        try:
            ledger.open_counts(conn, {"sheets": sheets}, now=now, actor=ACTOR)
        except ConflictError:  # somebody put one of these products on a sheet of theirs meanwhile
            return {**figures, "sheets": 0, "products": 0}
    return figures


def due(conn: Connection[Any], now: datetime) -> list[Due]:
    """Return what is due at all places, the riskiest first."""
    rows = conn.execute(statement("counts_shelf"), {"now": now}).fetchall()
    if not rows:
        return []
    columns = [
        np.array(column, dtype=np.int64) for column in zip(*(r[2:] for r in rows), strict=True)
    ]
    plan = audits.plan(audits.OnShelf(*columns), settings.get("BACKORDER_COUNT_DAYS"))
    order = np.lexsort((np.arange(len(rows)), plan.due_in, -plan.risk))
    return [
        Due(
            rows[n][0],
            rows[n][1],
            str(plan.abc[n]),
            now.date() + timedelta(days=int(min(plan.due_in[n], 0))),
            int(min(plan.risk[n], MOST_RISK)),
        )
        for n in order.tolist()
        if plan.due[n]
    ]


def sheet(location: str, lines: list[Due], note: str = "") -> dict[str, Any]:
    """Return a sheet as `open_counts` takes it, with the tolerance of the settings."""
    return {
        "location": location,
        "lines": [
            {"sku": one.sku, "abc": one.abc, "due_on": one.due_on.isoformat(), "risk": one.risk}
            for one in lines
        ],
        "tolerance_percent": settings.get("BACKORDER_COUNT_TOLERANCE_PERCENT"),
        "tolerance_value": settings.get("BACKORDER_COUNT_TOLERANCE_VALUE"),
        "note": note,
    }
