"""Trees of reasons for a refusal, for a change of a promise, and for a supply and its queue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from . import saying
from .explaining import Reason, ends_on, out_step, way
from .reasons import CAUSE_TEXTS, REFUSAL_TEXTS
from .story import last_day, rule_reason, version_part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from .explaining import Ground
    from .story import Version
    from .types import Position, Refusal

REFUSED = {
    "unknown_sku": "We do not know a product {sku}.",
    "discontinued": "{sku} is not made any more: {available} of the {asked} asked for are left.",
    "denied": "{sku} is sold from the shelf only: {available} of the {asked} asked for are there.",
    "out_of_stock": "{sku} is out of stock: {available} of the {asked} asked for can be had, and "
    "no more are on order.",
    "cap_reached": "No more than {cap} of {sku} may wait at a time: {backordered} do already, so "
    "{added} more cannot be taken.",
    "wait_too_long": "{sku} could leave on {next_date}, in {wait_days} days; we promise no more "
    "than {max_wait_days} days ahead.",
    "confidence_too_low": "{sku} could leave on {next_date} at best, and that day is not sure "
    "enough to promise.",
    "too_late": "{sku} could leave on {next_date} at the earliest, after {latest_on}, the last "
    "day asked for.",
}
BECAUSE = {
    "placed": "the order was accepted",
    "supply_changed": "a delivery that it waits for changed",
    "supplier_said": "the supplier gave another day",
    "supplier_short": "the supplier will not deliver all of it",
    "closed_short": "the rest of a purchase will not come",
    "supply_cancelled": "a delivery that it waited for was cancelled",
    "supply_ordered": "the goods were ordered from the supplier",
    "received_late": "the goods came later than was promised",
    "received_short": "fewer came than were expected",
    "stock_corrected": "a count found another number on the shelf",
    "order_changed": "the order was changed",
    "demand_released": "another order gave up what it held",
}


def refusal(refused: Refusal, position: Position | None, rule: dict[str, Any], now: date) -> Reason:
    """Return the tree of a refusal: the sentence, and what there is and is to come."""
    known = dict(refused.facts)
    for name in ("next_date", "latest_on"):
        if known.get(name):
            known[name] = saying.day(date.fromisoformat(known[name]), now)
    text = REFUSED.get(refused.code, REFUSAL_TEXTS[refused.code]).format_map(known)
    because = [] if position is None else [*_stands(position, now), rule_reason(rule)]
    return Reason(refused.code, text, refused.facts, tuple(because))


def _stands(position: Position, now: date) -> list[Reason]:
    """Return what there is of a product, what comes, and what a supplier could bring."""
    there = [supply for supply in position.supplies if supply.kind == "stock"]
    coming = [supply for supply in position.supplies if supply.kind in ("purchase", "transfer")]
    shelf = sum(supply.free for supply in there)
    free = sum(supply.free for supply in coming)
    dated = [supply.ready_on for supply in coming if supply.free]
    because = [
        Reason("shelf", f"{shelf} on the shelf are free.", {"free": shelf}),
        Reason(
            "coming",
            f"{position.incoming} are on the way, and {free} of them are free.",
            {"units": position.incoming, "free": free, "first_on": min(dated, default=None)},
        ),
    ]
    for one in position.out:
        step = out_step(one, one.from_on)
        because.append(Reason(step.code, saying.step_text(step, now), step.facts))
    lead = position.lead_time
    if lead is None or position.discontinued:
        because.append(Reason("no_lead_time", "Nobody says how long it takes to buy more."))
    else:
        on = saying.day(lead.ready_on, now)
        text = f"Bought today, more of it could leave on {on}."
        because.append(Reason("lead_time", text, {"days": lead.days, "on": lead.ready_on}))
    return because


def change(before: Sequence[Version], after: Sequence[Version], now: date) -> Reason:
    """Return why a version of a promise differs from the one before; none before the first."""
    first, on = after[0], last_day(after)
    at = saying.day(first.made_at.date(), now)
    facts: dict[str, Any] = {
        "version": first.version,
        "cause": first.cause,
        "made_at": first.made_at,
        "verb": first.verb,
        "actor": first.actor,
        "from": last_day(before) if before else None,
        "to": on,
        "before": [version_part(one) for one in before],
        "after": [version_part(one) for one in after],
    }
    said = "no day" if on is None else saying.day(on, now)
    if not before:
        text = f"On {at} the day that was told was {said}, when {BECAUSE['placed']}."
        return Reason("promise_made", text, facts)
    because = _differences(before, after, now)
    was = facts["from"]
    why = because[0].text[:-1] if because else _because(first.cause)
    if was == on:
        moved = f"the day stayed {said}, and what stands behind it changed"
    elif on is None:
        moved = f"the day, {saying.day(was, now)}, was lost"
    elif was is None:
        moved = f"a day was found: {said}"
    else:
        moved = f"the day moved from {saying.day(was, now)} to {said}"
    return Reason("promise_changed", f"On {at} {moved}, because {why}.", facts, tuple(because))


def _because(cause: str) -> str:
    text = CAUSE_TEXTS.get(cause, cause)
    return BECAUSE.get(cause, f"{text[:1].lower()}{text[1:].rstrip('.')}")


def _differences(before: Sequence[Version], after: Sequence[Version], now: date) -> list[Reason]:
    """Return what changed of the supplies behind a promise, from one version to the next."""
    was = {one.supply: one for one in before}
    now_is = {one.supply: one for one in after}
    found = []
    for supply, one in now_is.items():
        old = was.get(supply)
        if old is None or not supply or old.available_on == one.available_on:
            continue
        if old.available_on is None or one.available_on is None:
            continue
        new_day, old_day = saying.day(one.available_on, now), saying.day(old.available_on, now)
        text = f"{saying.short(supply)} is now due on {new_day} instead of {old_day}."
        facts = {"supply": supply, "from": old.available_on, "to": one.available_on}
        found.append(Reason("supply_moved", text, facts))
    for supply, old in was.items():
        if supply and supply not in now_is and old.basis in {"purchase", "transfer"}:
            gone = "was cancelled" if after[0].cause == "supply_cancelled" else "serves it no more"
            facts = {"supply": supply, "quantity": old.quantity}
            found.append(Reason("supply_lost", f"{saying.short(supply)} {gone}.", facts))
    return found


class Holder(NamedTuple):
    """Units of a supply that are promised to an order, in the order of the queue."""

    order: str
    quantity: int
    promised_on: date | None


class Queue(NamedTuple):
    """Who is promised what of a supply: the first of them, and how many there are in all."""

    quantity: int
    pegged: int
    orders: int
    holders: Sequence[Holder]


def supply(ground: Ground, queue: Queue, now: datetime) -> Reason:
    """Return the tree of a supply: its day, and who is promised its units."""
    today = now.date()
    promised = f"{queue.pegged:,} {saying.verb(queue.pegged, 'is', 'are')} promised"
    if queue.pegged:
        promised += f" to {saying.counted(queue.orders, 'order')}"
    free = queue.quantity - queue.pegged
    left = f"and {free:,} {saying.verb(free, 'is', 'are')} free"
    text = saying.sentence([f"{_brings(ground, queue.quantity, today)}: {promised}, {left}"])
    facts = {
        "supply": ground.name,
        "kind": ground.kind,
        "location": ground.place,
        "supplier": ground.supplier or None,
        "quantity": queue.quantity,
        "pegged": queue.pegged,
        "free": free,
        "orders": queue.orders,
        "stated_on": ground.stated_on,
        "stated_by": ground.stated_by or None,
        "spread_days": ground.spread_days,
        "leaves_on": ends_on(way(ground, now)),
    }
    return Reason(ground.kind, text, facts, tuple(_held(one, today) for one in queue.holders))


def _held(one: Holder, today: date) -> Reason:
    on = "without a day" if one.promised_on is None else f"for {saying.day(one.promised_on, today)}"
    return Reason("peg", f"{one.quantity:,} to {one.order}, {on}.", one._asdict())


def _brings(ground: Ground, quantity: int, today: date) -> str:
    on = "" if ground.stated_on is None else saying.day(ground.stated_on, today)
    there = saying.verb(quantity, "is", "are")
    if ground.kind == "stock":
        return f"{quantity:,} {there} on the shelf"
    if ground.kind == "planned":
        return f"{quantity:,} {there} to be bought and would come on {on}"
    known = (
        f"confirmed for {on} by the supplier" if ground.stated_by == "supplier" else f"due on {on}"
    )
    return f"{saying.short(ground.name)} brings {quantity:,}, {known}"
