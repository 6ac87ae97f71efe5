"""Decide one order as its customer wants it shipped: sourcing before, delivery days after.

What `promising.decide` knows nothing of is here: the order of places that serve the destination,
and the lanes to it. Where there are neither, this costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backorder.domain import promising, sourcing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from backorder.domain.types import Demand, Policy, Refusal, Take
    from backorder.ledger.books.places import Places
    from backorder.ledger.books.positions import ReadyDays


class Shipping(NamedTuple):
    """How an order is to be shipped: as available or complete, where to, and not before when."""

    ship: str = "as_available"
    destination: str = ""
    wait_until: date | None = None


def decide(
    ready: ReadyDays,
    demands: Sequence[Demand],
    fallback: Policy,
    shipping: Shipping,
    *,
    keep: bool = True,
) -> tuple[list[list[Take]], list[Refusal | None]]:
    """Decide one order: the takes of each line, and per line why it is refused.

    As `promising.decide`, of the places that the destination's sourcing rule prefers, and with the
    day of delivery of each take where a lane is known.
    """
    if ready.places.sourcing:
        _source(ready, demands, shipping.destination)
    takes, refusals = promising.decide(
        demands,
        ready.today,
        fallback,
        complete=shipping.ship == "complete",
        wait_until=shipping.wait_until,
        keep=keep,
    )
    deliver(ready.places, shipping.destination, (take for mine in takes for take in mine))
    return takes, refusals


def deliver(places: Places, destination: str, takes: Iterable[Take]) -> None:
    """Set the day on which each take is delivered, where a lane is known."""
    if places.lanes:
        for take in takes:
            take.delivers_on = places.delivers_on(
                take.supply.location, destination, take.promised_on
            )


def _source(ready: ReadyDays, demands: Sequence[Demand], destination: str) -> None:
    """Put the supplies of an order in the order of its destination's rule, plans too."""
    rule = ready.places.sourcing.nearest(destination)
    first = ready.places.first(destination).id
    for demand in demands:
        position = demand.position
        if position is None:
            continue
        if rule is None:  # an order before this one may have had a rule
            position.supplies.sort(key=ready.sort_key)
        lead = position.lead_time
        if position.sourced is not None:
            position.lead_time, position.out = position.sourced(first)
        elif lead is not None and lead.location != first:
            position.lead_time = ready.brought_to(first, lead)
    if rule is not None:
        sourcing.arrange(demands, rule)
