"""Which products were taken as alternatives, of orders that say so: what is offered learns from it.

A shop's cart shows alternatives; the order that comes of it names the product that its line was
taken instead of. It is counted like a swap of a line that waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backorder.ledger.journal.arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from backorder.ledger.journal.transaction import Transaction

    from .rows import Decided

_UNKNOWN = -1  # no price: nobody knows the product, or it is the line's own


class Chosen(NamedTuple):
    """Units of an order that were taken instead of another product."""

    order: int
    product: int
    substitute: int
    quantity: int
    unit_price: int
    was_price: int


def of_orders(tx: Transaction, accepted: Sequence[Decided]) -> list[Chosen]:
    """Return what accepted orders say was taken instead; nothing is read where none says so."""
    said = [
        (one.id, line, demand.position)
        for one in accepted
        for line, demand in zip(one.order.lines, one.demands, strict=True)
        if line.instead_of is not None and demand.position is not None
    ]
    if not said:
        return []
    skus = sorted({str(line.instead_of) for _, line, _ in said})
    known = {sku: (row_id, price) for sku, row_id, price in tx.rows("instead_of", {"skus": skus})}
    found = []
    for order, line, position in said:
        row_id, price = known.get(str(line.instead_of), (0, _UNKNOWN))
        own = position.unit_price if line.unit_price is None else line.unit_price
        if row_id == position.product:
            price = _UNKNOWN
        found.append(Chosen(order, row_id, position.product, line.quantity, own, price))
    return _as_then(tx, found)


def of_holds(tx: Transaction, holds: Collection[int]) -> list[Chosen]:
    """Return what quotes and holds said was taken instead, when they become orders."""
    rows = tx.rows("instead_of_holds", {"holds": Ints(sorted(holds))})
    return _as_then(tx, [Chosen(*row) for row in rows])


def _as_then(tx: Transaction, found: list[Chosen]) -> list[Chosen]:
    """Return those that count, at the prices of the first run: their products are not locked."""
    if not found:
        return []
    prices = tx.given("instead_price", len(found))
    if prices is None:
        prices = [one.was_price for one in found]
    tx.remember({"instead_price": prices})
    return [
        one._replace(was_price=price)
        for one, price in zip(found, prices, strict=True)
        if price != _UNKNOWN
    ]


def save(tx: Transaction, chosen: Sequence[Chosen]) -> None:
    """Write down what was taken instead of what."""
    if chosen:
        columns = {name: Ints(getattr(one, name) for one in chosen) for name in Chosen._fields}
        tx.run("swaps_save", {"journal": tx.journal_id, "at": tx.now, **columns})
