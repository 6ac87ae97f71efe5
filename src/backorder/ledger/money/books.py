"""The money of orders as it stands, and the postings that change it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.money import LineMoney, OrderMoney
from backorder.domain.names import number
from backorder.ledger.journal.arrays import Days, Ints

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from backorder.domain.money import Entry
    from backorder.ledger.journal.transaction import Transaction

# Where nobody says by when: the EU gives a seller 14 days (Directive 2011/83, article 13).
REFUND_DAYS = timedelta(days=14)


@dataclass(slots=True)
class Money:
    """An order's money: that of the order, and of each of its lines on terms."""

    order: OrderMoney
    lines: list[LineMoney] = field(default_factory=list)
    skus: dict[int, str] = field(default_factory=dict)  # of every line
    bare: list[LineMoney] = field(default_factory=list)  # lines that have no terms


class Owing(NamedTuple):
    """A refund to be written: line 0 is the order as a whole."""

    order: OrderMoney
    line: int
    sku: str
    units: int
    amount: int
    reason: str
    by: date | None


def load(tx: Transaction, orders: Iterable[int]) -> dict[int, Money]:
    """Return the money of orders, under the locks of their products."""
    found: dict[int, Money] = {}
    for row in tx.rows("money_lines", {"orders": Ints(sorted(set(orders)))}):
        order, currency, spare, net, line, sku, price, units, delivered, *terms = row
        method, due_now, held, receivable, refunds = terms
        money = found.setdefault(order, Money(OrderMoney(order, currency, spare, net)))
        money.skus[line] = sku
        one = LineMoney(
            line,
            money.order,
            price,
            units,
            delivered,
            method or "",
            due_now or 0,
            held,
            receivable,
            refunds,
        )
        (money.bare if method is None else money.lines).append(one)
    return found


def post(tx: Transaction, entries: Sequence[Entry]) -> None:
    """Append a posting, one a verb; nothing where there is nothing to post."""
    if not entries:
        return
    tx.run(
        "money_save",
        {
            "account": [entry.account for entry in entries],
            "order": Ints(entry.order for entry in entries),
            "line": Ints(entry.line for entry in entries),
            "payment": Ints(entry.payment for entry in entries),
            "refund": Ints(entry.refund for entry in entries),
            "amount": Ints(entry.amount for entry in entries),
            "currency": [entry.currency for entry in entries],
            "at": tx.now,
            "journal": tx.journal_id,
        },
    )


def owe(
    tx: Transaction, owed: Sequence[tuple[Owing, Sequence[Entry]]]
) -> tuple[list[dict[str, Any]], list[Entry]]:
    """Write refunds that are due; return their facts, and the entries with their numbers."""
    due = [(one, entries) for one, entries in owed if one.amount]
    entries = [entry for one, mine in owed if not one.amount for entry in mine]
    if not due:
        return [], entries
    ids = tx.take({"refund": len(due)})["refund"]
    days = [one.by or tx.now.date() + REFUND_DAYS for one, _ in due]
    tx.run(
        "refunds_save",
        {
            "id": Ints(ids),
            "order": Ints(one.order.id for one, _ in due),
            "line": Ints(one.line for one, _ in due),
            "units": Ints(one.units for one, _ in due),
            "amount": Ints(one.amount for one, _ in due),
            "currency": [one.order.currency for one, _ in due],
            "reason": [one.reason for one, _ in due],
            "by": Days(days),
            "at": tx.now,
            "journal": tx.journal_id,
        },
    )
    facts = []
    for (one, mine), row_id, day in zip(due, ids, days, strict=True):
        entries += [
            entry._replace(refund=row_id) if entry.account == "refunds_payable" else entry
            for entry in mine
        ]
        facts.append(
            {
                "refund": number("refund", row_id),
                "order": number("order", one.order.id),
                "sku": one.sku,
                "quantity": one.units,
                "amount": one.amount,
                "currency": one.order.currency,
                "reason": one.reason,
                "refund_by": day.isoformat(),
            }
        )
    return facts, entries
