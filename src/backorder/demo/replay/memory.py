"""What earlier orders still have: open units to cancel, and shipped ones to bring back.

The shop's own memory, kept from what the books answered, so that a cancellation that names only
customer and product finds the orders it means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True)
class Had:
    """One product of one order: units still open, and units that shipped and did not come back."""

    order: str
    sku: str
    at: datetime
    open: int
    out: int = 0


class Found(NamedTuple):
    """Units of one product of one order that a cancellation means."""

    order: str
    sku: str
    units: int


class Memory:
    """Every product of every accepted order, by customer and by order."""

    def __init__(self) -> None:
        """Start with no orders."""
        self._of_customer: dict[tuple[str, str], list[Had]] = {}
        self._of_order: dict[tuple[str, str], Had] = {}

    def ordered(self, order: str, customer: str, at: datetime, sku: str, units: int) -> None:
        """Note units of an accepted order."""
        had = self._of_order.get((order, sku))
        if had is None:
            had = self._of_order[order, sku] = Had(order, sku, at, 0)
            if customer:
                self._of_customer.setdefault((customer, sku), []).append(had)
        had.open += units

    def shipped(self, order: str, lines: list[dict[str, Any]]) -> None:
        """Note what a parcel held."""
        for line in lines:
            had = self._of_order[order, line["sku"]]
            had.open -= line["quantity"]
            had.out += line["quantity"]

    def take_open(self, customer: str, sku: str, at: datetime, units: int) -> list[Found]:
        """Return (and take off) open units of orders placed by ``at``, the latest order first."""
        return self._take(customer, sku, at, units, "open")

    def take_out(self, customer: str, sku: str, at: datetime, units: int) -> list[Found]:
        """Return (and take off) shipped units of orders placed by ``at``, the latest first."""
        return self._take(customer, sku, at, units, "out")

    def _take(self, customer: str, sku: str, at: datetime, units: int, what: str) -> list[Found]:
        found = []
        for had in reversed(self._of_customer.get((customer, sku), ())):
            there = getattr(had, what)
            if there and had.at <= at:
                used = min(there, units)
                setattr(had, what, there - used)
                found.append(Found(had.order, sku, used))
                units -= used
                if not units:
                    break
        return found
