"""Counting and causes in a browser: on a telephone and on a wide screen, for everybody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.conftest import LOOKS, PHONE
from tests.web.desk import buy, place

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Visitor

pytestmark = pytest.mark.usefixtures("company")
PATHS = (
    "/stock/sheets", "/stock/sheets/plan", "/stock/sheets/CS-000001",
    "/stock/sheets/CS-000001/approve", "/reports/backorder-causes",
    "/reports/backorder-causes?by=product", "/reports/backorder-causes/rows", "/reports/accuracy",
    "/backorders/SO-000001/1",
)  # fmt: skip


def fine(visitor: Visitor, name: str) -> None:
    visitor.shot(name)
    assert visitor.faults == []
    assert visitor.overflow() <= 0
    assert visitor.axe() == []


def history(verb: Callable[..., Any], conn: Any) -> None:
    """Let a line wait for a late purchase, and a count differ."""
    buy(verb, 20)
    order = place(verb, "web-1", 14)["order"]
    for event, shares, parts in (
        ("opened", {"supplier_late": 750, "policy": 250}, {"supplier_late": 3, "policy": 1}),
        ("closed", {"supplier_late": 600, "record_error": 400}, {"supplier_late": 4}),
    ):
        label = {"order": order, "line_no": 1, "event": event, "at": "2026-11-22T09:00:00Z"}
        evidence = {"missing": 4, "horizon_days": 10, "plan": "trailing_mean"}
        label |= {"units": 4, "shares": shares, "parts": parts, "evidence": evidence}
        verb("label_backorders", labels=[label | {"supplier": "S1"}])
    verb("open_counts", sheets=[{"location": "MAIN", "lines": [{"sku": "MUG", "abc": "A"}]}])
    for _ in range(2):
        lines = [{"sku": "MUG", "quantity": 6}]
        verb("enter_counts", entries=[{"sheet": "CS-000001", "lines": lines}])


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_every_page_is_fine(
    visit: Callable[..., Visitor], verb: Callable[..., Any], conn: Any, size: Any, scheme: str
) -> None:
    history(verb, conn)
    visitor = visit(size=size, scheme=scheme)
    for path in PATHS:
        visitor.go(path)
        fine(visitor, f"{re.sub(r'[^a-z]+', '-', path)}-{size['width']}-{scheme}".strip("-"))


def test_counting_by_scanner_on_a_telephone(
    visit: Callable[..., Visitor], verb: Callable[..., Any]
) -> None:
    verb("open_counts", sheets=[{"location": "MAIN", "lines": [{"sku": "MUG"}]}])
    visitor = visit("warehouse", size=PHONE)
    visitor.go("/stock/sheets/CS-000001")
    page = visitor.page
    for _ in range(10):
        page.keyboard.type("mug")
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Note what was found").click()
    page.wait_for_selector("text=Everything is counted")
    fine(visitor, "counted-by-scanner")
