"""What a period took, against a small case worked out by hand, through the verbs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from backorder.ledger.figures.reckoning import Promised, Reckoning, reckon
from tests.demo.test_metrics import Shop, at, story

if TYPE_CHECKING:
    import psycopg

    Conn = psycopg.Connection[tuple[Any, ...]]


def day(number: int) -> date:
    return date(2026, 1, number)


@pytest.fixture
def shop(conn: Conn) -> Shop:
    shop = Shop(conn)
    priced = {"sku": "MUG", "unit_price": 500, "unit_cost": 200}
    shop.call("set_products", at(1, 10), products=[priced])
    return shop


def test_a_period_is_reckoned_from_the_books(shop: Shop) -> None:
    story(shop)
    shop.stock(10, at(22, 8))
    (last,) = shop.sell(at(22), 1)
    shop.ship(at(22, 10), last["order"])
    assert reckon(shop.conn, day(5), day(25)) == Reckoning(
        # Evenings: four mugs on the 5th, three on the 15th and on the 20th, nine from the 22nd on.
        stock={"EUR": (4 + 3 + 3 + 4 * 9) * 200 / 21},
        # Three waited from the 5th to the 16th, three to the 21st, three wait still; two were
        # cancelled, and nobody knows how long they had waited.
        waiting={"EUR": (3 * 11 + 3 * 16 + 3 * 21) * 500},
        lines=Promised(due=3, kept=1),
        waited=Promised(due=2, kept=0),
        purchase_lines=1,
    )


def test_a_period_counts_its_own_evenings_and_orders(shop: Shop) -> None:
    story(shop)
    assert reckon(shop.conn, day(16), day(20)) == Reckoning(
        stock={"EUR": 3 * 200 / 5},
        waiting={"EUR": (3 * 5 + 3 * 5) * 500},
        lines=Promised(0, 0),
        waited=Promised(0, 0),
        purchase_lines=0,
    )
    # On the 15th nothing was due yet; on the 16th both lines were, and neither had left whole.
    assert reckon(shop.conn, day(5), day(15)).lines == Promised(0, 0)
    assert reckon(shop.conn, day(5), day(16)).lines == Promised(2, 0)


def test_empty_books_took_nothing(conn: Conn) -> None:
    none = Promised(0, 0)
    assert reckon(conn, day(1), day(31)) == Reckoning({}, {}, none, none, 0)
