"""Purchases without a person: regular ones on their day, within limits, in one currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.plans import ordering
from backorder.app.purchasing import limits
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection


@pytest.fixture
def shop(conn: Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return books with three regular proposals: 40 and 60 in EUR, of two suppliers, 50 in USD."""
    monkeypatch.setenv("BACKORDER_BUY_UP_TO", "10000")
    monkeypatch.setenv("BACKORDER_BUY_UP_TO_A_DAY", "10000")
    desk = Desk(conn)
    goods = {"MUG": ("S1", "EUR", 400), "POT": ("S2", "EUR", 600), "CAP": ("S3", "USD", 500)}
    for sku, (supplier, currency, cost) in goods.items():
        product = {"sku": sku, "currency": currency, "unit_price": 1000, "unit_cost": cost}
        desk.do("set_products", products=[product])
        desk.sold_by(supplier, sku, days=5, unit_cost=cost)
    policies = [
        {"sku": sku, "location": "MAIN", "reorder_point": 5, "order_up_to": 10} for sku in goods
    ]
    desk.do("set_stock_policies", stock_policies=policies)
    desk.do("propose")
    return desk


def bought(desk: Desk) -> list[str]:
    return [
        row[0]
        for row in desk.rows(
            "SELECT p.sku FROM purchase_line l JOIN product p ON p.id = l.product_id ORDER BY 1"
        )
    ]


def test_only_what_is_in_the_currency_of_the_limits_is_ordered(shop: Desk) -> None:
    assert ordering.run(shop.conn, shop.now, dry_run=True) == {"ordered": 2, "worth": 10_000}
    assert bought(shop) == []
    assert ordering.run(shop.conn, shop.now, dry_run=False) == {"ordered": 2, "worth": 10_000}
    assert bought(shop) == ["MUG", "POT"]
    assert ordering.run(shop.conn, shop.now, dry_run=False) == {"ordered": 0, "worth": 0}


def test_the_currency_is_that_of_the_roles_limits(shop: Desk) -> None:
    limits.save(shop.conn, "USD", {}, now=shop.now, by="ada")
    assert ordering.run(shop.conn, shop.now, dry_run=False) == {"ordered": 1, "worth": 5_000}
    assert bought(shop) == ["CAP"]


def test_a_purchase_of_two_currencies_is_left_to_people(
    shop: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_BUY_UP_TO_A_DAY", "20000")
    shop.sold_by("S3", "MUG", days=5, unit_cost=300, priority=0)
    shop.do("set_supplier_items", supplier_items=[
        {"supplier": "S1", "sku": "MUG", "lead_time_days": 5, "unit_cost": 900}
    ])  # fmt: skip
    shop.do("propose")
    assert ordering.run(shop.conn, shop.now, dry_run=False) == {"ordered": 1, "worth": 6_000}
    assert bought(shop) == ["POT"]


def test_the_day_s_limit_counts_what_was_ordered_today(
    shop: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_BUY_UP_TO_A_DAY", "9999")
    assert ordering.run(shop.conn, shop.now, dry_run=False) == {"ordered": 1, "worth": 4_000}
    assert ordering.run(shop.conn, shop.now, dry_run=False) == {"ordered": 0, "worth": 0}
    shop.wait(1)
    assert ordering.run(shop.conn, shop.now, dry_run=False) == {"ordered": 1, "worth": 6_000}
