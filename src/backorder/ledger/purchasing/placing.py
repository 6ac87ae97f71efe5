"""What a purchase does when it begins to count: it is supply, and takes over who waits for plans.

`order_supply` places purchases at once, `approve_purchases` those that were drafts before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.names import number, row_id
from backorder.ledger.books.settlement import Give, late, settle
from backorder.ledger.inbox.exceptions import review_exceptions
from backorder.ledger.orders.cancelling import lines_of_interest
from backorder.ledger.promises.results import pegged
from backorder.ledger.promises.retelling import repromise, with_redated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.books.supplies import Books, Row
    from backorder.ledger.journal.transaction import Transaction

    from .buying import Bought, Purchase


def take_over(books: Books, purchases: Sequence[Purchase], suggested: set[int]) -> list[Give]:
    """Open the purchases' supplies; return the pegs of plans that they take over.

    The first plan of a suggested line becomes the purchase itself, so its pegs need not move.
    """
    gives: list[Give] = []
    taken: set[int] = set(suggested)
    for purchase in purchases:
        for line in purchase.lines:
            if line.plans:
                line.row, *others = line.plans
            else:
                line.row = books.open(
                    line.product, purchase.location, "purchase", "", 0, line.expected_on
                )
                others = _replaced(books, purchase, line, taken)
            row = line.row
            row.supplier, row.available_on = purchase.supplier, line.expected_on
            row.spread, row.learned = line.spread, line.learned
            row.kind, row.quantity = "purchase", line.quantity
            left = line.quantity - row.pegged
            for plan in others:
                units = min(left, plan.pegged)
                if units:
                    taken.add(id(plan))
                    plan.quantity -= units  # or its sooner day would take them back
                    gives.append(Give(plan, row, units))
                    left -= units
    return gives


def _replaced(books: Books, purchase: Purchase, line: Bought, taken: set[int]) -> list[Row]:
    """Return the plans a direct purchase stands in for, the earliest first.

    An order to the plan's own supplier carries the plan out, whatever day it gets; another
    supplier's stands in for it where it comes no later, or where it is an approved proposal for the
    same place: what was proposed is bought instead of what was suggested.
    """
    proposed = row_id("proposal", purchase.key) is not None
    plans = [
        row
        for row in books.of[line.product]
        if row.kind == "planned"
        and id(row) not in taken
        and row.available_on is not None
        and (
            row.supplier == purchase.supplier
            or row.available_on >= line.expected_on
            or (proposed and row.location == purchase.location)
        )
    ]
    return sorted(plans, key=books.sort_key)


def name_supplies(purchases: Sequence[Purchase]) -> None:
    """Name the supplies after their purchase lines, which have their numbers by now."""
    for purchase in purchases:
        for line in purchase.lines:
            assert line.row is not None
            line.row.purchase_line = line.id
            line.row.name = f"{number('purchase_order', purchase.id)}/{line.line_no}"


def settle_placed(tx: Transaction, books: Books, gives: Sequence[Give]) -> list[dict[str, Any]]:
    """Give the new supplies to those who wait; return the promises that changed."""
    moved = settle(tx, books, gives)
    lines = with_redated(tx, books, late(moved, books))
    changes = repromise(tx, books, lines, moved, "supply_ordered")
    review_exceptions(tx, lines_of_interest(moved, ()))
    return changes


def answers(tx: Transaction, purchases: Sequence[Purchase]) -> list[dict[str, Any]]:
    """Return the purchases as the contract spells them; a draft says so, and has no supply."""
    rows = [line.row.id for p in purchases for line in p.lines if line.row is not None]
    by_supply = pegged(tx, rows) if rows else {}
    return [
        {
            "key": purchase.key,
            "purchase_order": number("purchase_order", purchase.id),
            "supplier": purchase.supplier_code,
            "lines": [
                {
                    "sku": line.sku,
                    "quantity": line.quantity,
                    "unit_cost": line.unit_cost,
                    "expected_on": line.expected_on.isoformat(),
                    "supply": line.row.name if line.row is not None else "",
                }
                for line in purchase.lines
            ],
            "pegged": [
                {"order": order, "sku": line.sku, "quantity": quantity}
                for line in purchase.lines
                for order, quantity in by_supply.get(line.row.id if line.row else 0, [])
            ],
        }
        | ({"draft": True} if purchase.draft else {})
        for purchase in purchases
    ]
