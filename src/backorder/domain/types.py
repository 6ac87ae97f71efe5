"""The small records that decisions are made on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from .learned import Learned
    from .outages import Outage
    from .sending import Room


@dataclass(slots=True)
class Supply:
    """Units of one product that can be had, in the order in which they can be had.

    ``free`` is what no order line has claimed; ``ready_on`` is the day goods from here can leave:
    its date plus handling, on a working day. Where the date has a ``spread`` (its standard
    deviation in days) or lead times were ``learned``, ``ready_on`` is the day with a chance of one
    half, and ``ready_at`` holds the days by quantile. ``overdue`` marks a day that has passed with
    nothing known of the next.

    ``pegged`` counts units pegged before, ``added`` units a plan grew by and ``taken`` units
    pegged, both in this decision; a ``new`` plan has id 0 until a number is handed out.
    ``room`` is what its place can still send on each day, None where that has no limit.
    """

    id: int
    kind: str
    name: str
    location: int
    available_on: date | None
    ready_on: date
    free: int
    supplier: int = 0
    added: int = 0
    taken: int = 0
    new: bool = False
    pegged: int = 0
    spread: int = 0
    ready_at: Mapping[int, date] | None = None
    overdue: bool = False
    room: Room | None = None
    learned: Learned | None = None

    def leaves_on(self, quantile: int) -> date:
        """Return the day units can leave with a chance of ``quantile`` percent."""
        return self.ready_on if self.ready_at is None else self.ready_at[quantile]

    def confidence(self, quantile: int) -> int:
        """Return the chance, in percent, of a day asked for at a quantile: stock is there."""
        if self.kind == "stock":
            return 100
        return 0 if self.overdue else quantile


@dataclass(slots=True, frozen=True)
class LeadTime:
    """What a purchase not placed yet would bring: from whom, where to, and when.

    ``days`` as the supplier states them, with their ``spread`` and what was ``learned``.
    ``capacity``: units the supplier delivers in a week, None without limit; ``multiple``: what it
    sells whole multiples of. ``working`` moves a day on to the supplier's next working day (None
    where there is none any more), and ``ready`` gives what `Supply` keeps as ``ready_on`` and
    ``ready_at`` of a later arrival.
    """

    supplier: int
    location: int
    days: int
    available_on: date
    ready_on: date
    spread: int = 0
    ready_at: Mapping[int, date] | None = None
    capacity: int | None = None
    multiple: int = 1
    working: Callable[[date], date | None] | None = field(default=None, compare=False)
    ready: Callable[[date], tuple[date, Mapping[int, date] | None]] | None = field(
        default=None, compare=False
    )
    learned: Learned | None = None


@dataclass(slots=True, frozen=True)
class Policy:
    """The rule that decides whether a product may be sold before it is there.

    ``scope`` and ``match`` name the rule. ``cap`` is the most units that may be backordered at
    once, ``max_wait_days`` the longest wait that may be promised; None means no limit. With
    ``cap_from`` *incoming* no more may be backordered than is on its way, less ``buffer``.
    ``quantile`` is the chance, in percent, that a promised day is to have; where less than
    ``min_confidence`` is known, nothing is promised. ``valid_until`` is the last day of the rule.
    The customer is told a new day when it is ``tell_later_days`` later or ``tell_earlier_days``
    sooner.
    """

    scope: str
    match: str
    mode: str
    cap: int | None = None
    max_wait_days: int | None = None
    quantile: int = 80
    cap_from: str = "fixed"
    buffer: int = 0
    min_confidence: int = 0
    tell_later_days: int = 1
    tell_earlier_days: int = 1
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def name(self) -> str:
        """Return the rule's name, as ``scope:match`` or just its scope.

        >>> Policy("category", "mugs", "deny").name
        'category:mugs'
        """
        return f"{self.scope}:{self.match}" if self.match else self.scope

    def valid_on(self, day: date) -> bool:
        """Return whether the rule holds on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def most_backordered(self, incoming: int) -> int | None:
        """Return how many units may be backordered at once, None without limit.

        ``incoming``: units that are on their way by purchase or transfer.

        >>> Policy("default", "", "allow", cap=9, cap_from="incoming", buffer=2).most_backordered(8)
        6
        """
        if self.cap_from != "incoming":
            return self.cap
        there = max(incoming - self.buffer, 0)
        return there if self.cap is None else min(self.cap, there)


@dataclass(slots=True)
class Position:
    """One product as a decision sees it: its supplies, what waits already, and its policy.

    ``supplies``: stock first, then by ``ready_on``, then by the place's priority, then by id.
    ``backordered`` counts accepted units that are not allocated from stock, ``incoming`` all units
    on their way by purchase or transfer. ``policy`` is the rule of the product or its category;
    None leaves it to the order's channel, class or place, or to the default. ``rooms``: what the
    places with a limit can still send on each day, by place. Where a supplier is out, ``out`` says
    how that made ``lead_time`` what it is, and ``sourced`` gives both for another place.
    """

    product: int
    sku: str
    unit_price: int
    currency: str
    discontinued: bool
    policy: Policy | None
    supplies: list[Supply]
    backordered: int
    lead_time: LeadTime | None
    incoming: int = 0
    rooms: Mapping[int, Room] | None = None
    out: tuple[Outage, ...] = ()
    sourced: Callable[[int], tuple[LeadTime | None, tuple[Outage, ...]]] | None = None

    def rule(self, fallback: Policy) -> Policy:
        """Return the rule that decides: its own, else the order's."""
        return self.policy or fallback


@dataclass(slots=True, frozen=True)
class Demand:
    """A line of a new order; ``position`` is None where the SKU is not known.

    ``latest_on`` is the last day on which the customer still takes it.
    """

    position: Position | None
    sku: str
    quantity: int
    requested_on: date | None = None
    latest_on: date | None = None


@dataclass(slots=True)
class Take:
    """So many units of one supply for a line; ``promised_on`` is the day they leave, as told.

    ``ready_on`` is the day they can leave, at the line's quantile. ``delivers_on`` is
    the day the customer has them, None where the way there is not known. ``alone_on`` is the day
    they would be promised by themselves, where they wait to leave with others.
    """

    supply: Supply
    quantity: int
    promised_on: date
    ready_on: date
    delivers_on: date | None = None
    alone_on: date | None = None


@dataclass(slots=True, frozen=True)
class Refusal:
    """Why a line cannot be accepted, with the facts a caller can act on."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
