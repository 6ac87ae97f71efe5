"""Cancelling, changing and shipping orders: what is given up, what is promised, what may leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backorder.domain.errors import BackorderError

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

WAITED = {"sku": "MUG", "quantity": 10}


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Return a shop with 4 mugs there and 10 coming on 8 December; ann ordered 10, bob 4."""
    desk.stock(MUG=4, POT=3)
    desk.buy("p-1", "2026-12-08", MUG=10)
    desk.order("ann", MUG=10)
    desk.order("bob", MUG=4)
    return desk


def cancel(desk: Desk, order: str, **what: object) -> Json:
    return desk.do("cancel", cancellations=[{"order": order, **what}])


def change(desk: Desk, order: str, **what: object) -> Json:
    return desk.do("change_order", changes=[{"order": order, **what}])


def mugs(units: int) -> list[Json]:
    return [{"sku": "MUG", "quantity": units}]


def refusal(verb: str, desk: Desk, **request: object) -> tuple[int, str]:
    before = desk.state()
    with pytest.raises(BackorderError) as raised:
        desk.do(verb, **request)
    assert desk.state() == before
    return raised.value.status, raised.value.code


def test_cancel_only_what_is_backordered(shop: Desk) -> None:
    answer = cancel(shop, "ann", only="backordered")
    assert answer["cancellations"] == [
        {"order": "SO-000001", "lines": [{"sku": "MUG", "cancelled": 6}]}
    ]
    assert shop.pegs("ann") == [("MUG", "stock@MAIN", 4)]
    assert shop.supplies("MUG") == {"stock@MAIN": (4, 4), "PO-000001/1": (10, 4)}
    again = {"order": "ann", "only": "backordered"}
    assert refusal("cancel", shop, cancellations=[again]) == (409, "nothing_to_cancel")


def test_cancelled_units_serve_whoever_waits(shop: Desk) -> None:
    answer = cancel(shop, "ann")
    assert answer["filled"] == [{"order": "SO-000002", "sku": "MUG", "quantity": 4}]
    assert answer["repromised"] == []  # sooner than told, and on the shelf: no new promise
    assert shop.pegs("bob") == [("MUG", "stock@MAIN", 4)]
    assert shop.told("bob") == [("MUG", 1, 4, "2026-12-09", "purchase")]
    assert shop.supplies("MUG") == {"stock@MAIN": (4, 4), "PO-000001/1": (10, 0)}


def test_the_longest_wait_is_given_up_first(shop: Desk) -> None:
    cancel(shop, "ann", lines=mugs(7))
    assert shop.pegs("ann") == [("MUG", "stock@MAIN", 3)]
    assert shop.pegs("bob") == [("MUG", "stock@MAIN", 1), ("MUG", "PO-000001/1", 3)]


def test_a_shorter_plan_wants_less_bought(desk: Desk) -> None:
    desk.stock(CUP=0)
    desk.sold_by("S1", "CUP", days=10)
    desk.order("ann", CUP=5)
    assert desk.supplies("CUP") == {"PS-000001": (5, 5)}
    cancel(desk, "ann", lines=[{"sku": "CUP", "quantity": 3}])
    assert desk.supplies("CUP") == {"PS-000001": (2, 2)}
    cancel(desk, "ann")
    assert desk.supplies("CUP") == {}
    assert refusal("order_supply", desk, suggestions=["PS-000001"]) == (409, "suggestion_gone")


def test_cancelling_an_undated_unit_closes_its_case(desk: Desk) -> None:
    desk.stock(PAN=2)
    desk.order("ann", PAN=2)
    gone = {"key": "a-1", "location": "MAIN", "sku": "PAN", "quantity": -1, "cause": "lost"}
    desk.do("adjust", adjustments=[gone])
    assert desk.cases() == [("date_unknown", "ann", "PAN")]
    cancel(desk, "ann", only="backordered")
    assert (desk.cases(), desk.pegs("ann")) == ([], [("PAN", "stock@MAIN", 1)])


def test_change_down_gives_up_the_longest_wait(shop: Desk) -> None:
    answer = change(shop, "ann", lines=mugs(5))
    assert answer["changes"] == [
        {"order": "SO-000001", "lines": [{"sku": "MUG", "from": 10, "to": 5}]}
    ]
    assert shop.pegs("ann") == [("MUG", "stock@MAIN", 4), ("MUG", "PO-000001/1", 1)]
    found = shop.rows(
        "SELECT ordered, cancelled, backordered_when_placed FROM order_line ORDER BY id"
    )
    assert found == [(10, 5, 6), (4, 0, 4)]  # what it was when placed stays written


def test_change_up_is_a_further_line_behind_those_who_came_before(shop: Desk) -> None:
    shop.sold_by("S1", "MUG", days=30)
    shop.order("cid", MUG=3)  # nothing of the purchase is left: a plan
    answer = change(shop, "ann", lines=mugs(12))
    (line,) = answer["changes"][0]["lines"]
    assert (line["from"], line["to"]) == (10, 12)
    assert [(p["quantity"], p["on"], p["supply"]) for p in line["promises"]] == [
        (2, "2026-12-23", "PS-000004")
    ]
    assert shop.pegs("ann") == [
        ("MUG", "stock@MAIN", 4), ("MUG", "PO-000001/1", 6), ("MUG", "PS-000004", 2),
    ]  # fmt: skip
    ranks = shop.rows("SELECT line_no, ordered FROM order_line WHERE order_id <> 2 ORDER BY rank")
    assert ranks == [(1, 10), (1, 3), (2, 2)]
    assert change(shop, "ann", lines=mugs(12))["changes"][0]["lines"] == [
        {"sku": "MUG", "from": 12, "to": 12}
    ]


def test_the_policy_may_refuse_further_units(shop: Desk) -> None:
    rule = {"scope": "product", "match": "MUG", "mode": "allow", "cap": 10}
    shop.do("set_policies", policies=[rule])
    up = [{"order": "ann", "lines": mugs(11)}]
    assert refusal("change_order", shop, changes=up) == (422, "out_of_stock")
    shop.buy("p-2", "2026-12-20", MUG=5)
    assert refusal("change_order", shop, changes=up) == (422, "cap_reached")


def test_a_later_requested_day_is_told_to_units_that_wait(shop: Desk) -> None:
    day = [{"sku": "MUG", "requested_on": "2026-12-24"}]
    told = change(shop, "bob", lines=day)["repromised"]
    assert [(t["quantity"], t["from"], t["to"], t["reason"]["code"]) for t in told] == [
        (4, "2026-12-09", "2026-12-24", "order_changed")
    ]
    assert shop.pegs("bob") == [("MUG", "PO-000001/1", 4)]  # its place in the queue stays


def test_an_order_that_ships_complete_waits_for_its_last_unit(shop: Desk) -> None:
    answer = shop.order("cid", "complete", POT=1)
    assert answer["lines"][0]["promises"][0]["on"] == "2026-11-23"
    assert change(shop, "ann", ship="complete")["repromised"][0]["to"] == "2026-12-09"
    part = {"key": "s-1", "order": "ann", "lines": mugs(4)}
    assert refusal("ship", shop, shipments=[part]) == (409, "ship_complete_waits")
    whole = {"key": "s-1", "order": "ann"}
    assert refusal("ship", shop, shipments=[whole]) == (409, "ship_complete_waits")
    shop.wait(16)
    receipt = {"key": "r-1", "purchase_order": "PO-000001", "lines": [WAITED]}
    shop.do("receive", receipts=[receipt])
    (parcel,) = shop.do("ship", shipments=[whole])["shipments"]
    assert parcel["lines"] == [{"sku": "MUG", "quantity": 10, "location": "MAIN"}]
    assert parcel["remaining"] == 0


def test_two_parcels_of_one_order_in_one_request(shop: Desk) -> None:
    parcels = [
        {"key": "s-1", "order": "ann", "lines": mugs(1)},
        {"key": "s-2", "order": "SO-000001", "lines": mugs(3)},
    ]
    answers = shop.do("ship", shipments=parcels)["shipments"]
    assert [(one["lines"][0]["quantity"], one["remaining"]) for one in answers] == [(1, 6), (3, 6)]
    assert shop.on_hand("MUG") == {"ADJUSTMENT": -4, "CUSTOMER": 4}
    assert refusal("ship", shop, shipments=[{"key": "s-3", "order": "ann"}]) == (
        409, "nothing_to_ship",
    )  # fmt: skip


def test_an_unknown_product_in_a_cart_is_an_answer(shop: Desk) -> None:
    cart = [{"sku": "NIX", "quantity": 1}, {"sku": "MUG", "quantity": 7}]
    unknown, refused = shop.do("availability", lines=cart)["lines"]
    assert (unknown["state"], unknown["now"], unknown["refused"]["code"]) == (
        "unknown", 0, "unknown_sku",
    )  # fmt: skip
    assert (refused["state"], refused["now"], refused["refused"]["code"]) == (
        "out_of_stock", 0, "out_of_stock",
    )  # fmt: skip
