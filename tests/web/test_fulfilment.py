"""Fulfilment: what can leave, waves, pick lists, packing and parcels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.desk import hidden, place, statements, text, through

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")
SHIPPED = "SELECT coalesce(sum(shipped), 0)::int FROM order_line"


def test_an_order_that_ships_complete_waits_for_all_of_it(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    some = place(verb, "web-1", 4)["order"]
    whole = place(verb, "web-2", 8, ship="complete")["order"]
    page = text(web("warehouse").get("/fulfilment"))
    assert (some in page, whole in page) == (True, False)
    verb("cancel", cancellations=[{"order": some}])
    assert whole in text(web("warehouse").get("/fulfilment"))


def test_an_order_asked_for_later_is_not_listed_yet(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    place(verb, "web-1", 4, wait_until="2099-01-01")
    assert "No order can ship now." in text(web("warehouse").get("/fulfilment"))


def test_a_wave_is_picked_packed_and_shipped(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    first, second = place(verb, "web-1", 4)["order"], place(verb, "web-2", 3)["order"]
    client = web("warehouse")
    fields = {"key": "w-1", "order": [first, second]}
    seen, done = through(client, "/fulfilment/waves", fields)
    assert f"MAIN MUG 7 {first} (4), {second} (3)" in text(seen)
    assert done["Location"] == "/fulfilment/waves/w-1"
    assert f"MAIN MUG Mug 7 {first} (4), {second} (3)" in text(client.get("/fulfilment/waves/w-1"))
    assert f"MAIN MUG Mug 7 {first} (4), {second} (3)" in text(client.get("/fulfilment/picks"))
    slips = client.get("/fulfilment/waves/w-1?slips=1")
    assert slips.content.count(b'class="barcode"') == 2
    assert b"style=" not in slips.content
    picking = text(client.get("/fulfilment/picking"))
    assert (first in picking, second in picking) == (True, True)
    packing = f"/fulfilment/pack/{first}"
    assert b'value="4"' in client.get(packing).content
    sent = {"key": "s-1", "quantity-MUG": "3"}
    left = client.post(packing, sent)
    assert client.post(packing, sent)["Location"] == left["Location"]
    assert conn.execute(SHIPPED).fetchone() == (3,)
    parcel = text(client.get(left["Location"]))
    assert "MUG Mug MAIN 3 1 unit of this order follows later." in parcel
    assert first in text(client.get("/fulfilment/shipped"))


def test_a_wave_is_recalled(web: Callable[..., Client], verb: Callable[..., Any]) -> None:
    order = place(verb, "web-1", 4)["order"]
    client = web("warehouse")
    through(client, "/fulfilment/waves", {"key": "w-1", "order": [order]})
    assert "No order can ship now." in text(client.get("/fulfilment"))
    answer = client.post("/fulfilment/recall", {"key": "w-2", "order": [order]}, follow=True)
    assert "1 order is recalled." in text(answer)
    assert order in text(client.get("/fulfilment"))
    answer = client.post("/fulfilment/recall", {"key": "w-3", "order": [order]}, follow=True)
    assert "is released to pick" in text(answer)  # nothing of it is


@pytest.mark.parametrize("orders", [[], ["SO-999999"], ["nonsense"]])
def test_a_wave_of_nothing_is_refused(web: Callable[..., Client], orders: list[str]) -> None:
    for path in ("/fulfilment/waves", "/fulfilment/recall"):
        fields = {"key": "w-1", "order": orders, "step": "do"}
        answer = web("warehouse").post(path, fields, follow=True)
        assert answer.status_code == 200
        assert 'class="error"' in answer.content.decode()


def test_a_parcel_holds_what_is_allocated_only(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    order = place(verb, "web-1", 14)["order"]
    client = web("warehouse")
    packing = f"/fulfilment/pack/{order}"
    assert "not released to pick" in text(client.get(packing))
    for units, status in (("11", 422), ("", 422), ("x", 422), ("-1", 400), ("0", 422)):
        answer = client.post(packing, {"key": f"s-{units}", "quantity-MUG": units})
        assert answer.status_code == status, text(answer)
    assert conn.execute(SHIPPED).fetchone() == (0,)
    complete = place(verb, "web-2", 2, ship="complete")["order"]
    assert "Nothing of this order can ship now." in text(client.get(f"/fulfilment/pack/{complete}"))


def test_a_scanned_order_is_packed(web: Callable[..., Client], verb: Callable[..., Any]) -> None:
    order = place(verb, "web-1", 4)["order"]
    client = web("warehouse")
    for scan in (order, order.lower(), "web-1"):
        answer = client.get("/fulfilment", {"scan": scan})
        assert answer["Location"] == f"/fulfilment/pack/{order}"
    assert "is no order that is known" in text(client.get("/fulfilment", {"scan": "MUG"}))
    assert client.get("/fulfilment/pack/SO-999999").status_code == 404
    assert client.get("/shipments/SH-999999").status_code == 404
    assert client.get("/fulfilment/waves/none").status_code == 404


@pytest.mark.parametrize("role", ["buyer", "service", "reader"])
def test_who_may_not_ship_is_refused(
    web: Callable[..., Client], verb: Callable[..., Any], role: str
) -> None:
    order = place(verb, "web-1", 4)["order"]
    client = web(role)
    assert client.get("/fulfilment").status_code == 200
    assert "Make a wave" not in text(client.get("/fulfilment"))
    wave = {"key": "w", "order": [order], "step": "do"}
    assert client.post("/fulfilment/waves", wave).status_code == 403
    assert client.post("/fulfilment/recall", wave).status_code == 403
    assert client.get(f"/fulfilment/pack/{order}").status_code == 403


def test_statements_do_not_grow_with_rows(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    client = web("warehouse")
    verb(
        "count",
        counts=[{"key": "c", "location": "MAIN", "lines": [{"sku": "MUG", "quantity": 500}]}],
    )
    orders = [place(verb, "web-0", 2)["order"]]
    through(client, "/fulfilment/waves", {"key": "w-0", "order": orders})
    paths = ["/fulfilment", "/fulfilment/picking", "/fulfilment/picks", "/fulfilment/picks?slips=1"]
    few = [statements(client, path) for path in paths]
    orders += [place(verb, f"web-{n}", 2)["order"] for n in range(1, 25)]
    seen = client.post("/fulfilment/waves", {"key": "w-1", "order": orders[1:20]})
    assert client.post("/fulfilment/waves", hidden(seen)).status_code == 302
    assert [statements(client, path) for path in paths] == few
    assert max(few) <= 8
