"""A customer who waits takes another product instead: in one transaction, at the lower price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backorder.domain.errors import BackorderError

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Return a shop with 4 mugs there and 10 coming on 8 December; ann ordered 10, bob 8."""
    desk.stock(MUG=4, CUP=20, POT=0)
    desk.do("set_products", products=[{"sku": "CUP", "unit_price": 900}])
    desk.buy("p-1", "2026-12-08", MUG=10)
    desk.order("ann", MUG=10)
    desk.order("bob", MUG=4)
    return desk


def swap(desk: Desk, order: str, sku: str = "MUG", substitute: str = "CUP", **what: object) -> Json:
    one = {"order": order, "sku": sku, "substitute": substitute, **what}
    return desk.do("swap", swaps=[one])


def refusal(desk: Desk, **one: object) -> tuple[int, str]:
    before = desk.state()
    asked = {"order": "ann", "sku": "MUG", "substitute": "CUP"} | one
    with pytest.raises(BackorderError) as raised:
        desk.do("swap", swaps=[asked])
    assert desk.state() == before
    return raised.value.status, raised.value.code


def test_what_waits_is_swapped_and_whoever_waits_gains(shop: Desk) -> None:
    answer = swap(shop, "ann")
    (told,) = answer["swaps"]
    assert told["promises"][0]["on"] == "2026-11-23"
    assert {name: told[name] for name in told if name != "promises"} == {
        "order": "SO-000001", "sku": "MUG", "substitute": "CUP", "quantity": 6,
        "was_price": 1250, "unit_price": 900,
    }  # fmt: skip
    assert shop.pegs("ann") == [("MUG", "stock@MAIN", 4), ("CUP", "stock@MAIN", 6)]
    assert shop.supplies("MUG") == {"stock@MAIN": (4, 4), "PO-000001/1": (10, 4)}
    assert shop.supplies("CUP") == {"stock@MAIN": (20, 6)}
    found = shop.rows("SELECT quantity, unit_price, was_price FROM swap")
    assert found == [(6, 900, 1250)]
    assert shop.breaches() == []


def test_units_that_were_held_serve_the_next(shop: Desk) -> None:
    shop.buy("p-2", "2026-12-20", MUG=10)
    shop.order("eve", MUG=3)  # waits for the second purchase
    assert shop.pegs("eve") == [("MUG", "PO-000002/1", 3)]
    answer = swap(shop, "ann", quantity=5)
    assert shop.pegs("eve") == [("MUG", "PO-000001/1", 3)]
    (change,) = answer["repromised"]
    assert (change["order"], change["from"], change["to"]) == (
        "SO-000003", "2026-12-21", "2026-12-09",
    )  # fmt: skip
    assert shop.pegs("ann") == [
        ("MUG", "stock@MAIN", 4), ("MUG", "PO-000001/1", 1), ("CUP", "stock@MAIN", 5),
    ]  # fmt: skip
    assert shop.breaches() == []


def test_the_price_is_the_lower_one_unless_it_is_given(shop: Desk) -> None:
    shop.do("set_products", products=[{"sku": "CUP", "unit_price": 2000}])
    first = swap(shop, "ann", quantity=1)["swaps"][0]
    assert (first["was_price"], first["unit_price"]) == (1250, 1250)
    assert swap(shop, "ann", quantity=1, unit_price=1800)["swaps"][0]["unit_price"] == 1800
    prices = shop.rows("SELECT unit_price FROM order_line ORDER BY id")
    assert prices == [(1250,), (1250,), (1250,), (1800,)]


def test_a_swap_that_cannot_be_changes_nothing(shop: Desk) -> None:
    assert refusal(shop, quantity=7) == (422, "more_than_waiting")
    assert refusal(shop, substitute="POT") == (422, "out_of_stock")
    assert refusal(shop, substitute="MUG") == (422, "same_product")
    assert refusal(shop, substitute="NONE") == (422, "unknown_sku")
    assert refusal(shop, sku="POT") == (422, "not_on_order")
    assert refusal(shop, order="nobody") == (404, "unknown_order")
    shop.do("set_products", products=[{"sku": "CUP", "currency": "USD"}])
    assert refusal(shop) == (422, "currency_mismatch")


def test_the_same_swap_comes_once(shop: Desk) -> None:
    one = {"order": "ann", "sku": "MUG", "substitute": "CUP", "quantity": 2}
    first = shop.do("swap", swaps=[one], key="s-1")
    assert shop.do("swap", swaps=[one], key="s-1") == first
    assert shop.rows("SELECT sum(quantity)::int FROM swap") == [(2,)]


def test_an_order_that_ships_complete_stays_complete(shop: Desk) -> None:
    shop.buy("p-2", "2026-12-20", MUG=10)
    shop.order("joe", "complete", MUG=2)
    told = swap(shop, "joe", quantity=1)["swaps"][0]
    assert told["promises"][0]["on"] == "2026-12-21"  # with the mug that still waits
    assert shop.breaches() == []


@pytest.mark.parametrize(
    ("method", "percent", "charged", "sums"),
    [
        ("now", None, 12_500, (5_400, [2_100])),
        ("deposit", 30, 3_750, (1_620, [])),
        ("on_shipment", None, 0, (0, [])),
    ],
)
def test_a_swapped_line_is_paid_as_the_one_it_replaces(
    shop: Desk, method: str, percent: int | None, charged: int, sums: tuple[int, list[int]]
) -> None:
    """Six of ten mugs at 12.50 are given up; what was paid for them pays for cups at 9.00."""
    due, back = sums
    shop.do("set_products", products=[{"sku": "MUG", "unit_price": 1250}])
    shop.buy("p-2", "2026-12-10", MUG=20)
    shop.order("cy", MUG=10)
    wanted = {"order": "cy", "method": method} | ({"percent": percent} if percent else {})
    shop.do("arrange_payments", terms=[wanted])
    if charged:
        paid = {"provider": "shop", "reference": "ch-1", "what": "charged", "order": "cy"}
        shop.do("record_payments", payments=[paid | {"amount": charged, "currency": "EUR"}])
    said = swap(shop, "cy", quantity=6)
    (terms,) = said["terms"]
    (line,) = terms["lines"]
    assert (line["sku"], line["method"], line["due_now"]) == ("CUP", method, due)
    assert [one["amount"] for one in said.get("refunds", [])] == back
    assert shop.breaches() == []
