"""Receiving: scan, say what came, see who gets it, post once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.desk import buy, hidden, place, statements, text, through

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")
ON_HAND = "SELECT coalesce(sum(quantity), 0)::int FROM supply WHERE kind = 'stock'"


@pytest.mark.parametrize("way", ["number", "small", "key"])
def test_a_scan_leads_to_the_delivery(
    web: Callable[..., Client], verb: Callable[..., Any], way: str
) -> None:
    purchase = buy(verb, 20)
    scan = {"number": purchase, "small": f" {purchase.lower()} ", "key": "p-MUG-20"}[way]
    answer = web("warehouse").get("/receiving", {"scan": scan})
    assert (answer.status_code, answer["Location"]) == (302, f"/receiving/{purchase}")


def test_a_scanned_product_leads_to_its_only_delivery_or_asks_which(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    client = web("warehouse")
    assert "Nothing of MUG is on its way." in text(client.get("/receiving", {"scan": "mug"}))
    first = buy(verb, 20)
    answer = client.get("/receiving", {"scan": "mug"})
    assert answer["Location"] == f"/receiving/{first}?sku=MUG"
    second = buy(verb, 5)
    shown = text(client.get("/receiving", {"scan": "MUG"}))
    assert (first in shown, second in shown, "Deliveries with MUG" in shown) == (True, True, True)


@pytest.mark.parametrize("scan", ["PO-999999", "%", "x" * 500, "\x00", "🫖"])
def test_an_unknown_scan_says_so(web: Callable[..., Client], scan: str) -> None:
    answer = web("warehouse").get("/receiving", {"scan": scan})
    assert answer.status_code == 200
    assert ("no purchase order" in text(answer)) is (scan != "\x00")


def test_who_gets_what_is_seen_before_it_is_posted(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    purchase = buy(verb, 20)
    first, second = place(verb, "web-1", 14)["order"], place(verb, "web-2", 9)["order"]
    path = f"/receiving/{purchase}"
    fields = {"key": "r-1", "good-MUG": "15", "damaged-MUG": "2"}
    seen = web("warehouse").post(path, fields)
    shown = text(seen)
    assert "15 good 2 damaged 3 still to come" in shown
    assert shown.index(f"{first} Ada MUG 4") < shown.index(f"{second} Ada MUG 9")
    assert "2 \N{MULTIPLICATION SIGN} MUG" in shown  # free for sale
    assert conn.execute(ON_HAND).fetchone() == (10,)
    done = web("warehouse").post(path, hidden(seen))
    assert done.status_code == 302
    assert conn.execute(ON_HAND).fetchone() == (25,)
    receipt = text(web("warehouse").get(done["Location"]))
    assert "MUG Mug 15 2 0" in receipt
    assert (first in receipt, second in receipt, "Next delivery" in receipt) == (True, True, True)
    again = web("warehouse").post(path, hidden(seen))
    assert again["Location"] == done["Location"]
    assert conn.execute(ON_HAND).fetchone() == (25,)


def test_short_and_over_are_said(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    purchase = buy(verb, 20)
    order = place(verb, "web-1", 30)["order"]
    path = f"/receiving/{purchase}"
    fields = {"key": "r-2", "good-MUG": "12", "close-MUG": "1"}
    seen, _done = through(web("warehouse"), path, fields)
    assert "12 good 8 will not come" in text(seen)
    assert "Customers who will be told a new day" in text(seen)
    assert order in text(seen)
    page = text(web("warehouse").get(path))
    assert "All of it has come." in page
    seen, _done = through(web("warehouse"), path, {"key": "r-3", "good-MUG": "3"})
    assert "3 good 3 over" in text(seen)
    assert conn.execute("SELECT received, over FROM purchase_line").fetchone() == (15, 3)


def test_a_transfer_is_received(web: Callable[..., Client], verb: Callable[..., Any]) -> None:
    verb("set_locations", locations=[{"code": "SHOP", "name": "Shop", "kind": "store"}])
    line = {"sku": "MUG", "quantity": 4}
    sent = {"key": "t-1", "from": "MAIN", "to": "SHOP", "expected_on": "2026-12-01"}
    (answer,) = verb("transfer", transfers=[{**sent, "lines": [line]}])["transfers"]
    name = answer["transfer"]
    client = web("warehouse")
    assert client.get("/receiving", {"scan": "MUG"})["Location"] == f"/receiving/{name}?sku=MUG"
    _seen, done = through(client, f"/receiving/{name}", {"key": "r-4", "good-MUG": "4"})
    assert name in text(client.get(done["Location"]))
    more = client.post(f"/receiving/{name}", {"key": "r-5", "good-MUG": "1"})
    assert (more.status_code, "came than was sent" in text(more)) == (422, True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Say what came"),
        ({"good-MUG": "1.5"}, "is not a whole number"),
        ({"good-MUG": "-4"}, ">= 0"),
        ({"good-POT": "4"}, "Say what came"),
    ],
)
def test_a_wrong_receipt_says_why(
    web: Callable[..., Client], verb: Callable[..., Any], fields: dict[str, str], said: str
) -> None:
    answer = web("warehouse").post(f"/receiving/{buy(verb, 20)}", {"key": "r-6", **fields})
    assert answer.status_code in {400, 422}
    assert said in text(answer).replace("&gt;", ">")


def test_only_who_may_receive_does(web: Callable[..., Client], verb: Callable[..., Any]) -> None:
    path = f"/receiving/{buy(verb, 20)}"
    for role in ("service", "reader"):
        assert web(role).get("/receiving").status_code == 200
        assert web(role).post(path, {"good-MUG": "1", "step": "do"}).status_code == 403
    assert web("warehouse").get("/receiving/PO-000999").status_code == 404
    assert web("warehouse").get("/receiving/nonsense").status_code == 404
    assert web().get("/receipts/RC-000999").status_code == 404


def test_statements_do_not_grow_with_rows(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    client = web()
    purchase = buy(verb, 500)
    paths = ["/receiving", f"/receiving/{purchase}"]
    few = [statements(client, path) for path in paths]
    for n in range(1, 20):
        place(verb, f"web-{n}", 3)
        buy(verb, n)
    assert [statements(client, path) for path in paths] == few
    assert max(few) <= 8
