"""The causes of a backorder, by code, and in words."""

from __future__ import annotations

CAUSES = (
    "demand_above_forecast",
    "promotion_not_announced",
    "supplier_late",
    "supplier_short",
    "record_error",
    "policy",
    "allocation",
)
TEXTS = {
    "demand_above_forecast": "More was asked for than was forecast.",
    "promotion_not_announced": "A promotion was not announced in time to buy for it.",
    "supplier_late": "Purchases had not come on the day they were ordered for.",
    "supplier_short": "Suppliers delivered less than was ordered, or goods that were damaged.",
    "record_error": "Less was there than the books said.",
    "policy": "Too little stock was planned or bought.",
    "allocation": "Units went to an order that was placed later.",
}
WHOLE = 1000  # shares are per mille
