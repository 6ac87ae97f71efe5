"""Which rule decides, on which day, and what it refuses: told through the verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.domain.errors import BackorderError

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


def rule(desk: Desk, scope: str = "default", match: str = "", /, **says: Any) -> Json:
    return desk.do("set_policies", policies=[{"scope": scope, "match": match, **says}])


def ask(desk: Desk, units: int = 1, sku: str = "MUG", **facts: Any) -> Json:
    line: Json = desk.do("availability", lines=[{"sku": sku, "quantity": units}], **facts)["lines"][
        0
    ]
    return line


def refusal(desk: Desk, units: int, /, **line: Any) -> Json:
    """Order mugs that are refused; return the reason, once the cart got the same answer."""
    wanted = {"sku": "MUG", "quantity": units, **line}
    answer = desk.do("place_orders", orders=[{"key": f"no-{units}", "lines": [wanted]}])
    reason: Json = answer["orders"][0]["lines"][0]["refused"]
    cart = desk.do("availability", lines=[wanted])["lines"][0]
    assert cart["refused"] == reason
    assert cart["later"] == []
    return reason


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Return a shop with 4 mugs, sold by a supplier in 10 days."""
    desk.stock(MUG=4)
    desk.sold_by("S1", "MUG", days=10)
    return desk


def test_the_nearest_rule_wins_and_is_named(shop: Desk) -> None:
    shop.do("set_products", products=[{"sku": "MUG", "category": "cups"}])
    buyer: dict[str, Any] = {"channel": "web", "customer_class": "gold"}
    assert ask(shop, **buyer)["rule"] == "default"
    for scope, match in [
        ("default", ""), ("location", "MAIN"), ("class", "gold"), ("channel", "web"),
        ("category", "cups"), ("product", "MUG"),
    ]:  # fmt: skip
        rule(shop, scope, match, mode="deny")
        name = f"{scope}:{match}" if match else scope
        answer = ask(shop, 5, **buyer)
        assert (answer["rule"], answer["refused"]["facts"]["rule"]) == (name, name)
        assert answer["refused"]["code"] == "denied"
    rule(shop, "product", "MUG", mode="preorder")
    answer = shop.order("ann", MUG=5)
    assert answer["lines"][0]["rule"] == "product:MUG"
    assert ask(shop, 5)["state"] == "preorder"


@pytest.mark.parametrize(
    ("mode", "state"),
    [("allow", "backorder"), ("preorder", "preorder"), ("made_to_order", "made_to_order")],
)
def test_the_state_says_how_the_product_is_sold(shop: Desk, mode: str, state: str) -> None:
    """Whichever rule says so, a default one too; what is on the shelf is in stock."""
    rule(shop, mode=mode)
    assert (ask(shop, 4)["state"], ask(shop, 5)["state"]) == ("in_stock", state)
    assert [part["on"] for part in ask(shop, 5)["later"]] == ["2026-12-03"]


def test_a_rule_has_its_days(shop: Desk) -> None:
    """Two seasons of one rule and a standing one; no day of them needs a new look at the rules."""
    rule(shop, "product", "MUG", mode="allow")
    rule(shop, "product", "MUG", mode="deny", valid_from="2026-11-24", valid_until="2026-11-27")
    rule(shop, "product", "MUG", mode="preorder", valid_from="2026-11-26", valid_until="2026-11-26")
    rule(shop, mode="made_to_order", valid_from="2026-11-23", valid_until="2026-11-23")
    shop.do("set_products", products=[{"sku": "POT"}])
    shop.sold_by("S1", "POT", days=10)
    seen = []
    for _ in range(7):
        mug = ask(shop, 9)
        seen.append((mug["refused"] and mug["refused"]["code"], mug["state"]))
        seen.append(ask(shop, 1, "POT")["state"])
        shop.wait(1)
    denied = ("denied", "out_of_stock")
    assert seen == [
        (None, "backorder"), "backorder",
        (None, "backorder"), "made_to_order",
        denied, "backorder",
        denied, "backorder",
        (None, "preorder"), "backorder",
        denied, "backorder",
        (None, "backorder"), "backorder",
    ]  # fmt: skip


def test_the_day_is_the_first_place_s_own(shop: Desk) -> None:
    """At 22:30 UTC on the 22nd it is the 23rd in Berlin, and Berlin's rule of that day holds."""
    shop.now = shop.now.replace(hour=22, minute=30)
    rule(shop, "product", "MUG", mode="deny", valid_from="2026-11-23")
    assert ask(shop, 5)["refused"] is None
    shop.do("set_locations", locations=[{"code": "MAIN", "timezone": "Europe/Berlin"}])
    shop.now = shop.now.replace(hour=22, minute=59)
    assert ask(shop, 5)["refused"] is None
    shop.now = shop.now.replace(hour=23, minute=0)
    assert ask(shop, 5)["refused"]["code"] == "denied"
    assert shop.order("ann", MUG=5)["status"] == "refused"
    shop.now = shop.now.replace(hour=22, minute=59)
    assert shop.order("bob", MUG=5)["status"] == "accepted"


def test_a_rule_is_known_by_scope_match_and_first_day(shop: Desk) -> None:
    first = rule(shop, "product", "MUG", mode="deny", valid_from="2026-11-24")
    other = rule(shop, "product", "MUG", mode="deny")
    again = rule(shop, "product", "MUG", mode="allow", cap=3)
    same = rule(shop, "product", "MUG", mode="allow", cap=3)
    assert [one["created"] for one in (first, other, again, same)] == [1, 1, 0, 0]
    assert [one["changed"] for one in (first, other, again, same)] == [0, 0, 1, 0]
    rows = shop.rows(
        "SELECT valid_from::text, mode, cap FROM policy WHERE scope = 'product' ORDER BY valid_from"
    )
    assert rows == [("2026-11-24", "deny", None), (None, "allow", 3)]


def test_a_cap_of_what_is_incoming_follows_the_purchases(shop: Desk) -> None:
    """What can be backordered is what is on its way, less the buffer; a plan is not on its way."""
    rule(shop, mode="allow", cap_from="incoming", buffer=2)
    assert refusal(shop, 5)["facts"]["cap"] == 0
    number = shop.buy("p-1", "2026-12-08", MUG=10)
    assert shop.order("ann", MUG=4 + 5)["status"] == "accepted"
    reason = refusal(shop, 4)
    assert reason["text"] == (
        "No more than 8 of MUG may be backordered (rule: default): 5 are, and this would add 4."
    )
    shop.do("change_supply", changes=[{"purchase_order": number, "quantity": 11}])
    assert shop.order("bob", MUG=4)["status"] == "accepted"
    rule(shop, mode="allow", cap_from="incoming", cap=9)
    assert refusal(shop, 1)["facts"]["cap"] == 9


def test_what_is_overdue_has_no_confidence(shop: Desk) -> None:
    shop.buy("p-1", "2026-11-24", MUG=10)
    assert ask(shop, 9)["later"][0]["confidence"] == 0.8
    shop.wait(3)
    answer = ask(shop, 9)
    assert [(part["on"], part["confidence"]) for part in answer["later"]] == [("2026-11-26", 0.0)]
    rule(shop, mode="allow", min_confidence=80)
    reason = refusal(shop, 9)
    assert reason["code"] == "confidence_too_low"
    assert reason["facts"] == {
        "sku": "MUG", "asked": 9, "available": 4, "next_date": "2026-11-26", "rule": "default",
        "min_confidence": 80, "confidence": 0,
    }  # fmt: skip
    shop.do("change_supply", changes=[
        {"purchase_order": "PO-000001", "expected_on": "2026-11-30"}
    ])  # fmt: skip
    assert ask(shop, 9)["later"][0]["confidence"] == 0.8


def test_a_day_too_late_is_refused_with_the_next_one(shop: Desk) -> None:
    assert refusal(shop, 5, latest_on="2026-12-02") == {
        "code": "too_late",
        "text": "MUG could leave on 2026-12-03 at the earliest, after the latest day accepted, "
        "2026-12-02.",
        "facts": {"sku": "MUG", "asked": 5, "available": 4, "next_date": "2026-12-03",
                  "latest_on": "2026-12-02"},
    }  # fmt: skip
    line = {"sku": "MUG", "quantity": 5, "latest_on": "2026-12-03"}
    answer = shop.do("place_orders", orders=[{"key": "ann", "lines": [line]}])
    assert answer["orders"][0]["status"] == "accepted"


def test_further_units_are_wanted_by_the_same_day(shop: Desk) -> None:
    line = {"sku": "MUG", "quantity": 4, "latest_on": "2026-12-02", "legal_on": "2026-12-20"}
    shop.do("place_orders", orders=[{"key": "ann", "lines": [line]}])
    more = {"order": "ann", "lines": [{"sku": "MUG", "quantity": 6}]}
    before = shop.state()
    with pytest.raises(BackorderError) as raised:
        shop.do("change_order", changes=[more])
    assert (raised.value.code, raised.value.facts["next_date"]) == ("too_late", "2026-12-03")
    assert shop.state() == before
    shop.buy("p-1", "2026-11-30", MUG=2)
    shop.do("change_order", changes=[more])
    days = "SELECT DISTINCT latest_on::text, legal_on::text FROM order_line"
    assert shop.rows(days) == [("2026-12-02", "2026-12-20")]


def test_out_of_stock_flips_with_the_purchase(desk: Desk) -> None:
    """No supplier, no stock: refused. A purchase flips it, and cancelling that flips it back."""
    desk.stock(MUG=0)
    assert ask(desk, 2)["state"] == "out_of_stock"
    assert refusal(desk, 2)["code"] == "out_of_stock"
    number = desk.buy("p-1", "2026-12-08", MUG=3)
    assert ask(desk, 2)["state"] == "backorder"
    assert desk.order("ann", MUG=2)["status"] == "accepted"
    answer = desk.do("change_supply", changes=[{"purchase_order": number, "cancel": True}])
    assert answer["repromised"] == [
        {"order": "SO-000002", "sku": "MUG", "quantity": 2, "from": "2026-12-09", "to": None,
         "reason": {"code": "supply_cancelled", "text": "The supply behind it was cancelled."}}
    ]  # fmt: skip
    assert desk.cases() == [("date_unknown", "ann", "MUG")]
    assert ask(desk, 1)["state"] == "out_of_stock"
    assert refusal(desk, 1)["code"] == "out_of_stock"
    desk.buy("p-2", "2026-12-20", MUG=2)
    assert desk.cases() == []
    assert desk.told("ann")[-1] == ("MUG", 3, 2, "2026-12-21", "purchase")


@pytest.mark.parametrize(
    ("says", "status", "code"),
    [
        ({"scope": "location", "match": "NOWHERE"}, 404, "unknown_location"),
        ({"scope": "location", "match": "MAIN/DAMAGED"}, 422, "location_not_sellable"),
        ({"scope": "location"}, 422, "bad_policy_match"),
        ({"valid_from": "2026-12-02", "valid_until": "2026-12-01"}, 422, "bad_policy_days"),
        ({"buffer": 3}, 422, "bad_policy_buffer"),
        ({"min_confidence": 90}, 422, "bad_policy_confidence"),
    ],
)
def test_a_rule_that_cannot_be_meant(shop: Desk, says: Json, status: int, code: str) -> None:
    before = shop.state()
    with pytest.raises(BackorderError) as raised:
        shop.do("set_policies", policies=[{"scope": "default", "mode": "allow", **says}])
    assert (raised.value.status, raised.value.code) == (status, code)
    assert shop.state() == before
