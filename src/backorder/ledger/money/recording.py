"""record_payments: what a payment provider said is written down once, and posted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backorder.domain import money
from backorder.domain.errors import InvalidError, NotFoundError
from backorder.domain.names import number, row_id
from backorder.ledger.books.lookups import orders_by_name
from backorder.ledger.journal.verb import Verb

from . import books, payments
from . import refunds as money_refunds
from . import terms as money_terms
from .inputs import RecordPayments, Said
from .payments import Known, Payment, Till

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.domain.money import Entry
    from backorder.ledger.books.lookups import Order
    from backorder.ledger.journal.transaction import Transaction

    from .books import Money
    from .refunds import RefundRow
    from .terms import Term

BEGINS = ("authorised", "charged")
_METHOD = {"authorised": "on_shipment", "charged": "now"}
_ENDS = {"voided": "voided", "expired": "expired"}


@dataclass(slots=True)
class Desk:
    """What stands of the money of the orders concerned, and what the request makes of it."""

    till: Till
    money: dict[int, Money]
    refunds: list[RefundRow]
    ids: list[int]
    entries: list[Entry] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    made: list[dict[str, Any]] = field(default_factory=list)


def record_payments(tx: Transaction, request: RecordPayments) -> dict[str, Any]:
    """Write down what a provider said; all of the request or none.

    Said twice it counts once (the same provider, reference and event). Lines that have no terms
    get those that fit: to be paid now where the order was charged, on shipment where an amount was
    authorised. Money pays for what was delivered first, then for what the terms ask, then for what
    is open; what is beyond all of that is held for the order. A refund counts for the refunds that
    are due, in the order of their latest days, the one it names first.
    """
    orders = _orders(tx, request.payments)
    found = {order.id: order for order in orders}
    money_terms.lock(tx, found.values())
    till = payments.load(tx, request.payments, found)
    fresh = [
        one
        for one, order in zip(request.payments, orders, strict=True)
        if till.said_before(one, order.id) is None
    ]
    wanted = sum(_begins(one) for one in fresh)
    named = [_refund_id(one) for one in fresh if one.refund is not None]
    desk = Desk(
        till,
        books.load(tx, found) if fresh else {},
        money_refunds.load(tx, found, named) if fresh else [],
        tx.take({"payment": wanted}).get("payment", []),
    )
    answers = [
        _record(desk, one, order) for one, order in zip(request.payments, orders, strict=True)
    ]
    tx.replayed = not till.events
    if till.events:
        payments.save(tx, till)
        money_terms.save(tx, desk.terms)
        money_refunds.save(tx, desk.refunds)
        books.post(tx, desk.entries)
    said: dict[str, Any] = {"payments": answers}
    return said | ({"refunds_made": desk.made} if desk.made else {})


def _begins(one: Said) -> bool:
    return one.what in BEGINS or (one.what == "failed" and one.payment is None)


def _refund_id(one: Said) -> int:
    found = row_id("refund", one.refund or "")
    if found is None:
        raise NotFoundError(
            "unknown_refund", f"There is no refund {one.refund}.", refund=one.refund
        )
    return found


def _orders(tx: Transaction, said: Sequence[Said]) -> list[Order]:
    """Return the order each is about: named, or that of the payment."""
    till = payments.load(tx, said, ())
    names = []
    for one in said:
        if one.order is not None:
            names.append(one.order)
        elif _begins(one) and (one.provider, one.reference) not in till.by_name:
            raise InvalidError(
                "order_missing",
                f"{one.what} {one.reference} does not say of which order.",
                reference=one.reference,
            )
        else:
            names.append(number("order", _of(till, one, said).order))
    found = orders_by_name(tx, names)
    return [found[name] for name in names]


def _of(till: Till, one: Said, said: Sequence[Said]) -> Payment:
    """Return the payment; a request may name one that it begins itself, with its order."""
    begun = [
        other.order
        for other in said
        if other.order and (other.provider, other.reference) == (one.provider, one.payment)
    ]
    if begun and (one.provider, one.payment or "") not in till.by_name:
        raise InvalidError(
            "order_missing",
            f"{one.what} {one.reference} names a payment that is new: it needs the order too.",
            reference=one.reference,
            order=begun[0],
        )
    return till.payment(one)


def _record(desk: Desk, one: Said, order: Order) -> dict[str, Any]:
    """Apply one thing said; return its facts."""
    known = desk.till.said_before(one, order.id)
    if known is not None:
        payment = next(p for p in desk.till.by_name.values() if p.id == known.payment)
        return _said(payment, one, known.amount) | {"known": True}
    has = desk.money[order.id]
    if _begins(one):
        payment, amount = _begin(desk, one, order, has)
    else:
        payment = desk.till.payment(one)
        if payment.order != order.id:
            raise InvalidError(
                "payment_of_another_order",
                f"{number('payment', payment.id)} is of another order than {order.number}.",
                payment=number("payment", payment.id),
                order=order.number,
            )
        amount = _go_on(desk, one, payment, has)
    desk.till.events.append((payment, one, amount))
    desk.till.known[one.provider, one.reference, one.what] = Known(amount, payment.id, order.id)
    return _said(payment, one, amount)


def _begin(desk: Desk, one: Said, order: Order, has: Money) -> tuple[Payment, int]:
    """Take in an authorisation, a charge, or that one failed."""
    payment = payments.new(desk.till, one, desk.ids.pop(0), order, has.order.currency)
    if one.what in BEGINS and has.bare:
        terms = money_terms.arrange(has.bare, _METHOD[one.what], 0)
        desk.entries += money_terms.settle_before(has, terms)
        desk.terms += terms
    if one.replaces is not None:
        old = desk.till.by_name.get((one.provider, one.replaces))
        if old is None or old.order != order.id:
            raise NotFoundError(
                "unknown_payment",
                f"{order.number} has no payment {one.replaces} of {one.provider}.",
                provider=one.provider,
                payment=one.replaces,
            )
        payments.end(old, "voided")
    if one.what == "charged":
        amount = payments.take(payment, one)
        desk.entries += money.pay(has.lines, has.order, amount, payment.id)
        return payment, amount
    return payment, payment.amount


def _go_on(desk: Desk, one: Said, payment: Payment, has: Money) -> int:
    """Take in what became of a payment; return the amount it is about."""
    if one.what == "captured":
        amount = payments.take(payment, one)
        desk.entries += money.pay(has.lines, has.order, amount, payment.id)
        return amount
    if one.what == "refunded":
        amount = payments.give_back(payment, one)
        _return(desk, one, payment, has, amount)
        return amount
    if one.what in _ENDS:
        return payments.end(payment, _ENDS[one.what])
    return one.amount or 0  # a capture or a refund failed: nothing moved


def _return(desk: Desk, one: Said, payment: Payment, has: Money, amount: int) -> None:
    """Post money that went back, against the refunds that are due."""
    mine = [row for row in desk.refunds if row.order == payment.order and row.left]
    if one.refund is not None:
        mine.sort(key=lambda row: row.id != _refund_id(one))
    for row in mine:
        used = min(row.left, amount)
        if used:
            desk.entries += row.pay(used, one.reference, payment.id)
            desk.made.append(row.said(used, has.skus.get(row.line, "")))
            amount -= used
    if amount:
        desk.entries += money_refunds.beyond(has.order, amount, payment.id)


def _said(payment: Payment, one: Said, amount: int) -> dict[str, Any]:
    return {
        "payment": number("payment", payment.id),
        "order": number("order", payment.order),
        "provider": payment.provider,
        "reference": one.reference,
        "what": one.what,
        "state": payment.state,
        "amount": amount,
        "currency": payment.currency,
    }


VERB = Verb("record_payments", RecordPayments, record_payments)
