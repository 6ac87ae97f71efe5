"""What is held and what comes in, by ship week; and what has to go back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.payments import expected
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    """Return a desk that sold mugs on a deposit, pots paid at once and pans paid as they ship."""
    desk = Desk(conn)
    desk.stock(MUG=4, POT=0, PAN=0)  # at 1250 each
    desk.buy("p-1", "2026-12-08", MUG=20, POT=20)
    desk.buy("p-2", "2026-12-21", PAN=20)
    desk.order("o-1", MUG=10)
    desk.order("o-2", POT=4)
    desk.order("o-3", PAN=2)
    terms = [
        {"order": "o-1", "method": "deposit", "percent": 30},
        {"order": "o-3", "method": "on_shipment"},
    ]
    desk.do("arrange_payments", terms=terms)
    said = {"provider": "acme", "what": "charged"}
    paid = [
        said | {"reference": "c-1", "order": "o-1", "amount": 3000},
        said | {"reference": "c-2", "order": "o-2", "amount": 5000},
    ]
    desk.do("record_payments", payments=paid)
    return desk


def test_deferred_revenue_and_cash_by_ship_week(desk: Desk) -> None:
    weeks = [row for (row,) in desk.rows(
        "SELECT DISTINCT date_trunc('week', promised_on::timestamp)::date::text FROM peg ORDER BY 1"
    )]  # fmt: skip
    now, mid, late = weeks
    ((one,),) = [expected.deferred(desk.conn)["currencies"]]
    assert (one["currency"], one["held"], one["spare"]) == ("EUR", 8000, 0)
    # The deposit pays for the first units to ship.
    assert [(week["from"], week["told"]) for week in one["weeks"]] == [(now, 3000), (mid, 5000)]
    ((one,),) = [expected.cash(desk.conn)["currencies"]]
    assert (one["due"], one["unpaid"], one["refunds"]) == (750, 0, 0)
    came = [(week["from"], week["told"]) for week in one["weeks"]]
    assert came == [(now, 4 * 1250 - 3750), (mid, 6 * 1250), (late, 2 * 1250)]
    assert sum(week["units"] for week in one["weeks"]) == 16


def test_what_was_cancelled_has_to_go_back(desk: Desk) -> None:
    line = [{"sku": "POT", "quantity": 3}]
    asked = {"order": "o-2", "lines": line, "reason": "delay", "refund_by": "2026-12-01"}
    desk.do("cancel", cancellations=[asked])
    (due,) = expected.refunds(desk.conn)["refunds"]
    told = ("refund", "order", "sku", "quantity", "left", "reason", "refund_by", "state")
    assert [due[name] for name in told] == [
        *("RF-000001", "SO-000002", "POT", 3, 3750, "delay", "2026-12-01", "due"),
    ]
    assert expected.cash(desk.conn)["currencies"][0]["refunds"] == 3750
    assert expected.of_order(desk.conn, 2) == {
        "on_terms": True, "paid": 5000, "held": 1250, "delivered": 0, "unpaid": 0,
        "owed": 3750, "refunded": 0,
    }  # fmt: skip
    desk.do("refund", refunds=[{"refund": "RF-000001"}])
    assert expected.refunds(desk.conn)["refunds"] == []
    assert len(expected.refunds(desk.conn, made=True)["refunds"]) == 1


def test_an_order_without_payments_has_none(conn: Connection[Any]) -> None:
    desk = Desk(conn)
    desk.stock(MUG=1)
    desk.order("o-1", MUG=1)
    assert expected.of_order(conn, 1) is None
    assert expected.cash(conn) == expected.deferred(conn) == {"currencies": []}
