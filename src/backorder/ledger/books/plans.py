"""Plans: units that no order has been placed for yet, on the days a supplier could deliver them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backorder.domain.capacity import Load, lots

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backorder.domain.types import LeadTime

    from .supplies import Books, Row


class Plans:
    """The plans of some products, under their suppliers' lead times and weekly capacity."""

    def __init__(self, books: Books, products: Iterable[int]) -> None:
        """Read what the suppliers who are asked first could deliver."""
        self._books = books
        self._leads = books.lead_times(products)
        self._loads: dict[int, Load] = {}

    def take(self, product: int, units: int) -> list[tuple[Row, int]]:
        """Peg ``units`` to plans; return how many to which, the earliest first.

        Nothing without a supplier, and less than asked where the supplier is at its limit for as
        long as promises reach.
        """
        lead = self._leads.of(product)
        if lead is None:
            return []
        days = [(lead.available_on, units)]
        if lead.capacity is not None:
            load = self._load(product, lead)
            days = lots(units, lead.available_on, load, lead.capacity, lead.multiple, lead.working)
        found = []
        for day, part in days:
            plan = self._books.plan(product, lead, day)
            plan.pegged += part
            found.append((plan, part))
        return found

    def _load(self, product: int, lead: LeadTime) -> Load:
        """Return what the supplier is to deliver already; a plan is what is pegged to it."""
        load = self._loads.get(product)
        if load is None:
            load = self._loads[product] = Load()
            for row in self._books.of[product]:
                if row.supplier == lead.supplier and row.available_on is not None:
                    units = row.pegged if row.kind == "planned" else row.quantity
                    load.add(row.kind, row.available_on, units)
        return load
