"""The buyer's morning: what to buy and why, approved after a look, put aside, called off."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.purchasing import limits
from tests.web.conftest import LOOKS
from tests.web.desk import buy, place, statements, text, through

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    from tests.web.conftest import Visitor

pytestmark = pytest.mark.usefixtures("company")
STATES = "SELECT state FROM proposal ORDER BY id"


@pytest.fixture
def wanted(company: None, verb: Callable[..., Any]) -> str:
    """Sell 6 mugs that nobody has; the potter sells them by the dozen, for 100.00 at least."""
    item = {"supplier": "S1", "sku": "MUG", "moq": 24, "multiple": 12}
    verb("set_supplier_items", supplier_items=[item])
    verb("set_suppliers", suppliers=[{"code": "S1", "min_order_value": 10_000}])
    order: str = place(verb, "web-1", 16)["order"]
    verb("propose")
    return order


def test_the_page_says_what_to_buy_and_why(web: Callable[..., Client], wanted: str) -> None:
    page = text(web("buyer").get("/buying"))
    assert "Potter → MAIN €96.00" in page
    assert "€4.00 below the minimum of €100.00" in page
    assert "6 backordered for 1 customer" in page
    assert wanted not in page
    assert "Nothing is proposed." in text(web("buyer").get("/buying?supplier=S2"))


@pytest.mark.usefixtures("wanted")
def test_what_is_ticked_is_approved_after_a_look(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    fields = {"key": "b-1", "proposal": ["PP-000001"], "quantity-PP-000001": "36"}
    seen, done = through(web("buyer"), "/buying", fields)
    assert "36 \N{MULTIPLICATION SIGN} MUG" in text(seen)
    assert done["Location"] == "/buying"
    assert conn.execute(STATES).fetchall() == [("approved",)]
    bought = "SELECT ordered::int FROM purchase_line ORDER BY id DESC LIMIT 1"
    assert conn.execute(bought).fetchall() == [(36,)]
    assert "Nothing is proposed." in text(web("buyer").get("/buying"))


@pytest.mark.usefixtures("wanted")
def test_a_proposal_is_put_aside_until_a_day(
    web: Callable[..., Client], conn: psycopg.Connection[Any], verb: Callable[..., Any]
) -> None:
    fields = {"key": "b-2", "proposal": "PP-000001", "deed": "dismiss", "reason": "They asked."}
    client = web("buyer")
    assert "Say until when" in text(client.post("/buying", fields))
    assert client.post("/buying", {**fields, "until": "2100-01-01"})["Location"] == "/buying"
    assert conn.execute(STATES).fetchall() == [("dismissed",)]
    assert verb("propose")["dismissed"] == 1
    assert conn.execute(STATES).fetchall() == [("dismissed",)]


@pytest.mark.usefixtures("wanted")
def test_who_may_not_buy_sees_and_changes_nothing(web: Callable[..., Client]) -> None:
    fields = {"key": "b-3", "proposal": "PP-000001"}
    assert "Show what approving means" not in text(web("reader").get("/buying"))
    assert web("reader").post("/buying", fields).status_code == 403
    assert web("reader").post("/buying/refresh").status_code == 403
    assert web("buyer").post("/buying/refresh")["Location"] == "/buying"
    assert "Tick what is to be decided." in text(web("buyer").post("/buying", {"key": "b-4"}))


def test_drafts_and_currencies_are_told_apart(
    web: Callable[..., Client], conn: psycopg.Connection[Any], verb: Callable[..., Any]
) -> None:
    """What is above the limit is not ordered; each purchase has its own currency."""
    limits.save(conn, "EUR", {"buyer": 2500}, now=datetime.now(UTC), by="ada")
    verb("set_suppliers", suppliers=[{"code": code, "name": code} for code in ("S2", "S3")])
    verb("set_products", products=[{"sku": "PAN"}, {"sku": "CUP", "currency": "USD"}])
    items = [
        {"supplier": "S2", "sku": "PAN", "lead_time_days": 4, "unit_cost": 300},
        {"supplier": "S3", "sku": "CUP", "lead_time_days": 4, "unit_cost": 200},
    ]
    verb("set_supplier_items", supplier_items=items)
    place(verb, "web-1", 3, sku="PAN")
    place(verb, "web-2", 3, sku="CUP")
    verb("propose")
    names = [f"PP-{row[0]:06d}" for row in conn.execute("SELECT id FROM proposal ORDER BY id")]
    client = web("buyer")
    seen, done = through(client, "/buying", {"key": "b-6", "proposal": names})
    preview = text(seen).partition("If you approve this")[2].partition("Approve Back")[0]
    assert "S2 €9.00 3" in preview
    assert "S3 $6.00 above your limit: a draft 3" in preview
    page = text(client.get(done["Location"]))
    stages = dict(conn.execute(
        "SELECT v.code, 'PO-' || lpad(o.id::text, 6, '0') FROM purchase_order o"
        " JOIN supplier v ON v.id = o.supplier_id"
    ).fetchall())  # fmt: skip
    assert f"Ordered: {stages['S2']}." in page
    assert f"Above your limit, and drafts until somebody approves them: {stages['S3']}." in page


def test_what_is_needed_no_more_is_taken_off(
    web: Callable[..., Client], conn: psycopg.Connection[Any], verb: Callable[..., Any]
) -> None:
    name = buy(verb, 30)
    verb("set_products", products=[{"sku": "MUG", "buying": "on_demand"}])
    verb("propose")
    client = web("buyer")
    assert "30 of 30" in text(client.get("/buying"))
    number = conn.execute("SELECT id FROM proposal WHERE kind = 'surplus'").fetchone()
    assert number is not None
    seen, _ = through(client, "/buying", {"key": "b-5", "proposal": f"PP-{number[0]:06d}"})
    assert "These units are taken off the purchases." in text(seen)
    left = "SELECT quantity FROM supply WHERE name = %(name)s"
    assert conn.execute(left, {"name": f"{name}/1"}).fetchall() == [(0,)]


def test_delays_that_cost_most_stand_on_top(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    buy(verb, 30)
    place(verb, "web-1", 20)
    page = text(web("buyer").get("/buying"))
    assert "Delays that cost most" in page
    assert "SO-000001" in page


def test_statements_do_not_grow_with_rows(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    client = web()
    place(verb, "web-0", 11)
    verb("propose")
    few = statements(client, "/buying")
    products = [{"sku": f"P{n}", "unit_price": 100} for n in range(20)]
    verb("set_products", products=products)
    items = [{"supplier": "S1", "sku": f"P{n}", "lead_time_days": 5} for n in range(20)]
    verb("set_supplier_items", supplier_items=items)
    for n in range(20):
        place(verb, f"web-{n + 1}", 3, sku=f"P{n}")
    verb("propose")
    assert statements(client, "/buying") == few
    assert few <= 8


@pytest.mark.slow
@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_page_is_fine(
    visit: Callable[..., Visitor], verb: Callable[..., Any], wanted: str, size: Any, scheme: str
) -> None:
    """With everything on it: purchases to hurry, proposals of several suppliers, a surplus."""
    assert wanted
    verb("set_suppliers", suppliers=[{"code": "S2", "name": "Weaver"}])
    verb("set_products", products=[{"sku": "PAN", "unit_price": 900}])
    items = [
        {"supplier": "S2", "sku": "MUG", "lead_time_days": 2, "unit_cost": 700},
        {"supplier": "S2", "sku": "PAN", "lead_time_days": 4, "unit_cost": 300},
        {"supplier": "S1", "sku": "PAN", "lead_time_days": 40, "unit_cost": 250},
    ]
    verb("set_supplier_items", supplier_items=items)
    line = {"sku": "PAN", "quantity": 12, "expected_on": "2026-12-20"}
    verb("order_supply", purchase_orders=[{"key": "p-9", "supplier": "S1", "lines": [line]}])
    place(verb, "web-2", 3, sku="PAN")
    policy = {"sku": "MUG", "location": "MAIN", "reorder_point": 12, "order_up_to": 30}
    policy |= {"safety_stock": 8, "lead_time_days": 10, "review_days": 7}
    verb("set_stock_policies", stock_policies=[policy])
    verb("propose")
    visitor = visit("buyer", size, scheme)
    visitor.go("/buying")
    visitor.shot("buying")
    assert visitor.axe() == []
    assert visitor.overflow() == 0
    visitor.page.get_by_role("checkbox", name="Tick MUG").first.check()
    visitor.page.get_by_role("button", name="Show what approving means").click()
    visitor.page.get_by_role("heading", name="If you approve this").wait_for()
    visitor.shot("buying-preview")
    assert visitor.axe() == []
    assert visitor.overflow() == 0
    visitor.page.get_by_role("button", name="Approve", exact=True).click()
    visitor.page.get_by_text("Ordered: PO-").wait_for()
    assert visitor.faults == []
