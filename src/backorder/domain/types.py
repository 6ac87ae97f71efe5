"""The small records that decisions are made on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date


@dataclass(slots=True)
class Supply:
    """Units of one product that can be had, in the order in which they can be had.

    ``free`` is what no order line has claimed; ``ready_on`` is the day goods from here can leave:
    its date plus handling, on a working day. ``added`` counts units a plan grew by, ``taken``
    units pegged, both in this decision; a ``new`` plan has id 0 until a number is handed out.
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


@dataclass(slots=True, frozen=True)
class LeadTime:
    """What a purchase not placed yet would bring: from whom, where to, and when."""

    supplier: int
    location: int
    days: int
    available_on: date
    ready_on: date


@dataclass(slots=True, frozen=True)
class Policy:
    """The rule that decides whether a product may be sold before it is there.

    ``cap`` is the most units that may be backordered at once, ``max_wait_days`` the longest wait
    that may be promised; None means no limit. With ``cap_from`` "incoming" the cap is what is still
    to come, less the ``buffer``. ``min_confidence`` is in percent. The customer is told a new day
    when it is ``tell_later_days`` later or ``tell_earlier_days`` sooner. ``scope`` and ``match``
    name the rule.
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


@dataclass(slots=True)
class Position:
    """One product as a decision sees it: its supplies, what waits already, and its policy.

    ``supplies``: stock first, then by ``ready_on``, then by the place's priority, then by id.
    ``backordered`` counts accepted units that are not allocated from stock. ``policy`` is the rule
    of the product or its category; None leaves it to the order's channel, class or the default.
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


@dataclass(slots=True, frozen=True)
class Demand:
    """A line of a new order; ``position`` is None where the SKU is not known."""

    position: Position | None
    sku: str
    quantity: int
    requested_on: date | None = None


@dataclass(slots=True)
class Take:
    """So many units of one supply for a line; ``promised_on`` is the day they leave, as told.

    ``delivers_on`` is the day the customer has them, None where the way there is not known.
    """

    supply: Supply
    quantity: int
    promised_on: date
    delivers_on: date | None = None


@dataclass(slots=True, frozen=True)
class Refusal:
    """Why a line cannot be accepted, with the facts a caller can act on."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
