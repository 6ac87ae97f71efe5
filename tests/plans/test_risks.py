"""What may run short before more comes: ranked by money, with the cheapest way out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from backorder import cli
from backorder.app.plans import risks
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection

GOODS = {"FEW": 5, "MANY": 400, "COMING": 5, "ELSEWHERE": 5}


@pytest.fixture
def shop(conn: Connection[Any]) -> Desk:
    """Return books with four products that sell two a day and take twenty days to come."""
    desk = Desk(conn)
    desk.do("set_locations", locations=[{"code": "MAIN"}, {"code": "SIDE"}])
    products = [{"sku": sku, "name": sku, "unit_price": 900, "unit_cost": 500} for sku in GOODS]
    desk.do("set_products", products=[*products, {"sku": "LIKE", "name": "Like"}])
    suppliers = [{"code": "SLOW", "name": "Slow"}, {"code": "QUICK", "name": "Quick"}]
    desk.do("set_suppliers", suppliers=suppliers)
    offers = [
        {"supplier": "SLOW", "sku": sku, "unit_cost": 500, "lead_time_days": 20} for sku in GOODS
    ]
    quick = {"supplier": "QUICK", "sku": "FEW", "unit_cost": 510, "lead_time_days": 2}
    desk.do("set_supplier_items", supplier_items=[*offers, quick])
    stock = [{"sku": sku, "quantity": units} for sku, units in GOODS.items()]
    desk.do("count", counts=[{"key": "main", "location": "MAIN", "lines": stock}])
    side = [{"sku": "ELSEWHERE", "quantity": 100}]
    desk.do("count", counts=[{"key": "side", "location": "SIDE", "lines": side}])
    policies = [
        {"sku": sku, "location": "MAIN", "demand_mean": 2.0, "demand_sd": 2.0,
         "lead_time_days": 20.0, "reorder_point": 50, "order_up_to": 90}
        for sku in GOODS
    ]  # fmt: skip
    desk.do("set_stock_policies", stock_policies=policies)
    line = [{"sku": "COMING", "quantity": 80, "unit_cost": 500}]
    order = {"key": "p-1", "supplier": "SLOW", "location": "MAIN", "expected_on": "2026-11-24"}
    desk.do("order_supply", purchase_orders=[{**order, "lines": line}])
    return desk


def test_products_are_ranked_by_the_money_at_stake(shop: Desk) -> None:
    found = risks.ranked(shop.conn, shop.now)
    by = {one["sku"]: one for one in found["risks"]}
    assert "MANY" not in by
    assert found["products"] == len(by) == 3
    few, coming = by["FEW"], by["COMING"]
    assert few["chance"] > 99
    assert few["units"] == pytest.approx(2 * 21.3 - 5, abs=2)  # lead times have a long tail
    assert few["value"] == pytest.approx(900 * few["units"], rel=0.01)
    assert few["supply"] is None
    assert coming["expected_on"] == "2026-11-24"
    assert 5 < coming["chance"] < 60
    assert found["value"] == {"EUR": sum(one["value"] for one in found["risks"])}
    values = [one["value"] for one in found["risks"]]
    assert values == sorted(values, reverse=True)


def test_each_has_its_cheapest_remedy(shop: Desk) -> None:
    by = {one["sku"]: one["remedy"] for one in risks.ranked(shop.conn, shop.now)["risks"]}
    assert (by["FEW"]["kind"], by["FEW"]["name"], by["FEW"]["days"]) == ("buy", "QUICK", 2.0)
    assert by["FEW"]["saves"] > by["FEW"]["cost"] >= 0
    assert (by["ELSEWHERE"]["kind"], by["ELSEWHERE"]["name"]) == ("transfer", "SIDE")
    assert by["COMING"]["kind"] == "expedite"


def remedy(shop: Desk, sku: str = "FEW") -> dict[str, Any]:
    found = risks.ranked(shop.conn, shop.now)["risks"]
    (one,) = (one["remedy"] for one in found if one["sku"] == sku)
    return dict(one)


@pytest.mark.parametrize(
    ("outage", "from_whom"),
    [
        ({"until": None}, "SLOW"),
        ({"until": "2026-11-22"}, "SLOW"),
        ({"until": "2026-11-21"}, "QUICK"),
        ({"sku": "FEW", "until": None}, "SLOW"),
        ({"sku": "MANY", "until": None}, "QUICK"),
        ({"location": "MAIN", "until": None}, "SLOW"),
        ({"location": "SIDE", "until": None}, "QUICK"),
    ],
)
def test_nobody_who_is_out_is_a_remedy(shop: Desk, outage: dict[str, Any], from_whom: str) -> None:
    shop.do("set_outages", outages=[{"supplier": "QUICK", "from": "2026-11-20"} | outage])
    assert remedy(shop)["name"] == from_whom


def test_a_remedy_takes_the_days_that_were_learned(shop: Desk) -> None:
    """Stated for two days, two on average before, and it took four."""
    shop.rows(
        "INSERT INTO lead_time (supplier_id, product_id, deliveries, log_mean, log_spread, freedom,"
        " stated_days, p50_days, p80_days, p95_days, short_rate, reject_rate, fitted_at)"
        " SELECT v.id, p.id, 9, 1, 1, 5, 2, 4, 5, 6, 0, 0, now() FROM supplier v, product p"
        " WHERE v.code = 'QUICK' AND p.sku = 'FEW' RETURNING id"
    )
    assert (remedy(shop)["name"], remedy(shop)["days"]) == ("QUICK", 4.0)
    item = {"supplier": "QUICK", "sku": "FEW", "unit_cost": 510, "lead_time_days": 3}
    shop.do("set_supplier_items", supplier_items=[item])
    assert remedy(shop)["days"] == 5.0


def test_who_waits_for_nothing_yet_waits_at_the_first_place(shop: Desk) -> None:
    """Nobody delivers: those units have no supply, and are not free when more comes."""
    policy = {"sku": "FEW", "location": "SIDE", "demand_mean": 2.0, "demand_sd": 2.0}
    policy |= {"lead_time_days": 20.0, "reorder_point": 50, "order_up_to": 90}
    shop.do("set_stock_policies", stock_policies=[policy])
    shop.order("ann", FEW=12)
    shop.do("set_outages", outages=[
        {"supplier": code, "from": "2026-11-20", "until": None} for code in ("SLOW", "QUICK")
    ])  # fmt: skip
    waiting = shop.rows("SELECT sum(quantity)::int FROM peg WHERE supply_id IS NULL")
    assert waiting == [(7,)]
    found = risks.ranked(shop.conn, shop.now)["risks"]
    free = {one["location"]: one["free"] for one in found if one["sku"] == "FEW"}
    assert free == {"MAIN": -7, "SIDE": 0}


def test_the_report_prints_them(
    shop: Desk, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    printed = CliRunner().invoke(cli.build(), ["report", "risk"])
    assert printed.exit_code == 0, printed.output
    assert "FEW" in printed.stdout
    told = CliRunner().invoke(cli.build(), ["report", "risk", "--json"])
    assert json.loads(told.stdout)["risks"][0]["sku"] in GOODS
    assert shop.breaches() == []


def test_without_policies_there_is_no_risk_to_tell(conn: Connection[Any]) -> None:
    assert risks.ranked(conn, Desk(conn).now)["risks"] == []
