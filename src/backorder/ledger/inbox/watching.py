"""Purchases that a person must look at: overdue ones, and sent ones that nobody acknowledged.

There is one case a purchase, looked after by the product of its first line: so the sweep of that
product finds all of it, whichever of its lines are still open.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from backorder.domain import risks
from backorder.domain.names import number
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import MoreProductsError

from .exceptions import Case, Kept, keep

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime

    from backorder.ledger.books.supplies import Books
    from backorder.ledger.journal.transaction import Transaction


class OpenLine(NamedTuple):
    """A purchase line of which something is still to come; ``first`` is its purchase's product."""

    purchase: int
    first: int
    product: int
    supply: int
    quantity: int
    pegged: int
    available_on: date
    unit_cost: int
    unit_price: int
    currency: str
    supplier: str
    acknowledge_days: int | None
    sent_at: datetime | None
    confirmed: bool

    @property
    def value(self) -> int:
        """Return what its units are worth: at our price what is waited for, the rest at cost."""
        free = self.quantity - self.pegged
        return self.pegged * self.unit_price + free * self.unit_cost


def open_lines(tx: Transaction, products: Collection[int]) -> list[OpenLine]:
    """Return the open lines of the purchases that these products look after."""
    wanted = {"products": Ints(sorted(products))}
    return [OpenLine(*row) for row in tx.rows("exceptions_purchases", wanted)]


def watch(tx: Transaction, books: Books, products: Collection[int], patience: int) -> Kept:
    """Open, update and close the cases of purchases that these products look after.

    ``patience`` days are given to suppliers that have no number of their own. Raises
    ``MoreProductsError`` where a purchase has lines of products that are not locked.
    """
    lines = open_lines(tx, products)
    reached = {line.product for line in lines}
    if not reached <= set(books.products):
        raise MoreProductsError(reached)
    cases = []
    for _, group in groupby(lines, key=lambda line: line.purchase):
        mine = list(group)
        cases += [*_overdue(books, mine), *_unconfirmed(books, mine, patience)]
    return keep(tx, cases, codes=risks.OF_PURCHASES, products=products)


def _overdue(books: Books, lines: Sequence[OpenLine]) -> Iterable[Case]:
    """Yield the case of a purchase some of whose lines are past their day."""
    late = [line for line in lines if line.available_on < books.ready.today]
    if late:
        first = min(late, key=lambda line: (line.available_on, line.supply))
        days = (books.ready.today - first.available_on).days
        yield _case("purchase_overdue", late, first, days, expected_on=first.available_on)


def _unconfirmed(books: Books, lines: Sequence[OpenLine], patience: int) -> Iterable[Case]:
    """Yield the case of a purchase that was sent, and is not acknowledged in time."""
    silent = [line for line in lines if not line.confirmed]
    if not silent or silent[0].sent_at is None:
        return
    sent_on = books.places.home.calendar.local_date(silent[0].sent_at)
    allowed = silent[0].acknowledge_days
    due_on = sent_on + timedelta(days=patience if allowed is None else allowed)
    if books.ready.today > due_on:
        days = (books.ready.today - due_on).days
        yield _case("purchase_unconfirmed", silent, silent[0], days, sent_on=sent_on)


def _case(code: str, lines: Sequence[OpenLine], first: OpenLine, days: int, **when: date) -> Case:
    """Return a case; its value counts the lines in the currency of the product it stands by."""
    own = next((line.currency for line in lines if line.product == line.first), first.currency)
    return Case(
        code,
        first.first,
        supply=first.supply,
        days=days,
        value=sum(line.value for line in lines if line.currency == own),
        purchase=first.purchase,
        facts={
            "purchase_order": number("purchase_order", first.purchase),
            "supplier": first.supplier,
            "units": sum(line.quantity for line in lines),
            "waiting": sum(line.pegged for line in lines),
            "lines": len(lines),
            **when,
        },
    )
