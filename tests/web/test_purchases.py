"""Purchase orders: written, slipped and cancelled, with what it means read before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.desk import buy, hidden, place, statements, text, through

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")


@pytest.mark.usefixtures("same_day")
def test_a_slipped_day_is_read_before_it_is_done(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    purchase = buy(verb, 20)
    order = place(verb, "web-1", 14)["order"]
    path = f"/purchase-orders/{purchase}/change"
    seen = web("buyer").post(path, {"key": "k-1", "expected_on": "2026-12-18"})
    shown = text(seen)
    assert (seen.status_code, order in shown, "Ada" in shown) == (200, True, True)
    assert "Customers 1 Units 4 Worth €50.00 Worst slip 10 days" in shown
    supply = "SELECT available_on::text FROM supply WHERE kind = 'purchase'"
    assert conn.execute(supply).fetchone() == ("2026-12-08",)  # only looked at
    done = web("buyer").post(path, hidden(seen))
    assert (done.status_code, done["Location"]) == (302, f"/purchase-orders/{purchase}")
    assert conn.execute(supply).fetchone() == ("2026-12-18",)
    page = text(web("reader").get(f"/purchase-orders/{purchase}"))
    assert "New day: 18 Dec 2026" in page
    assert "buyer@example.com" in page
    assert "Change or cancel" not in page


def test_a_form_sent_twice_is_carried_out_once(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    path = "/purchase-orders/new"
    fields = {"key": "k-2", "supplier": "S1", "sku-0": "MUG", "quantity-0": "24"}
    seen, first = through(web("buyer"), path, fields)
    assert "24 \N{MULTIPLICATION SIGN} MUG" in text(seen)
    second = web("buyer").post(path, hidden(seen))
    assert first["Location"] == second["Location"]
    assert first["Location"].startswith("/purchase-orders/PO-")
    assert conn.execute("SELECT count(*) FROM purchase_order").fetchone() == (1,)


def test_who_waits_is_shown_before_the_order_is_placed(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    order = place(verb, "web-1", 12)["order"]
    listed = text(web("buyer").get("/purchase-orders/new?supplier=S1"))
    assert "MUG Mug €4.00 1 1 10 days 0 2" in listed  # on order, promised and not ordered
    fields = {"key": "k-3", "supplier": "S1", "sku-0": "MUG", "quantity-0": "24"}
    assert order in text(web("buyer").post("/purchase-orders/new", fields))


def test_a_quantity_is_cut_and_an_order_cancelled(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    purchase = buy(verb, 20)
    place(verb, "web-1", 30)
    path = f"/purchase-orders/{purchase}/change"
    fields = {"key": "k-4", "sku": "MUG", "expected_on": "2026-12-08", "quantity": "15"}
    seen, _done = through(web(), path, fields)
    assert "Ordered in all: 15" in text(seen)
    found = "SELECT ordered, cancelled FROM purchase_line"
    assert conn.execute(found).fetchone() == (20, 5)
    seen, done = through(web(), path, {"key": "k-5", "cancel": "1"})
    assert "What is still to come is cancelled." in text(seen)
    assert done.status_code == 302
    assert conn.execute(found).fetchone() == (20, 20)
    assert "Nothing of it is still to come." in text(web().get(path))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"expected_on": "tomorrow"}, "“tomorrow” is not a day."),
        ({"quantity": "many", "sku": "MUG"}, "“many” is not a whole number."),
        ({"quantity": "-1", "sku": "MUG"}, "Expected `int` >= 0"),
        ({"expected_on": "2026-12-08"}, "says nothing new"),
        ({"expected_on": "2026-12-09", "sku": "POT"}, "Nothing of it is still to come."),
    ],
)
def test_a_wrong_change_says_why(
    web: Callable[..., Client], verb: Callable[..., Any], fields: dict[str, str], said: str
) -> None:
    purchase = buy(verb, 20)
    answer = web().post(f"/purchase-orders/{purchase}/change", {"key": "k-6", **fields})
    assert answer.status_code in {400, 404, 409, 422}
    assert said in text(answer).replace("&gt;", ">").replace("&#x27;", "'")


def test_an_empty_order_is_refused(web: Callable[..., Client]) -> None:
    answer = web("buyer").post("/purchase-orders/new", {"key": "k", "supplier": "S1"})
    assert (answer.status_code, "Say how many units" in text(answer)) == (422, True)
    unknown = {"key": "k", "supplier": "S9", "sku-0": "MUG", "quantity-0": "1"}
    assert web("buyer").post("/purchase-orders/new", unknown).status_code == 422


@pytest.mark.parametrize("role", ["warehouse", "service", "reader"])
def test_who_may_not_buy_is_refused(
    web: Callable[..., Client], verb: Callable[..., Any], role: str
) -> None:
    purchase = buy(verb, 20)
    assert web(role).get("/purchase-orders/new").status_code == 403
    change = web(role).post(f"/purchase-orders/{purchase}/change", {"cancel": "1", "step": "do"})
    assert change.status_code == 403
    assert web(role).get("/purchase-orders").status_code == 200


def test_the_lists_show_what_is_open_late_and_all(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    early, late = buy(verb, 5, on="2020-01-01"), buy(verb, 6, on="2099-01-01")
    still_open = text(web().get("/purchase-orders"))
    assert (early in still_open, late in still_open) == (True, True)
    overdue = text(web().get("/purchase-orders/late"))
    assert (early in overdue, late in overdue) == (True, False)
    assert late in text(web().get("/purchase-orders/all?supplier=S1"))
    assert "No purchase order matches." in text(web().get("/purchase-orders/all?supplier=S2"))
    file = web().get("/purchase-orders?format=csv").content.decode()
    assert file.splitlines()[1].startswith(f"{early},p-MUG-5,S1,MAIN,")
    assert web().get("/purchase-orders/PO-999999").status_code == 404


def test_statements_do_not_grow_with_rows(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    client = web()
    purchase = buy(verb, 500)
    place(verb, "web-0", 11)
    paths = ["/purchase-orders", "/purchase-orders/all", f"/purchase-orders/{purchase}"]
    few = [statements(client, path) for path in paths]
    for n in range(1, 30):
        place(verb, f"web-{n}", 3)
        buy(verb, n)
    assert [statements(client, path) for path in paths] == few
    assert max(few) <= 9
