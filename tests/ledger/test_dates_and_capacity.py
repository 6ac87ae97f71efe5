"""Dates at a quantile and what a supplier can deliver in a week, in every verb that uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

# z is 0, 0.8416 and 1.6449: with a spread of 4 days, 0, 4 and 7 days later; a day of handling.
AT = {50: "2026-12-09", 80: "2026-12-13", 95: "2026-12-16"}


def promised(answer: Json) -> list[tuple[int, str, str]]:
    return [
        (part["quantity"], part["on"], part["basis"]) for part in answer["lines"][0]["promises"]
    ]


def asked(desk: Desk, sku: str, units: int) -> list[tuple[int, str]]:
    """Return what an inquiry is told of units that are not there: units, day."""
    answer = desk.do("availability", lines=[{"sku": sku, "quantity": units}])
    return [(part["quantity"], part["on"]) for part in answer["lines"][0]["later"]]


def suggestions(desk: Desk, sku: str) -> list[tuple[str, int]]:
    """Return the plans of a product: day, units."""
    return desk.rows(
        "SELECT s.available_on::text, s.quantity FROM supply s"
        " JOIN product p ON p.id = s.product_id WHERE p.sku = %(sku)s"
        " AND s.kind = 'planned' AND s.quantity > 0 ORDER BY s.available_on",
        sku=sku,
    )


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Return a shop with three products, one promised at each quantile."""
    skus = {quantile: f"P{quantile}" for quantile in AT}
    desk.stock(**dict.fromkeys(skus.values(), 0))
    desk.sold_by("S1", *skus.values(), days=16, spread_days=4)
    rules = [
        {"scope": "product", "match": sku, "mode": "allow", "promise_quantile": quantile}
        for quantile, sku in skus.items()
    ]
    desk.do("set_policies", policies=rules)
    return desk


def test_each_line_is_promised_at_its_quantile(three: Desk) -> None:
    """Planned under the lead time, then ordered with the supplier item's spread: the same days."""
    for quantile, on in AT.items():
        answer = three.order(f"o-{quantile}", **{f"P{quantile}": 5})
        (part,) = answer["lines"][0]["promises"]
        assert (part["on"], part["basis"]) == (on, "planned")
        assert part["confidence"] == quantile / 100
    plans = [name for sku in ("P50", "P80", "P95") for name in three.supplies(sku)]
    ordered = three.do("order_supply", key="monday", suggestions=plans)
    assert ordered["repromised"] == []
    for quantile, on in AT.items():
        (later,) = three.do("availability", lines=[{"sku": f"P{quantile}", "quantity": 1}])[
            "lines"
        ][0]["later"]
        assert later["on"] == on
    assert three.rows("SELECT DISTINCT kind, spread_days FROM supply WHERE quantity > 0") == [
        ("purchase", 4)
    ]


def test_a_purchase_says_how_sure_its_day_is(three: Desk) -> None:
    """A line's own spread goes before the item's; news of it is news of the day."""
    line = {"sku": "P80", "quantity": 9, "spread_days": 10}
    purchase = {"key": "p", "supplier": "S1", "expected_on": "2026-12-08", "lines": [line]}
    three.do("order_supply", purchase_orders=[purchase])
    # 8.4 days and one of handling
    assert promised(three.order("ann", P80=5)) == [(5, "2026-12-18", "purchase")]
    answer = three.do("change_supply", changes=[{"purchase_order": "PO-000001", "spread_days": 0}])
    (change,) = answer["repromised"]
    assert (change["from"], change["to"]) == ("2026-12-18", "2026-12-09")
    answer = three.do(
        "change_supply",
        changes=[{"purchase_order": "PO-000001", "expected_on": "2026-12-10", "spread_days": 4}],
    )
    (change,) = answer["repromised"]
    assert (change["from"], change["to"]) == ("2026-12-09", "2026-12-15")
    three.wait(1)
    again = three.do(
        "change_supply", changes=[{"purchase_order": "PO-000001", "expected_on": "2026-12-10"}]
    )
    assert again["repromised"] == []


def test_an_overdue_purchase_counts_what_is_left_of_its_spread(three: Desk) -> None:
    """Due on the 8th with a spread of 4 and not there on the 9th: at 80 percent 5.13 days late."""
    three.buy("p-1", "2026-12-08", P80=5)
    three.order("ann", P80=2)
    three.wait(17)
    (later,) = three.do("availability", lines=[{"sku": "P80", "quantity": 1}])["lines"][0]["later"]
    assert (later["on"], later["confidence"]) == ("2026-12-15", 0.8)
    told = three.do(
        "change_supply", changes=[{"purchase_order": "PO-000001", "expected_on": "2026-12-08"}]
    )
    assert told["repromised"] == []  # nothing was said that is new
    told = three.do("change_supply", changes=[{"purchase_order": "PO-000001", "quantity": 4}])
    assert told["repromised"] == []


@pytest.fixture
def scarce(desk: Desk) -> Desk:
    """Return a shop whose supplier makes 10 cups a week, 10 days after they are ordered."""
    desk.stock(CUP=0)
    desk.sold_by("S1", "CUP", days=10, capacity_per_week=10)  # first on Wednesday 2 December
    return desk


def test_a_week_brings_no_more_than_the_supplier_makes(scarce: Desk) -> None:
    assert promised(scarce.order("ann", CUP=4)) == [(4, "2026-12-03", "planned")]
    assert promised(scarce.order("bob", CUP=19)) == [
        (6, "2026-12-03", "planned"),
        (10, "2026-12-10", "planned"),
        (3, "2026-12-17", "planned"),
    ]
    week = [("2026-12-02", 10), ("2026-12-09", 10), ("2026-12-16", 3)]
    assert suggestions(scarce, "CUP") == week
    scarce.wait(1)  # Thursdays now, of the same weeks
    assert asked(scarce, "CUP", 2) == [(2, "2026-12-18")]
    scarce.wait(7)
    assert asked(scarce, "CUP", 8) == [(7, "2026-12-18"), (1, "2026-12-25")]


def test_a_purchase_takes_the_week_s_room(scarce: Desk) -> None:
    scarce.buy("p-1", "2026-12-04", CUP=8)
    assert promised(scarce.order("ann", CUP=12)) == [
        (8, "2026-12-05", "purchase"),
        (2, "2026-12-03", "planned"),
        (2, "2026-12-10", "planned"),
    ]


def test_what_lost_its_supply_is_planned_within_the_weeks(scarce: Desk) -> None:
    """25 on a purchase that is cancelled: the first in the queue get the first week."""
    number = scarce.buy("p-1", "2026-12-30", CUP=25)
    for name in ("ann", "bob", "eve"):
        scarce.order(name, CUP=8)
    answer = scarce.do("change_supply", changes=[{"purchase_order": number, "cancel": True}])
    assert suggestions(scarce, "CUP") == [("2026-12-02", 10), ("2026-12-09", 10), ("2026-12-16", 4)]
    assert [
        (one["order"], one["quantity"], one["to"]) for one in answer["repromised"]
    ] == [
        ("SO-000001", 8, "2026-12-03"),
        ("SO-000002", 2, "2026-12-03"),
        ("SO-000002", 6, "2026-12-10"),
        ("SO-000003", 4, "2026-12-10"),
        ("SO-000003", 4, "2026-12-17"),
    ]  # fmt: skip
    assert scarce.cases() == []


def test_beyond_two_years_there_is_no_promise(scarce: Desk) -> None:
    (line,) = scarce.order("ann", CUP=1041)["lines"]
    assert line["refused"]["code"] == "out_of_stock"
    assert line["refused"]["facts"]["available"] == 1040
    number = scarce.buy("p-1", "2026-12-30", CUP=1100)
    scarce.order("bob", CUP=1100)
    scarce.do("change_supply", changes=[{"purchase_order": number, "cancel": True}])
    assert sum(units for _, units in suggestions(scarce, "CUP")) == 1040
    assert scarce.cases() == [("date_unknown", "bob", "CUP")]


def test_suggestions_of_several_weeks_are_ordered_for_their_weeks(desk: Desk) -> None:
    """Sold in sixes, at least 24: six a week fit into 10, and the last week takes the minimum."""
    desk.stock(CUP=0)
    desk.sold_by("S1", "CUP", days=10, capacity_per_week=10, multiple=6, moq=24)
    desk.order("ann", CUP=14)
    assert suggestions(desk, "CUP") == [("2026-12-02", 6), ("2026-12-09", 6), ("2026-12-16", 2)]
    plans = list(desk.supplies("CUP"))
    answer = desk.do("order_supply", key="monday", suggestions=plans)
    (purchase,) = answer["purchase_orders"]
    assert [(line["expected_on"], line["quantity"]) for line in purchase["lines"]] == [
        ("2026-12-02", 6),
        ("2026-12-09", 6),
        ("2026-12-16", 12),
    ]
    assert answer["repromised"] == []
    assert sum(line["quantity"] for line in purchase["pegged"]) == 14


def test_lead_times_are_counted_in_the_supplier_s_working_days(desk: Desk) -> None:
    """Sunday 22 November: 5 working days from Monday on, and Thursday the 26th is closed."""
    desk.do("set_calendars", calendars=[
        {"code": "MAKER", "days": "mon-fri", "closed": ["2026-11-26"]}
    ])  # fmt: skip
    desk.stock(CUP=0)
    desk.sold_by("S1", "CUP", days=5, capacity_per_week=4)
    assert asked(desk, "CUP", 6) == [(4, "2026-11-28"), (2, "2026-12-05")]
    desk.do("set_suppliers", suppliers=[{"code": "S1", "calendar": "MAKER"}])
    # Monday 23, then 24, 25, 27, 30 November and 1 December; the next lot a week later.
    assert asked(desk, "CUP", 6) == [(4, "2026-12-02"), (2, "2026-12-09")]
    assert promised(desk.order("ann", CUP=6))[0] == (4, "2026-12-02", "planned")
    desk.do("set_calendars", calendars=[
        {"code": "MAKER", "days": "mon-fri", "closed": ["2026-11-26", "2026-12-08", "2026-12-09"]}
    ])  # fmt: skip
    assert asked(desk, "CUP", 6) == [(2, "2026-12-11"), (4, "2026-12-16")]
    number = desk.do(
        "order_supply",
        purchase_orders=[{"key": "p", "supplier": "S1", "lines": [{"sku": "CUP", "quantity": 1}]}],
    )["purchase_orders"][0]
    assert number["lines"][0]["expected_on"] == "2026-12-01"
    desk.do("set_suppliers", suppliers=[{"code": "S1", "calendar": "daily"}])
    desk.sold_by("S1", "CUP", days=5, capacity_per_week=None)
    assert asked(desk, "CUP", 1) == [(1, "2026-11-28")]


def test_no_limit_and_no_spread_change_nothing(desk: Desk) -> None:
    desk.stock(CUP=0)
    desk.sold_by("S1", "CUP", days=10)
    assert promised(desk.order("ann", CUP=1000)) == [(1000, "2026-12-03", "planned")]
    terms: dict[str, Any] = {"capacity_per_week": 10, "spread_days": 3}
    desk.sold_by("S1", "CUP", days=10, **terms)
    desk.sold_by("S1", "CUP", days=10, **dict.fromkeys(terms))
    assert promised(desk.order("bob", CUP=1000)) == [(1000, "2026-12-03", "planned")]
