"""change_order: other quantities, days or shipping policy for orders that stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import UNSET

from backorder.domain.errors import ConflictError, InvalidError
from backorder.ledger.books.lookups import Line, Order, orders_by_name, products_of, read_lines
from backorder.ledger.books.settlement import settle
from backorder.ledger.books.supplies import Books
from backorder.ledger.inbox.exceptions import review_exceptions
from backorder.ledger.journal.arrays import Days, Ints
from backorder.ledger.journal.verb import Verb
from backorder.ledger.money.owed import Cut, on_terms, owe
from backorder.ledger.promises.results import filled
from backorder.ledger.promises.retelling import repromise

from . import inputs
from .cancelling import (
    OpenPeg,
    cut_pegs,
    last_first,
    lines_of_interest,
    open_pegs,
    refuse_released,
    save_lines,
    take_off,
)
from .further import Further, add_lines
from .withdrawing import withdraw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backorder.ledger.journal.transaction import Transaction


def change_order(tx: Transaction, request: inputs.ChangeOrder) -> dict[str, Any]:
    """Change orders; all of the request or none.

    Fewer units are cancelled, the longest wait first. Further units are a further line of the
    order, promised like a new order and queued behind what was accepted before; the policy may
    refuse them, and then nothing changes. What is released to pick cannot be changed.
    """
    named = orders_by_name(tx, (one.order for one in request.changes))
    _refuse_twice(request, named)
    books = Books(tx, products_of(named.values()))
    orders = {order.id: order for order in named.values()}
    read_lines(tx, orders)
    answers = [{"order": named[one.order].number, "lines": []} for one in request.changes]
    pegs = open_pegs(tx, orders)
    for one in request.changes:
        _refuse_released(one, named[one.order], [peg for peg in pegs if peg.released])
    more = _shrink(tx, books, request, named, answers, pegs)
    paid = on_terms(orders.values())
    refunds = owe(
        tx,
        [
            Cut(peg.line, peg.order, peg.cut, "changed", None)
            for peg in pegs
            if peg.cut and peg.line in paid
        ],
    )
    _save_facts(tx, request, named)
    moved = settle(tx, books)
    ships = {named[one.order].id: one.ship or named[one.order].ship for one in request.changes}
    fresh: list[int] = []
    if more:
        fresh = add_lines(tx, books, _further(more), moved, ships)
        read_lines(tx, orders)
    lines = np.array([line.id for order in orders.values() for line in order.lines], np.int64)
    told = np.union1d(lines, moved.line)
    chosen = [line.id for o in request.changes if _choice(o) for line in named[o.order].lines]
    changes = repromise(tx, books, told, moved, "order_changed", [*fresh, *chosen], asked=lines)
    review_exceptions(tx, np.union1d(lines, lines_of_interest(moved, ())))
    withdraw(tx, (peg.line for peg in pegs if peg.cut))
    said = {"changes": answers, "filled": filled(tx, moved), "repromised": changes}
    return said | ({"refunds": refunds} if refunds else {})


def _refuse_twice(request: inputs.ChangeOrder, named: dict[str, Order]) -> None:
    seen: set[int] = set()
    for one in request.changes:
        order = named[one.order]
        if order.id in seen:
            raise ConflictError(
                "changed_twice", f"Order {order.number} stands twice.", order=order.number
            )
        seen.add(order.id)
        if one.ship is None and one.wait_until is UNSET and not one.lines:
            raise InvalidError(
                "nothing_to_change",
                f"The change of {order.number} says nothing new.",
                order=order.number,
            )


def _refuse_released(one: inputs.OrderChange, order: Order, fenced: Sequence[OpenPeg]) -> None:
    """Refuse what would change a parcel that is being picked."""
    mine = [peg for peg in fenced if peg.order == order.id]
    if one.ship is not None and one.ship != order.ship:
        refuse_released(order, mine, ship=order.ship)
    for change in one.lines:
        lines = order.lines_of(change.sku)
        ids = {line.id for line in lines}
        stands = sum(line.ordered - line.cancelled for line in lines)
        if order.ship == "complete" and change.quantity is not None and change.quantity > stands:
            refuse_released(order, mine, sku=change.sku, asked=change.quantity)
        if change.requested_on is not UNSET:
            refuse_released(order, [peg for peg in mine if peg.line in ids], sku=change.sku)


def _shrink(  # noqa: PLR0913, PLR0917 (what stands, and what is asked)
    tx: Transaction,
    books: Books,
    request: inputs.ChangeOrder,
    named: dict[str, Order],
    answers: Sequence[dict[str, Any]],
    pegs: Sequence[OpenPeg],
) -> list[tuple[Order, inputs.ChangeLine, int, dict[str, Any]]]:
    """Cancel what is too much; return what is to be added: order, change, units, its facts."""
    ordered = last_first(books, pegs)
    more = []
    for one, answer in zip(request.changes, answers, strict=True):
        order = named[one.order]
        for change in one.lines:
            lines = order.lines_of(change.sku)
            if change.quantity is None:
                continue
            stands = sum(line.ordered - line.cancelled for line in lines)
            facts = {"sku": change.sku, "from": stands, "to": change.quantity}
            answer["lines"].append(facts)
            if change.quantity > stands:
                more.append((order, change, change.quantity - stands, facts))
            else:
                _cut(order, change, lines, ordered, stands)
    cut_pegs(tx, books, pegs)
    save_lines(tx, cancelled=[(peg.line, peg.cut) for peg in pegs if peg.cut])
    return more


def _cut(
    order: Order,
    change: inputs.ChangeLine,
    lines: Sequence[Line],
    pegs: Sequence[OpenPeg],
    stands: int,
) -> None:
    assert change.quantity is not None
    ids = {line.id for line in lines}
    shipped = sum(line.shipped for line in lines)
    if change.quantity < shipped:
        raise InvalidError(
            "already_shipped",
            f"{shipped} of {change.sku} on {order.number} have shipped; "
            f"it cannot be {change.quantity} in all.",
            order=order.number,
            sku=change.sku,
            asked=change.quantity,
            shipped=shipped,
        )
    mine = [peg for peg in pegs if peg.line in ids]
    loose = (peg for peg in mine if not peg.released)
    if take_off(loose, stands - change.quantity):
        fenced = [peg for peg in mine if peg.released]
        refuse_released(order, fenced, sku=change.sku, asked=change.quantity)


def _save_facts(tx: Transaction, request: inputs.ChangeOrder, named: dict[str, Order]) -> None:
    """Write new choices of shipping and requested days."""
    chosen = [one for one in request.changes if _choice(one)]
    days: dict[int, date | None] = {}
    for one in request.changes:
        for change in one.lines:
            if change.requested_on is not UNSET:
                for line in named[one.order].lines_of(change.sku):
                    days[line.id] = change.requested_on
    if chosen or days:
        tx.run(
            "orders_change",
            {
                "o_id": Ints(named[one.order].id for one in chosen),
                "o_ship": [one.ship for one in chosen],
                "o_waits": [one.wait_until is not UNSET for one in chosen],
                "o_wait_until": Days(one.wait_until or None for one in chosen),
                "l_id": Ints(days),
                "l_requested_on": Days(days.values()),
            },
        )


def _choice(one: inputs.OrderChange) -> bool:
    """Return whether the customer chose another way of shipping."""
    return one.ship is not None or one.wait_until is not UNSET


def _further(
    more: Sequence[tuple[Order, inputs.ChangeLine, int, dict[str, Any]]],
) -> list[Further]:
    """Return the lines to add: of the last such line's price and days, where no other is asked."""
    found = []
    for order, change, units, facts in more:
        before = order.lines_of(change.sku)[-1]
        day = before.requested_on if change.requested_on is UNSET else change.requested_on
        line = inputs.NewLine(
            change.sku, units, before.unit_price, day, before.latest_on, before.legal_on
        )
        found.append(Further(order, line, facts))
    return found


VERB = Verb("change_order", inputs.ChangeOrder, change_order)
