"""release: allocated units go to the warehouse to be picked; from then on they stay where they are.

A released unit is fenced: its peg's rank lies `FENCE` before all others, so whatever serves or
sheds a queue sees it first or last, and no verb that changes an order touches it. A recall takes
the fence down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.domain.errors import ConflictError, InvalidError
from backorder.ledger.books.lookups import orders_by_name, products_of, read_lines
from backorder.ledger.books.settlement import FENCE, count_within
from backorder.ledger.books.supplies import Books
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb
from backorder.ledger.orders.cancelling import open_pegs

from .picking_inputs import Release

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.books.lookups import Order
    from backorder.ledger.books.settlement import Moved
    from backorder.ledger.journal.transaction import Transaction
    from backorder.ledger.orders.cancelling import OpenPeg

    from .picking_inputs import Pick


class _Fenced(NamedTuple):
    """Units of a peg whose fence goes up (a negative ``shift`` of the rank) or down."""

    peg: OpenPeg
    units: int
    shift: int


def release(tx: Transaction, request: Release) -> dict[str, Any]:
    """Release allocated units to pick, or recall them; all of the request or none.

    Released units cannot be cancelled or changed; they ship, or are recalled. An order that ships
    complete is released only once all of it is allocated.
    """
    asked = [*request.recalls, *request.releases]
    named = orders_by_name(tx, (one.order for one in asked))
    orders = {order.id: order for order in named.values()}
    if len(asked) > len({named[one.order].id for one in asked}):
        raise ConflictError("changed_twice", "An order stands twice in the request.")
    books = Books(tx, products_of(orders.values()))
    read_lines(tx, orders)
    of_order: dict[int, list[OpenPeg]] = {order: [] for order in orders}
    for peg in open_pegs(tx, orders):
        of_order[peg.order].append(peg)

    def both(picks: Sequence[Pick], *, up: bool) -> tuple[list[_Fenced], list[dict[str, Any]]]:
        fenced: list[_Fenced] = []
        answers = []
        for one in picks:
            order = named[one.order]
            mine = _choose(one, order, of_order[order.id], up=up)
            fenced += mine
            answers.append({"order": order.number, "lines": _said(books, order, mine)})
        return fenced, answers

    down, recalled = both(request.recalls, up=False)
    up, released = both(request.releases, up=True)
    _save(tx, down + up)
    return {"released": released, "recalled": recalled}


def _choose(one: Pick, order: Order, pegs: Sequence[OpenPeg], *, up: bool) -> list[_Fenced]:
    """Return the units one order asks for, or raise where they are not there."""
    mine = [peg for peg in pegs if peg.kind == "stock" and peg.released is not up]
    if up:
        _refuse_release(order, pegs, mine)
    elif not mine:
        raise ConflictError(
            "nothing_released",
            f"Nothing of order {order.number} is released to pick.",
            order=order.number,
        )
    if one.lines is None:
        return [_Fenced(peg, peg.quantity, -FENCE if up else FENCE) for peg in mine]
    taken = dict.fromkeys(map(id, mine), 0)
    for asked in one.lines:
        lines = {line.id for line in order.lines_of(asked.sku)}
        rows = [peg for peg in mine if peg.line in lines]
        there = sum(peg.quantity - taken[id(peg)] for peg in rows)
        wanted = there if asked.quantity is None else asked.quantity
        if wanted > there or not there:
            raise _too_many(order, asked.sku, wanted, there, up=up)
        for peg in rows:
            used = min(peg.quantity - taken[id(peg)], wanted)
            taken[id(peg)] += used
            wanted -= used
    return [_Fenced(peg, taken[id(peg)], -FENCE if up else FENCE) for peg in mine if taken[id(peg)]]


def _refuse_release(order: Order, pegs: Sequence[OpenPeg], mine: Sequence[OpenPeg]) -> None:
    """Raise where nothing of an order can be released to pick."""
    waiting = sum(peg.quantity for peg in pegs if peg.kind != "stock")
    if order.ship == "complete" and waiting:
        raise ConflictError(
            "ship_complete_waits",
            f"Order {order.number} ships complete, and {waiting} units still wait.",
            order=order.number,
            waiting=waiting,
        )
    if not mine:
        raise ConflictError(
            "nothing_to_release",
            f"Nothing of order {order.number} is allocated and not released yet.",
            order=order.number,
        )


def _too_many(order: Order, sku: str, asked: int, there: int, *, up: bool) -> InvalidError:
    """Return the error of a line that names more units than there are."""
    facts = {"order": order.number, "sku": sku, "asked": asked, "available": there}
    if up:
        return InvalidError(
            "not_allocated",
            f"{there} of {sku} on order {order.number} can be released, not {asked}.",
            **facts,
        )
    return InvalidError(
        "not_released", f"{there} of {sku} on order {order.number} are released.", **facts
    )


def _said(books: Books, order: Order, fenced: Sequence[_Fenced]) -> list[dict[str, Any]]:
    """Return what was released: units per product and place, as the order's lines stand."""
    sku = {line.id: line.sku for line in order.lines}
    units: dict[tuple[str, str], int] = {}
    for one in fenced:
        assert one.peg.location is not None
        at = (sku[one.peg.line], books.places.by_id[one.peg.location].code)
        units[at] = units.get(at, 0) + one.units
    return [
        {"sku": name, "quantity": count, "location": place}
        for (name, place), count in units.items()
    ]


def _save(tx: Transaction, fenced: Sequence[_Fenced]) -> None:
    """Write the fences; a peg released in part is split."""
    line = np.array([one.peg.line for one in fenced], dtype=np.int64)
    tx.run(
        "pegs_fence",
        {
            "line": Ints(line),
            "n": Ints(one.peg.n for one in fenced),
            "nth": Ints(count_within(line)),
            "units": Ints(one.units for one in fenced),
            "shift": Ints(one.shift for one in fenced),
        },
    )


def open_short_picks(tx: Transaction, moved: Moved) -> None:
    """Open a case for each line that lost units already released: someone walks in vain.

    A released unit moves only where the shelf holds less than was released; its rank, far before
    all others, tells that it was.
    """
    lost = moved.rank < 0
    if not lost.any():
        return
    line, row = np.unique(moved.line[lost], return_inverse=True)
    units = np.bincount(row, moved.quantity[lost]).astype(np.int64)
    ids = tx.take({"exception": line.size})["exception"]
    tx.run(
        "exceptions_pick_short",
        {
            "id": Ints(ids),
            "line": Ints(line),
            "units": Ints(units),
            "at": tx.now,
            "journal": tx.journal_id,
        },
    )


VERB = Verb("release", Release, release)
