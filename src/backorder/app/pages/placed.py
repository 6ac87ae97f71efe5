"""Purchases that were placed from proposals or suggestions: what each costs, and what became of it.

What is above the limit of whoever ordered is a draft: nobody ordered it yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.http import HttpRequest

    Row = dict[str, Any]


def totalled(orders: Sequence[Row], rows: Iterable[Mapping[str, Any]]) -> Sequence[Row]:
    """Return purchases with their ``totals``, one per currency; ``rows`` know those of products.

    >>> lines = [{"sku": "MUG", "quantity": 2, "unit_cost": 400}]
    >>> totalled([{"lines": lines}], [{"sku": "MUG", "currency": "USD"}])[0]["totals"]
    [(800, 'USD')]
    """
    currencies = {row["sku"]: row["currency"] for row in rows}
    for one in orders:
        costs: dict[str, int] = {}
        for line in one["lines"]:
            currency = currencies.get(line["sku"], "")
            costs[currency] = costs.get(currency, 0) + line["quantity"] * line["unit_cost"]
        one["totals"] = [(cost, currency) for currency, cost in sorted(costs.items())]
    return orders


def say(request: HttpRequest, orders: Sequence[Row]) -> None:
    """Say on the next page what was ordered, and what waits for somebody's approval."""
    drafts = [one["purchase_order"] for one in orders if one.get("draft")]
    if ordered := [one["purchase_order"] for one in orders if not one.get("draft")]:
        messages.success(request, _("Ordered: %(orders)s.") % {"orders": ", ".join(ordered)})
    if drafts:
        said = _("Above your limit, and drafts until somebody approves them: %(orders)s.")
        messages.warning(request, said % {"orders": ", ".join(drafts)})
