"""Money on pages: the order's, by ship week, and the refunds that a person makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.conftest import LOOKS
from tests.web.desk import buy, place, statements, text

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    from tests.web.conftest import Visitor

pytestmark = pytest.mark.usefixtures("company")


@pytest.fixture
def paid(company: None, verb: Callable[..., Any]) -> str:
    """Sell 16 mugs that are paid at once, six of them on order, and cancel two."""
    buy(verb, 24)
    order: str = place(verb, "web-1", 16)["order"]
    said = {"provider": "acme", "reference": "c-1", "what": "charged", "order": order}
    verb("record_payments", payments=[said | {"amount": 16 * 1250}])
    line = {"sku": "MUG", "quantity": 2}
    cancelled = {"order": order, "lines": [line], "reason": "delay", "refund_by": "2026-12-01"}
    verb("cancel", cancellations=[cancelled])
    return order


def test_an_order_shows_its_money(web: Callable[..., Client], paid: str) -> None:
    page = text(web("reader").get(f"/orders/{paid}"))
    assert "Money Paid €200.00 Goods delivered €0.00 Held for open units €175.00" in page
    assert "To be refunded €25.00" in page


def test_money_by_ship_week(web: Callable[..., Client], paid: str) -> None:
    assert paid
    page = text(web("reader").get("/reports/money"))
    assert "Paid for open units €175.00" in page
    assert "Refunds to make €25.00" in page
    assert "By the week in which units ship, EUR" in page


def test_a_refund_is_marked_as_made(
    web: Callable[..., Client], paid: str, conn: psycopg.Connection[Any]
) -> None:
    assert "Mark RF-000001" not in web("service").get("/refunds").content.decode()
    client = web("operations")
    seen = text(client.get("/refunds"))
    assert f"RF-000001 {paid}" in seen
    assert "too late" in seen
    form = {"key": "k-1", "refund": "RF-000001", "reference": "transfer 7"}
    assert web("service").post("/refunds", form).status_code in {302, 403}
    assert conn.execute("SELECT state FROM refund_due").fetchone() == ("due",)
    client.post("/refunds", form)
    assert conn.execute("SELECT state, reference FROM refund_due").fetchone() == (
        *("made", "transfer 7"),
    )
    assert "Nothing has to go back." in text(client.get("/refunds"))
    assert "transfer 7" in text(client.get("/refunds?made=1"))


def test_empty_pages_say_what_to_do(web: Callable[..., Client]) -> None:
    assert "No payments are recorded." in text(web("reader").get("/reports/money"))
    assert "Nothing has to go back." in text(web("reader").get("/refunds"))
    assert statements(web("reader"), "/refunds") <= 4


@pytest.mark.slow
@pytest.mark.parametrize(("size", "scheme"), LOOKS[:2])
def test_how_it_looks(visit: Callable[..., Visitor], paid: str, size: Any, scheme: str) -> None:
    visitor = visit("owner", size, scheme)
    for path, name in (
        ("/refunds", "refunds"),
        ("/reports/money", "money"),
        (f"/orders/{paid}", "order_money"),
    ):
        visitor.go(path)
        visitor.shot(name)
        assert visitor.axe() == []
        assert visitor.overflow() == 0
