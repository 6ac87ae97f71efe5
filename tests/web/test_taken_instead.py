"""An alternative that a cart showed and an order took is counted like a swap, and learned from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.storefront import alternatives
from backorder.ledger.proofs import invariants
from tests.api.conftest import NOW
from tests.web.selling import call

if TYPE_CHECKING:
    import psycopg

    Conn = psycopg.Connection[Any]

pytestmark = pytest.mark.usefixtures("company")


@pytest.fixture(autouse=True)
def cups(company: None, conn: Conn) -> None:
    """Put cups on the shelf."""
    cup = {"sku": "CUP", "name": "Cup", "unit_price": 1100, "currency": "EUR"}
    call(conn, "set_products", products=[cup])
    lines = [{"sku": "CUP", "quantity": 20}, {"sku": "POT", "quantity": 9}]
    call(conn, "count", counts=[{"key": "c-cups", "location": "MAIN", "lines": lines}])


def taken(conn: Conn) -> list[tuple[Any, ...]]:
    asked = """SELECT o.key, p.sku, s.sku, w.quantity::int, w.unit_price::int, w.was_price::int
        FROM swap AS w JOIN sales_order AS o ON o.id = w.order_id
        JOIN product AS p ON p.id = w.product_id JOIN product AS s ON s.id = w.substitute_id
        ORDER BY w.journal_id, w.n"""
    return conn.execute(asked).fetchall()


def test_an_order_names_what_its_line_was_taken_instead_of(conn: Conn) -> None:
    alternatives.note_shown_names(conn, [("MUG", "CUP")] * 4, NOW.date())
    lines = [
        {"sku": "CUP", "quantity": 2, "unit_price": 500, "instead_of": "MUG"},
        {"sku": "CUP", "quantity": 1, "instead_of": "CUP"},  # nothing is instead of itself
        {"sku": "POT", "quantity": 1, "instead_of": "NIX"},  # nobody knows it
        {"sku": "MUG", "quantity": 1},
    ]
    call(conn, "place_orders", orders=[{"key": "web-1", "lines": lines}])
    call(conn, "place_orders", orders=[{"key": "web-1", "lines": lines}])  # once, however often
    price = conn.execute("SELECT unit_price::int FROM product WHERE sku = 'MUG'").fetchone()
    assert price is not None
    assert taken(conn) == [("web-1", "MUG", "CUP", 2, 500, price[0])]
    assert invariants.check(conn) == []


def test_a_hold_counts_when_it_becomes_an_order(conn: Conn) -> None:
    lines = [{"sku": "POT", "quantity": 1}, {"sku": "CUP", "quantity": 2, "instead_of": "MUG"}]
    holds = [{"key": key, "lines": lines} for key in ("cart-1", "cart-2")]
    call(conn, "hold", holds=holds)
    call(conn, "quote", quotes=[{"key": "quote-1", "lines": lines}])
    assert taken(conn) == []
    call(conn, "confirm", confirmations=[{"hold": "cart-2", "key": "web-2"}])
    call(conn, "confirm", confirmations=[{"hold": "cart-2", "key": "web-2"}])
    call(conn, "confirm", confirmations=[{"hold": "quote-1"}])
    assert [row[:4] for row in taken(conn)] == [
        ("web-2", "MUG", "CUP", 2),
        ("quote-1", "MUG", "CUP", 2),
    ]
    assert invariants.check(conn) == []


def test_a_refused_order_took_nothing(conn: Conn) -> None:
    lines = [{"sku": "CUP", "quantity": 1, "instead_of": "MUG"}, {"sku": "NIX", "quantity": 1}]
    call(conn, "place_orders", orders=[{"key": "web-1", "lines": lines}])
    assert taken(conn) == []
