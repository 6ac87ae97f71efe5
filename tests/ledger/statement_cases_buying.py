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


def propose_new(desk: Desk, skus: list[str]) -> Json:
    desk.do("set_products", products=[{"sku": sku, "unit_price": 900} for sku in skus])
    desk.do("set_suppliers", suppliers=[{"code": code} for code in ("Q1", "Q2")])
    desk.do(
        "set_supplier_items",
        supplier_items=[
            {"supplier": code, "sku": sku, "lead_time_days": days, "unit_cost": 500 - 10 * days}
            for sku in skus
            for code, days in (("Q1", 9), ("Q2", 3))
        ],
    )
    desk.do(
        "set_stock_policies",
        stock_policies=[
            {"sku": sku, "location": "MAIN", "reorder_point": 4, "order_up_to": 9} for sku in skus
        ],
    )
    return {}


def propose_again(desk: Desk, skus: list[str]) -> Json:
    desk.do("propose", **propose_new(desk, skus))
    return {}


def _open(desk: Desk, skus: list[str]) -> list[str]:
    desk.do("propose", **propose_new(desk, skus))
    found = desk.rows(
        "SELECT p.id FROM proposal p JOIN product i ON i.id = p.product_id"
        " WHERE p.state = 'open' AND i.sku = ANY(%(skus)s) ORDER BY p.id",
        skus=skus,
    )
    assert len(found) == len(skus)
    return [f"PP-{row_id:06d}" for (row_id,) in found]


def approve_proposals(desk: Desk, skus: list[str]) -> Json:
    return {"approve": [{"proposal": name} for name in _open(desk, skus)]}


def dismiss_proposals(desk: Desk, skus: list[str]) -> Json:
    names = _open(desk, skus)
    return {"dismiss": [{"proposal": name, "until": "2026-12-31"} for name in names]}


def new_outages(desk: Desk, skus: list[str]) -> Json:
    propose_new(desk, skus)
    return {"outages": [{"supplier": "Q1", "sku": sku, "from": "2026-12-01"} for sku in skus]}


def outages_that_delay(desk: Desk, skus: list[str]) -> Json:
    propose_new(desk, skus)
    lines = [{"sku": sku, "quantity": 5, "expected_on": "2026-12-02"} for sku in skus]
    bought = {"key": f"{skus[0]}-{len(skus)}", "supplier": "Q1", "lines": lines}
    desk.do("order_supply", purchase_orders=[bought])
    orders = [{"key": sku, "lines": [{"sku": sku, "quantity": 3}]} for sku in skus]
    desk.do("place_orders", orders=orders)
    out = {"supplier": "Q1", "from": "2026-12-01", "until": "2026-12-09"}
    return {"outages": [out | {"sku": sku} for sku in skus]}


def _out(desk: Desk, skus: list[str]) -> None:
    """Take out who is asked first for each product, for good."""
    desk.do("set_outages", outages=[
        {"supplier": "Q1", "sku": sku, "from": "2026-11-01"} for sku in skus
    ])  # fmt: skip


def place_while_out(desk: Desk, skus: list[str]) -> Json:
    propose_new(desk, skus)
    _out(desk, skus)
    return {"orders": [{"key": sku, "lines": [{"sku": sku, "quantity": 3}]} for sku in skus]}


def ask_while_out(desk: Desk, skus: list[str]) -> Json:
    place_while_out(desk, skus)
    return {"lines": [{"sku": sku, "quantity": 3} for sku in skus]}


def outages_that_resource(desk: Desk, skus: list[str]) -> Json:
    propose_new(desk, skus)
    orders = [{"key": sku, "lines": [{"sku": sku, "quantity": 3}]} for sku in skus]
    desk.do("place_orders", orders=orders)
    return {"outages": [{"supplier": "Q1", "sku": sku, "from": "2026-11-01"} for sku in skus]}


def new_promotions(desk: Desk, skus: list[str]) -> Json:
    desk.do("set_products", products=[{"sku": sku} for sku in skus])
    days = {"from": "2027-03-01", "to": "2027-03-14"}
    return {"promotions": [{"name": "Spring", "sku": sku, **days} for sku in skus]}


def new_forecasts(desk: Desk, skus: list[str]) -> Json:
    desk.do("set_products", products=[{"sku": sku} for sku in skus])
    weeks = {name: [3, 4] for name in ("mean", "base", "p50", "p80", "p95")}
    rest = {"location": "MAIN", "first_on": "2027-03-01", "size": 1.5, "method": "SES 0.1"}
    return {"forecasts": [{"sku": sku, **rest, **weeks} for sku in skus]}
