"""The step that orders by itself, within the limits that were set; without any, nothing.

A purchase is all that is proposed from one supplier for one place. It is ordered on the supplier's
day, where it is worth the supplier's minimum and no more than the limit for a purchase, as long as
the limit for a day allows. Both limits are amounts of the currency that the roles' limits are in:
purchases in another one are left to people, as emergencies are and what nobody sells.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from backorder import ledger, settings
from backorder.app.purchasing import limits
from backorder.app.statements import statement
from backorder.domain.names import number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from psycopg import Connection

ACTOR = "job:plan"


def run(conn: Connection[Any], now: datetime, *, dry_run: bool) -> dict[str, Any]:
    """Order what may be ordered without a person."""
    most, a_day = settings.get("BACKORDER_BUY_UP_TO"), settings.get("BACKORDER_BUY_UP_TO_A_DAY")
    if not (most and a_day):
        return {"ordered": 0, "worth": 0}
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    facts = {"today": now.date(), "since": midnight, "actor": ACTOR, "most": most}
    facts["currency"] = limits.read(conn).currency
    rows = conn.execute(statement("proposals_to_order"), facts).fetchall()
    chosen, worth = within(rows, a_day)
    if chosen and not dry_run:
        approve = [{"proposal": number("proposal", row_id)} for row_id in chosen]
        ledger.VERBS["decide_proposals"](conn, {"approve": approve}, now=now, actor=ACTOR)
    return {"ordered": len(chosen), "worth": worth}


def within(rows: Iterable[tuple[int, int, int, int, int]], a_day: int) -> tuple[list[int], int]:
    """Return the proposals of the purchases that a day's limit has room for, and their worth.

    ``rows``: id, supplier, place, worth of its whole purchase, spent today; purchases in order.

    >>> within([(1, 7, 1, 300, 100), (2, 7, 1, 300, 100), (3, 8, 1, 700, 100)], 900)
    ([1, 2], 300)
    """
    chosen: list[int] = []
    total = 0
    for (_, _, worth, spent), group in groupby(rows, key=lambda row: row[1:]):
        if spent + total + worth <= a_day:
            chosen += [row[0] for row in group]
            total += worth
    return chosen, total
