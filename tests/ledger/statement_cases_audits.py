"""Cases of the statement table about count sheets and causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ledger.statement_cases import lines, on_the_shelf, orders

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


def sheets(skus: list[str]) -> list[Json]:
    return [{"location": "MAIN", "lines": [{"sku": sku}]} for sku in skus]


def open_sheets(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    return {"sheets": sheets(skus)}


def enter_sheets(desk: Desk, skus: list[str]) -> Json:
    opened = desk.do("open_counts", **open_sheets(desk, skus))["sheets"]
    return {
        "entries": [
            {"sheet": one["sheet"], "lines": lines([sku], 1)}
            for one, sku in zip(opened, skus, strict=True)
        ]
    }


def approve_sheets(desk: Desk, skus: list[str]) -> Json:
    """Post sheets that found less than orders hold."""
    asked = enter_sheets(desk, skus)
    desk.do("place_orders", orders=orders(skus, 5))
    for _ in range(2):
        desk.do("enter_counts", **asked)
    return {"sheets": [{"sheet": one["sheet"]} for one in asked["entries"]]}


def label_lines(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus, 1)
    desk.sold_by("S1", *skus, days=9)
    placed = desk.do("place_orders", orders=orders(skus, 3))["orders"]
    label = {
        "line_no": 1,
        "event": "opened",
        "at": desk.now.isoformat(),
        "units": 2,
        "shares": {"policy": 1000},
        "parts": {"policy": 2},
    }
    return {"labels": [{**label, "order": one["order"]} for one in placed]}
