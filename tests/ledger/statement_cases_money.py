"""Cases of the statement table about money: verbs where lines are paid, and those of money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ledger.statement_cases import on_the_shelf, orders

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


def charges(skus: list[str], amount: int = 2500) -> list[Json]:
    """Return one charge per order."""
    said = {"provider": "fake", "what": "charged", "amount": amount}
    return [said | {"reference": f"charge {sku}", "order": sku} for sku in skus]


def paid(desk: Desk, skus: list[str]) -> None:
    """Sell two of each product, paid at once."""
    on_the_shelf(desk, skus)
    desk.do("place_orders", orders=orders(skus))
    desk.do("record_payments", payments=charges(skus))


def ship_paid(desk: Desk, skus: list[str]) -> Json:
    paid(desk, skus)
    return {"shipments": [{"key": sku, "order": sku} for sku in skus]}


def cancel_paid(desk: Desk, skus: list[str]) -> Json:
    paid(desk, skus)
    return {"cancellations": [{"order": sku} for sku in skus]}


def take_back_paid(desk: Desk, skus: list[str]) -> Json:
    desk.do("ship", **ship_paid(desk, skus))
    line = {"quantity": 1}
    return {"returns": [{"key": s, "order": s, "lines": [line | {"sku": s}]} for s in skus]}


def arrange(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    desk.do("place_orders", orders=orders(skus))
    return {"terms": [{"order": sku, "method": "deposit", "percent": 30} for sku in skus]}


def record(desk: Desk, skus: list[str]) -> Json:
    on_the_shelf(desk, skus)
    desk.do("place_orders", orders=orders(skus))
    return {"payments": charges(skus)}


def record_refunds(desk: Desk, skus: list[str]) -> Json:
    desk.do("cancel", **cancel_paid(desk, skus))
    said = {"provider": "fake", "what": "refunded"}
    return {
        "payments": [
            said | {"reference": f"refund {sku}", "payment": f"charge {sku}"} for sku in skus
        ]
    }


def refund(desk: Desk, skus: list[str]) -> Json:
    due = desk.do("cancel", **cancel_paid(desk, skus))["refunds"]
    return {"refunds": [{"refund": one["refund"]} for one in due]}
