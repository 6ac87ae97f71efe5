"""To buy: why, from whom, how many at least, and the order with what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.desk import hidden, place, statements, text, through

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")
BOUGHT = (
    "SELECT p.sku, l.ordered::int FROM purchase_line l JOIN product p ON p.id = l.product_id"
    " ORDER BY l.id"
)


@pytest.fixture
def wanted(verb: Callable[..., Any]) -> list[str]:
    """Sell 6 mugs and 3 pots that nobody has; the potter sells mugs by the dozen, 24 at least."""
    item = {"supplier": "S1", "sku": "MUG", "moq": 24, "multiple": 12}
    verb("set_supplier_items", supplier_items=[item])
    mugs = place(verb, "web-1", 16)["order"]
    pots = place(verb, "web-2", 3, sku="POT")["order"]
    return [mugs, pots]


def names(conn: psycopg.Connection[Any]) -> dict[str, str]:
    """Return the suggestions by SKU."""
    rows = conn.execute(
        "SELECT p.sku, s.name FROM supply s JOIN product p ON p.id = s.product_id"
        " WHERE s.kind = 'planned' AND s.quantity > 0"
    )
    return dict(rows.fetchall())


def test_the_page_says_why_and_how_many(web: Callable[..., Client], wanted: list[str]) -> None:
    page = text(web("buyer").get("/suggestions"))
    assert "Potter → MAIN 9 units promised · cost €123.00 · sold for €192.00" in page
    assert f"MUG Mug {wanted[0]} 1 customer" in page
    assert "6 24 / 12 €4.00 10 days" in page
    assert "Nothing is to be bought." in text(web("buyer").get("/suggestions?supplier=S2"))


def test_suggestions_are_ordered_as_they_stand(
    web: Callable[..., Client], conn: psycopg.Connection[Any], wanted: list[str]
) -> None:
    found = names(conn)
    fields = {"key": "b-1", "suggestion": [found["MUG"], found["POT"]]}
    seen, done = through(web("buyer"), "/suggestions", fields)
    shown = text(seen)
    assert "24 \N{MULTIPLICATION SIGN} MUG" in shown
    assert all(order in shown for order in wanted)
    assert "/purchase-orders/PO-" in done["Location"]
    assert conn.execute(BOUGHT).fetchall() == [("MUG", 24), ("POT", 3)]
    again = web("buyer").post("/suggestions", hidden(seen))
    assert again["Location"] == done["Location"]
    assert len(conn.execute(BOUGHT).fetchall()) == 2
    assert "Nothing is to be bought." in text(web("buyer").get("/suggestions"))


def test_a_quantity_is_raised(
    web: Callable[..., Client], conn: psycopg.Connection[Any], wanted: list[str]
) -> None:
    found = names(conn)
    fields = {"key": "b-2", "suggestion": found["MUG"], f"quantity-{found['MUG']}": "48"}
    seen, done = through(web("buyer"), "/suggestions", fields)
    assert wanted[0] in text(seen)
    assert done.status_code == 302
    assert conn.execute(BOUGHT).fetchall() == [("MUG", 48)]
    assert list(names(conn)) == ["POT"]  # the mugs' promise moved to the purchase


def test_what_cannot_be_ordered_says_why(
    web: Callable[..., Client], conn: psycopg.Connection[Any], wanted: list[str]
) -> None:
    mug = names(conn)["MUG"]
    client = web("buyer")
    for fields, said in (
        ({}, "Tick what is to be ordered."),
        ({"suggestion": mug, f"quantity-{mug}": "5"}, "order at least that many"),
        ({"suggestion": mug, f"quantity-{mug}": "x"}, "is not a whole number"),
        ({"suggestion": "PS-999999"}, "There is no suggestion PS-999999"),
    ):
        answer = client.post("/suggestions", {"key": "b-3", **fields})
        assert answer.status_code in {404, 422}
        assert said in text(answer)
    assert conn.execute(BOUGHT).fetchall() == []


def test_only_buyers_order(
    web: Callable[..., Client], conn: psycopg.Connection[Any], wanted: list[str]
) -> None:
    fields = {"key": "b-4", "suggestion": names(conn)["MUG"], "step": "do"}
    for role in ("warehouse", "service", "reader"):
        assert "Show what ordering means" not in text(web(role).get("/suggestions"))
        assert web(role).post("/suggestions", fields).status_code == 403
    assert conn.execute(BOUGHT).fetchall() == []


def test_suppliers_show_what_they_offer_and_how_they_keep_their_days(
    web: Callable[..., Client], verb: Callable[..., Any], wanted: list[str]
) -> None:
    line = {"sku": "MUG", "quantity": 10}
    order = {"key": "p", "supplier": "S1", "expected_on": "2026-11-01", "lines": [line]}
    (answer,) = verb("order_supply", purchase_orders=[order])["purchase_orders"]
    receipt = {"key": "r", "purchase_order": answer["purchase_order"]}
    verb("receive", receipts=[{**receipt, "lines": [{"sku": "MUG", "quantity": 4}]}])
    assert "S1 Potter 2 1 6 €24.00 0 %" in text(web("reader").get("/suppliers"))
    page = text(web("reader").get("/suppliers/S1"))
    assert "MUG Mug €4.00 24 12 10 days 100 6" in page
    assert answer["purchase_order"] in page
    assert "Edit" not in page
    assert web("reader").get("/suppliers/S9").status_code == 404


def test_an_item_is_edited(web: Callable[..., Client], conn: psycopg.Connection[Any]) -> None:
    client = web("buyer")
    path = "/suppliers/item?supplier=S1&sku=MUG"
    assert b'value="4.00"' in client.get(path).content
    fields = {"supplier": "S1", "sku": "MUG", "unit_cost": "4,25", "lead_time_days": "7"}
    answer = client.post("/suppliers/item", {"key": "i-1", "moq": "6", **fields})
    assert answer["Location"] == "/suppliers/S1"
    found = "SELECT unit_cost::int, lead_time_days, moq::int FROM supplier_item ORDER BY id LIMIT 1"
    assert conn.execute(found).fetchone() == (425, 7, 6)
    for wrong in ({"unit_cost": "a lot"}, {"unit_cost": "1.234"}, {"moq": "0"}, {"sku": "NONE"}):
        refused = client.post("/suppliers/item", {"key": "i-2", **fields, **wrong})
        assert refused.status_code in {400, 404, 422}
    assert conn.execute(found).fetchone() == (425, 7, 6)
    assert web("warehouse").post("/suppliers/item", fields).status_code == 403


def test_a_supplier_is_written_down(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    new = {"key": "s-1", "code": "S2", "name": "Weaver", "email": "w@example.com"}
    assert web("buyer").post("/suppliers/save", new)["Location"] == "/suppliers/S2"
    row = conn.execute("SELECT name, email FROM supplier WHERE code = 'S2'").fetchone()
    assert row == ("Weaver", "w@example.com")
    nameless = web("buyer").post("/suppliers/save", {"key": "s-2", "code": ""}, follow=True)
    assert 'class="error"' in nameless.content.decode()
    assert web("reader").post("/suppliers/save", new).status_code == 403


def test_statements_do_not_grow_with_rows(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    client = web()
    place(verb, "web-0", 11)
    paths = ["/suggestions", "/suppliers", "/suppliers/S1"]
    few = [statements(client, path) for path in paths]
    products = [{"sku": f"P{n}", "name": f"P{n}", "unit_price": 100} for n in range(20)]
    verb("set_products", products=products)
    items = [{"supplier": "S1", "sku": f"P{n}", "lead_time_days": 5} for n in range(20)]
    verb("set_supplier_items", supplier_items=items)
    for n in range(20):
        place(verb, f"web-{n + 1}", 3, sku=f"P{n}")
    assert [statements(client, path) for path in paths] == few
    assert max(few) <= 8
