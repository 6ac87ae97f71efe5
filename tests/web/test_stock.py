"""Stock: what lies where, what moved, corrections, transfers and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.desk import buy, hidden, place, statements, text, through

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")
ON_HAND = (
    "SELECT s.quantity::int FROM supply s JOIN product p ON p.id = s.product_id"
    " JOIN location l ON l.id = s.location_id"
    " WHERE s.kind = 'stock' AND p.sku = 'MUG' AND l.code = 'MAIN'"
)


@pytest.fixture
def shop(verb: Callable[..., Any]) -> None:
    """Open a second place."""
    verb("set_locations", locations=[{"code": "SHOP", "name": "Shop", "kind": "store"}])


def test_stock_and_movements_are_listed(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    place(verb, "web-1", 4)
    buy(verb, 20)
    client = web("reader")
    page = text(client.get("/stock"))
    assert "MUG Mug MAIN 10 4 6 20" in page
    assert "Adjust" not in page
    assert "Nothing matches." in text(client.get("/stock?location=SHOP"))
    moved = text(client.get("/stock/movements?sku=MUG&kind=count"))
    assert "MUG 10 ADJUSTMENT MAIN count" in moved
    assert "Nothing matches." in text(client.get("/stock/movements?kind=shipment"))
    assert "MAIN 1 MUG 0 → 10" in text(client.get("/stock/counts"))
    assert client.get("/stock?format=xlsx")["Content-Disposition"].endswith('.xlsx"')
    assert client.get("/stock?there=perhaps").status_code == 400


def test_an_adjustment_shows_whom_it_costs_the_units(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    order = place(verb, "web-1", 10)["order"]
    fields = {"key": "a-1", "sku": "MUG", "location": "MAIN", "quantity": "-3", "cause": "lost"}
    seen = web("warehouse").post("/stock/adjust", fields)
    assert "MUG at MAIN: 7 on hand." in text(seen)
    assert order in text(seen)
    assert conn.execute(ON_HAND).fetchone() == (10,)
    done = web("warehouse").post("/stock/adjust", hidden(seen))
    web("warehouse").post("/stock/adjust", hidden(seen))
    assert done["Location"] == "/stock"
    assert conn.execute(ON_HAND).fetchone() == (7,)
    assert conn.execute("SELECT cause FROM adjustment").fetchone() == ("lost",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"quantity": "0"}, "Say by how many units"),
        ({"quantity": "-11"}, "cannot be taken"),
        ({"quantity": "two"}, "is not a whole number"),
        ({"sku": "NONE"}, "NONE"),
        ({"location": "CUSTOMER"}, "no"),
    ],
)
def test_a_wrong_adjustment_says_why(
    web: Callable[..., Client], conn: psycopg.Connection[Any], change: dict[str, str], said: str
) -> None:
    fields = {"key": "a-2", "sku": "MUG", "location": "MAIN", "quantity": "-1", "cause": "lost"}
    answer = web("warehouse").post("/stock/adjust", fields | change)
    assert answer.status_code in {404, 409, 422}
    assert said in text(answer)
    assert conn.execute(ON_HAND).fetchone() == (10,)


@pytest.mark.usefixtures("shop")
def test_a_transfer_is_sent(web: Callable[..., Client], conn: psycopg.Connection[Any]) -> None:
    fields = {"key": "t-1", "from": "MAIN", "to": "SHOP", "expected_on": "2026-12-01"}
    line = {"sku-0": "MUG", "quantity-0": "4", "sku-1": "", "quantity-1": ""}
    seen, done = through(web("warehouse"), "/stock/transfer", fields | line)
    assert "4 \N{MULTIPLICATION SIGN} MUG MAIN → SHOP, 1 Dec 2026" in text(seen)
    assert done.status_code == 302
    assert conn.execute(ON_HAND).fetchone() == (6,)
    for wrong, said in (
        ({"quantity-0": "7"}, "cannot leave"),
        ({"to": "MAIN"}, "another place"),
        ({"quantity-0": ""}, "Say how many units"),
        ({"expected_on": ""}, "Say when"),
        ({"expected_on": "soon"}, "is not a day"),
    ):
        answer = web("warehouse").post("/stock/transfer", {**fields, "key": "t-2", **line, **wrong})
        assert answer.status_code in {409, 422}
        assert said in text(answer)
    assert conn.execute(ON_HAND).fetchone() == (6,)


def test_a_count_is_blind_and_shows_what_it_moves_before_it_is_posted(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    order = place(verb, "web-1", 9)["order"]
    client = web("warehouse")
    sheet = client.get("/stock/count?location=MAIN")
    assert "MUG Mug" in text(sheet)
    assert "10" not in text(sheet)
    fields = {"key": "c-2", "location": "MAIN", "sku-0": "MUG", "found-0": "7"}
    seen, done = through(client, "/stock/count", fields)
    assert "MUG 10 7 -3" in text(seen)
    assert order in text(seen)
    assert done["Location"] == "/stock/counts"
    assert conn.execute(ON_HAND).fetchone() == (7,)
    client.post("/stock/count", hidden(seen))
    assert conn.execute("SELECT count(*) FROM stock_count").fetchone() == (2,)
    right = client.post("/stock/count", {**fields, "key": "c-3"})
    assert "All that was counted is as the books say." in text(right)
    assert "MUG 10 → 7" in text(client.get("/stock/counts"))


def test_a_wrong_count_says_why(web: Callable[..., Client]) -> None:
    client = web("warehouse")
    for fields, said in (
        ({"sku-0": "MUG", "found-0": ""}, "Say what was found"),
        ({"sku-0": "MUG", "found-0": "some"}, "is not a whole number"),
        ({"sku-0": "NONE", "found-0": "1"}, "NONE"),
        ({"sku-0": "MUG", "found-0": "1", "sku-1": "MUG", "found-1": "2"}, "counted twice"),
    ):
        answer = client.post("/stock/count", {"key": "c-4", "location": "MAIN", **fields})
        assert answer.status_code in {404, 422}
        assert said in text(answer)
    assert "holds no such product" in text(client.get("/stock/count?location=MAIN&part=ZZ"))


@pytest.mark.parametrize("role", ["service", "reader"])
def test_who_may_not_touch_stock_is_refused(web: Callable[..., Client], role: str) -> None:
    for path in ("/stock/adjust", "/stock/transfer", "/stock/count"):
        assert web(role).get(path).status_code == 403
        assert web(role).post(path, {"step": "do"}).status_code == 403


def test_statements_do_not_grow_with_rows(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    client = web()
    paths = ["/stock", "/stock/movements", "/stock/counts", "/stock/count?location=MAIN"]
    few = [statements(client, path) for path in paths]
    skus = [f"P{n}" for n in range(30)]
    verb("set_products", products=[{"sku": sku, "unit_price": 100} for sku in skus])
    for sku in skus:
        line = {"sku": sku, "quantity": 3}
        verb("count", counts=[{"key": sku, "location": "MAIN", "lines": [line]}])
    assert [statements(client, path) for path in paths] == few
    assert max(few) <= 7
