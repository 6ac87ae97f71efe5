"""Alternatives where staff work: judged on a product's page, swapped or offered on an order's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.api import asking, reading
from backorder.app.api.asking import cursor
from backorder.app.api.listings import LISTINGS
from backorder.domain.errors import MalformedError
from tests.api.conftest import NOW
from tests.web.selling import call, fields_of, said, seen, stocked, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]

pytestmark = pytest.mark.usefixtures("company", "same_day")


@pytest.fixture
def waits(company: None, conn: Conn) -> str:
    """Return an order whose mugs wait; a cup that is like them was found, and is on the shelf."""
    products = [
        {"sku": "MUG", "name": "Blue mug", "category": "mugs", "attributes": {"size": "L"}},
        {"sku": "CUP", "name": "Red mug", "category": "mugs", "attributes": {"size": "L"},
         "unit_price": 1100, "unit_cost": 550, "currency": "EUR"},
    ]  # fmt: skip
    call(conn, "set_products", products=products)
    counted = {"key": "c-cup", "location": "MAIN", "lines": [{"sku": "CUP", "quantity": 20}]}
    call(conn, "count", counts=[counted])
    conn.execute(
        "INSERT INTO alternative (product_id, substitute_id, similarity, together, score, found_at)"
        " SELECT p.id, a.id, 0.5, 3, 0.5, now() FROM product p, product a"
        " WHERE p.sku = 'MUG' AND a.sku = 'CUP'"
    )
    return stocked(conn)


def standing(conn: Conn) -> list[tuple[Any, ...]]:
    return conn.execute("SELECT standing, rank FROM substitute").fetchall()


@pytest.mark.usefixtures("waits")
def test_a_found_one_says_why_and_is_declared_and_dismissed_and_taken_back(
    web: Callable[..., Client], conn: Conn
) -> None:
    client = web("buyer")
    page = text_of(client.get("/products/MUG"))
    wanted = ("CUP Red mug found", "Can leave on 23 Nov 2026 20 on the shelf", "margin 50 %",
              "The same category.", "Words in common: mug.", "Attributes in common: size: l.",
              "3 orders of the last year have both.", "not shown yet")  # fmt: skip
    assert seen(page, wanted) == []
    form = {"do": "substitute", "substitute": "CUP"}
    for decided, rank, shows in (
        ("offered", 1, "CUP Red mug declared"),
        ("open", 1, "CUP Red mug found"),
        ("dismissed", 1, "1 dismissed"),
    ):
        client.post("/products/MUG", {**form, "standing": decided})
        assert standing(conn) == [(decided, rank)]
        assert shows in text_of(client.get("/products/MUG"))
    assert "Nothing is offered instead." in text_of(client.get("/products/MUG"))
    (line,) = call(conn, "availability", lines=[{"sku": "MUG", "quantity": 1}])["lines"]
    assert line["substitutes"] == []
    client.post("/products/MUG", {**form, "standing": "open"})
    assert "CUP Red mug found" in text_of(client.get("/products/MUG"))
    client.post("/products/MUG", {**form, "standing": "loved"})
    assert "does not say what to do" in said(client, "/products/MUG")
    assert standing(conn) == [("open", 1)]


def test_who_may_not_decide_sees_no_button_and_is_refused(
    web: Callable[..., Client], conn: Conn, waits: str
) -> None:
    reader = web("reader")
    assert "Dismiss" not in text_of(reader.get("/products/MUG"))
    reader.post("/products/MUG", {"do": "substitute", "substitute": "CUP", "standing": "dismissed"})
    assert standing(conn) == []
    page = text_of(reader.get(f"/orders/{waits}"))
    assert "CUP Red mug found" in page
    assert "Swap…" not in page
    for deed in ("swap", "offer"):
        form = {"do": deed, "sku": "MUG", "instead": "CUP", "pair": "MUG>CUP", "sure": "1"}
        reader.post(f"/orders/{waits}", form)
    assert conn.execute("SELECT count(*) FROM swap").fetchone() == (0,)
    assert conn.execute("SELECT count(*) FROM notice").fetchone() == (0,)


def test_a_waiting_line_is_swapped_after_what_follows_was_shown(
    web: Callable[..., Client], conn: Conn, waits: str
) -> None:
    client = web("service")
    page = text_of(client.get(f"/orders/{waits}"))
    assert (
        seen(page, ("6 of MUG wait until 5 Dec 2026", "leaves on 23 Nov 2026, €11.00 each")) == []
    )
    form = {"do": "swap", "sku": "MUG", "instead": "CUP", "units": "4"}
    preview = client.post(f"/orders/{waits}", form)
    assert seen(text_of(preview), ("MUG CUP 4", "was €12.50", "4 · 23 Nov 2026")) == []
    assert conn.execute("SELECT count(*) FROM swap").fetchone() == (0,)
    sure = fields_of(preview)
    for _ in range(2):  # pressed twice
        client.post(f"/orders/{waits}", sure)
    row = conn.execute("SELECT quantity, unit_price, was_price FROM swap").fetchall()
    assert row == [(4, 1100, 1250)]
    assert "2 of MUG wait" in text_of(client.get(f"/orders/{waits}"))
    client.post(f"/orders/{waits}", form | {"units": "40"})
    assert "cannot be swapped" in said(client, f"/orders/{waits}")


def test_an_offer_by_hand_is_shown_first_and_goes_once_a_day(
    web: Callable[..., Client], conn: Conn, waits: str
) -> None:
    call(conn, "set_customers", customers=[{"ref": "C7", "email": "c7@example.com"}])
    client = web("service")
    form = {"do": "offer", "pair": "MUG>CUP"}
    page = text_of(client.post(f"/orders/{waits}", form))
    wanted = ("Goes to c7@example.com by email.", "Red mug instead of Blue mug: €11.00",
              "ships 23 November 2026")  # fmt: skip
    assert seen(page, wanted) == []
    assert conn.execute("SELECT count(*) FROM notice").fetchone() == (0,)
    client.post(f"/orders/{waits}", form | {"sure": "1"})
    assert "It is told" in said(client, f"/orders/{waits}")
    client.post(f"/orders/{waits}", form | {"sure": "1"})
    assert "Nothing went" in said(client, f"/orders/{waits}")
    rows = conn.execute("SELECT event, state FROM notice WHERE channel = 'email'").fetchall()
    assert rows == [("alternative_offered", "held")]  # nobody switched notices on
    client.post(f"/orders/{waits}", form | {"pair": "MUG>POT", "sure": "1"})
    assert "Choose what to offer" in said(client, f"/orders/{waits}")


def test_a_supplier_is_asked_to_hurry_from_the_list_of_costly_delays(
    web: Callable[..., Client], conn: Conn, waits: str
) -> None:
    assert waits
    call(conn, "set_suppliers", suppliers=[{"code": "S1", "email": "s1@example.com"}])
    client = web("buyer")
    assert "/purchase-orders/PO-000001/hurry" in client.get("/buying").content.decode()
    assert "/hurry" not in web("reader").get("/buying").content.decode()
    address = "/purchase-orders/PO-000001/hurry"
    form = {"by": "2026-12-01", "reason": "Customers wait."}
    assert "Needed by" in text_of(client.get(address))
    page = text_of(client.post(address, form))
    wanted = ("Goes to s1@example.com by email.", "by 1 December 2026, rather than on 4 December")
    assert seen(page, wanted) == []
    for say in ("It is told", "Nothing went"):
        client.post(address, form | {"sure": "1"})
        assert say in said(client, "/purchase-orders/PO-000001")
    client.post(address, form | {"by": "2026-12-30"})
    assert "is to come after" in said(client, "/purchase-orders/PO-000001")
    assert conn.execute("SELECT event FROM notice").fetchall() == [("supplier_expedite",)]


def test_the_report_counts_what_was_shown_and_taken(
    web: Callable[..., Client], conn: Conn, waits: str
) -> None:
    from backorder.app.storefront import alternatives  # noqa: PLC0415 (once Django is set up)

    pair = [("MUG", "CUP")]
    for _ in range(8):
        alternatives.note_shown_names(conn, pair, NOW.date())
    alternatives.note_offered(conn, pair * 2, NOW.date())
    one = {"order": waits, "sku": "MUG", "substitute": "CUP"}
    call(conn, "swap", swaps=[one | {"quantity": 2}])
    call(conn, "swap", swaps=[one | {"quantity": 1}])
    client = web("reader")
    page = text_of(client.get("/reports/alternatives"))
    assert "MUG Blue mug CUP Red mug found 2 8 2 3 20.0% 5.7% to 51.0%" in page
    assert "2 of 10: 20% (6% to 51%)" in text_of(client.get("/products/MUG"))
    file = client.get("/reports/alternatives?format=csv").content.decode()
    assert "0.2,0.0567,0.5098" in file
    assert "No pair is like that." in text_of(client.get("/reports/alternatives?sku=POT"))


def test_the_report_begins_with_what_is_shown_most_and_sorts(
    web: Callable[..., Client], conn: Conn
) -> None:
    from backorder.app.storefront import alternatives  # noqa: PLC0415 (once Django is set up)

    skus = [f"P-{n:03}" for n in range(60)]
    facts = {"unit_price": 100, "currency": "EUR"}
    call(conn, "set_products", products=[{"sku": sku, "name": sku, **facts} for sku in skus])
    pairs = [{"sku": sku, "substitute": skus[n - 1], "rank": 1} for n, sku in enumerate(skus) if n]
    call(conn, "set_substitutes", substitutes=pairs)
    alternatives.note_shown_names(conn, [("P-050", "P-049")] * 3, NOW.date())
    alternatives.note_offered(conn, [("P-055", "P-054")] * 9, NOW.date())
    client = web("reader")
    text = client.get("/reports/alternatives").content.decode()
    assert text.index(">P-055<") < text.index(">P-050<") < text.index(">P-001<")
    assert text.count('aria-sort="descending"') == 1
    listing = LISTINGS["alternatives"]
    for order in ("", "shown", "taken", "units", "rate", "last", "product"):
        query = {"limit": ["7"]} | ({"order": [order]} if order else {})
        found: list[dict[str, Any]] = []
        page = reading.page(conn, listing, asking.read(listing, query))
        found += page.items()
        while page.next:
            asked = asking.read(listing, query | {"cursor": [page.next]})
            page = reading.page(conn, listing, asked)
            found += page.items()
        at = [(one["sku"], one["substitute"]) for one in found]
        assert len(at) == len(set(at)) == 59
        shown = [one["offered"] + one["shown"] for one in found]
        assert (shown == sorted(shown, reverse=True)) == (order != "product"), order
        other = cursor(
            listing, (1,) * len(listing.placed(order)), "rate" if order != "rate" else ""
        )
        with pytest.raises(MalformedError):
            asking.read(listing, query | {"cursor": [other]})
    with pytest.raises(MalformedError):
        asking.read(listing, {"order": ["luck"]})
