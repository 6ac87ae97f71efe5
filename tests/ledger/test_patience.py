"""Small drifts of a date pass without a word, where the policy says so; the others are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Return a shop that tells from 3 days later and 5 days sooner on; 10 mugs come on the 8th."""
    desk.stock(MUG=0, POT=1)
    rule = {"scope": "default", "mode": "allow", "tell_later_days": 3, "tell_earlier_days": 5}
    desk.do("set_policies", policies=[rule])
    desk.buy("p-1", "2026-12-08", MUG=10)
    return desk


def order(desk: Desk, key: str, ship: str = "as_available", **line: object) -> None:
    lines = [{"sku": "MUG", "quantity": 2, **line}]
    desk.do("place_orders", orders=[{"key": key, "ship": ship, "lines": lines}])


def slip(desk: Desk, day: str) -> list[tuple[str, str]]:
    """Let the purchase come on another day; return who is told, and which day."""
    change = {"purchase_order": "PO-000001", "expected_on": f"2026-12-{day}"}
    told = desk.do("change_supply", changes=[change])["repromised"]
    return [(one["order"], one["to"][-2:]) for one in told]


def test_a_slip_is_told_from_the_third_day_on(shop: Desk) -> None:
    order(shop, "ann")
    assert slip(shop, "09") == []
    assert slip(shop, "10") == []
    assert slip(shop, "11") == [("SO-000001", "12")]
    assert slip(shop, "12") == []
    assert slip(shop, "07") == []
    assert slip(shop, "06") == [("SO-000001", "07")]
    days = [day for _, _, _, day, _ in shop.told("ann")]
    assert days == ["2026-12-09", "2026-12-12", "2026-12-07"]


def test_a_small_improvement_is_not_told(shop: Desk) -> None:
    order(shop, "ann")
    assert slip(shop, "04") == []
    assert slip(shop, "03") == [("SO-000001", "04")]


@pytest.mark.parametrize("limit", ["latest_on", "legal_on"])
def test_a_slip_beyond_a_limit_is_told_at_once(shop: Desk, limit: str) -> None:
    order(shop, "ann", **{limit: "2026-12-09"})
    order(shop, "bob", **{limit: "2026-12-10"})
    assert slip(shop, "09") == [("SO-000001", "10")]
    assert slip(shop, "10") == [("SO-000002", "11")]


def test_goods_a_little_late_are_shipped_without_a_word(shop: Desk) -> None:
    order(shop, "ann")
    shop.wait(17)  # the purchase is a day late, the promise ends today
    receipt = {"key": "r", "purchase_order": "PO-000001"}
    lines = [{"sku": "MUG", "quantity": 10}]
    assert shop.do("receive", receipts=[receipt | {"lines": lines}])["repromised"] == []
    shop.do("ship", shipments=[{"key": "s", "order": "ann"}])


def test_who_asks_for_a_change_is_told_every_day_of_it(shop: Desk) -> None:
    order(shop, "ann")
    line: Json = {"sku": "MUG", "requested_on": "2026-12-10"}
    told = shop.do("change_order", changes=[{"order": "ann", "lines": [line]}])["repromised"]
    assert [(one["from"], one["to"]) for one in told] == [("2026-12-09", "2026-12-10")]


def test_an_order_that_ships_complete_is_told_as_one(shop: Desk) -> None:
    lines = [{"sku": "MUG", "quantity": 1}, {"sku": "POT", "quantity": 1}]
    shop.do("place_orders", orders=[{"key": "eve", "ship": "complete", "lines": lines}])
    assert slip(shop, "10") == []
    assert slip(shop, "11") == [("SO-000001", "12"), ("SO-000001", "12")]


def test_a_date_that_becomes_unknown_is_always_told(shop: Desk) -> None:
    order(shop, "ann")
    change = {"purchase_order": "PO-000001", "cancel": True}
    assert shop.do("change_supply", changes=[change])["repromised"][0]["to"] is None
