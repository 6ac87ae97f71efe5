"""arrange_payments: on what terms the lines of orders are paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain import money
from backorder.domain.errors import ConflictError, InvalidError
from backorder.domain.names import number
from backorder.ledger.books.lookups import orders_by_name, products_of
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb

from . import books
from .inputs import ArrangePayments, Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backorder.domain.money import Entry, LineMoney
    from backorder.ledger.books.lookups import Order
    from backorder.ledger.journal.transaction import Transaction

    from .books import Money


class Term(NamedTuple):
    """Terms of one line, to be written."""

    line: LineMoney
    method: str
    percent: int
    due_now: int


def lock(tx: Transaction, orders: Iterable[Order]) -> None:
    """Take the locks under which the money of orders changes, and the journal's number."""
    tx.run("lock_products_by_id", {"products": Ints(sorted(products_of(orders)))})
    tx.take({"journal": 1})


def arrange_payments(tx: Transaction, request: ArrangePayments) -> dict[str, Any]:
    """Set how orders or some of their lines are paid; all of the request or none.

    What was delivered before is recognised as revenue at once. Later terms take the place of
    earlier ones; what was paid stays. A deposit is split over the lines by the largest remainder.
    """
    named = orders_by_name(tx, (one.order for one in request.terms))
    lock(tx, named.values())
    found = books.load(tx, (order.id for order in named.values()))
    entries: list[Entry] = []
    terms: list[Term] = []
    answers = []
    seen: set[int] = set()
    for one in request.terms:
        has = found[named[one.order].id]
        lines = _lines(one, has)
        fresh = arrange(lines, one.method, one.percent or 0)
        if seen & {term.line.id for term in fresh}:
            raise ConflictError(
                "arranged_twice", "An order line gets terms twice in the request.", order=one.order
            )
        seen |= {term.line.id for term in fresh}
        entries += settle_before(has, fresh)
        terms += fresh
        answers.append(said(has, fresh))
    save(tx, terms)
    books.post(tx, entries)
    return {"terms": answers}


def _lines(one: Terms, has: Money) -> list[LineMoney]:
    """Return the lines that get terms, or raise where the order has none of the product."""
    lines = [
        line
        for line in sorted([*has.lines, *has.bare], key=lambda line: line.id)
        if one.sku is None or has.skus[line.id] == one.sku
    ]
    if not lines:
        order = number("order", has.order.id)
        raise InvalidError(
            "not_on_order", f"Order {order} has no line of {one.sku}.", order=order, sku=one.sku
        )
    return lines


def arrange(lines: Sequence[LineMoney], method: str, percent: int) -> list[Term]:
    """Return terms for lines of an order: a deposit's parts together are exactly its percentage."""
    worth = [(line.open + line.delivered) * line.price for line in lines]
    due = [0] * len(lines)
    if method == "now":
        due, percent = worth, 100
    elif method == "deposit":
        due = money.deposits(worth, percent)
    return [Term(line, method, percent, part) for line, part in zip(lines, due, strict=True)]


def settle_before(has: Money, terms: Sequence[Term]) -> list[Entry]:
    """Put lines on their terms; return the entries of what was delivered before they had any."""
    entries: list[Entry] = []
    bare = {line.id for line in has.bare}
    for term in terms:
        term.line.method, term.line.due_now = term.method, term.due_now
        if term.line.id in bare:
            entries += money.recognise_before(term.line)
            has.lines.append(term.line)
    placed = {line.id for line in has.lines}
    has.bare = [line for line in has.bare if line.id not in placed]
    has.lines.sort(key=lambda line: line.id)
    return entries


def save(tx: Transaction, terms: Sequence[Term]) -> None:
    """Write terms."""
    if not terms:
        return
    tx.run(
        "terms_save",
        {
            "line": Ints(term.line.id for term in terms),
            "order": Ints(term.line.order.id for term in terms),
            "method": [term.method for term in terms],
            "percent": Ints(term.percent for term in terms),
            "due_now": Ints(term.due_now for term in terms),
            "at": tx.now,
            "journal": tx.journal_id,
        },
    )


def lessen(
    lines: Iterable[LineMoney], before: Mapping[int, int], had: Mapping[int, tuple[str, int]]
) -> list[Term]:
    """Lower the deposits of lines that lost units: for what is given up nothing is asked any more.

    ``before``: units of each line as the deposit was set; ``had``: its method and percentage.
    """
    less = []
    for line in lines:
        if line.method == "deposit" and line.due_now:
            line.due_now = line.due_now * (line.open + line.delivered) // before[line.id]
            less.append(Term(line, *had[line.id], line.due_now))
    return less


def read(tx: Transaction, lines: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return the method and the percentage of lines that are on terms."""
    rows = tx.rows("terms_of", {"lines": Ints(sorted(lines))})
    return {line: (method, percent) for line, method, percent in rows}


def said(has: Money, terms: Sequence[Term]) -> dict[str, Any]:
    """Return what is told of terms of an order's lines."""
    return {
        "order": number("order", has.order.id),
        "currency": has.order.currency,
        "amount": sum((t.line.open + t.line.delivered) * t.line.price for t in terms),
        "due_now": sum(term.due_now for term in terms),
        "lines": [
            {
                "sku": has.skus[term.line.id],
                "method": term.method,
                "percent": term.percent,
                "due_now": term.due_now,
            }
            for term in terms
        ],
    }


VERB = Verb("arrange_payments", ArrangePayments, arrange_payments)
