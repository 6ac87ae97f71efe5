"""Shipping load: what the places that can send only so many units a day can still take on.

The database counts the units promised per day by itself, for those places only (migration 6), so
here they are just read. Whoever decides by them holds the places' locks, taken after the products'
(law 7), from the first look to the commit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backorder.domain.repromising import NO_DAY
from backorder.domain.sending import Room, Waiting, refit
from backorder.ledger.journal.arrays import Ints, from_day, to_day

if TYPE_CHECKING:
    from datetime import date

    from backorder.domain.ranking import Integers
    from backorder.ledger.journal.transaction import Columns, Transaction

    from .places import Places


def lock_limited(tx: Transaction, places: Places) -> None:
    """Lock the places with a daily capacity; a verb that numbers its entry does so after this."""
    if places.limited:
        tx.run("loads_lock", {"locations": Ints(place.id for place in places.limited)})


def rooms_of(tx: Transaction, places: Places) -> dict[int, Room] | None:
    """Return what each place with a daily capacity can still send, None where none has any."""
    if not places.limited:
        return None
    if not tx.reads_only:
        lock_limited(tx, places)
    wanted = {"locations": Ints(place.id for place in places.limited)}
    load: dict[int, dict[date, int]] = {}
    for place, day, units in tx.rows("loads", wanted):
        load.setdefault(place, {})[day] = units
    return {
        place.id: Room(place.capacity, place.calendar.days, load.get(place.id, {}))
        for place in places.limited
        if place.capacity is not None
    }


def with_room(
    tx: Transaction, places: Places, pegs: Columns, ready: Integers, rows: Integers
) -> Integers:
    """Return the day each peg can leave, where the place has room: see `domain.sending.refit`.

    ``pegs`` as ``sql/promises_due.sql`` gives them, ``rows`` those whose day is open.
    """
    rooms = rooms_of(tx, places) or {}
    at, waiting = [], []
    for row in rows.tolist():
        first = from_day(max(int(ready[row]), int(pegs["requested_on"][row])))
        place = int(pegs["location"][row])
        if place in rooms and first is not None and ready[row] != NO_DAY:
            at.append(row)
            told, units = from_day(int(pegs["told"][row])), int(pegs["quantity"][row])
            waiting.append(Waiting(place, int(pegs["line"][row]), first, told, units))
    found = ready.copy()
    found[at] = [to_day(day) for day in refit(rooms, waiting)]
    return found
