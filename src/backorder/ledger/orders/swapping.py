"""swap: a customer who waits takes another product instead, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.domain.errors import InvalidError
from backorder.ledger.books.lookups import orders_by_name, product_ids, products_of, read_lines
from backorder.ledger.books.settlement import late, settle
from backorder.ledger.books.supplies import Books
from backorder.ledger.inbox.exceptions import review_exceptions
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb
from backorder.ledger.money.exchanging import Exchange, exchange
from backorder.ledger.money.owed import on_terms
from backorder.ledger.promises.results import filled
from backorder.ledger.promises.retelling import repromise

from . import inputs
from .cancelling import (
    cut_pegs,
    last_first,
    lines_of_interest,
    open_pegs,
    refuse_released,
    save_lines,
    take_off,
)
from .further import Further, add_lines
from .swap_inputs import SwapLines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backorder.ledger.books.lookups import Line, Order
    from backorder.ledger.journal.transaction import Transaction

    from .cancelling import OpenPeg
    from .swap_inputs import Swap


class Priced(NamedTuple):
    """What a product costs, in minor units of a currency."""

    unit_price: int
    currency: str


class Taken(NamedTuple):
    """Units taken off an order's lines, and one of those lines: its price and days go over.

    ``cuts``: how many of each line, by its id.
    """

    order: Order
    line: Line
    units: int
    was_price: int
    cuts: dict[int, int]


def swap(tx: Transaction, request: SwapLines) -> dict[str, Any]:
    """Swap units that wait for units of another product; all of the request or none.

    What waits is given up as `cancel` does, the longest wait first, and what it held serves whoever
    waits. The other product becomes a further line of the order, promised like a new order; where
    its rule refuses that, nothing changes. It costs the lower price of the two products unless a
    price is given. The new line is on the same payment terms, and what was paid for the units given
    up pays for it: only what is left of that goes back, only what is missing is due.
    """
    named = orders_by_name(tx, (one.order for one in request.swaps))
    others = product_ids(tx, (one.substitute for one in request.swaps))
    books = Books(tx, products_of(named.values()) | set(others.values()))
    orders = {order.id: order for order in named.values()}
    read_lines(tx, orders)
    prices = _prices(tx, others.values())
    currencies = {
        row[0]: row[3] for row in tx.rows("order_sources", {"orders": Ints(sorted(orders))})
    }
    pegs = open_pegs(tx, orders)
    ordered = last_first(books, pegs)
    taken = []
    for one in request.swaps:
        order = named[one.order]
        _refuse_price(one, order, prices[one.substitute], currencies[order.id])
        taken.append(_take(one, order, ordered))
    cut_pegs(tx, books, pegs)
    save_lines(tx, cancelled=[(peg.line, peg.cut) for peg in pegs if peg.cut])
    paid = on_terms(orders.values())
    moved = settle(tx, books)
    more = [
        Further(off.order, _line(one, off, prices), _facts(one, off))
        for one, off in zip(request.swaps, taken, strict=True)
    ]
    ships = {order.id: order.ship for order in orders.values()}
    fresh = add_lines(tx, books, more, moved, ships)
    money = exchange(
        tx,
        [
            Exchange(
                off.order.id,
                [(cut, units) for cut, units in off.cuts.items() if cut in paid],
                off.line.id if off.line.id in paid else 0,
                line,
            )
            for off, line in zip(taken, fresh, strict=True)
        ],
    )
    _save(tx, request.swaps, taken, more, others)
    lines = np.union1d(late(moved, books), np.array(fresh, np.int64))
    changes = repromise(tx, books, lines, moved, "demand_released", fresh)
    review_exceptions(tx, np.union1d(lines_of_interest(moved, pegs), np.array(fresh, np.int64)))
    answers = [
        one.facts | {"unit_price": one.line.unit_price} | ({} if sums is None else {"money": sums})
        for one, sums in zip(more, money.sums, strict=True)
    ]
    said = {"swaps": answers, "filled": filled(tx, moved), "repromised": changes}
    said |= {"refunds": money.refunds} if money.refunds else {}
    return said | ({"terms": money.terms} if money.terms else {})


def _prices(tx: Transaction, products: Iterable[int]) -> dict[str, Priced]:
    """Return what some products cost, by SKU."""
    rows = tx.rows("swap_prices", {"products": Ints(sorted(set(products)))})
    return {sku: Priced(price, currency) for sku, price, currency in rows}


def _refuse_price(one: Swap, order: Order, other: Priced, currency: str) -> None:
    """Refuse a product that is priced in another currency than the order, or is no other one."""
    facts = {"order": order.number, "sku": one.sku, "substitute": one.substitute}
    if one.sku == one.substitute:
        raise InvalidError("same_product", f"{one.sku} is no alternative to itself.", **facts)
    if other.currency != currency:
        raise InvalidError(
            "currency_mismatch",
            f"{one.substitute} is priced in {other.currency}, order {order.number} in {currency}.",
            **facts,
            currency=other.currency,
            order_currency=currency,
        )


def _take(one: Swap, order: Order, pegs: Sequence[OpenPeg]) -> Taken:
    """Mark what waits of a product and is swapped; return how much, and of which line."""
    lines = {line.id: line for line in order.lines_of(one.sku)}
    waiting = [peg for peg in pegs if peg.line in lines and peg.kind != "stock" and peg.left]
    mine = [peg for peg in waiting if not peg.released]
    there = sum(peg.left for peg in mine)
    units = there if one.quantity is None else one.quantity
    if units > there or not there:
        refuse_released(order, [peg for peg in waiting if peg.released], sku=one.sku, asked=units)
        raise InvalidError(
            "more_than_waiting",
            f"{units} of {one.sku} on order {order.number} cannot be swapped: {there} wait.",
            order=order.number,
            sku=one.sku,
            asked=units,
            available=there,
        )
    before = {id(peg): peg.cut for peg in mine}
    take_off(mine, units)
    off = [(lines[peg.line], peg.cut - before[id(peg)]) for peg in mine]
    touched = [line for line, cut in off if cut]
    cuts: dict[int, int] = {}
    for line, cut in off:
        if cut:
            cuts[line.id] = cuts.get(line.id, 0) + cut
    return Taken(order, touched[0], units, min(line.unit_price for line in touched), cuts)


def _line(one: Swap, off: Taken, prices: Mapping[str, Priced]) -> inputs.NewLine:
    """Return the line that takes the place of what is swapped."""
    price = one.unit_price
    if price is None:
        price = min(off.was_price, prices[one.substitute].unit_price)
    before = off.line
    return inputs.NewLine(
        one.substitute, off.units, price, before.requested_on, before.latest_on, before.legal_on
    )


def _facts(one: Swap, off: Taken) -> dict[str, Any]:
    return {
        "order": off.order.number,
        "sku": one.sku,
        "substitute": one.substitute,
        "quantity": off.units,
        "was_price": off.was_price,
    }


def _save(
    tx: Transaction,
    swaps: Sequence[Swap],
    taken: Sequence[Taken],
    more: Sequence[Further],
    others: Mapping[str, int],
) -> None:
    """Write down which product was taken instead of which: what is offered learns from it."""
    tx.run(
        "swaps_save",
        {
            "journal": tx.journal_id,
            "at": tx.now,
            "order": Ints(off.order.id for off in taken),
            "product": Ints(off.line.product for off in taken),
            "substitute": Ints(others[one.substitute] for one in swaps),
            "quantity": Ints(off.units for off in taken),
            "unit_price": Ints(one.line.unit_price or 0 for one in more),
            "was_price": Ints(off.was_price for off in taken),
        },
    )


VERB = Verb("swap", SwapLines, swap)
