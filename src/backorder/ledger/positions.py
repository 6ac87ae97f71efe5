"""Load what a promise looks at: products with their open supplies, policies and lead times."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from backorder.domain.types import LeadTime, Policy, Position, Supply

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from .places import Places

_STOCK_FIRST = {"stock": 0}


class ReadyDays:
    """Ready days of one decision: each place and date is worked out once."""

    __slots__ = ("_known", "now", "places", "today")

    def __init__(self, places: Places, now: datetime) -> None:
        """Start with nothing worked out; ``today`` is the day at the first selling place."""
        self.places = places
        self.now = now
        self.today = places.home.calendar.local_date(now)
        self._known: dict[tuple[int, date | None], date] = {}

    def ready_on(self, location: int, available_on: date | None) -> date:
        """Return the day on which units there on ``available_on`` can leave."""
        asked = (location, available_on)
        found = self._known.get(asked)
        if found is None:
            found = self._known[asked] = self.places.ready_on(location, available_on, self.now)
        return found

    def sort_key(self, supply: Supply) -> tuple[int, date, int, int]:
        """Order supplies as they are promised: stock first, then by the day they can leave.

        Of one day by the place's priority, then by id.

        What is there comes before what may come: else a line could wait for an overdue purchase
        at one place beside free stock at a slower one. A plan has no id before it is written; it
        comes last among its day's supplies.
        """
        return (
            _STOCK_FIRST.get(supply.kind, 1),
            supply.ready_on,
            self.places.by_id[supply.location].priority,
            supply.id or 2**62,
        )

    def lead_time(self, supplier: int, days: int) -> LeadTime:
        """Return what a purchase placed today would bring to the first selling place."""
        available_on = self.today + timedelta(days=days)
        home = self.places.home.id
        ready_on = self.ready_on(home, available_on)
        return LeadTime(supplier, home, days, available_on, ready_on)


def positions(rows: Iterable[tuple[Any, ...]], ready: ReadyDays) -> dict[str, Position]:
    """Return the positions of the rows that ``sql/positions.sql`` gives, by SKU."""
    found: dict[str, Position] = {}
    for row in rows:
        sku = row[1]
        position = found.get(sku)
        if position is None:
            position = found[sku] = Position(
                product=row[0],
                sku=sku,
                unit_price=row[2],
                currency=row[3],
                discontinued=row[4],
                policy=None if row[5] is None else Policy(*row[5:16]),
                supplies=[],
                backordered=row[18],
                lead_time=None if row[16] is None else ready.lead_time(row[16], row[17]),
            )
        if row[19] is not None:
            supply_id, kind, name, location, available_on, quantity, pegged, supplier = row[19:27]
            if kind != "stock":
                position.backordered += pegged
            position.supplies.append(
                Supply(
                    supply_id,
                    kind,
                    name,
                    location,
                    available_on,
                    ready.ready_on(location, available_on),
                    quantity - pegged,
                    supplier or 0,
                )
            )
    for position in found.values():
        if len(position.supplies) > 1:
            position.supplies.sort(key=ready.sort_key)
    return found
