"""What purchases placed now would bring: from the supplier asked first, or who else is not out.

Outages are kept in the process's memory with the places. Only where the supplier asked first is
concerned by one are the others read: whoever has no outages pays nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.outages import choose
from backorder.ledger.journal.arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from backorder.domain.outages import Outage
    from backorder.domain.types import LeadTime, Position
    from backorder.ledger.journal.transaction import Transaction

    from .positions import ReadyDays

    # Supplier, days, spread, capacity, multiple and what was learned: see `ReadyDays.lead_time`.
    Terms = tuple[Any, ...]


class Sourced(NamedTuple):
    """What a purchase placed now would bring, None for nothing, and who is out meanwhile."""

    lead: LeadTime | None
    out: tuple[Outage, ...]


class Leads:
    """What purchases of some products would bring, to each place."""

    def __init__(self, tx: Transaction, ready: ReadyDays, first: Mapping[int, Terms]) -> None:
        """Take the terms of the supplier asked first, by product; read the others where needed."""
        self._ready = ready
        self._first = first
        self._known: dict[tuple[int, int], Sourced] = {}
        self._all: dict[int, list[Terms]] = {}
        outages = ready.places.outages
        concerned = [p for p, terms in first.items() if outages.of(terms[0], p)] if outages else []
        if concerned:
            for product, *terms in tx.rows("sources", {"products": Ints(sorted(concerned))}):
                self._all.setdefault(product, []).append(tuple(terms))

    @classmethod
    def read(cls, tx: Transaction, ready: ReadyDays, products: Iterable[int]) -> Leads:
        """Return those of the products that have a supplier and are still bought."""
        rows = tx.rows("lead_times", {"products": Ints(sorted(set(products)))})
        return cls(tx, ready, {product: tuple(terms) for product, *terms in rows})

    def of(self, product: int) -> LeadTime | None:
        """Return what a purchase would bring to the first selling place."""
        return self.at(product, self._ready.places.home.id).lead

    def at(self, product: int, location: int) -> Sourced:
        """Return what a purchase would bring to a place."""
        asked = (product, location)
        found = self._known.get(asked)
        if found is None:
            found = self._known[asked] = self._source(product, location)
        return found

    def _source(self, product: int, location: int) -> Sourced:
        first = self._first.get(product)
        if first is None:
            return Sourced(None, ())
        sources = self._all.get(product)
        if sources is None:
            lead = self._ready.lead_time(*first)
            home = lead.location == location
            return Sourced(lead if home else self._ready.brought_to(location, lead), ())
        ways = [self._ready.late_lead(product, location, terms) for terms in sources]
        days = [None if lead is None else lead.ready_on for lead, _ in ways]
        usual = self._ready.arrives_on(*first[:2])
        at = choose(days, first_is_late=ways[0].lead is None or ways[0].lead.available_on > usual)
        if at is None:
            return Sourced(None, tuple(one for way in ways for one in way.out))
        # The others that deliver are out of nothing: those passed over, and what delays this one.
        return Sourced(ways[at].lead, tuple(one for way in ways[: at + 1] for one in way.out))

    def can_come(self, product: int, supplier: int, location: int, day: date) -> bool:
        """Whether a plan of a supplier for a place, made earlier, could still come on its day.

        A supplier who is out cannot keep it, even where another could.
        """
        outages = self._ready.places.outages.of(supplier, product, location)
        if not outages:
            return True
        if not any(one.holds_on(day) or one.holds_on(self._ready.today) for one in outages):
            return True
        terms = [one for one in self._all.get(product, ()) if one[0] == supplier]
        lead = self._ready.late_lead(product, location, terms[0]).lead if terms else None
        kept = lead is not None and lead.available_on <= day
        return kept and not any(one.holds_on(day) for one in outages)

    def source(self, position: Position) -> None:
        """Set what a purchase of a position's product would bring, where somebody is out."""
        if position.product in self._all:
            position.sourced = lambda place: self.at(position.product, place)
            position.lead_time, position.out = self.at(position.product, self._ready.places.home.id)
