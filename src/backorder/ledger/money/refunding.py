"""refund: refunds that somebody asked for or made, and money given back as goodwill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain import money
from backorder.domain.errors import ConflictError, InvalidError, NotFoundError
from backorder.domain.names import number, require_id
from backorder.ledger.books.lookups import orders_by_name
from backorder.ledger.journal.verb import Verb

from . import books, refunds, terms
from .books import Owing
from .inputs import Refund, RefundStep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.domain.money import Entry
    from backorder.ledger.journal.transaction import Transaction

    from .inputs import GivenRefund
    from .refunds import RefundRow


def refund(tx: Transaction, request: Refund) -> dict[str, Any]:
    """Note that refunds were asked for or made, and give money back; all of the request or none.

    ``made`` is for money that went back by other means than a provider that says so itself: all
    that is left of the refund. Given money is owed like any other refund, is at most what came in
    for the order and did not go back, and comes from what is held for no line before it is
    goodwill. Saying the same again changes nothing.
    """
    asked = [require_id("refund", one.refund) for one in request.refunds]
    rows = {row.id: row for row in refunds.load(tx, (), asked)}
    _refuse_unknown(request.refunds, asked, rows)
    names = [number("order", row.order) for row in rows.values()]
    named = orders_by_name(tx, [*names, *(one.order for one in request.give)])
    terms.lock(tx, named.values())
    rows = {row.id: row for row in refunds.load(tx, (), asked)}
    found = books.load(tx, (order.id for order in named.values()))
    entries: list[Entry] = []
    moved = []
    for one, row_id in zip(request.refunds, asked, strict=True):
        row = rows[row_id]
        left = row.left
        entries += _step(one, row)
        moved.append(row.said(left, found[row.order].skus.get(row.line, "")))
    owed = [_give(one, found[named[one.order].id].order) for one in request.give]
    given, more = books.owe(tx, owed)
    changed = any(row.changed for row in rows.values())
    refunds.save(tx, list(rows.values()))
    books.post(tx, [*entries, *more])
    tx.replayed = tx.key is None and not (given or changed)
    made = [one for one in moved if one["state"] == "made" and one["amount"]]
    answer: dict[str, Any] = {"moved": moved, "refunds": given}
    return answer | ({"refunds_made": made} if made else {})


def _refuse_unknown(
    steps: Sequence[RefundStep], asked: Sequence[int], rows: dict[int, RefundRow]
) -> None:
    missing = [one.refund for one, row_id in zip(steps, asked, strict=True) if row_id not in rows]
    if missing:
        raise NotFoundError(
            "unknown_refund", f"There is no refund {missing[0]}.", refunds=missing[:100]
        )


def _step(one: RefundStep, row: RefundRow) -> list[Entry]:
    """Move one refund on; return the entries."""
    if row.state == "made":
        if one.state == "made" and one.reference in {"", row.reference}:
            return []
        raise ConflictError(
            "refund_made",
            f"{one.refund} was made, with the reference {row.reference!r}.",
            refund=one.refund,
            reference=row.reference,
        )
    if one.state == "asked":
        if row.state != "asked" or one.reference not in {"", row.reference}:
            row.state, row.changed = "asked", True
            row.reference = one.reference or row.reference
        return []
    return row.pay(row.left, one.reference)


def _give(one: GivenRefund, order: money.OrderMoney) -> tuple[Owing, Sequence[Entry]]:
    """Owe money beyond what was cancelled, or raise where none came in that could go back."""
    if one.amount > order.net:
        raise InvalidError(
            "more_than_paid",
            f"{order.net} of what was paid for {number('order', order.id)} can go back, "
            f"not {one.amount}.",
            order=number("order", order.id),
            asked=one.amount,
            available=order.net,
        )
    owing = Owing(order, 0, "", 0, one.amount, one.reason, None)
    return owing, money.give(order, one.amount)


VERB = Verb("refund", Refund, refund)
