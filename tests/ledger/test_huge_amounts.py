"""The largest amounts that are allowed do not break the books or the reports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from backorder.ledger.figures import measuring as metrics

if TYPE_CHECKING:
    from tests.ledger.desk import Desk

MOST, DEAREST = 10**9, 10**13  # units on a line, minor units of money for one


def test_reports_add_up_the_largest_amounts(desk: Desk) -> None:
    desk.do("set_products", products=[{"sku": "MUG", "unit_cost": DEAREST}])
    desk.sold_by("S1", "MUG", days=3650, unit_cost=DEAREST)
    desk.buy("p-1", "2026-12-08", MUG=MOST)
    line = {"sku": "MUG", "quantity": MOST, "unit_price": DEAREST}
    (placed,) = desk.do("place_orders", orders=[{"key": "all", "lines": [line] * 3}])["orders"]
    assert placed["status"] == "accepted"
    found = {"key": "a-1", "location": "MAIN", "sku": "MUG", "quantity": MOST, "cause": "found"}
    desk.do("adjust", adjustments=[found])

    worth = MOST * DEAREST
    report = metrics.metrics(desk.conn)
    assert report["accepted"]["value"] == {"EUR": 3 * worth}
    assert report["accepted"]["value_backordered"] == {"EUR": 3 * worth}
    assert [(one["kind"], one["cost"]) for one in report["stock"]] == [
        ("planned", worth), ("purchase", worth), ("stock", worth),
    ]  # fmt: skip
    backlog = metrics.backlog(desk.conn)
    assert (backlog["units"], backlog["value"]) == (3 * MOST, {"EUR": 3 * worth})
    assert backlog["value_backordered"] == {"EUR": 2 * worth}
    suppliers = metrics.suppliers(desk.conn)
    assert [(one["supplier"], one["cost"]) for one in suppliers["suppliers"]] == [("S1", worth)]
    assert json.loads(json.dumps([report, backlog, suppliers])) == [report, backlog, suppliers]
