"""A day at the desk, in a browser: sell what is not there, see both days, take a part back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder import ledger
from tests.web.conftest import WIDE_LOOKS

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

    from tests.web.conftest import Visitor

    Conn = psycopg.Connection[Any]

pytestmark = pytest.mark.usefixtures("company")


def bought(conn: Conn) -> None:
    """Order eight mugs that come in twelve days."""
    now = datetime.now(UTC)
    on = (now + timedelta(days=12)).date().isoformat()
    lines = [{"sku": "MUG", "quantity": 8}]
    purchase = {"key": "p-1", "supplier": "S1", "expected_on": on, "lines": lines}
    ledger.order_supply(conn, {"purchase_orders": [purchase]}, now=now, actor="test")


def test_an_order_that_is_partly_backordered(visit: Callable[..., Visitor], conn: Conn) -> None:
    bought(conn)
    visitor = visit("service")
    page = visitor.go("/orders")
    page.get_by_role("link", name="New order").first.click()
    page.get_by_label("Customer", exact=True).fill("C7")
    page.get_by_label("Product of line 1").fill("MUG")
    page.get_by_label("Quantity of line 1").fill("14")
    page.get_by_role("button", name="See what can be promised").click()
    answer = page.get_by_role("region", name="What can be promised")
    answer.get_by_text("on the shelf", exact=True).wait_for()
    answer.get_by_text("backorder", exact=True).first.wait_for()
    assert visitor.axe() == []
    assert conn.execute("SELECT count(*) FROM sales_order").fetchone() == (0,)
    page.get_by_role("button", name="Place the order").click()
    page.get_by_text(re.compile(r"^SO-\d+ is placed")).wait_for()
    row = page.get_by_role("row", name=re.compile("MUG")).first.inner_text()
    assert "10 on the shelf" in row
    assert "4 waiting" in row
    assert visitor.axe() == []
    visitor.shot("story-order")

    page.get_by_role("link", name=re.compile("4 waiting")).click()  # the line, and why its days
    page.get_by_role("heading", name="Why this day").wait_for()
    assert visitor.axe() == []
    page.get_by_role("button", name="Cancel what waits…").click()
    page.get_by_text("Nobody else's date changes.").wait_for()
    assert conn.execute("SELECT cancelled FROM order_line").fetchone() == (0,)
    page.get_by_role("button", name="Cancel these units").click()
    page.get_by_text("cancelled as you saw it").wait_for()
    assert conn.execute("SELECT cancelled FROM order_line").fetchone() == (4,)
    assert visitor.faults == []


@pytest.mark.parametrize(("size", "scheme"), WIDE_LOOKS)
def test_the_pages_for_selling_are_accessible(
    visit: Callable[..., Visitor], conn: Conn, size: Any, scheme: str
) -> None:
    bought(conn)
    now = datetime.now(UTC)
    lines = [{"sku": "MUG", "quantity": 14}, {"sku": "POT", "quantity": 1}]
    order = {"key": "w-1", "customer": {"ref": "C7"}, "ship": "complete", "lines": lines}
    ledger.place_orders(conn, {"orders": [order]}, now=now, actor="test")
    quote = {"key": "q-1", "lines": [{"sku": "POT", "quantity": 1}]}
    ledger.quote(conn, {"quotes": [quote]}, now=now, actor="test")
    visitor = visit("owner", size, scheme)
    wrong = {}
    for path in (
        "/", "/needs-you", "/backorders", "/backorders/by-product", "/backorders/by-customer",
        "/backorders/by-supplier", "/backorders/SO-000001/1", "/orders", "/orders/new",
        "/orders/quotes", "/orders/w-1", "/products", "/products/new", "/products/MUG",
        "/customers", "/customers/C7",
    ):  # fmt: skip
        visitor.go(path)
        if found := [*visitor.axe(), *(["too wide"] if visitor.overflow() else [])]:
            wrong[path] = found
    assert wrong == {}
    assert visitor.faults == []
