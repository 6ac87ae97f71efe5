"""Where products stand: what is there, comes, waits and is to be held, in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backorder.domain import needs
from backorder.ledger.journal.arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backorder.ledger.books.positions import ReadyDays
    from backorder.ledger.journal.transaction import Columns, Transaction


def positions(
    tx: Transaction,
    ready: ReadyDays,
    *,
    after: str | None = None,
    through: str | None = None,
    products: Iterable[int] | None = None,
) -> Columns:
    """Return the positions of a slice of the products, or of some, one row per product and place.

    The caller holds the products' locks.
    """
    return tx.columns(
        "proposals_positions",
        {
            "after": after,
            "through": through,
            "products": None if products is None else Ints(products),
            "today": ready.today,
            "home": ready.places.home.id,
        },
    )


def needs_of(held: Columns) -> needs.Needs:
    """Return the need of every product and place; what is discontinued is bought no more."""
    found = needs.needs(
        held["waiting"],
        held["shelf"] + held["coming"] + held["drafts"],
        held["method"],
        held["point"],
        held["up_to"],
        held["safety"],
    )
    return found._replace(units=np.where(held["ended"] == 1, 0, found.units))
