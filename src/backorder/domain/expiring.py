"""Expiring: what is free once the holds whose time has passed let go of their units."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .types import Position, Supply


def free_expired(position: Position, expired: dict[int, int], undated: int) -> None:
    """Free the units of expired holds in a position, as settling the books would.

    ``expired`` are units by supply id, 0 for what waits without a supply, of which there are
    ``undated`` in all. Units that became free go to whoever waits for a later day; who that is does
    not matter here. A plan is no larger than what is pegged to it, so what nobody wants of it is
    gone.

    Five units of stock are held by an expired cart, and an order waits for a purchase with three:

    >>> from datetime import date
    >>> from backorder.domain.types import Position, Supply
    >>> day = date(2026, 12, 9)
    >>> stock = Supply(1, "stock", "stock@MAIN", 1, None, date(2026, 11, 23), free=0)
    >>> bought = Supply(2, "purchase", "PO-000001/1", 1, day, day, free=0, pegged=3)
    >>> mugs = Position(1, "MUG", 0, "EUR", False, None, [stock, bought], 3, None)
    >>> free_expired(mugs, {1: 5}, undated=0)
    >>> stock.free, bought.free, mugs.backordered
    (2, 3, 0)
    """
    for supply in position.supplies:
        units = expired.get(supply.id, 0)
        supply.free += units
        supply.pegged -= units
    undated -= expired.get(0, 0)
    for giver in position.supplies:
        used = min(giver.free, undated)
        undated -= used
        _move(giver, None, used)
        for waited in reversed(position.supplies):
            if _day(waited) > _day(giver):
                _move(giver, waited, min(giver.free, waited.pegged))
    position.backordered = undated + sum(
        supply.pegged for supply in position.supplies if supply.kind != "stock"
    )
    position.supplies = [s for s in position.supplies if s.kind != "planned" or s.pegged]
    for supply in position.supplies:
        if supply.kind == "planned":
            supply.free = 0


def _day(supply: Supply) -> date:
    """Return the day units can leave; all stock is of one day before all others."""
    return date.min if supply.kind == "stock" else supply.ready_on


def _move(giver: Supply, waited: Supply | None, units: int) -> None:
    """Give free units to who waits for another supply, or for none."""
    giver.free -= units
    giver.pegged += units
    if waited is not None:
        waited.free += units
        waited.pegged -= units
