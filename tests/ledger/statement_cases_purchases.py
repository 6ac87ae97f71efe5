"""As statement_cases, for the life of a purchase: drafts, answers of suppliers, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ledger import statement_cases as cases

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json

LATER, LAST = "2026-12-18", "2026-12-28"


def draft_suggestions(desk: Desk, skus: list[str]) -> Json:
    return cases.buy_suggestions(desk, skus) | {"draft": True, "key": f"draft {skus[0]}"}


def approve(desk: Desk, skus: list[str]) -> Json:
    answer = desk.do("order_supply", **draft_suggestions(desk, skus))
    return {"purchase_orders": [one["purchase_order"] for one in answer["purchase_orders"]]}


def change_drafts(desk: Desk, skus: list[str]) -> Json:
    (number,) = approve(desk, skus)["purchase_orders"]
    return {"changes": [{"purchase_order": number, "sku": sku, "quantity": 9} for sku in skus]}


def send(desk: Desk, skus: list[str]) -> Json:
    number = cases.waiting(desk, skus)
    sent = {"key": f"sent {skus[0]}", "purchase_order": number, "how": "hand"}
    return {"sendings": [sent]}


def acknowledge_all(desk: Desk, skus: list[str]) -> Json:
    number = cases.waiting(desk, skus)
    return {"acknowledgements": [{"key": f"said {skus[0]}", "purchase_order": number}]}


def acknowledge_in_parts(desk: Desk, skus: list[str]) -> Json:
    """One unit later, one last, one never; of two nothing is said."""
    (one,) = acknowledge_all(desk, skus)["acknowledgements"]
    lines = [
        {"sku": sku, "quantity": 1, "expected_on": day, "refused": int(day == LAST)}
        for sku in skus
        for day in (LATER, LAST)
    ]
    return {"acknowledgements": [one | {"lines": lines}]}


def announce_part(desk: Desk, skus: list[str]) -> Json:
    (one,) = acknowledge_all(desk, skus)["acknowledgements"]
    lines = [{"sku": sku, "quantity": 4} for sku in skus]
    return {"announcements": [one | {"lines": lines, "expected_on": LATER}]}


def close_short(desk: Desk, skus: list[str]) -> Json:
    number = cases.waiting(desk, skus)
    came = {"key": f"came {skus[0]}", "purchase_order": number, "lines": cases.lines(skus, 1)}
    desk.do("receive", receipts=[came])
    return {"closings": [{"purchase_order": number}]}


def sweep_overdue(desk: Desk, skus: list[str]) -> Json:
    """Sweep purchases that are past their day: as many cases."""
    desk.stock(**dict.fromkeys(skus, 0))
    for sku in skus:
        desk.buy(f"buy {sku}", "2026-11-25", **{sku: 5})
    desk.do("place_orders", orders=cases.orders(skus))
    desk.wait(7)
    return {"skus": skus}
