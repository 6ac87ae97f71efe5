"""Payments as they stand, and what a provider's word does to one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.errors import ConflictError, InvalidError, NotFoundError
from backorder.domain.names import number
from backorder.ledger.journal.arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from backorder.ledger.books.lookups import Order
    from backorder.ledger.journal.transaction import Transaction

    from .inputs import Said

AT_ONCE = {"authorised": "authorisation", "charged": "charge", "failed": "charge"}


@dataclass(slots=True)
class Payment:
    """An authorisation or a charge; ``changed`` where it has to be written."""

    id: int
    order: int
    order_key: str
    provider: str
    reference: str
    kind: str
    state: str
    amount: int
    captured: int
    refunded: int
    currency: str
    expires_at: datetime | None
    changed: bool = False


class Known(NamedTuple):
    """Something that a provider said before."""

    amount: int
    payment: int
    order: int


@dataclass(slots=True)
class Till:
    """The payments that a request is about, by provider and reference, and what was said."""

    by_name: dict[tuple[str, str], Payment] = field(default_factory=dict)
    known: dict[tuple[str, str, str], Known] = field(default_factory=dict)
    events: list[tuple[Payment, Said, int]] = field(default_factory=list)

    def payment(self, said: Said) -> Payment:
        """Return the payment that something is said of, or raise ``NotFoundError``."""
        name = said.payment or said.reference
        found = self.by_name.get((said.provider, name))
        if found is None:
            raise NotFoundError(
                "unknown_payment",
                f"There is no payment {name} of {said.provider}.",
                provider=said.provider,
                payment=name,
            )
        return found

    def of_order(self, order: int) -> list[Payment]:
        """Return an order's payments, first first."""
        mine = [one for one in self.by_name.values() if one.order == order]
        return sorted(mine, key=lambda one: one.id)

    def said_before(self, said: Said, order: int) -> Known | None:
        """Return what is written of it already, or raise where the provider said otherwise."""
        known = self.known.get((said.provider, said.reference, said.what))
        if known is None:
            return None
        if known.order != order or said.amount not in {None, known.amount}:
            raise ConflictError(
                "reference_reused",
                f"{said.provider} said {said.what} {said.reference} before, of something else.",
                provider=said.provider,
                reference=said.reference,
                amount=known.amount,
            )
        return known


def load(tx: Transaction, said: Sequence[Said], orders: Iterable[int]) -> Till:
    """Return the payments of orders and those named, and what was said before."""
    names = {(one.provider, name) for one in said for name in (one.payment, one.reference) if name}
    asked = sorted(names)
    till = Till()
    for row in tx.rows(
        "payments_named",
        {
            "orders": Ints(sorted(orders)),
            "provider": [provider for provider, _ in asked],
            "reference": [reference for _, reference in asked],
        },
    ):
        payment = Payment(*row)
        till.by_name[payment.provider, payment.reference] = payment
    for provider, reference, what, *rest in tx.rows(
        "payment_events_known",
        {
            "provider": [one.provider for one in said],
            "reference": [one.reference for one in said],
            "what": [one.what for one in said],
        },
    ):
        till.known[provider, reference, what] = Known(*rest)
    return till


def new(till: Till, said: Said, row_id: int, order: Order, currency: str) -> Payment:
    """Return the payment that an authorisation, a charge or its failure begins."""
    if said.amount is None:
        raise InvalidError(
            "amount_missing",
            f"{said.what} {said.reference} needs an amount.",
            reference=said.reference,
        )
    if said.currency not in {None, currency}:
        raise InvalidError(
            "currency_differs",
            f"Order {order.number} is in {currency}, the payment in {said.currency}.",
            order=order.number,
            currency=currency,
            given=said.currency,
        )
    payment = Payment(
        row_id,
        order.id,
        order.key,
        said.provider,
        said.reference,
        AT_ONCE[said.what],
        "failed" if said.what == "failed" else "open",
        said.amount,
        0,
        0,
        currency,
        said.expires_at,
        changed=True,
    )
    till.by_name[said.provider, said.reference] = payment
    return payment


def take(payment: Payment, said: Said) -> int:
    """Capture of an authorisation, or take a charge; return how much came in.

    Raises ``InvalidError`` where that is more than was authorised, ``ConflictError`` where the
    payment had ended.
    """
    left = payment.amount - payment.captured
    amount = left if said.amount is None else said.amount
    if amount > left or not amount:
        raise InvalidError(
            "more_than_authorised",
            f"{left} of {number('payment', payment.id)} can be captured, not {amount}.",
            payment=number("payment", payment.id),
            asked=amount,
            available=left,
        )
    if payment.state == "failed":
        raise ConflictError(
            "payment_ended",
            f"{number('payment', payment.id)} had failed.",
            payment=number("payment", payment.id),
        )
    payment.captured += amount
    payment.changed = True
    return amount


def give_back(payment: Payment, said: Said) -> int:
    """Refund of what was captured; return how much. Raises ``InvalidError`` where it is more."""
    left = payment.captured - payment.refunded
    amount = left if said.amount is None else said.amount
    if amount > left or not amount:
        raise InvalidError(
            "more_than_paid",
            f"{left} of {number('payment', payment.id)} can be refunded, not {amount}.",
            payment=number("payment", payment.id),
            asked=amount,
            available=left,
        )
    payment.refunded += amount
    payment.changed = True
    return amount


def end(payment: Payment, state: str) -> int:
    """End an authorisation; what was captured of it stays. Return what was left of it."""
    payment.state, payment.changed = state, True
    return payment.amount - payment.captured


def save(tx: Transaction, till: Till) -> None:
    """Write the payments that changed, and what was said of them."""
    rows = [one for one in till.by_name.values() if one.changed]
    rows.sort(key=lambda one: one.id)
    columns: dict[str, Any] = {
        "p_id": Ints(one.id for one in rows),
        "p_order": Ints(one.order for one in rows),
        "p_amount": Ints(one.amount for one in rows),
        "p_captured": Ints(one.captured for one in rows),
        "p_refunded": Ints(one.refunded for one in rows),
        "e_payment": Ints(payment.id for payment, _, _ in till.events),
        "e_amount": Ints(amount for _, _, amount in till.events),
    }
    for name in ("provider", "reference", "kind", "state", "currency", "expires_at"):
        columns[f"p_{name}"] = [getattr(one, name) for one in rows]
    for name in ("what", "provider", "reference"):
        columns[f"e_{name}"] = [getattr(said, name) for _, said, _ in till.events]
    tx.run("payments_save", columns | {"at": tx.now, "journal": tx.journal_id})
