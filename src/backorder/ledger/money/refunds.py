"""Refunds as they stand, and the money that goes back for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backorder.domain.money import Entry
from backorder.domain.names import number
from backorder.ledger.journal.arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from backorder.domain.money import OrderMoney
    from backorder.ledger.journal.transaction import Transaction


@dataclass(slots=True)
class RefundRow:
    """A refund that is due, asked for or made; line 0 is the order as a whole."""

    id: int
    order: int
    line: int
    amount: int
    made: int
    currency: str
    reason: str
    refund_by: date
    state: str
    reference: str
    changed: bool = False

    @property
    def left(self) -> int:
        """Return what has still to go back."""
        return self.amount - self.made

    def pay(self, amount: int, reference: str, payment: int = 0) -> list[Entry]:
        """Post money that went back for it."""
        self.made += amount
        self.reference, self.changed = reference or self.reference, True
        if not self.left:
            self.state = "made"
        at = (self.order, self.line)
        return [
            Entry("refunds_payable", *at, amount, self.currency, payment, self.id),
            Entry("cash", *at, -amount, self.currency, payment, self.id),
        ]

    def said(self, amount: int, sku: str) -> dict[str, Any]:
        """Return what is told of money that went back."""
        return {
            "refund": number("refund", self.id),
            "order": number("order", self.order),
            "sku": sku,
            "amount": amount,
            "currency": self.currency,
            "reason": self.reason,
            "state": self.state,
            "reference": self.reference,
        }


def load(tx: Transaction, orders: Iterable[int], ids: Iterable[int] = ()) -> list[RefundRow]:
    """Return the refunds of orders that are not made, and those named, by their latest day."""
    wanted = {"orders": Ints(sorted(set(orders))), "ids": Ints(sorted(set(ids)))}
    return [RefundRow(*row) for row in tx.rows("refunds_open", wanted)]


def save(tx: Transaction, refunds: Sequence[RefundRow]) -> None:
    """Write how far refunds are."""
    rows = [one for one in refunds if one.changed]
    if not rows:
        return
    tx.run(
        "refunds_change",
        {
            "id": Ints(one.id for one in rows),
            "made": Ints(one.made for one in rows),
            "state": [one.state for one in rows],
            "reference": [one.reference for one in rows],
            "at": tx.now,
        },
    )


def beyond(order: OrderMoney, amount: int, payment: int) -> list[Entry]:
    """Post money that went back though none was owed: what is held for no line, then goodwill."""
    used = min(amount, order.spare)
    order.spare -= used
    order.net -= amount
    entries = [
        Entry("deposits", order.id, 0, used, order.currency, payment),
        Entry("goodwill", order.id, 0, amount - used, order.currency, payment),
        Entry("cash", order.id, 0, -amount, order.currency, payment),
    ]
    return [entry for entry in entries if entry.amount]
