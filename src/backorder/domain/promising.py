"""Sequential promising: each new line takes the earliest units that nobody else was promised.

A line only takes free units, so a new promise never moves an old one (the look-ahead of
available-to-promise comes for free: what later orders were promised is not free). Orders are
decided one after the other on the same working positions; an order that is refused gives back what
its lines had taken. Nothing here reads a clock or a database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .types import Refusal, Supply, Take

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from .types import Demand, Policy, Position


def rule_name(policy: Policy) -> str:
    """Return a policy rule's name, as ``scope:match`` or just its scope.

    >>> from backorder.domain.types import Policy
    >>> rule_name(Policy("category", "mugs", "deny"))
    'category:mugs'
    """
    return f"{policy.scope}:{policy.match}" if policy.match else policy.scope


def promise(position: Position, quantity: int, requested_on: date | None = None) -> list[Take]:
    """Take ``quantity`` units for a line from what is free, stock first, then the earliest.

    What dated supplies do not cover is taken from the plan that the supplier's lead time allows;
    units already on order come first even where the plan would be sooner, so that nothing is bought
    twice.
    The takes may sum to less than ``quantity``: the rest cannot be had. Policy is not looked at.
    """
    takes: list[Take] = []
    left = quantity
    for supply in position.supplies:
        if supply.free > 0:
            used = min(supply.free, left)
            takes.append(_take(supply, used, requested_on))
            supply.free -= used
            left -= used
            if not left:
                return takes
    if position.lead_time is not None and not position.discontinued:
        plan = _plan(position)
        plan.added += left
        takes.append(_take(plan, left, requested_on))
    return takes


def _take(supply: Supply, quantity: int, requested_on: date | None) -> Take:
    supply.taken += quantity
    on = supply.ready_on
    if requested_on is not None and requested_on > on:
        on = requested_on
    return Take(supply, quantity, on)


def _plan(position: Position) -> Supply:
    """Return the open plan with the lead time's date, or start a new one."""
    lead = position.lead_time
    assert lead is not None
    for supply in position.supplies:
        if (
            supply.kind == "planned"
            and supply.available_on == lead.available_on
            and supply.supplier == lead.supplier
            and supply.location == lead.location
        ):
            return supply
    plan = Supply(
        id=0,
        kind="planned",
        name="",
        location=lead.location,
        available_on=lead.available_on,
        ready_on=lead.ready_on,
        free=0,
        supplier=lead.supplier,
        new=True,
    )
    position.supplies.append(plan)
    return plan


def give_back(position: Position, takes: Sequence[Take]) -> None:
    """Undo takes of this decision, so that the next order finds the position as it was."""
    for take in reversed(takes):
        supply = take.supply
        supply.taken -= take.quantity
        grown = min(supply.added, take.quantity)  # what the plan grew by goes before free units
        supply.added -= grown
        supply.free += take.quantity - grown
    position.supplies = [s for s in position.supplies if s.added or not s.new]


def judge(
    position: Position, quantity: int, takes: Sequence[Take], today: date, fallback: Policy
) -> Refusal | None:
    """Return why the policy refuses these takes for a line of ``quantity``, or None.

    ``today`` is the local day of the order. ``position.backordered`` must not count the line yet.
    ``fallback`` is the order's rule where neither the product nor its category has one.
    """
    had = sum(take.quantity for take in takes)
    now = sum(take.quantity for take in takes if take.supply.kind == "stock")
    if now == quantity:
        return None
    facts: dict[str, Any] = {"sku": position.sku, "asked": quantity, "available": now}
    next_date = max(take.promised_on for take in takes) if had == quantity else None
    policy = position.policy or fallback
    if position.discontinued:
        return Refusal("discontinued", {**facts, "next_date": None})
    facts |= {"next_date": next_date and next_date.isoformat(), "rule": rule_name(policy)}
    if policy.mode == "deny":
        return Refusal("denied", facts)
    if next_date is None:
        return Refusal("out_of_stock", {**facts, "available": had})
    waits = {"backordered": position.backordered, "added": quantity - now}
    if policy.cap is not None and position.backordered + quantity - now > policy.cap:
        return Refusal("cap_reached", {**facts, "cap": policy.cap, **waits})
    wait_days = (max(take.supply.ready_on for take in takes) - today).days
    if policy.max_wait_days is not None and wait_days > policy.max_wait_days:
        limit = {"max_wait_days": policy.max_wait_days, "wait_days": wait_days}
        return Refusal("wait_too_long", {**facts, **limit})
    return None


def decide(
    lines: Sequence[Demand], today: date, fallback: Policy, *, complete: bool, keep: bool = True
) -> tuple[list[list[Take]], list[Refusal | None]]:
    """Decide one order: the takes of each line, and per line why it is refused.

    An order stands or falls as a whole: with any refusal, or with ``keep=False`` (an inquiry), its
    takes are given back. ``complete`` orders leave in one parcel, so every unit is promised for the
    day the last one is ready.
    """
    takes: list[list[Take]] = []
    refusals: list[Refusal | None] = []
    for line in lines:
        position = line.position
        if position is None:
            takes.append([])
            refusals.append(Refusal("unknown_sku", {"sku": line.sku}))
            continue
        taken = promise(position, line.quantity, line.requested_on)
        refusals.append(judge(position, line.quantity, taken, today, fallback))
        position.backordered += _waiting(taken)
        takes.append(taken)
    if complete:
        _one_parcel(takes)
    if not keep or any(refusals):
        for line, taken in zip(lines, takes, strict=True):
            if line.position is not None:
                line.position.backordered -= _waiting(taken)
                give_back(line.position, taken)
    return takes, refusals


def _waiting(takes: Sequence[Take]) -> int:
    return sum(take.quantity for take in takes if take.supply.kind != "stock")


def _one_parcel(takes: Sequence[Sequence[Take]]) -> None:
    days = [take.promised_on for taken in takes for take in taken]
    last = max(days, default=None)
    for taken in takes:
        for take in taken:
            assert last is not None
            take.promised_on = last
