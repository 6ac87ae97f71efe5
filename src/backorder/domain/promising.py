"""Sequential promising: each new line takes the earliest units that nobody else was promised.

A line only takes free units, so a new promise never moves an old one (the look-ahead of
available-to-promise comes for free: what later orders were promised is not free). Orders are
decided one after the other on the same working positions; an order that is refused gives back what
its lines had taken. Nothing here reads a clock or a database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .capacity import Load, lots
from .sending import common_day
from .types import Refusal, Supply, Take

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from .sending import Room
    from .types import Demand, LeadTime, Policy, Position


def promise(
    position: Position, quantity: int, requested_on: date | None = None, quantile: int = 80
) -> list[Take]:
    """Take ``quantity`` units for a line from what is free, stock first, then the earliest.

    What dated supplies do not cover is taken from plans that the supplier's lead time and weekly
    capacity allow; units already on order come first even where a plan would be sooner, so that
    nothing is bought twice. Each day is one that holds with a chance of ``quantile`` percent.
    The takes may sum to less than ``quantity``: the rest cannot be had. Policy is not looked at.
    """
    takes: list[Take] = []
    left = quantity
    for supply in position.supplies:
        if supply.free > 0:
            used = min(supply.free, left)
            takes.append(_take(supply, used, requested_on, quantile))
            supply.free -= used
            left -= used
            if not left:
                return takes
    lead = position.lead_time
    if lead is not None and not position.discontinued:
        for day, units in _lots(position, lead, left):
            plan = _plan(position, lead, day)
            plan.added += units
            takes.append(_take(plan, units, requested_on, quantile))
    return takes


def _take(supply: Supply, quantity: int, requested_on: date | None, quantile: int) -> Take:
    supply.taken += quantity
    ready_on = on = supply.leaves_on(quantile)
    room = supply.room
    if room is not None:
        ready_on = on = room.first_day(ready_on, quantity)
    if requested_on is not None and requested_on > on:
        on = requested_on if room is None else room.first_day(requested_on, quantity)
    if room is not None:
        room.add(on, quantity)
    return Take(supply, quantity, on, ready_on)


def _lots(position: Position, lead: LeadTime, units: int) -> list[tuple[date, int]]:
    """Return on which days how many units can come that are not on order yet."""
    if lead.capacity is None:
        return [(lead.available_on, units)]
    load = Load()
    for supply in position.supplies:
        if supply.supplier == lead.supplier and supply.available_on is not None:
            open_units = supply.free + supply.taken + supply.pegged
            load.add(supply.kind, supply.available_on, open_units)
    return lots(units, lead.available_on, load, lead.capacity, lead.multiple, lead.working)


def _plan(position: Position, lead: LeadTime, day: date) -> Supply:
    """Return the open plan of the supplier and day, or start a new one."""
    for supply in position.supplies:
        if (
            supply.kind == "planned"
            and supply.available_on == day
            and supply.supplier == lead.supplier
            and supply.location == lead.location
        ):
            return supply
    ready_on, ready_at = lead.ready_on, lead.ready_at
    if day != lead.available_on:
        assert lead.ready is not None
        ready_on, ready_at = lead.ready(day)
    plan = Supply(
        id=0,
        kind="planned",
        name="",
        location=lead.location,
        available_on=day,
        ready_on=ready_on,
        free=0,
        supplier=lead.supplier,
        new=True,
        spread=lead.spread,
        learned=lead.learned,
        ready_at=ready_at,
        room=position.rooms.get(lead.location) if position.rooms else None,
    )
    position.supplies.append(plan)
    return plan


def give_back(position: Position, takes: Sequence[Take]) -> None:
    """Undo takes of this decision, so that the next order finds the position as it was."""
    for take in reversed(takes):
        supply = take.supply
        supply.taken -= take.quantity
        if supply.room is not None:
            supply.room.add(take.promised_on, -take.quantity)
        grown = min(supply.added, take.quantity)  # what the plan grew by goes before free units
        supply.added -= grown
        supply.free += take.quantity - grown
    position.supplies = [s for s in position.supplies if s.added or not s.new]


def judge(
    position: Position, quantity: int, takes: Sequence[Take], today: date, policy: Policy
) -> Refusal | None:
    """Return why the policy refuses these takes for a line of ``quantity``, or None.

    ``today`` is the local day of the order. ``position.backordered`` must not count the line yet.
    """
    had = sum(take.quantity for take in takes)
    now = sum(take.quantity for take in takes if take.supply.kind == "stock")
    if now == quantity:
        return None
    facts: dict[str, Any] = {"sku": position.sku, "asked": quantity, "available": now}
    next_date = max(take.promised_on for take in takes) if had == quantity else None
    if position.discontinued:
        return Refusal("discontinued", {**facts, "next_date": None})
    facts |= {"next_date": next_date and next_date.isoformat(), "rule": policy.name}
    if policy.mode == "deny":
        return Refusal("denied", facts)
    if next_date is None:
        return Refusal("out_of_stock", {**facts, "available": had})
    return _beyond_limits(position, quantity - now, takes, today, policy, facts)


def _beyond_limits(  # noqa: PLR0913, PLR0917 (the line, its rule, and what is known of both)
    position: Position,
    added: int,
    takes: Sequence[Take],
    today: date,
    policy: Policy,
    facts: dict[str, Any],
) -> Refusal | None:
    """Return which of the policy's limits ``added`` units beyond stock would break, or None."""
    cap = policy.most_backordered(position.incoming)
    if cap is not None and position.backordered + added > cap:
        waits = {"backordered": position.backordered, "added": added}
        return Refusal("cap_reached", {**facts, "cap": cap, **waits})
    if policy.min_confidence:
        sure = min(take.supply.confidence(policy.quantile) for take in takes)
        if sure < policy.min_confidence:
            limit = {"min_confidence": policy.min_confidence, "confidence": sure}
            return Refusal("confidence_too_low", {**facts, **limit})
    if policy.max_wait_days is not None:
        wait_days = (max(take.ready_on for take in takes) - today).days
        if wait_days > policy.max_wait_days:
            limit = {"max_wait_days": policy.max_wait_days, "wait_days": wait_days}
            return Refusal("wait_too_long", {**facts, **limit})
    return None


def too_late(line: Demand, takes: Sequence[Take]) -> Refusal | None:
    """Return the refusal of a line whose last unit leaves after its latest acceptable day.

    Looked at once the days are final: an order that ships complete may wait for another line.
    """
    if line.latest_on is None or not takes:
        return None
    last = max(take.promised_on for take in takes)
    if last <= line.latest_on:
        return None
    now = sum(take.quantity for take in takes if take.supply.kind == "stock")
    facts = {"sku": line.sku, "asked": line.quantity, "available": now}
    days = {"next_date": last.isoformat(), "latest_on": line.latest_on.isoformat()}
    return Refusal("too_late", facts | days)


def decide(  # noqa: PLR0913 (the order, and how it is to be shipped)
    lines: Sequence[Demand],
    today: date,
    fallback: Policy,
    *,
    complete: bool,
    wait_until: date | None = None,
    keep: bool = True,
) -> tuple[list[list[Take]], list[Refusal | None]]:
    """Decide one order: the takes of each line, and per line why it is refused.

    An order stands or falls as a whole: with any refusal, or with ``keep=False`` (an inquiry), its
    takes are given back. ``fallback`` is the rule where neither product nor category has one.
    ``complete`` orders leave in one parcel, so every unit is promised for the day the last one is
    ready. With ``wait_until`` nothing leaves before that day.
    """
    takes: list[list[Take]] = []
    refusals: list[Refusal | None] = []
    for line in lines:
        position = line.position
        if position is None:
            takes.append([])
            refusals.append(Refusal("unknown_sku", {"sku": line.sku}))
            continue
        rule = position.rule(fallback)
        taken = promise(position, line.quantity, line.requested_on, rule.quantile)
        refusals.append(judge(position, line.quantity, taken, today, rule))
        position.backordered += _waiting(taken)
        takes.append(taken)
    if complete or wait_until is not None:
        _together(takes, wait_until, complete=complete)
    refusals = [
        refusal or too_late(line, taken)
        for line, taken, refusal in zip(lines, takes, refusals, strict=True)
    ]
    if not keep or any(refusals):
        for line, taken in zip(lines, takes, strict=True):
            if line.position is not None:
                line.position.backordered -= _waiting(taken)
                give_back(line.position, taken)
    return takes, refusals


def _waiting(takes: Sequence[Take]) -> int:
    return sum(take.quantity for take in takes if take.supply.kind != "stock")


def _together(takes: Sequence[Sequence[Take]], wait_until: date | None, *, complete: bool) -> None:
    """Promise units for the day they are waited for, or for the day the last of all is ready."""
    every = [take for taken in takes for take in taken]
    days = [] if wait_until is None else [wait_until]
    if complete:
        days += [take.promised_on for take in every]
    first = max(days, default=None)
    for take in every:
        take.alone_on = take.promised_on
    if first is None:
        return
    moved = every if complete else [take for take in every if take.promised_on < first]
    if any(take.supply.room is not None for take in moved):
        first = _with_room(moved, first)
    for take in moved:
        take.promised_on = first


def _with_room(parcel: Sequence[Take], last: date) -> date:
    """Return the first day from ``last`` on on which every place has room, and count it there."""
    units: dict[int, int] = {}
    rooms: dict[int, Room] = {}
    for take in parcel:
        room = take.supply.room
        if room is not None:
            room.add(take.promised_on, -take.quantity)
            rooms[id(room)] = room
            units[id(room)] = units.get(id(room), 0) + take.quantity
    day = common_day([(room, units[at]) for at, room in rooms.items()], last)
    for at, room in rooms.items():
        room.add(day, units[at])
    return day
