"""A product that is counted by a sheet, and a line that is labelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ledger.desk import Desk


def audit(desk: Desk, sku: str, order: str) -> None:
    """Count one product at MAIN, twice and approved; say that the order waited by choice."""
    opened = desk.do("open_counts", sheets=[{"location": "MAIN", "lines": [{"sku": sku}]}])
    sheet = opened["sheets"][0]["sheet"]
    for _ in range(2):
        found = {"sheet": sheet, "lines": [{"sku": sku, "quantity": 4}]}
        desk.do("enter_counts", entries=[found])
    desk.do("approve_counts", sheets=[{"sheet": sheet}])
    label = {
        "order": order,
        "line_no": 1,
        "event": "opened",
        "at": "2026-11-22T09:00:00.123Z",
        "units": 1,
        "shares": {"policy": 1000},
        "parts": {"policy": 1},
    }
    desk.do("label_backorders", labels=[label])
