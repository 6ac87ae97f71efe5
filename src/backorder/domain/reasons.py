"""Reasons as data: a code and one plain sentence for every promise, change and refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from .types import Refusal

PROMISE_TEXTS = {
    "stock": "{quantity} on the shelf ({supply}), ready to leave on {on}.",
    "purchase": "{quantity} wait for {supply}, expected on {available_on}, ready to leave on {on}.",
    "transfer": "{quantity} are on the way ({supply}), expected on {available_on}, "
    "ready to leave on {on}.",
    "planned": "{quantity} are to be bought ({supply}); ordered today they arrive on "
    "{available_on} and are ready to leave on {on}.",
    "unknown": "No supply stands behind these {quantity}: the date is unknown.",
}

REFUSAL_TEXTS = {
    "unknown_sku": "There is no product {sku}.",
    "discontinued": "{sku} is discontinued: {available} of the {asked} asked for are left.",
    "denied": "{sku} is not sold ahead of stock (rule: {rule}): {available} of {asked} are there.",
    "out_of_stock": "{sku} is out of stock: {available} of {asked} can be had, "
    "and neither a dated supply nor a supplier's lead time covers the rest.",
    "cap_reached": "No more than {cap} of {sku} may be backordered (rule: {rule}): "
    "{backordered} are, and this would add {added}.",
    "wait_too_long": "{sku} could be promised for {next_date}, {wait_days} days from now; "
    "the longest wait allowed is {max_wait_days} (rule: {rule}).",
    "confidence_too_low": "{sku} could be had on {next_date} at best, with a confidence of "
    "{confidence} %; at least {min_confidence} % are asked for (rule: {rule}).",
    "too_late": "{sku} could leave on {next_date} at the earliest, after the latest day accepted, "
    "{latest_on}.",
    "currency_mismatch": "{sku} is priced in {currency}, the order in {order_currency}.",
}

CAUSE_TEXTS = {
    "placed": "Told when the order was accepted.",
    "supply_changed": "The date or quantity of a supply changed.",
    "supply_cancelled": "The supply behind it was cancelled.",
    "supply_ordered": "A purchase was placed.",
    "supplier_said": "The supplier gave another day.",
    "supplier_short": "The supplier will not deliver all of it.",
    "closed_short": "The rest of a purchase will not come.",
    "received_late": "The goods came later than promised.",
    "received_short": "Fewer units came than expected.",
    "stock_corrected": "The stock on hand was corrected.",
    "order_changed": "The order was changed.",
    "lead_time_learned": "What was learned of the supplier's lead times moved the day.",
    "overdue": "What it waits for has not come on its day, or was not ordered in time.",
    "demand_released": "Units given up by another order became free.",
    "hold_expired": "Units of a quote or cart hold that expired became free.",
    "confirmed_later": "The day that was quoted can no longer be kept.",
    "reallocated": "Scarce units were handed out anew.",
    "reallocation_undone": "A reallocation was undone.",
}


def promise_reason(
    basis: str, quantity: int, supply: str, available_on: date | None, on: date | None
) -> dict[str, Any]:
    """Return why a part of a promise has its date.

    >>> from datetime import date
    >>> promise_reason("stock", 4, "stock@MAIN", None, date(2026, 11, 23))["text"]
    '4 on the shelf (stock@MAIN), ready to leave on 2026-11-23.'
    """
    text = PROMISE_TEXTS[basis].format(
        quantity=quantity, supply=supply, available_on=available_on, on=on
    )
    return {"code": basis, "text": text}


def refusal_reason(refusal: Refusal) -> dict[str, Any]:
    """Return a refusal as data: code, sentence and facts.

    >>> from backorder.domain.types import Refusal
    >>> refusal_reason(Refusal("unknown_sku", {"sku": "MUG"}))["text"]
    'There is no product MUG.'
    """
    text = REFUSAL_TEXTS[refusal.code].format_map(refusal.facts)
    return {"code": refusal.code, "text": text, "facts": refusal.facts}


def cause_reason(cause: str) -> dict[str, Any]:
    """Return why a promise changed.

    >>> cause_reason("supply_changed")["code"]
    'supply_changed'
    """
    return {"code": cause, "text": CAUSE_TEXTS[cause]}
