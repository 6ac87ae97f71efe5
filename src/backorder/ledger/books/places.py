"""The few locations, lanes and shared policies, kept in memory and checked by one number.

Locations with their calendars, lanes, sourcing rules, outages, and the policies of channels,
classes and the default are small and rarely change. A process keeps them with the version it read
*before* them, so it can hold newer rows under an older version (and then reads again), never the
reverse. The verbs that change them hold every product's lock, so no decision runs between.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from backorder.domain.calendars import Calendar
from backorder.domain.errors import InvalidError, NotFoundError
from backorder.domain.lanes import ByZone, Lane, Lanes
from backorder.domain.outages import Outage, Outages
from backorder.domain.types import Policy
from backorder.domain.workdays import work_days

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from psycopg import Connection

    from backorder.domain.workdays import WorkDays
    from backorder.ledger.journal.transaction import Transaction

DEFAULT_POLICY = Policy("default", "", "allow")


@dataclass(frozen=True, slots=True)
class Place:
    """A location as the ledger needs it; ``capacity`` is the most units it can send in a day."""

    id: int
    code: str
    kind: str
    sellable: bool
    priority: int
    calendar: Calendar
    damaged_id: int
    capacity: int | None


@dataclass(frozen=True, slots=True)
class Places:
    """All locations by id and code, what holds between them and customers, and shared policies.

    ``sourcing`` has for each zone with a rule all places that sell, the preferred first: those of
    the rule, then the others by priority. ``supplier_days`` are the working days of the suppliers
    that do not work every day, ``limited`` the places with a daily capacity, ``outages`` the days
    on which suppliers are out.
    """

    version: int
    by_id: dict[int, Place]
    by_code: dict[str, Place]
    virtual: dict[str, int]
    policies: dict[tuple[str, str], list[Policy]]
    home: Place
    lanes: Lanes
    sourcing: ByZone[tuple[int, ...]]
    supplier_days: dict[int, WorkDays]
    limited: tuple[Place, ...]
    outages: Outages

    def sellable(self, code: str | None) -> Place:
        """Return the selling place of that code (the first one without a code), or raise."""
        if code is None:
            return self.home
        place = self.by_code.get(code)
        if place is None:
            raise NotFoundError("unknown_location", f"There is no location {code}.", location=code)
        if not place.sellable:
            raise InvalidError(
                "location_not_sellable", f"{code} is not a place that sells.", location=code
            )
        return place

    def fallback(self, channel: str, customer_class: str, location: str, day: date) -> Policy:
        """Return the policy of a day where neither the product nor its category has one.

        ``location`` is the code of the first place the order would ship from. The rules of all
        days are kept, so that what is in memory does not age.
        """
        asked = ("channel", channel), ("class", customer_class), ("location", location)
        for scope in (*asked, ("default", "")):
            for rule in self.policies.get(scope, ()):
                if rule.valid_on(day):
                    return rule
        return DEFAULT_POLICY

    def first(self, destination: str) -> Place:
        """Return the place that a destination is served from first."""
        rule = self.sourcing.nearest(destination) if self.sourcing else None
        return self.home if rule is None else self.by_id[rule[0]]

    def ready_on(self, location: int, available_on: date | None, now: datetime) -> date:
        """Return the day on which units that are there on ``available_on`` can leave."""
        return self.by_id[location].calendar.ready_on(available_on, now)

    def delivers_on(self, location: int, destination: str, leaves_on: date) -> date | None:
        """Return the day on which what leaves a place is delivered, None where no lane is known."""
        lane = self.lanes.find(location, destination)
        return None if lane is None else lane.delivers_on(leaves_on)


_known: WeakKeyDictionary[Connection[Any], Places] = WeakKeyDictionary()


def places(tx: Transaction, version: int | None = None) -> Places:
    """Return the locations and shared policies, from memory where ``version`` says they stand."""
    if version is None:
        ((version,),) = tx.rows("catalog_version")
    known = _known.get(tx.conn)
    if known is None or known.version != version:
        known = _known[tx.conn] = _read(tx, version)
    return known


def local_day(conn: Connection[Any], now: datetime) -> date:
    """Return the day it is at the first selling place, as far as this process knows the place.

    A guess to ask with, before the answer tells which places there are.
    """
    known = _known.get(conn)
    return now.astimezone(UTC).date() if known is None else known.home.calendar.local_date(now)


def _by_scope(rules: Iterable[Policy]) -> dict[tuple[str, str], list[Policy]]:
    found: dict[tuple[str, str], list[Policy]] = {}
    for rule in rules:
        found.setdefault((rule.scope, rule.match), []).append(rule)
    return found


def _read(tx: Transaction, version: int) -> Places:
    rows = tx.rows("places")
    damaged = {row[3]: row[0] for row in rows if row[2] == "damaged"}
    weeks = {
        code: work_days(days, frozenset(closed), frozenset(opened))
        for code, days, closed, opened in tx.rows("calendars")
    }
    by_id = {
        row_id: Place(
            row_id,
            code,
            kind,
            sellable,
            priority,
            Calendar(
                _days(weeks, calendar),
                cutoff=cutoff,
                timezone=timezone,
                handling_days=handling_days,
            ),
            damaged.get(row_id, 0),
            capacity,
        )
        for (
            row_id, code, kind, _site, sellable, priority, calendar, cutoff, timezone,
            handling_days, capacity,
        ) in rows
    }  # fmt: skip
    home = min((p for p in by_id.values() if p.sellable), key=lambda p: (p.priority, p.id))
    return Places(
        version,
        by_id,
        {place.code: place for place in by_id.values()},
        {p.kind: p.id for p in by_id.values() if not p.sellable and p.kind != "damaged"},
        _by_scope(Policy(*row) for row in tx.rows("policies_shared")),
        home,
        Lanes(
            Lane(location, zone, transit_days, _days(weeks, calendar), *costs)
            for location, zone, transit_days, calendar, *costs in tx.rows("lanes")
        ),
        _sourcing(tx, by_id.values()),
        {row[0]: _days(weeks, row[1]) for row in tx.rows("supplier_calendars")},
        tuple(place for place in by_id.values() if place.capacity is not None),
        Outages(Outage(*row) for row in tx.rows("outages")),
    )


def _days(weeks: dict[str, WorkDays], name: str) -> WorkDays:
    """Return the working days of that name: a calendar that was set, else a week."""
    return weeks.get(name) or work_days(name)


def _sourcing(tx: Transaction, known: Collection[Place]) -> ByZone[tuple[int, ...]]:
    """Return for each zone with a rule all places that sell, the preferred first."""
    selling = sorted((p for p in known if p.sellable), key=lambda p: (p.priority, p.id))
    return ByZone(
        {
            zone: (*first, *(place.id for place in selling if place.id not in first))
            for zone, first in tx.rows("sourcing")
        }
    )
