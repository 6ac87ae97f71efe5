"""Load what a promise looks at: products with their open supplies, policies and lead times."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from backorder.domain import expiring
from backorder.domain.estimates import MEDIAN, QUANTILES, estimate
from backorder.domain.learned import Learned
from backorder.domain.outages import comes_on, delivers_on
from backorder.domain.types import LeadTime, Policy, Position, Supply
from backorder.domain.workdays import work_days
from backorder.ledger.journal.verb import ExpiredHoldsError

from .leads import Leads, Sourced
from .loads import rooms_of
from .places import Places, local_day, places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from backorder.domain.estimates import Spread
    from backorder.domain.sending import Room
    from backorder.ledger.journal.transaction import Transaction

_STOCK_FIRST = {"stock": 0}


def learned_of(known: Sequence[float] | None) -> Learned | None:
    """Return the lead times of one row that has those of `Learned` as an array, or nothing."""
    if known is None:
        return None
    stated, p50, p80, p95, deliveries = known
    return Learned(stated, p50, p80, p95, int(deliveries))


class ReadyDays:
    """Ready days of one decision: each place and date is worked out once."""

    __slots__ = ("_known", "_todays", "now", "places", "today")

    def __init__(self, places: Places, now: datetime) -> None:
        """Start with nothing worked out; ``today`` is the day at the first selling place."""
        self.places = places
        self.now = now
        self.today = places.home.calendar.local_date(now)
        self._known: dict[tuple[int, date | None], date] = {}
        self._todays: dict[int, date] = {}

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

    def today_at(self, location: int) -> date:
        """Return the day it is at a place."""
        found = self._todays.get(location)
        if found is None:
            calendar = self.places.by_id[location].calendar
            found = self._todays[location] = calendar.local_date(self.now)
        return found

    def expected_on(
        self, location: int, available_on: date | None, spread: Spread, quantile: int = 50
    ) -> date:
        """Return the day units can leave with a chance of ``quantile`` percent."""
        if spread and available_on is not None:
            today = self.today_at(location)
            available_on = estimate(available_on, spread, today, quantile).day
        return self.ready_on(location, available_on)

    def outlook(
        self, location: int, spread: Spread, available_on: date
    ) -> tuple[date, dict[int, date] | None]:
        """Return the day units can leave, and where it has a spread, the days by quantile."""
        if not spread:
            return self.ready_on(location, available_on), None
        days = {q: self.expected_on(location, available_on, spread, q) for q in QUANTILES}
        return days[MEDIAN], days

    def arrives_on(self, supplier: int, days: int) -> date:
        """Return the day a purchase placed today arrives, counted in the supplier's working days.

        Those are all days of the week where the supplier has no calendar.
        """
        own = self.places.supplier_days.get(supplier)
        return (
            self.today + timedelta(days=days) if own is None else own.counted_on(self.today, days)
        )

    def lead_time(  # noqa: PLR0913, PLR0917 (the columns of a supplier's item)
        self,
        supplier: int,
        days: int,
        spread: int,
        capacity: int | None,
        multiple: int,
        known: Sequence[float] | None,
    ) -> LeadTime:
        """Return what a purchase placed today would bring to the first selling place."""
        available_on = self.arrives_on(supplier, days)
        home, learned = self.places.home.id, learned_of(known)
        ready_on, ready_at = self.outlook(home, learned or spread, available_on)
        if capacity is None:
            return LeadTime(
                supplier, home, days, available_on, ready_on, spread, ready_at, learned=learned
            )
        own = self.places.supplier_days.get(supplier)
        return LeadTime(
            supplier, home, days, available_on, ready_on, spread, ready_at, capacity, multiple,
            working=None if own is None else partial(own.counted_on, days=0),
            ready=partial(self.outlook, home, learned or spread), learned=learned,
        )  # fmt: skip

    def bought(self, supplier: int, product: int, location: int, days: int) -> date | None:
        """Return the day a purchase placed today arrives, as `arrives_on`, given who is out."""
        outages = self.places.outages.of(supplier, product, location)
        if not outages:
            return self.arrives_on(supplier, days)
        own = self.places.supplier_days.get(supplier) or work_days("daily")
        return comes_on(self.today, days, own, outages).on

    def late_lead(self, product: int, location: int, terms: Sequence[Any]) -> Sourced:
        """Return what `lead_time` would of a supplier's terms for a place, given who is out."""
        supplier, days, *_, known = terms
        lead = self.lead_time(*terms)
        if location != lead.location:
            lead = self.brought_to(location, lead)
        outages = self.places.outages.of(supplier, product, location)
        if not outages:
            return Sourced(lead, ())
        own = self.places.supplier_days.get(supplier) or work_days("daily")
        on, hit = comes_on(self.today, days, own, outages)
        if on is None:
            return Sourced(None, hit)
        ready_on, ready_at = self.outlook(location, learned_of(known) or lead.spread, on)
        late = replace(lead, available_on=on, ready_on=ready_on, ready_at=ready_at)
        if lead.capacity is not None:
            late = replace(late, working=lambda day: delivers_on(day, own, outages).on)
        return Sourced(late, hit)

    def brought_to(self, location: int, lead: LeadTime) -> LeadTime:
        """Return what the same purchase would bring to another place."""
        spread = lead.learned or lead.spread
        ready_on, ready_at = self.outlook(location, spread, lead.available_on)
        later = None if lead.ready is None else partial(self.outlook, location, spread)
        return replace(lead, location=location, ready_on=ready_on, ready_at=ready_at, ready=later)


def wanted(tx: Transaction, skus: Sequence[str]) -> dict[str, Any]:
    """Return the parameters of ``sql/positions.sql``."""
    return {"skus": skus, "day": local_day(tx.conn, tx.now), "now": tx.now}


def read(
    tx: Transaction,
    rows: list[tuple[Any, ...]],
    asked: dict[str, Any],
    *,
    answering: bool = False,
) -> tuple[ReadyDays, dict[str, Position]]:
    """Return the days of this decision, and the positions of the rows that ``asked`` gave.

    They are asked for again where it is another day at the first selling place than was thought.
    Units of expired holds are counted as free where only ``answering``; who writes has them freed
    first: raises ``ExpiredHoldsError``.
    """
    ready = ReadyDays(places(tx, rows[0][-1] if rows else None), tx.now)
    if rows and ready.today != asked["day"]:
        rows = tx.rows("positions", {**asked, "day": ready.today})
    if not answering and (expired := _expired_skus(rows)):
        raise ExpiredHoldsError(expired)
    found = positions(rows, ready, rooms_of(tx, ready.places))
    if ready.places.outages:
        first = {row[0]: (*row[16:21], row[31]) for row in rows if row[16] is not None}
        leads = Leads(tx, ready, first)
        for position in found.values():
            leads.source(position)
    if answering:
        _free_expired(tx, rows, found)
    return ready, found


def _free_expired(
    tx: Transaction, rows: Sequence[tuple[Any, ...]], found: dict[str, Position]
) -> None:
    """Count as free, in an answer only, what expired holds claim: the next writer frees it so."""
    expired: dict[str, dict[int, int]] = {sku: {} for sku in _expired_skus(rows)}
    if not expired:
        return
    asked = {"skus": list(expired), "now": tx.now}
    for sku, supply, units in tx.rows("expired_units", asked):
        expired[sku][supply] = units
    undated = {row[1]: row[21] for row in rows}
    for sku, units in expired.items():
        expiring.free_expired(found[sku], units, undated[sku])


def _expired_skus(rows: Iterable[tuple[Any, ...]]) -> list[str]:
    """Return the products of which a hold whose time has passed still claims units."""
    return sorted({row[1] for row in rows if row[-2]})


def positions(
    rows: Iterable[tuple[Any, ...]], ready: ReadyDays, rooms: Mapping[int, Room] | None
) -> dict[str, Position]:
    """Return the positions of the rows that ``sql/positions.sql`` gives, by SKU.

    ``rooms``: what the places with a limit can still send, by place.
    """
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
                backordered=row[21],
                lead_time=None if row[16] is None else ready.lead_time(*(*row[16:21], row[31])),
                rooms=rooms,
            )
        if row[22] is not None:
            _add_supply(position, row[22:31], learned_of(row[32]), ready)
    for position in found.values():
        if rooms:
            for supply in position.supplies:
                supply.room = rooms.get(supply.location)
        if len(position.supplies) > 1:
            position.supplies.sort(key=ready.sort_key)
    return found


def _add_supply(
    position: Position, columns: tuple[Any, ...], learned: Learned | None, ready: ReadyDays
) -> None:
    row_id, kind, name, location, available_on, quantity, pegged, supplier, spread = columns
    free = quantity - pegged
    if kind == "stock":
        ready_on = ready.ready_on(location, None)
        position.supplies.append(Supply(row_id, kind, name, location, None, ready_on, free))
        return
    position.backordered += pegged
    if kind != "planned":
        position.incoming += quantity
    sure = learned or spread
    ready_on, ready_at = ready.outlook(location, sure, available_on)
    overdue = not sure and available_on < ready.today_at(location)
    supply = Supply(
        row_id, kind, name, location, available_on, ready_on, free, supplier or 0,
        pegged=pegged, spread=spread, ready_at=ready_at, overdue=overdue, learned=learned,
    )  # fmt: skip
    position.supplies.append(supply)
