"""Requests of any size for the tests of statements: swaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ledger.statement_cases import waiting

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


def swap_waiting(desk: Desk, skus: list[str]) -> Json:
    waiting(desk, skus)
    desk.stock(**{f"{sku}-alt": 5 for sku in skus})
    one = {"quantity": 1}
    return {"swaps": [one | {"order": sku, "sku": sku, "substitute": f"{sku}-alt"} for sku in skus]}
