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


def test_what_is_paid_once_a_line_weighs_less_where_lines_are_long(shop: Desk) -> None:
    """A plate earns 4.00: less than handling a line, and more than a twelfth of it."""
    plates = {"unit_price": 900, "unit_cost": 500}
    goods = [{"sku": f"PLATE-{of}", "category": of, **plates} for of in ("ONE", "DOZEN")]
    shop.do("set_products", products=goods)
    terms = {"supplier": "S1", "lead_time_days": 5, "spread_days": 1}
    shop.do("set_supplier_items", supplier_items=[{"sku": one["sku"], **terms} for one in goods])
    shop.order("one", **{"PLATE-ONE": 1})
    shop.order("dozen", **{"PLATE-DOZEN": 12})
    advising.run(shop.conn, shop.now, dry_run=False)
    found = {one["sku"]: one["verdict"] for one in advising.listed(shop.conn)["advice"]}
    assert (found["PLATE-ONE"], found["PLATE-DOZEN"]) == ("deny", "allow")


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


def figures(shop: Desk, sku: str) -> dict[str, Any]:
    advising.run(shop.conn, shop.now, dry_run=False)
    ((found,),) = shop.rows(
        "SELECT figures FROM advice JOIN product ON id = product_id WHERE sku = %(sku)s", sku=sku
    )
    return dict(found)


def test_who_was_told_a_later_day_is_seen_to_cancel_more_readily(shop: Desk) -> None:
    assert figures(shop, "SOON")["slips"] == [1.0, 1.0, 1.0]
    number = shop.buy("late", "2026-12-01", SOON=60)
    for n in range(30):
        shop.order(f"s-{n}", SOON=1)
    shop.wait(2)
    shop.do("change_supply", changes=[{"purchase_order": number, "expected_on": "2026-12-20"}])
    shop.wait(5)
    shop.do("cancel", cancellations=[{"order": f"s-{n}"} for n in range(25)])
    before, after, twice = figures(shop, "SOON")["slips"]
    assert before < 1.0 < after
    assert twice == 1.0


def test_what_is_short_is_counted_in_the_books_refusals_too(shop: Desk) -> None:
    assert figures(shop, "SOON")["short"] == 0.1  # nobody has asked yet
    shop.do("count", counts=[{"key": "c", "location": "MAIN",
                              "lines": [{"sku": "SOON", "quantity": 300}]}])  # fmt: skip
    shop.order("o-there", SOON=300)
    there = figures(shop, "SOON")["short"]
    assert there < 0.05
    shop.do("set_policies", policies=[{"scope": "product", "match": "SOON", "mode": "deny"}])
    asked = {"key": "o-not", "lines": [{"sku": "SOON", "quantity": 200}]}
    said = shop.do("place_orders", orders=[asked])["orders"][0]
    assert said["status"] == "refused"
    assert figures(shop, "SOON")["short"] > 0.3


def test_a_cart_that_is_let_go_counts_as_a_wait_not_accepted(shop: Desk) -> None:
    before = figures(shop, "SOON")["accepts"]
    for n in range(30):
        line = {"sku": "SOON", "quantity": 1}
        shop.do("hold", holds=[{"key": f"h-{n}", "expires_in": 60, "lines": [line]}])
    shop.wait(1)
    shop.do("expire", products=[{"sku": "SOON"}])
    assert figures(shop, "SOON")["accepts"] < before
