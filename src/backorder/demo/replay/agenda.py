"""Sort a history into batches: what happens in one window of one day, in the order of instants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .fates import Fate, Part, Tally

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from .history import History


@dataclass(slots=True)
class Order:
    """An invoice as an order: its key, instant and customer, and the rows that are its lines."""

    key: str
    at: datetime
    customer: str
    rows: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Batch:
    """What was asked for within some minutes; it is done at the instant of its last row."""

    at: datetime
    orders: dict[str, Order] = field(default_factory=dict)
    cancellations: list[int] = field(default_factory=list)
    corrections: list[int] = field(default_factory=list)


def sort_into_batches(
    history: History, parts: Sequence[Part | Fate], minutes: int, tally: Tally
) -> dict[date, list[Batch]]:
    """Return the batches of each day; rows that are left out go to the tally at once.

    An order whose rows bear several instants is placed at the first of them, with all its lines.
    """
    days: dict[date, list[Batch]] = {}
    of_key: dict[str, Order] = {}
    window = batch = None
    for at, (instant, part) in enumerate(zip(history.at, parts, strict=True)):
        found = (instant.date(), (instant.hour * 60 + instant.minute) // minutes)
        if batch is None or found != window:
            window, batch = found, Batch(instant)
            days.setdefault(instant.date(), []).append(batch)
        batch.at = instant
        if isinstance(part, Fate):
            tally.add(part, history.quantity[at])
        elif part is Part.ORDER:
            key = history.document[at]
            order = of_key.get(key)
            if order is None:
                order = of_key[key] = Order(key, instant, history.customer[at])
                batch.orders[key] = order
            order.rows.append(at)
        elif part is Part.CANCELLATION:
            batch.cancellations.append(at)
        else:
            batch.corrections.append(at)
    return days


def order_request(history: History, order: Order, ship: str) -> dict[str, Any]:
    """Return an order as ``place_orders`` takes it."""
    lines = []
    for at in order.rows:
        line: dict[str, Any] = {"sku": history.sku[at], "quantity": history.quantity[at]}
        if history.price[at] is not None:
            line["unit_price"] = history.price[at]
        if history.requested_on[at] is not None:
            line["requested_on"] = history.requested_on[at]
        lines.append(line)
    request: dict[str, Any] = {"key": order.key, "ship": ship, "lines": lines}
    if order.customer:
        request["customer"] = {"ref": order.customer}
    if history.channel[order.rows[0]]:
        request["channel"] = history.channel[order.rows[0]]
    return request
