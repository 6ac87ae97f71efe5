"""Products and customers as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.conftest import NOW
from tests.web.selling import call, said, seen, stocked, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]

pytestmark = pytest.mark.usefixtures("company", "same_day")


def test_the_list_counts_what_is_there_and_what_waits(
    web: Callable[..., Client], conn: Conn
) -> None:
    stocked(conn)
    page = text_of(web("reader").get("/products"))
    assert (
        seen(
            page,
            (
                "MUG Mug backordered 10 10 0 8 4 Dec 2026 6 €12.50",
                "POT =Teapot backordered 0 0 0 0",
            ),
        )
        == []
    )
    assert "MUG" not in text_of(web().get("/products?state=in_stock")).split("Filter")[1]
    assert web().get("/products?format=csv").content.count(b"\n") == 3
    assert "New product" not in page


def test_a_product_shows_its_states_pegs_and_rules(web: Callable[..., Client], conn: Conn) -> None:
    order = stocked(conn)
    rules = [{"scope": "default", "mode": "allow"},
             {"scope": "product", "match": "MUG", "mode": "allow", "cap": 40},
             {"scope": "channel", "match": "edi", "mode": "deny"}]  # fmt: skip
    call(conn, "set_policies", policies=rules)
    call(conn, "set_substitutes", substitutes=[{"sku": "MUG", "substitute": "POT", "rank": 2}])
    page = text_of(web("reader").get("/products/MUG"))
    wanted = ("On hand 10 10 allocated", "Incoming 8 next on 4 Dec 2026", "Backordered 6",
              f"{order}/1", "PO-000001/1 Potter 4 Dec 2026 8 6 2", "rule of this product counts",
              "at most 40 backordered", "for orders of the channel edi", "Potter asked first",
              "10 days", "declared it, rank 2", "count", "Projected balance")  # fmt: skip
    assert seen(page, wanted) == []
    assert web().get("/products/NONE").status_code == 404
    assert web().get("/products/a%00b").status_code == 404


def test_the_balance_is_supplies_less_promises(conn: Conn) -> None:
    from backorder.app.pages import product, product_facts  # noqa: PLC0415 (once Django is set up)

    stocked(conn)
    facts = product_facts.read(conn, "MUG", NOW)
    shelf, free = product.balance(facts).series
    days = {1: (10.0, 0.0)}
    assert (shelf.values[0], free.values[0]) == days[1]
    assert (shelf.values[-1], free.values[-1]) == (2.0, 2.0)
    assert max(v for v in free.values if v is not None) == 2.0


def test_a_product_is_changed_and_made(web: Callable[..., Client], conn: Conn) -> None:
    client = web("buyer")
    form = {"do": "product", "name": "Big mug", "category": "kitchen", "unit_price": "13,90",
            "unit_cost": "4.5", "discontinued": "1", "key": "k-1"}  # fmt: skip
    assert client.post("/products/MUG", form)["Location"] == "/products/MUG"
    row = conn.execute(
        "SELECT name, unit_price, unit_cost, discontinued FROM product WHERE sku = 'MUG'"
    ).fetchone()
    assert row == ("Big mug", 1390, 450, True)
    made = client.post(
        "/products/new", {"sku": "CUP", "name": "Cup", "currency": "EUR", "unit_price": "7"}
    )
    assert made["Location"] == "/products/CUP"
    client.post("/products/MUG", {"do": "substitute", "substitute": "CUP", "rank": "1"})
    assert "CUP Cup declared" in text_of(client.get("/products/MUG"))


@pytest.mark.parametrize(
    "form",
    [
        {"do": "product", "name": ""},
        {"do": "product", "name": "Mug", "unit_price": "dear"},
        {"do": "substitute", "substitute": "NONE"},
        {"do": "substitute", "substitute": "MUG"},
        {"do": "substitute", "substitute": "POT", "rank": "-3"},
    ],
)
def test_a_product_form_at_fault_changes_nothing(
    web: Callable[..., Client], conn: Conn, form: dict[str, str]
) -> None:
    client = web()
    before = conn.execute("SELECT count(*) FROM journal").fetchone()
    client.post("/products/MUG", form)
    assert conn.execute("SELECT count(*) FROM journal").fetchone() == before
    assert said(client, "/products/MUG")


@pytest.mark.parametrize("role", ["reader", "service", "warehouse"])
def test_who_may_not_change_products_is_refused(
    web: Callable[..., Client], conn: Conn, role: str
) -> None:
    client = web(role)
    client.post("/products/MUG", {"do": "product", "name": "Mine"})
    assert conn.execute("SELECT name FROM product WHERE sku = 'MUG'").fetchone() == ("Mug",)
    assert client.get("/products/new").status_code == 403


def test_customers_are_listed_with_what_waits(web: Callable[..., Client], conn: Conn) -> None:
    stocked(conn)
    page = text_of(web("reader").get("/customers"))
    assert seen(page, ("Ada C7 c7@example.com", "2 2 7")) == []
    assert "No customer is like that." in text_of(web().get("/customers?class=none"))


def test_a_customer_shows_orders_and_what_waits(web: Callable[..., Client], conn: Conn) -> None:
    order = stocked(conn)
    page = text_of(web("reader").get("/customers/C7"))
    assert seen(page, ("Ada", f"{order}/1", "SO-000001", "can ship", "What waits")) == []
    assert web().get("/customers/C404").status_code == 404
    client = web("service")
    client.post(
        "/customers/C7", {"name": "Ada L.", "class": "gold", "email": "a@example.com", "key": "k"}
    )
    row = conn.execute(
        "SELECT name, customer_class, email FROM customer WHERE ref = 'C7'"
    ).fetchone()
    assert row == ("Ada L.", "gold", "a@example.com")
    web("reader").post("/customers/C7", {"name": "No"})
    assert "Ada L." in text_of(client.get("/customers/C7"))
