"""The overview: figures with their rows, what needs a person with its remedies, what arrives."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.pages import overview_figures
from tests.api.conftest import NOW
from tests.web.selling import call, fields_of, said, seen, sell, stocked, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]

pytestmark = pytest.mark.usefixtures("company", "same_day")


def unsupplied(conn: Conn) -> str:
    """Let a purchase that units wait for be cancelled, and nobody else sell them."""
    call(conn, "set_products", products=[{"sku": "PAN", "name": "Pan", "unit_price": 2900}])
    lines = [{"sku": "PAN", "quantity": 12}]
    purchase = {"key": "p-9", "supplier": "S1", "expected_on": "2026-12-04", "lines": lines}
    bought = call(conn, "order_supply", purchase_orders=[purchase])["purchase_orders"][0]
    order = sell(conn, "web-9", ("PAN", 5))
    cancelled = {"purchase_order": bought["purchase_order"], "cancel": True}
    call(conn, "change_supply", changes=[cancelled])
    return order


def test_an_empty_shop_is_shown_its_next_steps(web: Callable[..., Client]) -> None:
    page = text_of(web().get("/"))
    assert seen(page, ("Nothing needs a person.", "Nothing is expected.", "22 Nov 2026")) == []


def test_the_figures_are_those_of_the_books(web: Callable[..., Client], conn: Conn) -> None:
    stocked(conn)
    unsupplied(conn)
    page = text_of(web().get("/"))
    wanted = ("Backordered units 12", "on 3 lines", "Orders waiting 2", "€259.00",
              "Without a date 5", "Backorder rate, 30 days 66.7%")  # fmt: skip
    assert seen(page, wanted) == []


def test_every_figure_leads_to_its_rows(web: Callable[..., Client], conn: Conn) -> None:
    stocked(conn)
    unsupplied(conn)
    client = web("reader")
    page = client.get("/").content.decode()
    for address in (
        "/backorders",
        "/orders?status=waiting",
        "/backorders/by-customer",
        "/backorders?basis=unknown",
    ):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_arrivals_say_who_waits_for_them(web: Callable[..., Client], conn: Conn) -> None:
    stocked(conn)
    page = text_of(web().get("/"))
    assert seen(page, ("4 Dec", "PO-000001", "8 units · MUG", "1 customer waits")) == []


def test_what_needs_a_person_carries_its_remedies(web: Callable[..., Client], conn: Conn) -> None:
    order = unsupplied(conn)
    call(conn, "set_suppliers", suppliers=[{"code": "S2", "name": "Smith"}])
    item = {
        "supplier": "S2",
        "sku": "PAN",
        "unit_cost": 1200,
        "lead_time_days": 6,
        "moq": 4,
        "multiple": 4,
    }
    call(conn, "set_supplier_items", supplier_items=[item])
    client = web("buyer")
    page = text_of(client.get("/"))
    assert (
        seen(page, ("5 of PAN on order", "have no supply", "Buy 8 from S2", "€96.00", order)) == []
    )
    preview = client.post(
        "/needs-you/buy", {"sku": "PAN", "supplier": "S2", "quantity": "8", "back": "/"}
    )
    assert seen(text_of(preview), ("Buy 8 of PAN from S2", "Promises that change", order)) == []
    assert "5 of PAN on order" in text_of(client.get("/"))  # nothing was bought yet
    assert client.post("/needs-you/buy", fields_of(preview))["Location"] == "/"
    assert "Nothing needs a person." in text_of(client.get("/"))


def test_a_remedy_at_fault_or_not_allowed_buys_nothing(
    web: Callable[..., Client], conn: Conn
) -> None:
    unsupplied(conn)
    client = web()
    for form in (
        {"quantity": "x"},
        {"quantity": "1"},
        {"quantity": "1", "sku": "PAN", "supplier": "?"},
    ):
        assert client.post("/needs-you/buy", form)["Location"] == "/"
    assert web("service").post("/needs-you/buy", {"quantity": "1"}).status_code == 403
    assert conn.execute("SELECT count(*) FROM purchase_order").fetchone() == (1,)


def test_one_takes_a_case_and_gives_it_back(web: Callable[..., Client], conn: Conn) -> None:
    unsupplied(conn)
    client = web("service")
    assert (
        client.post("/needs-you/assign", {"exception": "EX-000001", "back": "/needs-you"})[
            "Location"
        ]
        == "/needs-you"
    )
    assert "service@example.com" in text_of(client.get("/needs-you?mine=me"))
    assert "Nothing needs a person." in text_of(client.get("/needs-you?mine=nobody"))
    client.post("/needs-you/assign", {"exception": "EX-000001", "owner": "", "key": "k-2"})
    assert "nobody looks after it" in text_of(client.get("/needs-you"))
    client.post("/needs-you/assign", {"exception": "EX-000404"})
    assert "There is no exception" in said(client, "/needs-you")
    assert web("reader").post("/needs-you/assign", {"exception": "EX-000001"}).status_code == 403


@pytest.mark.parametrize("query", ["code=fire", "cursor=1", "sku=%00", "code=date_unknown&sku=PAN"])
def test_the_list_of_cases_takes_no_nonsense(
    web: Callable[..., Client], conn: Conn, query: str
) -> None:
    unsupplied(conn)
    assert web().get(f"/needs-you?{query}").status_code in {200, 400}


def test_promises_kept_are_counted_as_the_reports_count_them(conn: Conn) -> None:
    from backorder.ledger.figures import measuring as metrics  # noqa: PLC0415 (only here)

    day = timedelta(days=1)
    for n in range(6):  # two days late from the third on
        order = sell(conn, f"k-{n}", ("MUG", 1))
        placed = NOW + n * day
        from backorder import ledger  # noqa: PLC0415 (only here)

        late = placed + (5 if n > 2 else 0) * day
        ledger.ship(
            conn, {"shipments": [{"key": f"s-{n}", "order": order}]}, now=late, actor="test"
        )
    today = date(2026, 12, 20)
    found = overview_figures.read(conn, NOW + 28 * day)
    assert found.today == today
    told = metrics.metrics(conn, today - timedelta(days=29), today - timedelta(days=1))
    assert found.recent.kept.share is not None
    assert round(found.recent.kept.share * 100, 2) == told["promises"]["first"]["kept_rate"]
    assert found.recent.rate.share == told["backorder_rate"]["order"] / 100
