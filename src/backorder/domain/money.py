"""What money does when goods are sold ahead: pure rules in integer minor units of one currency.

An order line that is paid through us has units that are open and units that were delivered.
``held`` is what was paid for open units (a liability: it may have to go back), ``receivable`` what
was delivered and is not paid. Never both of one line: what is held pays for the next delivery, and
what is paid settles deliveries first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

ACCOUNTS = (
    *("cash", "deposits", "receivable", "revenue", "refunds_payable", "goodwill"),
    "moved",  # from one line of an order to another: of an order it is nought
)


class Entry(NamedTuple):
    """One side of a posting; ``line`` 0 is the order as a whole, ``payment``, ``refund`` 0 none."""

    account: str
    order: int
    line: int
    amount: int
    currency: str
    payment: int = 0
    refund: int = 0


@dataclass(slots=True)
class OrderMoney:
    """What stands of an order's money: ``spare`` is held for no line.

    ``net`` is what came in, less what went back or is owed back: nothing beyond it can be refunded.
    """

    id: int
    currency: str
    spare: int = 0
    net: int = 0


@dataclass(slots=True)
class LineMoney:
    """An order line on terms: ``open`` and ``delivered`` units at ``price``, and its money."""

    id: int
    order: OrderMoney
    price: int
    open: int
    delivered: int
    method: str
    due_now: int
    held: int = 0
    receivable: int = 0
    refunds: int = 0

    @property
    def outstanding(self) -> int:
        """Return what can still be paid for the line."""
        return self.receivable + self.open * self.price - self.held

    @property
    def due(self) -> int:
        """Return what its terms ask for at once, without what was delivered and not paid."""
        rest = self.open * self.price - self.held
        if self.method == "now":
            return rest
        if self.method == "deposit":
            settled = self.held + self.delivered * self.price - self.receivable
            return max(0, min(self.due_now - settled, rest))
        return 0

    def entry(self, account: str, amount: int, payment: int = 0, refund: int = 0) -> Entry:
        """Return an entry of the line."""
        currency = self.order.currency
        return Entry(account, self.order.id, self.id, amount, currency, payment, refund)


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Split an amount by weights, whole and exact: the largest remainders get the odd units.

    Of equal remainders the first gets it. No part is above its weight while the amount is not
    above their sum (Hamilton's method).

    >>> split(100, [1, 1, 1]), split(5, [0, 0])
    ([34, 33, 33], [0, 0])
    """
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    parts = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % total), at))
    for at in by_remainder[: amount - sum(parts)]:
        parts[at] += 1
    return parts


def deposits(amounts: Sequence[int], percent: int) -> list[int]:
    """Return the deposit on each line: together the percentage of the sum, half rounded up.

    >>> deposits([999, 999, 999], 33)
    [330, 330, 329]
    """
    return split((sum(amounts) * percent + 50) // 100, amounts)


def pay(lines: Sequence[LineMoney], order: OrderMoney, amount: int, payment: int) -> list[Entry]:
    """Post money that came in: to deliveries first, then as terms ask, then to what is open.

    What is beyond the lines is held for the order as a whole.
    """
    shares = [0] * len(lines)
    left = amount
    for wanted in (
        [line.receivable for line in lines],
        [line.due for line in lines],
        [line.outstanding - line.receivable - line.due for line in lines],
    ):
        used = min(left, sum(wanted))
        for at, part in enumerate(split(used, wanted)):
            shares[at] += part
        left -= used
    entries = []
    for line, share in zip(lines, shares, strict=True):
        entries += _settle(line, share, payment)
    if left:
        order.spare += left
        entries += [
            Entry("cash", order.id, 0, left, order.currency, payment),
            Entry("deposits", order.id, 0, -left, order.currency, payment),
        ]
    order.net += amount
    return entries


def _settle(line: LineMoney, share: int, payment: int) -> list[Entry]:
    """Post what was paid for one line."""
    settled = min(share, line.receivable)
    line.receivable -= settled
    line.held += share - settled
    return _some(
        line.entry("cash", share, payment),
        line.entry("receivable", -settled, payment),
        line.entry("deposits", settled - share, payment),
    )


def deliver(line: LineMoney, units: int) -> list[Entry]:
    """Post units that left: revenue, from what is held first; the rest is receivable.

    The units count as open when this is called.
    """
    value = units * line.price
    used = min(value, line.held)
    line.held -= used
    line.receivable += value - used
    line.open -= units
    line.delivered += units
    return _some(
        line.entry("revenue", -value),
        line.entry("deposits", used),
        line.entry("receivable", value - used),
    )


class Owed(NamedTuple):
    """What is owed back, and the entries; ``refund`` is filled in by whoever numbers it."""

    amount: int
    entries: list[Entry]


def give_up(line: LineMoney, units: int) -> Owed:
    """Post units that will not come: their share of what is held is owed back, rounded up.

    The units count as open when this is called. Delivered units are paid for by what is held
    before any of it is owed back.
    """
    kept = line.held * (line.open - units) // line.open if line.open else 0
    back = line.held - kept
    line.held, line.open = kept, line.open - units
    return _owe(line, back, [line.entry("deposits", back)])


class Exchanged(NamedTuple):
    """What was paid for units that were exchanged: what moved with them, and what is owed back."""

    moved: int
    owed: Owed


def exchange(line: LineMoney, units: int, other: LineMoney) -> Exchanged:
    """Post units that are exchanged for those of another line: what was paid pays for these.

    It moves as far as the other line can take it, in one posting with what is left, which is owed
    back as `give_up` does. The units count as open when this is called; of the other line nothing
    was delivered. An authorisation that was not captured holds nothing, so nothing moves.

    >>> euros = OrderMoney(1, "EUR", net=3000)
    >>> mugs = LineMoney(1, euros, 1000, 3, 0, "now", 3000, held=3000)
    >>> cups = LineMoney(2, euros, 900, 2, 0, "now", 1800)
    >>> exchange(mugs, 2, cups)[0], cups.due, euros.net
    (1800, 0, 2800)
    """
    kept = line.held * (line.open - units) // line.open if line.open else 0
    back = line.held - kept
    line.held, line.open = kept, line.open - units
    moved = min(back, other.outstanding)
    other.held += moved
    entries = [
        line.entry("deposits", back),
        line.entry("moved", -moved),
        other.entry("moved", moved),
        other.entry("deposits", -moved),
    ]
    return Exchanged(moved, _owe(line, back - moved, entries))


def take_back(line: LineMoney, units: int) -> Owed:
    """Post units that came back: no longer revenue; what was paid for them is owed back."""
    value = units * line.price
    unpaid = min(value, line.receivable)
    line.receivable -= unpaid
    line.delivered -= units
    entries = [line.entry("revenue", value), line.entry("receivable", -unpaid)]
    return _owe(line, value - unpaid, entries)


def _owe(line: LineMoney, back: int, entries: list[Entry]) -> Owed:
    """Owe money back, never more than is there of the order; what went back before counts."""
    owed = min(back, line.order.net)
    line.order.net -= owed
    line.refunds += owed
    entries.append(line.entry("refunds_payable", -owed))
    entries.append(line.entry("goodwill", owed - back))
    return Owed(owed, _some(*entries))


def give(order: OrderMoney, amount: int) -> list[Entry]:
    """Owe money back beyond what was cancelled: from what is held for no line, then as goodwill."""
    used = min(amount, order.spare)
    order.spare -= used
    order.net -= amount
    return _some(
        Entry("deposits", order.id, 0, used, order.currency),
        Entry("goodwill", order.id, 0, amount - used, order.currency),
        Entry("refunds_payable", order.id, 0, -amount, order.currency),
    )


def recognise_before(line: LineMoney) -> list[Entry]:
    """Post what had been delivered before the line got its terms."""
    value = line.delivered * line.price
    line.receivable += value
    return _some(line.entry("revenue", -value), line.entry("receivable", value))


def _some(*entries: Entry) -> list[Entry]:
    return [entry for entry in entries if entry.amount]
