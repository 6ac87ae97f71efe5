"""Facts about moved units, as the contract spells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain.names import number
from backorder.ledger.journal.arrays import Ints

from .retelling import skus_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backorder.ledger.books.settlement import Moved
    from backorder.ledger.journal.transaction import Transaction


def filled(tx: Transaction, moved: Moved) -> list[dict[str, Any]]:
    """Return the units of orders that were allocated from stock, in rank order.

    What quotes and holds got is not among them: nothing of it can be shipped yet.
    """
    if not moved.line.size:
        return []
    is_stock = np.array([row.kind == "stock" for row in moved.rows] + [False])
    at = np.flatnonzero(is_stock[moved.target] & (moved.held == 0))
    at = at[np.lexsort((at, moved.rank[at], moved.product[at]))]
    skus = skus_of(tx, moved.product[at])
    return [
        {"order": number("order", order), "sku": skus[product], "quantity": quantity}
        for order, product, quantity in zip(
            moved.order[at].tolist(),
            moved.product[at].tolist(),
            moved.quantity[at].tolist(),
            strict=True,
        )
    ]


def pegged(tx: Transaction, supplies: Iterable[int]) -> dict[int, list[tuple[str, int]]]:
    """Return the orders that wait for supplies, by supply id, in rank order, with their units."""
    found: dict[int, list[tuple[str, int]]] = {}
    for supply, order, quantity in tx.rows("pegged_orders", {"supplies": Ints(supplies)}):
        found.setdefault(supply, []).append((number("order", order), quantity))
    return found
