"""What goods that are cancelled, leave or come back do to the money that was paid for them.

Called in the transaction of the verb that moves the goods, after the counters of the lines were
written. Only lines on payment terms are passed: elsewhere this costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain import money

from . import books, terms
from .books import Owing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from backorder.domain.money import Entry, LineMoney
    from backorder.ledger.books.lookups import Order
    from backorder.ledger.journal.transaction import Transaction


class Cut(NamedTuple):
    """Units of an order line that are cancelled, why, and by when what was paid goes back."""

    line: int
    order: int
    units: int
    reason: str
    by: date | None


def on_terms(orders: Iterable[Order]) -> dict[int, int]:
    """Return the lines of orders that are on payment terms, each with its order."""
    return {line.id: order.id for order in orders for line in order.lines if line.on_terms}


def owe(tx: Transaction, cut: Sequence[Cut]) -> list[dict[str, Any]]:
    """Record the refunds due for units that were cancelled, and return their facts.

    Only what is held for units that were not delivered is owed back, and a deposit is asked for
    what is left. Nothing is read where no line of the request is on payment terms.
    """
    if not cut:
        return []
    found = books.load(tx, {one.order for one in cut})
    lines = {line.id: (line, has) for has in found.values() for line in has.lines}
    for one in cut:
        lines[one.line][0].open += one.units  # the counters are written already
    cuts = [lines[row_id][0] for row_id in sorted({one.line for one in cut})]
    before = {line.id: line.open + line.delivered for line in cuts}
    owed: list[tuple[Owing, Sequence[Entry]]] = []
    for one in cut:
        line, has = lines[one.line]
        back = money.give_up(line, one.units)
        sku = has.skus[line.id]
        owing = Owing(has.order, line.id, sku, one.units, back.amount, one.reason, one.by)
        owed.append((owing, back.entries))
    _lessen(tx, cuts, before)
    facts, entries = books.owe(tx, owed)
    books.post(tx, entries)
    return facts


def deliver(tx: Transaction, left: Sequence[tuple[int, int, int]]) -> None:
    """Recognise the revenue of units that left: (order, line, units)."""
    if not left:
        return
    found = books.load(tx, {order for order, _, _ in left})
    lines = {line.id: line for has in found.values() for line in has.lines}
    for _, line, units in left:
        lines[line].open += units
        lines[line].delivered -= units
    entries: list[Entry] = []
    for _, line, units in left:
        entries += money.deliver(lines[line], units)
    books.post(tx, entries)


def take_back(tx: Transaction, came: Sequence[tuple[int, int, int]]) -> list[dict[str, Any]]:
    """Record the refunds due for units that came back: (order, line, units); return their facts."""
    if not came:
        return []
    found = books.load(tx, {order for order, _, _ in came})
    lines = {line.id: (line, has) for has in found.values() for line in has.lines}
    for _, row_id, units in came:
        lines[row_id][0].delivered += units
    cuts = [lines[row_id][0] for row_id in sorted({line for _, line, _ in came})]
    before = {line.id: line.open + line.delivered for line in cuts}
    owed: list[tuple[Owing, Sequence[Entry]]] = []
    for _, row_id, units in came:
        line, has = lines[row_id]
        back = money.take_back(line, units)
        sku = has.skus[line.id]
        owing = Owing(has.order, line.id, sku, units, back.amount, "returned", None)
        owed.append((owing, back.entries))
    _lessen(tx, cuts, before)
    facts, entries = books.owe(tx, owed)
    books.post(tx, entries)
    return facts


def _lessen(tx: Transaction, lines: Sequence[LineMoney], before: Mapping[int, int]) -> None:
    """Ask a deposit of what is left of its line alone; ``before``: the units of each until now."""
    if deposits := [line for line in lines if line.method == "deposit"]:
        had = terms.read(tx, (line.id for line in deposits))
        terms.save(tx, terms.lessen(deposits, before, had))
