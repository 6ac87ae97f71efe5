"""What was learned of lead times, on the supplier's page and on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.ledger.statement_cases_learned import learned
from tests.web.desk import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")


def test_without_anything_learned_the_pages_say_what_to_do(web: Callable[..., Client]) -> None:
    empty = text(web("buyer").get("/suppliers/lead-times"))
    assert "Receive some purchases and run the plan." in empty
    page = text(web("buyer").get("/suppliers/S1"))
    assert "Nothing has been learned yet" in page
    assert "Nothing has come from it in two years." in page


def test_a_supplier_shows_what_was_learned_and_how_it_kept_its_word(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    bought = verb(
        "order_supply",
        purchase_orders=[
            {"key": "p", "supplier": "S1", "lines": [{"sku": "MUG", "quantity": 5}]}
            | {"expected_on": "2027-01-10"}
        ],
    )["purchase_orders"][0]["purchase_order"]
    lines = [{"sku": "MUG", "quantity": 5}]
    verb("receive", receipts=[{"key": "r", "purchase_order": bought, "lines": lines}])
    verb("set_lead_times", lead_times=[learned("S1", None), learned("S1", "MUG", 12.4)])
    page = text(web("buyer").get("/suppliers/S1"))
    assert "All products 34 9 12 15 20 10% 2%" in page
    assert "34 9 12.4 15.4 20.4 10% 2%" in page
    assert "100%" in page  # its one line came on time


def test_how_often_days_were_kept(web: Callable[..., Client], verb: Callable[..., Any]) -> None:
    counts = {"lines": 100, "within_p50": 47, "within_p80": 79, "within_p95": 96, "loss": 2.5}
    verb(
        "set_lead_times",
        checks=[counts, {**counts, "supplier": "S1"}, {**counts, "days_from": 30, "lines": 200}],
    )
    page = text(web("buyer").get("/suppliers/lead-times"))
    assert "Purchases looked at 100 P50 47% P80 79% P95 96%" in page
    assert "30 200 24% 40% 48%" in page
    assert "S1 100 47% 79% 96%" in page
