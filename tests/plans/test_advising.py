"""The advice on offering backorders: worked out from books, kept, shown, adopted and undone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from backorder import cli
from backorder.app.plans import advising
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection


@pytest.fixture
def shop(conn: Connection[Any]) -> Desk:
    """Return books in which one product comes soon, one late, one never, and one is on its way."""
    desk = Desk(conn)
    goods = ("SOON", "LATE", "NEVER", "COMING", "POOR")
    products = [{"sku": sku, "unit_price": 4000, "unit_cost": 1500, "category": "A"}
                for sku in goods]  # fmt: skip
    products[-1]["unit_cost"] = 3900
    desk.do("set_products", products=products)
    desk.do("set_suppliers", suppliers=[{"code": "S1"}])
    days = {"SOON": 5, "LATE": 200, "COMING": 200, "POOR": 5}
    items = [{"supplier": "S1", "sku": sku, "lead_time_days": n, "spread_days": 1}
             for sku, n in days.items()]  # fmt: skip
    desk.do("set_supplier_items", supplier_items=items)
    desk.buy("p-1", "2026-11-27", COMING=4)
    return desk


def test_each_product_is_advised_and_only_what_moves_is_logged(shop: Desk) -> None:
    assert advising.run(shop.conn, shop.now, dry_run=True)["moved"] == 0
    assert advising.listed(shop.conn)["advice"] == []
    done = advising.run(shop.conn, shop.now, dry_run=False)
    assert (done["products"], done["moved"]) == (5, 5)
    found = {one["sku"]: one for one in advising.listed(shop.conn)["advice"]}
    verdicts = {sku: (one["verdict"], one["reason"]["code"]) for sku, one in found.items()}
    assert verdicts == {
        "SOON": ("allow", "pays"),
        "LATE": ("deny", "wait_too_long"),
        "NEVER": ("deny", "no_date"),
        "COMING": ("cap", "only_incoming"),
        "POOR": ("deny", "never_pays"),
    }
    assert found["COMING"]["cap_from"] == "incoming"
    assert found["SOON"]["wait_p80"] < found["SOON"]["break_even_days"] < 200
    assert advising.run(shop.conn, shop.now, dry_run=False)["moved"] == 0
    faster = [{"supplier": "S1", "sku": "LATE", "lead_time_days": 3}]
    shop.do("set_supplier_items", supplier_items=faster)
    assert advising.run(shop.conn, shop.now, dry_run=False)["moved"] == 1
    assert shop.rows(
        "SELECT verdict_from, verdict_to FROM advice_change ORDER BY id DESC LIMIT 1"
    ) == [("deny", "allow")]


def test_days_that_are_not_kept_are_not_to_be_told(shop: Desk) -> None:
    check = {"supplier": "S1", "lines": 40, "within_p50": 5, "within_p80": 10, "within_p95": 20,
             "loss": 3}  # fmt: skip
    shop.do("set_lead_times", lead_times=[], checks=[check])
    advising.run(shop.conn, shop.now, dry_run=False)
    (soon,) = advising.listed(shop.conn, sku="SOON")["advice"]
    assert (soon["verdict"], soon["reason"]["code"]) == ("deny", "dates_not_kept")


def test_what_customers_let_go_and_cancel_is_learned(shop: Desk) -> None:
    advising.run(shop.conn, shop.now, dry_run=False)
    before = advising.listed(shop.conn, sku="SOON")["advice"][0]
    for n in range(30):
        line = {"sku": "SOON", "quantity": 1}
        shop.do("quote", quotes=[{"key": f"q-{n}", "expires_in": 60, "lines": [line]}])
    shop.wait(1)
    shop.do("expire", products=[{"sku": "SOON"}])
    advising.run(shop.conn, shop.now, dry_run=False)
    after = advising.listed(shop.conn, sku="SOON")["advice"][0]
    assert after["value_offer"] < before["value_offer"]
    shop.order("o-1", SOON=2)
    shop.wait(3)
    shop.do("cancel", cancellations=[{"order": "o-1"}])
    advising.run(shop.conn, shop.now, dry_run=False)
    (hazard,) = shop.rows(
        "SELECT figures -> 'hazard' FROM advice JOIN product ON id = product_id WHERE sku = 'SOON'"
    )
    assert hazard[0][0] > 0.02


def test_the_report_is_printed(
    shop: Desk, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    advising.run(shop.conn, shop.now, dry_run=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    told = CliRunner().invoke(cli.build(), ["report", "advice", "--json"])
    assert told.exit_code == 0, told.output
    assert {one["sku"] for one in json.loads(told.output)["advice"]} >= {"SOON", "LATE"}
    assert "NEVER" in CliRunner().invoke(cli.build(), ["report", "advice"]).output
