"""Stock movements of one verb, collected and appended in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backorder.ledger.journal.arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backorder.ledger.journal.transaction import Transaction


class Movement(NamedTuple):
    """Units of a product from one location to another, and the paper's line that says so."""

    product: int
    origin: int
    destination: int
    quantity: int
    kind: str
    document: int
    line: int


def save(tx: Transaction, movements: Iterable[Movement]) -> None:
    """Append the movements that move something."""
    rows = [movement for movement in movements if movement.quantity]
    if not rows:
        return
    tx.run(
        "movements_save",
        {
            "journal": tx.journal_id,
            "at": tx.now,
            "product": Ints(row.product for row in rows),
            "origin": Ints(row.origin for row in rows),
            "destination": Ints(row.destination for row in rows),
            "quantity": Ints(row.quantity for row in rows),
            "kinds": [row.kind for row in rows],
            "document": Ints(row.document for row in rows),
            "line": Ints(row.line for row in rows),
        },
    )
