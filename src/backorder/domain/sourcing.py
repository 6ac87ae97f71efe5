"""Sourcing: from which places the units of an order should leave.

A sourcing rule is an order of places for a destination. It is a preference and never a wall: units
that are free anywhere are promised before anyone is made to wait for units to come, and settling
keeps one pool of a product's supplies. What the rule decides is which of the places that could
serve an order do: as few as can, so that the order leaves in as few parcels as can be.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import combinations, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .types import Demand, Position, Supply

MOST_TRIED = 2_000  # sets of places weighed before a big order is split by the rule's order alone
LAST = 2**62


def choose(
    wanted: Sequence[int], there: Sequence[Mapping[int, int]], rule: Sequence[int]
) -> list[int]:
    """Return the places from which an order's units on stock should leave, in the rule's order.

    ``wanted``: units per product. ``there``: free units per product and place. ``rule``: all
    places, the preferred first. A product of which there is too little everywhere takes what there
    is from all places; those are used anyway and cost no further parcel. Beside them as few places
    as can are used; of these sets the one that splits the fewest products; of those the first in
    the rule's order.

    Ten mugs and one pot: B has both, so nothing leaves from A, though it is preferred.

    >>> choose([10, 1], [{1: 12, 2: 10}, {2: 3}], rule=[1, 2])
    [2]

    No place has ten mugs; A and B together do:

    >>> choose([10], [{1: 6, 2: 4, 3: 5}], rule=[1, 2, 3])
    [1, 2]
    """
    needs = []
    anyway: set[int] = set()
    for units, free in zip(wanted, there, strict=True):
        if sum(free.values()) < units:
            anyway.update(place for place, count in free.items() if count)
        else:
            needs.append((units, free))
    rest = [
        place
        for place in rule
        if place not in anyway and any(free.get(place, 0) for _, free in needs)
    ]
    chosen = _fewest(needs, anyway, rest)
    return [place for place in rule if place in chosen]


def _fewest(
    needs: Sequence[tuple[int, Mapping[int, int]]], anyway: set[int], rest: Sequence[int]
) -> set[int]:
    """Return the best set of places that together hold what is needed."""
    tries = MOST_TRIED
    for size in range(len(rest) + 1):
        best: tuple[int, set[int]] | None = None
        for more in islice(combinations(rest, size), tries):
            tries -= 1
            places = anyway.union(more)
            splits = _splits(needs, places)
            if splits is not None and (best is None or splits < best[0]):
                best = (splits, places)
                if not splits:
                    break
        if best is not None:
            return best[1]
    return anyway.union(rest)


def _splits(needs: Sequence[tuple[int, Mapping[int, int]]], places: set[int]) -> int | None:
    """Return how many products no single place holds; None where all together hold too little."""
    splits = 0
    for units, free in needs:
        held = [free.get(place, 0) for place in places]
        if sum(held) < units:
            return None
        splits += max(held, default=0) < units
    return splits


def arrange(demands: Sequence[Demand], rule: Sequence[int]) -> None:
    """Put the supplies of an order's products in the order in which it should take them.

    Stock first: of the chosen places the first that holds all of the order's units, then the other
    chosen places, then the rest. Then dated supplies by the day they can leave, those of one day in
    the rule's order. ``rule``: all places that sell, the preferred first.
    """
    wanted: dict[int, int] = {}
    position_of: dict[int, Position] = {}
    for demand in demands:
        if demand.position is not None:
            product = demand.position.product
            position_of[product] = demand.position
            wanted[product] = wanted.get(product, 0) + demand.quantity
    there = [_on_stock(position) for position in position_of.values()]
    rank = {place: at for at, place in enumerate(rule)}
    chosen = choose(list(wanted.values()), there, rule)
    turn = rank | {place: at - len(rule) for at, place in enumerate(chosen)}
    for position, free in zip(position_of.values(), there, strict=True):
        units = wanted[position.product]
        whole = next((place for place in chosen if free.get(place, 0) >= units), None)
        first = turn if whole is None else turn | {whole: -len(rule) - 1}
        position.supplies.sort(key=partial(_turn, first, rank))


def _on_stock(position: Position) -> dict[int, int]:
    """Return the free units of a product by place."""
    return {
        supply.location: supply.free
        for supply in position.supplies
        if supply.kind == "stock" and supply.free > 0
    }


def _turn(
    stock: Mapping[int, int], dated: Mapping[int, int], supply: Supply
) -> tuple[int, date, int, int]:
    """Return when a supply's turn is; a plan has no id before it is written and comes last."""
    if supply.kind == "stock":
        return (0, date.min, stock[supply.location], supply.id)
    return (1, supply.ready_on, dated[supply.location], supply.id or LAST)
