"""Places that can send only so many units a day: days fill up, and whoever leaves makes room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

LOAD = "SELECT day::text, units FROM shipping_load ORDER BY day"


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Return a shop with 30 mugs at a place that can send ten units a day, on weekdays."""
    desk.do("set_products", products=[{"sku": "MUG", "unit_price": 1250}, {"sku": "POT"}])
    desk.do("set_suppliers", suppliers=[{"code": "S1"}])
    desk.do(
        "set_locations",
        locations=[
            {"code": "MAIN", "calendar": "mon-fri", "handling_days": 0, "daily_capacity": 10}
        ],
    )
    desk.do(
        "count",
        counts=[{"key": "c1", "location": "MAIN", "lines": [{"sku": "MUG", "quantity": 30}]}],
    )
    return desk


def place(desk: Desk, key: str, *units: int, sku: str = "MUG", **more: Any) -> list[list[str]]:
    lines = [{"sku": sku, "quantity": one} for one in units]
    answer = desk.do("place_orders", orders=[{"key": key, "lines": lines, **more}])
    (order,) = answer["orders"]
    return [[part["on"] for part in line["promises"]] for line in order["lines"]]


def buy(desk: Desk, key: str, sku: str, quantity: int, on: str) -> str:
    lines = [{"sku": sku, "quantity": quantity}]
    asked: Json = {"key": key, "supplier": "S1", "expected_on": on, "lines": lines}
    answer = desk.do("order_supply", purchase_orders=[asked])
    return str(answer["purchase_orders"][0]["purchase_order"])


def test_days_fill_up_one_after_the_other(shop: Desk) -> None:
    assert place(shop, "a", 6) == [["2026-11-23"]]
    cart = {"lines": [{"sku": "MUG", "quantity": 5}]}
    asked = shop.do("availability", **cart)
    assert asked["options"][0]["parcels"][0]["on"] == "2026-11-24"
    assert place(shop, "b", 5) == [["2026-11-24"]]
    assert place(shop, "c", 4) == [["2026-11-23"]]  # what is left of Monday
    assert place(shop, "d", 12) == [["2026-11-25"]]  # too much for any day: a day of its own
    assert shop.rows(LOAD) == [("2026-11-23", 10), ("2026-11-24", 5), ("2026-11-25", 12)]
    assert shop.breaches() == []


def test_an_order_that_ships_complete_leaves_on_a_day_with_room_for_all(shop: Desk) -> None:
    place(shop, "a", 6)
    assert place(shop, "b", 3, 3, ship="complete") == [["2026-11-24"], ["2026-11-24"]]
    assert shop.rows(LOAD) == [("2026-11-23", 6), ("2026-11-24", 6)]


def test_what_is_refused_cancelled_or_shipped_makes_room(shop: Desk) -> None:
    place(shop, "a", 10)
    refused = shop.do(
        "place_orders",
        orders=[
            {"key": "no", "lines": [{"sku": "MUG", "quantity": 5}, {"sku": "POT", "quantity": 1}]}
        ],
    )
    assert refused["orders"][0]["status"] == "refused"
    place(shop, "b", 8)
    assert shop.rows(LOAD) == [("2026-11-23", 10), ("2026-11-24", 8)]
    shop.do("cancel", cancellations=[{"order": "a", "lines": [{"sku": "MUG", "quantity": 7}]}])
    assert place(shop, "c", 7) == [["2026-11-23"]]
    shop.do("ship", shipments=[{"key": "s", "order": "a"}])
    assert shop.rows(LOAD) == [("2026-11-23", 7), ("2026-11-24", 8)]
    assert shop.breaches() == []


def test_a_wait_that_is_too_long_counts_the_days_without_room(shop: Desk) -> None:
    shop.do("set_policies", policies=[{"scope": "default", "mode": "allow", "max_wait_days": 1}])
    buy(shop, "p", "POT", 5, "2026-11-23")
    place(shop, "a", 10)
    answer = shop.do(
        "place_orders", orders=[{"key": "b", "lines": [{"sku": "POT", "quantity": 5}]}]
    )
    refused = answer["orders"][0]["lines"][0]["refused"]
    assert (refused["code"], refused["facts"]["next_date"]) == ("wait_too_long", "2026-11-24")


def test_a_slip_finds_days_with_room_and_leaves_the_others_alone(shop: Desk) -> None:
    late = buy(shop, "p", "POT", 20, "2026-11-24")
    assert place(shop, "pots", 6, sku="POT") == [["2026-11-24"]]
    assert place(shop, "more", 6, sku="POT") == [["2026-11-25"]]
    assert place(shop, "mugs", 10, wait_until="2026-11-30") == [["2026-11-30"]]
    answer = shop.do(
        "change_supply", changes=[{"purchase_order": late, "expected_on": "2026-11-30"}]
    )
    moved = [(one["order"], one["from"], one["to"]) for one in answer["repromised"]]
    assert moved == [
        ("SO-000001", "2026-11-24", "2026-12-01"),
        ("SO-000002", "2026-11-25", "2026-12-02"),
    ]
    assert shop.rows(LOAD) == [("2026-11-30", 10), ("2026-12-01", 6), ("2026-12-02", 6)]
    sooner = shop.do(
        "change_supply", changes=[{"purchase_order": late, "expected_on": "2026-11-26"}]
    )
    assert [one["to"] for one in sooner["repromised"]] == ["2026-11-26", "2026-11-27"]
    assert shop.breaches() == []


def test_a_promise_that_waits_for_room_is_no_news_when_goods_come(shop: Desk) -> None:
    number = buy(shop, "p", "POT", 12, "2026-11-24")
    place(shop, "one", 8, sku="POT")
    assert place(shop, "two", 4, sku="POT") == [["2026-11-25"]]
    shop.now = shop.now.replace(day=24)
    lines = [{"sku": "POT", "quantity": 12}]
    answer = shop.do("receive", receipts=[{"key": "r", "purchase_order": number, "lines": lines}])
    assert len(answer["receipts"][0]["filled"]) == 2
    assert {version for _, version, *_ in shop.told("two")} == {1}
    assert shop.rows(LOAD) == [("2026-11-24", 8), ("2026-11-25", 4)]
    assert shop.breaches() == []


def test_a_capacity_set_later_counts_what_was_promised_and_ends_when_taken_away(
    shop: Desk,
) -> None:
    shop.do("set_locations", locations=[{"code": "MAIN", "daily_capacity": None}])
    assert shop.rows(LOAD) == []
    place(shop, "a", 12)
    place(shop, "b", 9)
    assert shop.rows(LOAD) == []
    shop.do("set_locations", locations=[{"code": "MAIN", "daily_capacity": 25}])
    assert shop.rows(LOAD) == [("2026-11-23", 21)]
    assert place(shop, "c", 9) == [["2026-11-24"]]
    assert shop.breaches() == []


def test_only_a_limit_is_counted(shop: Desk) -> None:
    shop.do("set_locations", locations=[{"code": "SHOP", "calendar": "mon-fri"}])
    shop.do(
        "count",
        counts=[{"key": "c2", "location": "SHOP", "lines": [{"sku": "POT", "quantity": 99}]}],
    )
    place(shop, "a", 50, sku="POT")
    assert shop.rows(LOAD) == []
    shop.do(
        "transfer",
        transfers=[
            {
                "key": "t",
                "from": "SHOP",
                "to": "MAIN",
                "expected_on": "2026-11-25",
                "lines": [{"sku": "POT", "quantity": 49}],
            }
        ],
    )
    assert place(shop, "b", 8, sku="POT") == [["2026-11-25"]]
    assert shop.rows(LOAD) == [("2026-11-25", 8)]
    assert shop.breaches() == []


def test_why_a_full_day_is_passed_over(shop: Desk) -> None:
    place(shop, "a", 8)
    place(shop, "b", 5)
    why = shop.do("explain", order="b")
    steps = [
        step["text"]
        for line in why["reason"]["because"]
        for part in line["because"]
        for step in part.get("because", ())
        if step["code"] == "full_days"
    ]
    assert steps == ["10 units can be sent in a day; 24 November is the first day with room."]
