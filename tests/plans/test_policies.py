"""The step that sets stock policies: from the lines of a year to levels, reasons and a log."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from backorder.app.plans import policies, steps
from tests.ledger.desk import OPENING, Desk

if TYPE_CHECKING:
    from psycopg import Connection

DAYS = 120
GOODS = {  # lines a day, units of a line, unit cost, supplier, buying
    "STEADY": (2.0, 3, 400, "NEAR", "stock"),
    "CHEAP": (0.3, 2, 20, "FAR", "stock"),
    "DEAR": (0.02, 1, 90_000, "FAR", "stock"),
    "JIT": (0.5, 2, 400, "NEAR", "on_demand"),
    "STILL": (0.0, 1, 400, "NEAR", "stock"),
    "NOBODY": (0.5, 2, 400, "", "stock"),
}


@pytest.fixture
def sold(conn: Connection[Any]) -> Desk:
    """Return the books of a shop that has sold for some months."""
    desk = Desk(conn)
    desk.do("set_locations", locations=[{"code": "MAIN"}])
    products = [
        {"sku": sku, "name": sku, "unit_price": 2 * cost, "unit_cost": cost, "buying": buying}
        for sku, (_, _, cost, _, buying) in GOODS.items()
    ]
    desk.do("set_products", products=products)
    near = {"code": "NEAR", "name": "Near"}
    desk.do("set_suppliers", suppliers=[near, {"code": "FAR", "name": "Far", "review_days": 7}])
    items = [
        {
            "supplier": by,
            "sku": sku,
            "unit_cost": cost,
            "lead_time_days": 5 if by == "NEAR" else 20,
            "multiple": 6 if sku == "CHEAP" else 1,
        }
        for sku, (_, _, cost, by, _) in GOODS.items()
        if by
    ]
    desk.do("set_supplier_items", supplier_items=items)
    stock = [{"sku": sku, "quantity": 5_000} for sku in GOODS]
    desk.do("count", counts=[{"key": "opening", "location": "MAIN", "lines": stock}])
    rng = np.random.default_rng(3)
    for day in range(DAYS):
        lines = [
            {"sku": sku, "quantity": size}
            for sku, (often, size, *_) in GOODS.items()
            for _ in range(int(rng.poisson(often)))
        ]
        desk.now = OPENING - timedelta(days=DAYS - day)
        if lines:
            desk.do("place_orders", orders=[{"key": f"o-{day}", "lines": lines}])
    desk.now = OPENING
    return desk


def kept(desk: Desk) -> dict[str, tuple[str, int, int, int]]:
    rows = desk.rows(
        "SELECT p.sku, k.method, k.reorder_point, k.order_up_to, k.safety_stock"
        " FROM stock_policy k JOIN product p ON p.id = k.product_id ORDER BY p.id"
    )
    return {sku: tuple(rest) for sku, *rest in rows}


def test_the_step_sets_policies_with_their_reasons(sold: Desk) -> None:
    dry = policies.run(sold.conn, sold.now, dry_run=True)
    assert (dry["policies"], dry["set"], dry["moved"]) == (len(GOODS), len(GOODS), 0)
    assert kept(sold) == {}
    done = policies.run(sold.conn, sold.now, dry_run=False)
    assert (done["set"], done["moved"]) == (len(GOODS), len(GOODS))
    assert 90 < done["fill_rate"] <= 100
    found = kept(sold)
    for sku in ("JIT", "STILL", "NOBODY"):
        assert found[sku][:3] == ("on_demand", 0, 0)
    method, low, high, safety = found["STEADY"]
    assert method == "reorder"
    assert 36 < low < 130  # six units a day for six days, and some safety
    assert high > low
    assert safety == pytest.approx(low - 36, abs=12)
    assert found["CHEAP"][0] == "order_up_to"
    assert found["CHEAP"][1] > 0.6 * 27  # bought every week, on the shelf after three more
    assert found["DEAR"][2] <= 2
    (reason, service, abc), *_ = sold.rows(
        "SELECT reason, service_target, abc FROM stock_policy k"
        " JOIN product p ON p.id = k.product_id WHERE p.sku = 'STEADY'"
    )
    assert reason["code"] == "least_cost"
    assert reason["fill_percent"] == pytest.approx(service, abs=0.1)
    assert abc == "A"
    assert sold.breaches() == []


def test_the_step_again_moves_nothing(sold: Desk) -> None:
    policies.run(sold.conn, sold.now, dry_run=False)
    before = kept(sold), len(sold.journal())
    again = policies.run(sold.conn, sold.now, dry_run=False)
    assert (again["set"], again["moved"]) == (0, 0)
    assert (kept(sold), len(sold.journal())) == before


def test_a_place_that_ships_no_more_holds_no_more(sold: Desk) -> None:
    """First sized at the main place, then shipped from another: only that one is bought for."""
    policies.run(sold.conn, sold.now, dry_run=False)
    mine = {"reorder_point": 70, "order_up_to": 90, "until": "2026-12-24", "reason": "Fair."}
    by_hand = {"sku": "STEADY", "location": "B", "reorder_point": 5, "order_up_to": 9}
    sold.do("set_locations", locations=[{"code": "B", "priority": 1}])
    sold.do("set_stock_policies", stock_policies=[
        {"sku": "CHEAP", "location": "MAIN", "override": mine}, {**by_hand, "sku": "STILL"},
    ])  # fmt: skip
    for sku in ("STEADY", "CHEAP"):
        lines = [{"sku": sku, "quantity": 10}]
        sold.do("count", counts=[{"key": f"c-{sku}", "location": "B", "lines": lines}])
        sold.do("place_orders", orders=[{"key": f"b-{sku}", "lines": lines}])
        sold.do("ship", shipments=[{"key": f"s-{sku}", "order": f"b-{sku}"}])
    sold.do("set_locations", locations=[{"code": "B", "priority": 900}])

    def levels() -> dict[tuple[str, str], tuple[str, int]]:
        rows = sold.rows(
            "SELECT p.sku, l.code, k.method, k.order_up_to FROM stock_policy k"
            " JOIN product p ON p.id = k.product_id JOIN location l ON l.id = k.location_id"
        )
        return {(sku, code): (method, high) for sku, code, method, high in rows}

    before = levels()
    assert before["STEADY", "MAIN"][1] > 0
    assert policies.run(sold.conn, sold.now, dry_run=True)["retired"] == 1
    assert levels() == before
    assert policies.run(sold.conn, sold.now, dry_run=False)["retired"] == 1
    found = levels()
    assert found["STEADY", "MAIN"] == ("on_demand", 0)
    assert found["STEADY", "B"][1] > 0
    assert found["CHEAP", "MAIN"] == before["CHEAP", "MAIN"]  # a person's numbers count there
    assert found["STILL", "B"] == ("reorder", 9)  # nobody worked it out
    again = policies.run(sold.conn, sold.now, dry_run=False)
    assert (again["retired"], again["set"]) == (0, 0)
    sold.now += timedelta(days=40)  # the person's numbers have had their time
    assert policies.run(sold.conn, sold.now, dry_run=False)["retired"] == 1
    assert levels()["CHEAP", "MAIN"] == ("on_demand", 0)
    assert sold.breaches() == []


def test_a_fresh_forecast_is_half_of_the_demand(sold: Desk) -> None:
    def forecast(first_on: str) -> None:
        weeks = {name: [84.0] * 26 for name in ("mean", "base")}  # 12 a day, twice what was sold
        units = {name: [84] * 26 for name in ("p50", "p80", "p95")}
        about = {"sku": "STEADY", "location": "MAIN", "first_on": first_on, "method": "SES 0.1"}
        sold.do("set_forecasts", forecasts=[{**about, **weeks, **units, "size": 9.0}])

    def demand(sku: str) -> tuple[float, str]:
        ((mean, reason),) = sold.rows(
            "SELECT k.demand_mean, k.reason FROM stock_policy k"
            " JOIN product p ON p.id = k.product_id WHERE p.sku = %(sku)s",
            sku=sku,
        )
        return mean, reason["demand_from"]

    forecast("2026-11-02")  # made three weeks ago: it does not count
    assert policies.run(sold.conn, sold.now, dry_run=False)["forecast"] == 0
    lines, of_what = demand("STEADY")
    assert of_what == "lines"
    before = kept(sold)
    forecast("2026-11-16")
    done = policies.run(sold.conn, sold.now, dry_run=False)
    assert (done["forecast"], done["set"]) == (1, 1)  # nothing else moves
    mean, of_what = demand("STEADY")
    assert of_what == "forecast_and_lines"
    assert mean == pytest.approx((lines + 12.0) / 2.0, abs=1e-4)
    assert kept(sold)["STEADY"][1] > before["STEADY"][1]
    assert demand("CHEAP")[1] == "lines"


def test_a_higher_service_level_holds_more(sold: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    held = []
    for target in ("fill:80", "fill:99", "cycle:99"):
        monkeypatch.setenv("BACKORDER_STOCK_TARGET", target)
        rows = policies.read_rows(sold.conn, sold.now)
        made = policies.decide(sold.conn, rows, sold.now).plan
        steady = rows.sku.index("STEADY")
        held.append((int(made.low[steady]), float(made.fill[steady])))
    assert held[0][0] < held[1][0] < held[2][0]
    assert held[0][1] >= 0.8
    assert held[1][1] >= 0.99


def test_the_plan_takes_the_step_before_its_proposals(sold: Desk) -> None:
    done = [
        step.name
        for step, _ in steps.run(sold.conn, sold.now, dry_run=True, only=["proposals", "policies"])
    ]
    assert done == ["policies", "proposals"]


def test_empty_books_have_nothing_to_plan(conn: Connection[Any]) -> None:
    done = policies.run(conn, OPENING, dry_run=False)
    assert done == {"policies": 0, "set": 0, "moved": 0}
