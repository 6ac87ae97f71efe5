"""Promotions and forecasts in the books, and the step that works the latter out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from backorder.app.plans import demand, forecasting
from backorder.domain.errors import InvalidError, MalformedError, NotFoundError
from backorder.planning.forecast import OBSERVED, SOLD_OUT, UNKNOWN

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
DAYS = {"from": "2026-09-07", "to": "2026-09-20"}


def order(desk: Desk, sku: str, quantity: int, key: str) -> Json:
    desk.do("place_orders", orders=[{"key": key, "lines": [{"sku": sku, "quantity": quantity}]}])
    return {}


def sell(desk: Desk, weeks: int) -> None:
    """Sell a waiting product each week, and one that is not sold ahead while it lasts."""
    desk.now = MONDAY
    desk.do("set_products", products=[
        {"sku": "MUG", "category": "cups"}, {"sku": "POT", "category": "pots"},
        {"sku": "NEW", "category": "cups"}, {"sku": "OLD", "discontinued": True},
    ])  # fmt: skip
    desk.do("set_suppliers", suppliers=[{"code": "S"}])
    item = {"supplier": "S", "sku": "MUG", "lead_time_days": 30}
    desk.do("set_supplier_items", supplier_items=[item])
    desk.do("set_policies", policies=[{"scope": "product", "match": "POT", "mode": "deny"}])
    counted = [{"sku": "POT", "quantity": 5}, {"sku": "OLD", "quantity": 1}]
    desk.do("count", counts=[{"key": "c1", "location": "MAIN", "lines": counted}])
    for week in range(weeks):
        order(desk, "MUG", 4 + week % 3, f"mug-{week}")
        if week in {0, 2}:
            order(desk, "POT", 2 + week // 2, f"pot-{week}")
        if week == 1:
            order(desk, "OLD", 1, "old")
        if week == weeks - 2:
            lines = [{"sku": "NEW", "quantity": 3}]
            desk.do("count", counts=[{"key": "c2", "location": "MAIN", "lines": lines}])
        desk.wait(7)


def test_demand_is_what_was_asked_for_and_what_nobody_could_ask_for(desk: Desk) -> None:
    assert demand.load(desk.conn, MONDAY) is None
    sell(desk, 6)
    found = demand.load(desk.conn, desk.now + timedelta(days=3), horizon=4)
    assert found is not None
    rows = {item.sku: place for place, item in enumerate(found.items)}
    assert {item.code for item in found.items} == {"MAIN"}
    units, marks = found.demand.units, found.demand.marks
    assert str(found.demand.first) == "2026-06-01"
    # Every unit of it waits, and counts all the same.
    assert units[rows["MUG"]].tolist() == [4, 5, 6, 4, 5, 6]
    assert marks[rows["MUG"]].tolist() == [OBSERVED] * 6
    # Five pots: two, then three and none left; from then on nobody could have asked for one.
    assert units[rows["POT"]].tolist() == [2, 0, 3, 0, 0, 0]
    assert marks[rows["POT"]].tolist() == [OBSERVED, OBSERVED, SOLD_OUT, *[UNKNOWN] * 3]
    assert marks[rows["NEW"]].tolist() == [*[UNKNOWN] * 4, OBSERVED, OBSERVED]
    assert found.demand.ended.tolist() == [sku == "OLD" for sku in rows]
    assert found.demand.promoted is None


def test_a_promotion_reaches_the_demand_by_shares_of_weeks(desk: Desk) -> None:
    sell(desk, 3)
    begins = {"name": "Launch", "sku": "MUG", "from": "2026-06-24", "to": "2026-06-30"}
    desk.do("set_promotions", promotions=[{**begins, "uplift": 50}])
    found = demand.load(desk.conn, desk.now, horizon=3)
    assert found is not None
    assert found.demand.promoted is not None
    assert found.demand.announced is not None
    row = [item.sku for item in found.items].index("MUG")
    assert found.demand.promoted[row].round(2).tolist() == [0, 0, 0, 0.71, 0.29, 0]
    lifts = found.demand.announced[row]
    assert lifts.round(2).tolist() == [1, 1, 1, 1.36, 1.14, 1]
    desk.do("set_promotions", promotions=[{**begins, "withdrawn": True}])
    again = demand.load(desk.conn, desk.now, horizon=3)
    assert again is not None
    assert again.demand.promoted is None


def test_a_place_has_the_demand_that_leaves_from_it(desk: Desk) -> None:
    desk.now = MONDAY
    desk.do("set_locations", locations=[{"code": "SHOP", "priority": 200}])
    desk.do("set_products", products=[{"sku": "MUG"}])
    lines = [{"sku": "MUG", "quantity": 50}]
    desk.do("count", counts=[{"key": "c", "location": "SHOP", "lines": lines}])
    order(desk, "MUG", 7, "one")
    desk.do("ship", shipments=[{"key": "s", "order": "one"}])
    order(desk, "MUG", 5, "two")
    desk.wait(7)
    found = demand.load(desk.conn, desk.now)
    assert found is not None
    assert [item.code for item in found.items] == ["SHOP"]
    assert found.demand.units.tolist() == [[12]]


def test_the_step_keeps_forecasts_and_what_they_are_worth(desk: Desk) -> None:
    sell(desk, 26)
    dry = forecasting.run(desk.conn, desk.now, dry_run=True)
    assert dry["forecasts"] == 4
    assert desk.rows("SELECT 1 FROM forecast") == []
    done = forecasting.run(desk.conn, desk.now, dry_run=False)
    assert done["changed"] == 4
    ((first, mean, base, p95),) = desk.rows(
        "SELECT first_on::text, mean, base, p95 FROM forecast f JOIN product p"
        " ON p.id = f.product_id WHERE sku = 'MUG'"
    )
    assert first == "2026-11-30"
    assert len(mean) == forecasting.HORIZON
    assert np.mean(mean) == pytest.approx(5, rel=0.2)
    assert mean == base
    assert min(p95) >= max(mean)
    ((old,),) = desk.rows(
        "SELECT mean[26] FROM forecast f JOIN product p ON p.id = f.product_id WHERE sku = 'OLD'"
    )
    assert old < 0.01
    ((weeks, within),) = desk.rows(
        "SELECT weeks, within_95 FROM forecast_accuracy WHERE kind = 'all'"
    )
    assert weeks == 12
    assert within > 0.9
    count = len(desk.journal())
    again = forecasting.run(desk.conn, desk.now, dry_run=False)
    assert again["changed"] == 0
    assert len(desk.journal()) == count


def test_a_planned_promotion_stands_in_the_forecast(desk: Desk) -> None:
    sell(desk, 14)
    forecasting.run(desk.conn, desk.now, dry_run=False)
    spring = {"name": "Autumn", "sku": "MUG", **DAYS, "uplift": 100, "announced_by": "sales"}
    assert desk.do("set_promotions", promotions=[spring])["created"] == 1
    assert forecasting.run(desk.conn, desk.now, dry_run=False)["changed"] >= 1
    ((mean, base),) = desk.rows(
        "SELECT mean, base FROM forecast f JOIN product p ON p.id = f.product_id WHERE sku = 'MUG'"
    )
    assert mean[0] == pytest.approx(2 * base[0], rel=0.01)
    assert mean[2] == base[2]


def test_every_promotion_ahead_has_its_own_uplift(desk: Desk) -> None:
    """One of 100 %, a later one of 300 %, and one of which nobody said anything."""
    sell(desk, 14)
    weeks = [
        ("2026-11-30", "2026-12-06"),
        ("2026-12-14", "2026-12-20"),
        ("2027-01-04", "2027-01-10"),
    ]
    said = [{"uplift": 100}, {"uplift": 300}, {}]
    plans = [
        {"name": f"P{n}", "sku": "MUG", "from": begin, "to": end, **more}
        for n, ((begin, end), more) in enumerate(zip(weeks, said, strict=True))
    ]
    desk.do("set_promotions", promotions=plans)
    forecasting.run(desk.conn, desk.now, dry_run=False)
    ((first, mean, base),) = desk.rows(
        "SELECT first_on::text, mean, base FROM forecast f JOIN product p"
        " ON p.id = f.product_id WHERE sku = 'MUG'"
    )
    at = [(date.fromisoformat(begin) - date.fromisoformat(first)).days // 7 for begin, _ in weeks]
    lifts = [mean[n] / base[n] for n in at]
    assert lifts == pytest.approx([2.0, 4.0, 1.0], rel=0.01)


def test_promotions_are_created_changed_and_withdrawn(desk: Desk) -> None:
    desk.do("set_products", products=[{"sku": "MUG"}, {"sku": "POT"}])
    both = [{"name": "Spring", "sku": sku, **DAYS} for sku in ("MUG", "POT")]
    assert desk.do("set_promotions", promotions=both)["created"] == 2
    again = desk.do("set_promotions", promotions=[{**both[0], "note": "shop window"}, both[1]])
    assert (again["changed"], again["unchanged"]) == (1, 1)
    kept = desk.rows("SELECT uplift, announced_by, note, withdrawn FROM promotion ORDER BY id")
    assert kept == [(0, "marketing", "shop window", False), (0, "marketing", "", False)]
    assert desk.do("set_promotions", promotions=[{**both[0], "withdrawn": True}])["changed"] == 1
    with pytest.raises(InvalidError) as caught:
        desk.do("set_promotions", promotions=[{**both[0], "to": "2026-09-01"}])
    assert caught.value.code == "bad_promotion_days"
    with pytest.raises(NotFoundError) as unknown:
        desk.do("set_promotions", promotions=[{**both[0], "sku": "NIX"}])
    assert unknown.value.code == "unknown_sku"
    with pytest.raises(InvalidError) as odd:
        desk.do("set_promotions", promotions=[{**both[0], "name": " Spring"}])
    assert odd.value.code == "unreadable_name"


def test_forecasts_are_whole_and_of_places_that_sell(desk: Desk) -> None:
    desk.do("set_products", products=[{"sku": "MUG"}])
    weeks = {name: [2, 3] for name in ("mean", "base", "p50", "p80", "p95")}
    one = {"sku": "MUG", "location": "MAIN", "first_on": "2026-12-01", "size": 2, "method": "SES"}
    good = one | weeks
    assert desk.do("set_forecasts", forecasts=[good])["created"] == 1
    assert desk.do("set_forecasts", forecasts=[good])["unchanged"] == 1
    assert desk.do("set_forecasts", forecasts=[good | {"p95": [4, 9]}])["changed"] == 1
    assert desk.journal()[-2:] == ["set_forecasts", "set_forecasts"]
    with pytest.raises(MalformedError):
        desk.do("set_forecasts", forecasts=[good | {"p95": [4]}])
    with pytest.raises(NotFoundError):
        desk.do("set_forecasts", forecasts=[good | {"location": "NIX"}])
