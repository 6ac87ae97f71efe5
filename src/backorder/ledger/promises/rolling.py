"""Rolling: plans that can no longer come on their day, on to the day and supplier that can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .retelling import skus_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from backorder.domain.types import LeadTime
    from backorder.ledger.books.supplies import Books, Row
    from backorder.ledger.journal.transaction import Transaction


def roll(books: Books, products: Iterable[int], *, sooner: bool = False) -> list[tuple[Row, date]]:
    """Take the units off plans that can no longer come on their day; return them with that day.

    The oldest of a supplier's plans for a place keeps its number and gets the new day, where no
    plan has it; in settling the units of all go there, or to free units of other supplies. With
    ``sooner`` plans that could come on an earlier day by now are rolled too.
    """
    products = sorted(products)
    leads = books.lead_times(products)
    stale = []
    for product in products:
        lead = leads.of(product)
        possible = books.ready.today if lead is None else lead.available_on
        plans = [row for row in books.of[product] if row.kind == "planned"]
        for row in plans:
            day = row.available_on
            if day is None or not (
                day < possible
                or not leads.can_come(product, row.supplier, row.location, day)
                or (sooner and _could_be_sooner(lead, day))
            ):
                continue
            stale.append((row, day))
            row.quantity = 0
            if lead is not None and _leads_to(row, lead):
                same = [p for p in plans if _leads_to(p, lead) and p.available_on == possible]
                if not same:
                    row.available_on, row.spread = possible, lead.spread
                    row.learned = lead.learned
    return stale


def _could_be_sooner(lead: LeadTime | None, day: date) -> bool:
    """Whether a purchase placed now would come before a day, for as many units as one likes."""
    return lead is not None and lead.capacity is None and lead.available_on < day


def _leads_to(row: Row, lead: LeadTime) -> bool:
    """Whether a plan is with the supplier and for the place that a plan made now would be."""
    return (row.supplier, row.location) == (lead.supplier, lead.location)


def said(tx: Transaction, stale: Sequence[tuple[Row, date]]) -> list[dict[str, Any]]:
    """Return what became of stale plans; one whose units went elsewhere has no day any more."""
    skus = skus_of(tx, np.array([row.product for row, _ in stale], dtype=np.int64))
    return [
        {
            "suggestion": row.name,
            "sku": skus[row.product],
            "quantity": row.pegged,
            "from": day.isoformat(),
            "to": row.available_on.isoformat() if row.pegged and row.available_on else None,
        }
        for row, day in stale
    ]
