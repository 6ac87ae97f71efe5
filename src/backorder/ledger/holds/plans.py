"""Suggestions of which quotes and holds claim a part: that part is not bought with the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backorder.domain.errors import ConflictError
from backorder.domain.names import number
from backorder.ledger.journal.arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.books.supplies import Books, Row
    from backorder.ledger.journal.transaction import Transaction


def refuse_gone(plans: Sequence[int]) -> None:
    """Raise ``ConflictError`` where suggestions, by their ids, are none any more."""
    if plans:
        gone = [number("suggestion", row_id) for row_id in plans]
        raise ConflictError(
            "suggestion_gone",
            f"{', '.join(gone[:5])} was ordered before, or nobody needs it any more.",
            suggestions=gone[:100],
        )


def leave_holds(tx: Transaction, books: Books, rows: Sequence[Row]) -> None:
    """Leave what quotes and holds claim of suggestions on plans of their own.

    It is not bought before they are confirmed, and keeps its day and its place in the queue.
    """
    held = dict(tx.rows("plans_held", {"supplies": Ints(row.id for row in rows)}))
    if not held:
        return
    refuse_gone([row.id for row in rows if held.get(row.id) == row.pegged])
    parted = [(row, held[row.id]) for row in rows if row.id in held]
    twins = []
    for row, units in parted:
        twin = books.open(
            row.product, row.location, "planned", "", units, row.available_on, supplier=row.supplier
        )
        twin.pegged, twin.spread, twin.learned = units, row.spread, row.learned
        row.pegged -= units
        row.quantity -= units
        twins.append(twin)
    books.number_new()
    tx.run(
        "plans_part",
        {"plan": Ints(row.id for row, _ in parted), "twin": Ints(twin.id for twin in twins)},
    )
