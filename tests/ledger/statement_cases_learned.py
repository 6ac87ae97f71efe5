"""Cases for the verb that keeps lead times: see `statement_cases`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ledger.statement_cases import LATER, new_supplier_items, orders

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


def learned(supplier: str, sku: str | None, days: float = 12.0) -> Json:
    """Return what was learned of a pair: as in `set_lead_times`."""
    return {
        "supplier": supplier, "sku": sku, "deliveries": 34, "log_mean": 2.5, "log_spread": 0.2,
        "freedom": 40.0, "stated_days": 9.0, "p50_days": days, "p80_days": days + 3,
        "p95_days": days + 8, "short_rate": 0.1, "reject_rate": 0.02,
    }  # fmt: skip


def learned_of_waiting(desk: Desk, skus: list[str]) -> Json:
    """Learn of purchases that lines wait for that they take longer."""
    desk.stock(**dict.fromkeys(skus, 0))
    desk.buy(f"buy {skus[0]}", LATER, **dict.fromkeys(skus, 5))
    desk.do("place_orders", orders=orders(skus))
    pairs = desk.rows(
        "SELECT v.code, p.sku FROM supply s JOIN product p ON p.id = s.product_id"
        " JOIN supplier v ON v.id = s.supplier_id WHERE p.sku = ANY(%(skus)s)",
        skus=skus,
    )
    return {"lead_times": [learned(code, sku, 60.0) for code, sku in pairs]}


def learned_of_nobody(desk: Desk, skus: list[str]) -> Json:
    """Learn of suppliers as a whole, forget pairs, and keep checks."""
    new_supplier_items(desk, skus)
    desk.do("set_suppliers", suppliers=[{"code": sku} for sku in skus])
    checks = [
        {"supplier": sku, "lines": 9, "within_p50": 4, "within_p80": 7, "within_p95": 9, "loss": 1}
        for sku in skus
    ]
    forget = [{"supplier": "S1", "sku": sku} for sku in skus]
    return {
        "lead_times": [learned(sku, None) for sku in skus], "forget": forget, "checks": checks
    }  # fmt: skip
