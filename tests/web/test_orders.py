"""Orders as pages: the list, one order, its changes with their previews, a new one by form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.selling import call, fields_of, said, seen, sell, stocked, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]

pytestmark = pytest.mark.usefixtures("company", "same_day")


def test_the_list_says_where_orders_stand(web: Callable[..., Client], conn: Conn) -> None:
    assert "No orders yet" in text_of(web().get("/orders"))
    waiting = stocked(conn)
    page = text_of(web().get("/orders"))
    assert (
        seen(page, (waiting, "web-2", "Ada", "waits for goods", "can ship", "6 on the shelf")) == []
    )
    only = text_of(web().get("/orders?status=ready"))
    assert waiting not in only
    assert "SO-000001" in only
    assert "No order is like that." in text_of(web().get("/orders?customer=nobody"))


@pytest.mark.parametrize(
    "query", ["status=x", "since=never", "cursor=abc", "format=pdf", "customer=%00"]
)
def test_the_list_takes_no_nonsense(web: Callable[..., Client], query: str) -> None:
    assert web().get(f"/orders?{query}").status_code in {200, 400}


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_the_list_is_a_file_too(web: Callable[..., Client], conn: Conn, format_: str) -> None:
    stocked(conn)
    answer = web().get(f"/orders?format={format_}")
    assert answer.status_code == 200
    assert f"order-book.{format_}" in answer["Content-Disposition"]
    assert format_ == "xlsx" or b"SO-000002,web-2" in answer.content


def test_an_order_shows_lines_promises_and_history(web: Callable[..., Client], conn: Conn) -> None:
    order = stocked(conn)
    call(conn, "ship", shipments=[{"key": "s-1", "order": order}])
    call(conn, "cancel", cancellations=[{"order": "web-2", "lines": [{"sku": "POT"}]}], key="c-1")
    page = text_of(web().get(f"/orders/{order}"))
    wanted = ("6 shipped", "6 waiting", "PO-000001/1", "Parcel left", "Units cancelled",
              "1 of POT cancelled", "Order accepted", "6 of MUG told for", "Ada")  # fmt: skip
    assert seen(page, wanted) == []
    assert web().get("/orders/web-2").status_code == 200  # by its key
    assert web().get("/orders/SO-000099").status_code == 404
    assert web().get("/orders/a%00b").status_code == 404


def test_cancelling_what_waits_is_previewed(web: Callable[..., Client], conn: Conn) -> None:
    order = stocked(conn)
    client = web("service")
    address = f"/orders/{order}"
    preview = client.post(address, {"do": "cancel", "what": "waiting"})
    assert "Cancel what waits of SO-000002" in text_of(preview)
    assert "6 waiting" in text_of(client.get(address))  # nothing happened yet
    done = client.post(address, fields_of(preview))
    assert (done.status_code, done["Location"]) == (302, address)
    page = text_of(client.get(address))
    assert "waiting" not in page.split("Lines")[1].split("History")[0].replace("waits", "")
    assert "6 on the shelf" in page
    client.post(address, fields_of(preview))  # the same form again
    assert text_of(client.get(address)).count("Units cancelled") == 1


def test_what_is_cancelled_serves_others(web: Callable[..., Client], conn: Conn) -> None:
    stocked(conn)
    sell(conn, "web-3", ("MUG", 2))
    preview = text_of(web().post("/orders/web-1", {"do": "cancel", "what": "all"}))
    assert seen(preview, ("Served from the shelf by this", "SO-000002 MUG 4")) == []


def test_some_units_of_a_line_can_be_cancelled(web: Callable[..., Client], conn: Conn) -> None:
    order = stocked(conn)
    form = {"do": "cancel", "what": "lines", "sku": ["MUG", "POT"], "less": ["3", ""]}
    preview = web().post(f"/orders/{order}", form)
    web().post(f"/orders/{order}", fields_of(preview))
    assert "3 of MUG cancelled" in text_of(web().get(f"/orders/{order}"))


def test_quantities_days_and_the_way_it_ships_change(
    web: Callable[..., Client], conn: Conn
) -> None:
    order = stocked(conn)
    form = {"do": "change", "sku": ["MUG"], "quantity": ["14"], "requested_on": [""],
            "ship": "complete", "wait_until": "2026-12-20"}  # fmt: skip
    preview = web("service").post(f"/orders/{order}", form)
    assert "Everything leaves in one parcel" in text_of(preview)
    web("service").post(f"/orders/{order}", fields_of(preview))
    page = text_of(web().get(f"/orders/{order}"))
    assert seen(page, ("in one parcel", "20 Dec 2026", "Order changed")) == []
    row = conn.execute("SELECT sum(ordered) FROM order_line WHERE order_id = 2").fetchone()
    assert row == (15,)  # fourteen mugs and a pot


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"do": "change"}, "Nothing is different"),
        ({"do": "change", "wait_until": "soon"}, "is a day such as"),
        ({"do": "change", "sku": "MUG", "quantity": "-1", "requested_on": ""}, "is a whole number"),
        ({"do": "cancel", "what": "lines", "sku": "MUG", "less": ""}, "Say how many units"),
        ({"do": "burn"}, "does not say what to do"),
        ({}, "does not say what to do"),
        ({"do": "release", "back": "//evil.example"}, ""),
    ],
)
def test_a_form_at_fault_changes_nothing(
    web: Callable[..., Client], conn: Conn, form: dict[str, str], why: str
) -> None:
    order = stocked(conn)
    before = conn.execute("SELECT count(*) FROM journal").fetchone()
    answer = web().post(f"/orders/{order}", form)
    assert conn.execute("SELECT count(*) FROM journal").fetchone() == before
    if why:
        client = web()
        assert client.post(f"/orders/{order}", form)["Location"] == f"/orders/{order}"
        assert why in said(client, f"/orders/{order}")
    else:
        assert 'href="//evil' not in answer.content.decode()


@pytest.mark.parametrize("role", ["reader", "buyer", "warehouse"])
def test_who_may_not_change_orders_is_refused(
    web: Callable[..., Client], conn: Conn, role: str
) -> None:
    order = stocked(conn)
    client = web(role)
    page = client.get(f"/orders/{order}").content.decode()
    assert 'value="cancel"' not in page
    client.post(f"/orders/{order}", {"do": "cancel", "what": "all", "sure": "1", "key": "k"})
    assert "6 waiting" in text_of(client.get(f"/orders/{order}"))
    assert client.get("/orders/new").status_code == 403


def test_an_order_is_released_to_pick_and_recalled(web: Callable[..., Client], conn: Conn) -> None:
    order = stocked(conn)
    client = web("warehouse")
    client.post(f"/orders/{order}", fields_of(client.post(f"/orders/{order}", {"do": "release"})))
    page = text_of(client.get(f"/orders/{order}"))
    assert seen(page, ("being picked", "Recall from picking…")) == []
    assert "Release to pick…" not in page
    back = client.post(f"/orders/{order}", {"do": "release", "back_again": "1"})
    client.post(f"/orders/{order}", fields_of(back))
    assert "being picked" not in text_of(client.get(f"/orders/{order}"))


CART = {"customer": "C9", "customer_name": "Bo", "sku": ["MUG", ""], "quantity": ["14", ""],
        "unit_price": ["11,90", ""], "requested_on": ["", ""], "ship": "as_available"}  # fmt: skip


def test_a_new_order_is_promised_on_trial_first(web: Callable[..., Client], conn: Conn) -> None:
    client = web("service")
    tried = text_of(client.post("/orders/new", {**CART, "do": "check", "key": "k-1"}))
    assert (
        seen(tried, ("What can be promised", "on the shelf", "backorder", "Place the order")) == []
    )
    assert conn.execute("SELECT count(*) FROM sales_order").fetchone() == (0,)
    placed = client.post("/orders/new", {**CART, "do": "place", "key": "k-1"})
    assert placed["Location"].startswith("/orders/SO-")
    again = client.post("/orders/new", {**CART, "do": "place", "key": "k-1"})
    assert again["Location"] == placed["Location"]
    assert conn.execute("SELECT unit_price FROM order_line").fetchall() == [(1190,)]
    assert (
        seen(text_of(client.get(placed["Location"])), ("10 on the shelf", "4 waiting", "Bo")) == []
    )


def test_a_refusal_is_said_with_its_reason(web: Callable[..., Client], conn: Conn) -> None:
    call(conn, "set_policies", policies=[{"scope": "product", "match": "MUG", "mode": "deny"}])
    for do in ("check", "place"):
        page = text_of(web().post("/orders/new", {**CART, "do": do, "key": "k"}))
        assert seen(page, ("This cannot be promised", "MUG is not sold ahead of stock")) == []
        assert "Place the order" not in page


@pytest.mark.parametrize(
    "form",
    [
        {"do": "check"},
        {"do": "check", "sku": "MUG"},
        {"do": "check", "sku": "MUG", "quantity": "many"},
        {"do": "place", "sku": "MUG", "quantity": "1", "unit_price": "1.234"},
        {"do": "place", "sku": "MUG", "quantity": "1", "wait_until": "2026-13-01"},
        {"do": "place", "sku": "MUG\x00", "quantity": "1"},
        {"do": "quote", "sku": "MUG", "quantity": "0"},
        {"do": "place", "sku": "MUG", "quantity": "1", "currency": "euro"},
    ],
)
def test_a_new_order_at_fault_is_kept_in_the_form(
    web: Callable[..., Client], conn: Conn, form: dict[str, str]
) -> None:
    answer = web().post("/orders/new", form)
    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()
    assert conn.execute("SELECT count(*) FROM sales_order").fetchone() == (0,)
    assert conn.execute("SELECT count(*) FROM hold").fetchone() == (0,)


def test_a_cart_is_held_as_a_quote_and_becomes_an_order(
    web: Callable[..., Client], conn: Conn
) -> None:
    client = web("service")
    assert "No quote is open" in text_of(client.get("/orders/quotes"))
    client.post("/orders/new", {**CART, "do": "quote", "key": "q-1"})
    client.post("/orders/new", {**CART, "do": "quote", "key": "q-2"})
    assert seen(text_of(client.get("/orders/quotes")), ("QT-000001", "14 MUG", "C9")) == []
    client.post("/orders/quotes/withdraw", {"hold": "QT-000002", "key": "w"})
    confirmed = client.post("/orders/quotes/confirm", {"hold": "QT-000001", "key": "c"})
    assert confirmed["Location"] == "/orders/SO-000001"
    assert "Quote confirmed" in text_of(client.get("/orders/SO-000001"))
    assert "No quote is open" in text_of(client.get("/orders/quotes"))
    assert (
        client.post("/orders/quotes/confirm", {"hold": "QT-000009"})["Location"] == "/orders/quotes"
    )
    assert web("reader").post("/orders/quotes/confirm", {"hold": "x"}).status_code == 403


def test_more_lines_can_be_asked_for(web: Callable[..., Client]) -> None:
    page = web().post("/orders/new", {**CART, "do": "more"}).content.decode()
    assert page.count('name="sku"') == 7
    prefilled = web().get("/orders/new?sku=POT&quantity=2").content.decode()
    assert 'value="POT"' in prefilled
