"""When a supply changes, only its products are locked, read for change, and written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder import database

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

    from tests.ledger.desk import Desk

SKUS = ("CUP", "MUG", "POT")
# Every row about a product, with the transaction that wrote it: a row written anew with the same
# contents shows too.
ROWS = """
SELECT 'peg', g.line_id, g.n, g.xmin::text FROM peg g JOIN product p ON p.id = g.product_id
WHERE p.sku = %(sku)s
UNION ALL
SELECT 'promise', r.line_id, r.version, r.xmin::text FROM promise r
JOIN order_line l ON l.id = r.line_id JOIN product p ON p.id = l.product_id WHERE p.sku = %(sku)s
UNION ALL
SELECT 'supply', s.id, s.pegged, s.xmin::text FROM supply s
JOIN product p ON p.id = s.product_id WHERE p.sku = %(sku)s
UNION ALL
SELECT 'line', l.id, l.shipped, l.xmin::text FROM order_line l
JOIN product p ON p.id = l.product_id WHERE p.sku = %(sku)s
ORDER BY 1, 2, 3, 4
"""


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Return a shop where three products each wait for a purchase, in orders of all three."""
    desk.stock(**dict.fromkeys(SKUS, 0))
    for sku in SKUS:
        desk.buy(f"p-{sku}", "2026-12-08", **{sku: 10})
    for key in ("ann", "bob"):
        desk.order(key, **dict.fromkeys(SKUS, 2))
    return desk


@pytest.fixture
def rival(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    """Return a second connection."""
    with database.connect(database_url) as conn:
        yield conn


SLIP = {"purchase_order": "PO-000002", "expected_on": "2026-12-20"}
CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("change_supply", {"changes": [SLIP]}),
    ("change_supply", {"changes": [{"purchase_order": "PO-000002", "cancel": True}]}),
    (
        "receive",
        {
            "receipts": [
                {"key": "r", "purchase_order": "PO-000002"}
                | {"lines": [{"sku": "MUG", "quantity": 3, "close": True}]}
            ]
        },
    ),
]


@pytest.mark.parametrize(("verb", "request_"), CHANGES)
def test_rows_of_other_products_are_not_written(
    shop: Desk, verb: str, request_: dict[str, Any]
) -> None:
    before = {sku: shop.rows(ROWS, sku=sku) for sku in SKUS}
    shop.do(verb, **request_)
    changed = [sku for sku in SKUS if shop.rows(ROWS, sku=sku) != before[sku]]
    assert changed == ["MUG"]


@pytest.mark.parametrize(("verb", "request_"), CHANGES)
def test_other_products_are_not_waited_for(
    shop: Desk, rival: psycopg.Connection[Any], verb: str, request_: dict[str, Any]
) -> None:
    shop.conn.execute("SET lock_timeout = '2s'")
    with rival.transaction():
        rival.execute("SELECT FROM product WHERE sku <> 'MUG' ORDER BY id FOR NO KEY UPDATE")
        shop.do(verb, **request_)


def test_a_parcel_of_several_products_concerns_them_all(shop: Desk) -> None:
    """The exception: an order that ships complete is told as a whole."""
    shop.order("eve", "complete", MUG=1, POT=1)
    before = shop.rows(ROWS, sku="POT")
    shop.do("change_supply", changes=[SLIP])
    changed = [row[:3] for row in shop.rows(ROWS, sku="POT") if row not in before]
    (line,) = shop.rows(
        "SELECT l.id FROM order_line l JOIN sales_order o ON o.id = l.order_id"
        " JOIN product p ON p.id = l.product_id WHERE o.key = 'eve' AND p.sku = 'POT'"
    )
    assert changed == [("peg", line[0], 1), ("promise", line[0], 2)]
