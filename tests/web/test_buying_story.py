"""The story of one purchase in a browser: suggested, ordered, slipped, received, shipped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.web import clock
from tests.api.conftest import NOW
from tests.web.conftest import PHONE, PHONE_LOOKS
from tests.web.desk import place

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from playwright.sync_api import Page

    from tests.web.conftest import Visitor

pytestmark = [pytest.mark.usefixtures("company"), pytest.mark.slow]


def fine(visitor: Visitor, name: str) -> None:
    """Look at the page shown: no fault of axe, nothing beside the window, a quiet console."""
    visitor.shot(name)
    assert visitor.axe() == []
    assert visitor.overflow() == 0
    assert visitor.faults == []


def table(page: Page, name: str) -> list[list[str]]:
    """Return the rows of a table by its name, as their cells' words."""
    rows = page.get_by_role("table", name=name).locator("tbody tr")
    rows.first.wait_for()  # the page that a button led to may still be on its way
    return [[cell.strip() for cell in row.locator("td").all_inner_texts()] for row in rows.all()]


def test_a_purchase_from_its_suggestion_to_the_parcel(
    visit: Callable[..., Visitor],
    verb: Callable[..., Any],
    conn: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The pages live on the orders' own day: a day later the suggestion comes a day later too.
    monkeypatch.setenv("BACKORDER_SANDBOX", "1")
    monkeypatch.setenv("BACKORDER_CLOCK_AHEAD", clock.ahead_at(NOW))
    first = place(verb, "web-1", 16)["order"]  # ten on the shelf, six wait
    second = place(verb, "web-2", 4)["order"]
    purchase = ordered_from_its_suggestion(visit("buyer"), [first, second])
    slipped(visit("buyer"), purchase, [first, second])
    told = "SELECT max(version)::int FROM promise GROUP BY line_id ORDER BY line_id"
    assert conn.execute(told).fetchall() == [(2,), (2,)]
    received(visit("warehouse", size=PHONE), purchase, [first, second])
    allocated = (
        "SELECT g.order_id::int, sum(g.quantity)::int FROM peg g JOIN supply s"
        " ON s.id = g.supply_id AND s.kind = 'stock' GROUP BY 1 ORDER BY 1"
    )
    assert conn.execute(allocated).fetchall() == [(1, 16), (2, 2)]
    picked_packed_shipped(visit("warehouse"), first, second)
    shipped = "SELECT order_id::int, shipped::int FROM order_line ORDER BY id"
    assert conn.execute(shipped).fetchall() == [(1, 16), (2, 0)]


def ordered_from_its_suggestion(buyer: Visitor, orders: list[str]) -> str:
    """Tick the suggestion, read what ordering it means, place the order."""
    page = buyer.go("/suggestions")
    fine(buyer, "story-suggestions")
    page.get_by_role("checkbox", name="Tick MUG").check()
    page.get_by_role("button", name="Show what ordering means").click()
    assert [row[0] for row in table(page, "Orders that will wait for it")] == orders
    fine(buyer, "story-suggestion-seen")
    page.get_by_role("button", name="Place the orders").click()
    page.wait_for_url("**/purchase-orders/PO-*")
    fine(buyer, "story-purchase")
    waiting = table(page, "Who waits for it")
    assert [(row[0], row[3]) for row in waiting] == [(orders[0], "6"), (orders[1], "4")]
    return page.get_by_role("heading", level=1).inner_text().split()[0]


def slipped(buyer: Visitor, purchase: str, orders: list[str]) -> None:
    """Read whom a later day concerns, then say it."""
    page = buyer.go(f"/purchase-orders/{purchase}")
    page.get_by_role("link", name="Change or cancel").click()
    page.get_by_label("Expected on").fill("2027-03-01")
    page.get_by_role("button", name="Show what it means", exact=True).click()
    told = table(page, "Customers who will be told a new day")
    assert [(row[0], row[1], row[3], row[4]) for row in told] == [
        (orders[0], "Ada", "6", "€75.00"),
        (orders[1], "Ada", "4", "€50.00"),
    ]
    assert all(row[6] == "2 Mar 2027" for row in told), told
    buyer.reads("€125.00")
    fine(buyer, "story-slip-seen")
    page.get_by_role("button", name="Make the change").click()
    page.wait_for_url(f"**/purchase-orders/{purchase}")
    buyer.reads("New day: 1 Mar 2027")


def received(packer: Visitor, purchase: str, orders: list[str]) -> None:
    """Scan the delivery and its units at a telephone; see who gets them; post."""
    page = packer.go("/receiving")
    fine(packer, "story-receiving")
    page.keyboard.type(purchase)  # a scanner types into the field that has the focus
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/receiving/{purchase}")
    for _ in range(2):
        page.keyboard.type("mug")
        page.keyboard.press("Enter")
    assert page.get_by_label("Good").input_value() == "2"
    page.get_by_label("Good").fill("8")
    page.get_by_label("Damaged").fill("1")
    fine(packer, "story-receiving-counted")
    page.get_by_role("button", name="Show who gets it").click()
    gets = table(page, "Who gets what")
    assert [(row[0], row[3]) for row in gets] == [(orders[0], "6"), (orders[1], "2")]
    packer.reads("8 good")
    fine(packer, "story-receiving-seen")
    page.get_by_role("button", name="Post").click()
    page.wait_for_url("**/receipts/RC-*")
    fine(packer, "story-receipt")
    page.get_by_role("link", name="Next delivery").click()
    page.wait_for_url("**/receiving")


def picked_packed_shipped(packer: Visitor, first: str, second: str) -> None:
    """Release the right order, pick it from the list, pack it, ship it."""
    page = packer.go("/fulfilment")
    listed = [row[1] for row in table(page, "Orders that can ship")]
    assert listed == [first, second]
    fine(packer, "story-fulfilment")
    page.get_by_role("checkbox", name=f"Tick {first}").check()
    assert page.locator("[data-count]").inner_text() == "1"
    page.get_by_role("button", name="Make a wave").click()
    page.get_by_role("button", name="Release to pick").wait_for()
    fine(packer, "story-wave-seen")
    page.get_by_role("button", name="Release to pick").click()
    page.wait_for_url("**/fulfilment/waves/*")
    (row,) = table(page, "Pick list")
    assert row[1:] == ["MAIN", "MUG Mug", "16", first]
    fine(packer, "story-picks")
    page.get_by_role("link", name="Packing slips").click()
    page.get_by_role("img", name=first).wait_for()
    fine(packer, "story-slips")
    packer.go("/fulfilment")
    page.get_by_label("Scan an order to pack it").fill(first)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/fulfilment/pack/{first}")
    assert page.get_by_label("Into the parcel").input_value() == "16"
    fine(packer, "story-packing")
    page.get_by_role("button", name="Ship").click()
    page.wait_for_url("**/shipments/SH-*")
    assert re.search(r"SH-\d{6} has left", page.get_by_role("main").inner_text())
    fine(packer, "story-shipment")
    page.emulate_media(media="print")
    assert page.locator("nav.menu").is_visible() is False
    packer.shot("story-shipment-print")


PATHS = (
    "/buying", "/suggestions", "/purchase-orders", "/purchase-orders/late", "/purchase-orders/all",
    "/purchase-orders/new?supplier=S1", "/suppliers", "/suppliers/S1",
    "/suppliers/item?supplier=S1&sku=MUG", "/receiving", "/fulfilment", "/fulfilment/picking",
    "/fulfilment/shipped", "/fulfilment/picks", "/stock", "/stock/movements", "/stock/counts",
    "/stock/adjust", "/stock/transfer", "/stock/count", "/stock/count?location=MAIN",
)  # fmt: skip


@pytest.mark.parametrize(("size", "scheme"), PHONE_LOOKS)
def test_every_page_is_fine(
    visit: Callable[..., Visitor], verb: Callable[..., Any], size: dict[str, int], scheme: str
) -> None:
    place(verb, "web-1", 13)
    visitor = visit(size=size, scheme=scheme)
    for path in PATHS:
        visitor.go(path)
        fine(visitor, f"{re.sub(r'[^a-z]+', '-', path)}-{size['width']}-{scheme}".strip("-"))
