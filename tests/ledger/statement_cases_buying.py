"""Requests about buying, as large as wanted: what `test_statements` counts the statements of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


def new_stock_policies(desk: Desk, skus: list[str]) -> Json:
    desk.do("set_products", products=[{"sku": sku} for sku in skus])
    return {
        "stock_policies": [
            {"sku": sku, "location": "MAIN", "reorder_point": 4, "order_up_to": 9} for sku in skus
        ]
    }
