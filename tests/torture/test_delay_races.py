"""Customers who answer against the clock that cancels: of each case exactly one of them wins."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from backorder import settings
from backorder.ledger.proofs.rehearsal import rehearse

from . import rivals_delays
from .company import NOW, do, found, together
from .test_races import deadlocks, healthy

if TYPE_CHECKING:
    from psycopg import Connection

ORDERS = 200 if settings.get("BACKORDER_TORTURE") == "full" else 24
PRODUCTS = 4
AFTER = NOW + dt.timedelta(days=200)

pytestmark = [pytest.mark.torture]


def late(conn: Connection[Any]) -> list[str]:
    """Sell on several products to customers who pay, lose the supply, and tell all of them."""
    found(conn, {f"SKU-{n}": 0 for n in range(PRODUCTS)}, lead_time_days=None)
    lines = [{"sku": f"SKU-{n}", "quantity": ORDERS, "unit_cost": 1} for n in range(PRODUCTS)]
    bought = {"key": "p", "supplier": "S1", "expected_on": "2026-12-07", "lines": lines}
    do(conn, "order_supply", {"purchase_orders": [bought]})
    for n in range(ORDERS):
        skus = [f"SKU-{n % PRODUCTS}", f"SKU-{(n + 1) % PRODUCTS}"]
        wanted = [{"sku": sku, "quantity": 1} for sku in skus]
        order = {"key": f"o-{n}", "destination": "US", "lines": wanted}
        do(conn, "place_orders", {"orders": [order]})
        paid = {"provider": "bank", "what": "charged", "reference": f"c-{n}", "order": f"o-{n}"}
        do(conn, "record_payments", {"payments": [paid | {"amount": 200}]})
    gone = {"purchase_order": "PO-000001", "cancel": True}
    delays = do(conn, "change_supply", {"changes": [gone]})["delays"]
    letters = [{"case": one["case"], "notice": 1, "channel": "email"} for one in delays]
    do(conn, "mark_notified", {"notices": letters})
    return [one["case"] for one in delays]


def test_an_answer_or_the_clock_wins_and_money_goes_back_once(
    database_url: str, conn: Connection[Any], other: Connection[Any]
) -> None:
    cases = late(conn)
    assert len(cases) == 2 * ORDERS
    work: list[tuple[Any, ...]] = [("answer", cases[::-1], AFTER), ("review", 5, AFTER)]
    answered, first, second = together(
        rivals_delays.turn, database_url, [*work, ("review", 7, AFTER)]
    )
    by_customers = [
        case for case, outcome in zip(cases[::-1], answered, strict=True) if outcome == "cancelled"
    ]
    assert set(answered) <= {"cancelled", "already_cancelled"}
    assert sorted(by_customers + first + second) == sorted(cases)
    assert conn.execute(
        "SELECT count(*)::int, count(DISTINCT line_id)::int, sum(amount)::int FROM refund_due"
    ).fetchone() == (2 * ORDERS, 2 * ORDERS, 200 * ORDERS)
    assert deadlocks(conn) == 0
    assert healthy(conn) == []
    assert rehearse(conn, other).same
