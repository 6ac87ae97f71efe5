"""Why units had to wait: found from the books when a backorder opened, and again when it closed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.plans import causes
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection

    from tests.ledger.desk import Json


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    """Return a shop that sold two mugs a day for eight weeks, and has bought for the days ahead."""
    desk = Desk(conn)
    desk.stock(MUG=124)
    desk.sold_by("S1", "MUG", days=9)
    for day in range(56):
        sell(desk, f"day-{day}", 2)
        desk.wait(1)
    return desk


def sell(desk: Desk, key: str, units: int) -> None:
    placed = desk.order(key, MUG=units)
    if not placed["lines"][0]["backordered"]:
        desk.do("ship", shipments=[{"key": key, "order": key}])


def labels(desk: Desk) -> list[tuple[str, int, int, Json]]:
    return desk.rows(
        "SELECT b.event, l.line_no, b.units::int, b.shares FROM backorder_cause b"
        " JOIN order_line l ON l.id = b.line_id ORDER BY b.line_id, b.event DESC, b.version"
    )


def label(desk: Desk) -> Json:
    return causes.run(desk.conn, desk.now, dry_run=False)


def days_ahead(desk: Desk, days: int) -> str:
    return (
        Desk(desk.conn, desk.now).now.date().fromordinal(desk.now.toordinal() + days)
    ).isoformat()


def test_a_late_purchase_is_the_cause_until_it_comes(desk: Desk) -> None:
    purchase = desk.buy("p-1", days_ahead(desk, 4), MUG=30)
    for day in range(8):
        sell(desk, f"late-{day}", 2)
        desk.wait(1)
    done = label(desk)
    assert done["closed"] == 0
    assert done["units"] == {"supplier_late": done["opened"] * 2}
    assert {event for event, *_ in labels(desk)} == {"opened"}
    assert label(desk) == {"opened": 0, "closed": 0, "units": {}}, "labelled once"
    receipt = {"key": "r-1", "purchase_order": purchase, "location": "MAIN"}
    desk.do("receive", receipts=[receipt | {"lines": [{"sku": "MUG", "quantity": 30}]}])
    closed = label(desk)
    assert (closed["opened"], closed["closed"]) == (0, done["opened"])
    assert {tuple(shares) for event, _, _, shares in labels(desk) if event == "closed"} == {
        ("supplier_late",)
    }
    assert desk.breaches() == []


def test_one_big_order_is_demand_above_forecast(desk: Desk) -> None:
    sell(desk, "big", 60)
    assert label(desk)["units"] == {"demand_above_forecast": 48}


@pytest.mark.parametrize(
    ("ahead", "cause"), [(20, "demand_above_forecast"), (1, "promotion_not_announced")]
)
def test_a_promotion_is_to_blame_where_it_was_announced_too_late(
    desk: Desk, ahead: int, cause: str
) -> None:
    day = desk.now.date().isoformat()
    promotion = {"name": "Sale", "sku": "MUG", "from": day, "to": day, "uplift": 100}
    desk.wait(-ahead)
    desk.do("set_promotions", promotions=[promotion])
    desk.wait(ahead)
    sell(desk, "big", 60)
    done = label(desk)["units"]
    assert done[cause] == max(done.values())
    assert ("promotion_not_announced" in done) == (ahead == 1)


def test_a_forecast_that_was_kept_is_the_plan(desk: Desk) -> None:
    first = (desk.now.date() - timedelta(days=14)).isoformat()
    weeks = [30.0] * 6
    forecast = {"sku": "MUG", "location": "MAIN", "first_on": first, "mean": weeks, "base": weeks}
    forecast |= {name: [30] * 6 for name in ("p50", "p80", "p95")}
    desk.do("set_forecasts", forecasts=[{**forecast, "size": 10.0, "method": "ses"}])
    sell(desk, "big", 24)
    done = label(desk)
    assert done["units"] == {"policy": 12}, "as much was forecast, and nobody bought it"
    assert desk.rows("SELECT evidence->>'plan' FROM backorder_cause") == [("forecast",)]


def test_a_count_that_finds_less_is_a_record_error(desk: Desk) -> None:
    desk.order("waits-for-its-carton", MUG=8)
    desk.buy("p-1", days_ahead(desk, 9), MUG=30)
    line = {"sku": "MUG", "quantity": 3}
    desk.do("count", counts=[{"key": "c-1", "location": "MAIN", "lines": [line]}])
    done = label(desk)
    assert done["opened"] == 1
    ((_, _, units, shares),) = labels(desk)
    assert units == 5
    assert shares["record_error"] == max(shares.values())


def test_a_short_delivery_is_the_suppliers(desk: Desk) -> None:
    purchase = desk.buy("p-1", days_ahead(desk, 2), MUG=24)
    desk.wait(2)
    receipt = {"key": "r-1", "purchase_order": purchase, "location": "MAIN"}
    lines = [{"sku": "MUG", "quantity": 4, "damaged": 20}]
    desk.do("receive", receipts=[receipt | {"lines": lines}])
    desk.wait(1)
    for day in range(8):
        sell(desk, f"short-{day}", 2 if day < 7 else 8)
        desk.wait(1)
    done = label(desk)["units"]
    assert done["supplier_short"] == max(done.values())


@pytest.mark.parametrize("ours", [True, False])
def test_units_that_we_took_off_ourselves_are_policy(desk: Desk, *, ours: bool) -> None:
    """Four of 24 come; the rest we cancelled, or the supplier would not deliver it."""
    purchase = desk.buy("p-1", days_ahead(desk, 2), MUG=24)
    if ours:
        change = {"purchase_order": purchase, "sku": "MUG", "quantity": 4}
        desk.do("change_supply", changes=[change])
    else:
        line = {"sku": "MUG", "quantity": 4, "refused": 20}
        said = {"key": "a-1", "purchase_order": purchase, "lines": [line]}
        desk.do("acknowledge", acknowledgements=[said])
    desk.wait(2)
    receipt = {"key": "r-1", "purchase_order": purchase, "location": "MAIN"}
    desk.do("receive", receipts=[receipt | {"lines": [{"sku": "MUG", "quantity": 4}]}])
    desk.wait(1)
    for day in range(8):
        sell(desk, f"short-{day}", 2 if day < 7 else 8)
        desk.wait(1)
    done = label(desk)["units"]
    assert max(done, key=lambda cause: done[cause]) == ("policy" if ours else "supplier_short")
    assert ("supplier_short" in done) is not ours


def test_nothing_bought_at_all_is_policy(desk: Desk) -> None:
    for day in range(12):
        sell(desk, f"dry-{day}", 2)
        desk.wait(1)
    done = label(desk)["units"]
    assert done["policy"] == sum(done.values())


def test_a_dry_run_keeps_nothing(desk: Desk) -> None:
    sell(desk, "big", 60)
    assert causes.run(desk.conn, desk.now, dry_run=True)["opened"] == 1
    assert labels(desk) == []


def test_units_given_to_a_newer_order_are_allocation(desk: Desk) -> None:
    desk.buy("p-1", days_ahead(desk, 9), MUG=30)
    desk.do("set_customers", customers=[{"ref": "A1", "class": "A"}, {"ref": "B1", "class": "B"}])
    line = {"sku": "MUG", "quantity": 10}
    for key, ref in (("older", "B1"), ("newer", "A1")):
        desk.wait(1)
        desk.do("place_orders", orders=[{"key": key, "customer": {"ref": ref}, "lines": [line]}])
    segments = [
        {"name": "A", "strategy": "win", "where": {"class": ["A"]}},
        {"name": "B", "strategy": "redistribute"},
    ]
    variant = {"segments": segments, "skus": ["MUG"]}
    seen = desk.do("reallocate", simulate=variant)
    desk.do("reallocate", release={**variant, "fingerprint": seen["fingerprint"]})
    label(desk)
    found = dict(
        desk.rows(
            "SELECT o.key, b.shares FROM backorder_cause b JOIN order_line l ON l.id = b.line_id"
            " JOIN sales_order o ON o.id = l.order_id"
        )
    )
    assert found["older"]["allocation"] > 100
    assert "allocation" not in found.get("newer", {})
