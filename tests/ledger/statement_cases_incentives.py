"""Cases for the verbs of incentives: see `statement_cases`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


def new_rules(_: Desk, skus: list[str]) -> Json:
    """Return a rule named after each SKU."""
    terms = {"amount": 500, "budget": 1_000_000, "holdout_percent": 0}
    return {"rules": [{"name": sku, **terms} for sku in skus]}


def give_many(desk: Desk, skus: list[str]) -> Json:
    """Let orders wait for what was bought, each under a rule of its own."""
    desk.stock(**dict.fromkeys(skus, 0))
    desk.buy(f"buy {skus[0]}", "2026-12-08", **dict.fromkeys(skus, 5))
    desk.do(
        "place_orders",
        orders=[
            {"key": sku, "customer": {"ref": sku}, "lines": [{"sku": sku, "quantity": 2}]}
            for sku in skus
        ],
    )
    desk.do("set_incentives", **new_rules(desk, skus))
    return {"incentives": [{"rule": sku, "order": sku} for sku in skus]}


def redeem_many(desk: Desk, skus: list[str]) -> Json:
    """Give to many, and let all use their codes."""
    given = desk.do("give_incentives", **give_many(desk, skus))["incentives"]
    return {"redemptions": [{"code": one["code"], "customer": one["customer"]} for one in given]}
