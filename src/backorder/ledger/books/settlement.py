"""Settle the books after supplies changed: who holds which units now, and write it.

Verbs edit the rows of `Books` and call `settle`. It reads only the pegs that can move: what is
given, the tail of a supply that shrank, and of each supply that is waited for as many units as are
free earlier. So a receipt of a hundred units costs the same with a thousand or a million waiting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain import settling
from backorder.domain.ranking import locate, order
from backorder.ledger.journal.arrays import Days, Ints, to_day

from .plans import Plans

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from backorder.domain.ranking import Integers
    from backorder.ledger.journal.transaction import Columns, Transaction

    from .supplies import Books, Row


FENCE = 2**60  # units released to pick stand so far before their line's place in every queue


@dataclass(slots=True)
class Give:
    """The first ``units`` by rank of the pegs on ``origin`` go to ``target``."""

    origin: Row
    target: Row
    units: int


@dataclass(slots=True)
class Moved:
    """Units that changed supply, one row each: whose they are, and where they came from and went.

    ``origin`` and ``target`` are indices into ``rows``, -1 for no supply; ``told`` is the day the
    customer was told, as `arrays.to_day` counts; ``held`` is 1 where the units are a hold's.
    """

    rows: list[Row]
    line: Integers
    order: Integers
    product: Integers
    rank: Integers
    origin: Integers
    target: Integers
    quantity: Integers
    told: Integers
    held: Integers


def settle(tx: Transaction, books: Books, gives: Sequence[Give] = ()) -> Moved:
    """Move units as the changed supplies ask for, and save supplies and pegs."""
    rows = sorted(books.rows, key=books.sort_key)
    index = {id(row): at for at, row in enumerate(rows)}
    # All stock is of one day before all others: it serves whoever waits, and stays where it is.
    day = _ints(0 if row.kind == "stock" else books.ready_on(row).toordinal() for row in rows)
    given = settling.Given(
        origin=_ints(index[id(give.origin)] for give in gives),
        target=_ints(index[id(give.target)] for give in gives),
        units=_ints(give.units for give in gives),
    )
    product = _ints(row.product for row in rows)
    sources = settling.Sources(
        product, day, _ints(row.quantity for row in rows), _ints(row.pegged for row in rows)
    )
    pegs = _load(tx, books, rows, sources, given)
    supply = locate(_ints(row.id or -at for at, row in enumerate(rows, 1)), pegs["supply"])
    held = settling.Held(pegs["product"], pegs["rank"], supply, pegs["quantity"])
    after = settling.settle(held, sources, given)
    for row, pegged in zip(rows, after.pegged.tolist(), strict=True):
        row.pegged = pegged
    rows, after = _replan(books, rows, after, pegs)
    books.save()
    moved = after.supply != supply[after.peg]
    _save_pegs(tx, rows, pegs, after, moved)
    peg = after.peg[moved]
    return Moved(
        rows,
        line=pegs["line"][peg],
        order=pegs["order"][peg],
        product=pegs["product"][peg],
        rank=pegs["rank"][peg],
        origin=supply[peg],
        target=after.supply[moved],
        quantity=after.quantity[moved],
        told=pegs["promised_on"][peg],
        held=pegs["held"][peg],
    )


def _ints(values: Any) -> Integers:  # noqa: ANN401 (any iterable of integers)
    return np.fromiter(values, dtype=np.int64)


def _load(
    tx: Transaction,
    books: Books,
    rows: Sequence[Row],
    sources: settling.Sources,
    given: settling.Given,
) -> Columns:
    """Read the pegs in reach: see the module's first lines for why these are enough."""
    out = np.zeros(len(rows), dtype=np.int64)
    into = np.zeros(len(rows), dtype=np.int64)
    served = np.minimum(given.units, sources.pegged[given.origin])
    np.add.at(out, given.origin, served)
    np.add.at(into, given.target, served)
    pegged = np.maximum(sources.pegged - out, 0)
    back = np.maximum(pegged - sources.quantity, 0)
    free = np.maximum(sources.quantity - pegged - into, 0)
    front = out + _free_earlier(sources.product, sources.day, free)
    reach = np.flatnonzero((sources.pegged > 0) & (front + back > 0))
    unknown = np.zeros(len(books.products), dtype=np.int64)
    np.add.at(unknown, np.searchsorted(books.products, sources.product), free)
    waiting = np.flatnonzero(unknown)
    products = np.asarray(books.products, dtype=np.int64)
    return _once_each(
        tx.columns(
            "pegs_in_reach",
            {
                "supply": Ints(_ints(rows[at].id for at in reach.tolist())),
                "front": Ints(front[reach]),
                "back": Ints(back[reach]),
                "product": Ints(products[waiting]),
                "unknown": Ints(unknown[waiting]),
            },
        )
    )


def _once_each(pegs: Columns) -> Columns:
    """Return pegs by product, then rank, each once: both ends of a queue may reach the same."""
    at = order(pegs["product"], pegs["rank"], pegs["line"], pegs["n"])
    pegs = {name: column[at] for name, column in pegs.items()}
    fresh = (np.diff(pegs["line"], prepend=-1) != 0) | (np.diff(pegs["n"], prepend=-1) != 0)
    return pegs if fresh.all() else {name: column[fresh] for name, column in pegs.items()}


def _free_earlier(product: Integers, day: Integers, free: Integers) -> Integers:
    """Return for each supply the free units of its product's supplies of earlier days.

    >>> a = np.array
    >>> _free_earlier(a([7, 7, 7, 8]), a([1, 5, 5, 9]), a([2, 3, 4, 1])).tolist()
    [0, 2, 2, 0]
    """
    if not free.any():
        return np.zeros_like(free)
    at = np.lexsort((day, product))
    p, d, f = product[at], day[at], free[at]
    before = np.cumsum(f) - f
    fresh_product = np.diff(p, prepend=-1) != 0
    fresh_day = fresh_product | (np.diff(d, prepend=-1) != 0)
    first_of_product = np.maximum.accumulate(np.where(fresh_product, np.arange(at.size), 0))
    first_of_day = np.maximum.accumulate(np.where(fresh_day, np.arange(at.size), 0))
    earlier = np.empty_like(free)
    earlier[at] = before[first_of_day] - before[first_of_product]
    return earlier


def _replan(
    books: Books, rows: list[Row], after: settling.Settled, pegs: Columns
) -> tuple[list[Row], settling.Settled]:
    """Give units that lost their supply to plans, as far as a supplier could deliver them.

    Returns all supplies, new plans last, and what the pegs hold then, as indices into them.
    """
    lost = np.flatnonzero(after.supply == settling.NO_SUPPLY)
    if not lost.size:
        return rows, after
    product = pegs["product"][after.peg[lost]].tolist()
    plans = Plans(books, product)
    rows = list(rows)
    index = {id(row): at for at, row in enumerate(rows)}
    pieces: list[tuple[int, int, int]] = []
    for at, of, units in zip(lost.tolist(), product, after.quantity[lost].tolist(), strict=True):
        left = units
        for plan, part in plans.take(of, units):
            if id(plan) not in index:
                index[id(plan)] = len(rows)
                rows.append(plan)
            pieces.append((at, index[id(plan)], part))
            left -= part
        if left:
            pieces.append((at, settling.NO_SUPPLY, left))
    return rows, _in_place(after, lost, pieces)


def _in_place(
    after: settling.Settled, lost: Integers, pieces: Sequence[tuple[int, int, int]]
) -> settling.Settled:
    """Return the holdings with each lost row replaced by its pieces: row, supply, units."""
    at, target, units = np.array(pieces, dtype=np.int64).T
    kept = np.delete(np.arange(after.peg.size), lost)
    order_of = np.argsort(np.concatenate([kept, at]), kind="stable")
    return settling.Settled(
        np.concatenate([after.peg[kept], after.peg[at]])[order_of],
        np.concatenate([after.supply[kept], target])[order_of],
        np.concatenate([after.quantity[kept], units])[order_of],
        after.pegged,
    )


def _save_pegs(
    tx: Transaction,
    rows: Sequence[Row],
    pegs: Columns,
    after: settling.Settled,
    moved: npt.NDArray[np.bool_],
) -> None:
    """Write what pegs hold now. Units released to pick that had to move are fenced no more."""
    if not after.peg.size:
        return
    rank = pegs["rank"][after.peg]
    rank = np.where(moved & (rank < 0), rank + FENCE, rank)
    ids = np.append(_ints(row.id for row in rows), 0)  # index -1: no supply is id 0
    first = np.diff(after.peg, prepend=-1) != 0
    old, new = after.peg[first], after.peg[~first]
    line = pegs["line"][new]
    tx.run(
        "pegs_save",
        {
            "u_line": Ints(pegs["line"][old]),
            "u_n": Ints(pegs["n"][old]),
            "u_supply": Ints(ids[after.supply[first]]),
            "u_quantity": Ints(after.quantity[first]),
            "u_rank": Ints(rank[first]),
            "n_line": Ints(line),
            "n_nth": Ints(count_within(line)),
            "n_order": Ints(pegs["order"][new]),
            "n_product": Ints(pegs["product"][new]),
            "n_supply": Ints(ids[after.supply[~first]]),
            "n_quantity": Ints(after.quantity[~first]),
            "n_rank": Ints(rank[~first]),
            "n_promised_on": Days(pegs["promised_on"][new]),
        },
    )


def count_within(line: Integers) -> Integers:
    """Return for each row the how-manieth of its line it is, from 1.

    >>> count_within(np.array([5, 9, 5, 5])).tolist()
    [1, 1, 2, 3]
    """
    at = np.argsort(line, kind="stable")
    start = np.diff(line[at], prepend=-1) != 0
    first = np.maximum.accumulate(np.where(start, np.arange(line.size), 0))
    nth = np.empty(line.size, dtype=np.int64)
    nth[at] = np.arange(line.size) - first + 1
    return nth


def late(moved: Moved, books: Books) -> Integers:
    """Return the lines whose units leave later, or wait less long, than they were told.

    What was allocated sooner is news of its own, not a new promise.
    """
    if not moved.line.size:
        return moved.line
    ready = np.array([to_day(books.ready_on(row)) for row in moved.rows] + [to_day(None)])
    is_stock = np.array([row.kind == "stock" for row in moved.rows] + [False])
    # A date with a spread is told at the line's own quantile: those are looked at in any case.
    spread = np.array([bool(row.sure) for row in moved.rows] + [False])
    due, stock = ready[moved.target], is_stock[moved.target]
    unknown = due == to_day(None)
    changed = (due > moved.told) | ((due < moved.told) & ~stock) | unknown | spread[moved.target]
    return np.unique(moved.line[changed])
