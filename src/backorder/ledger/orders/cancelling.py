"""cancel: give up units of order lines; what they held serves whoever waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain.errors import ConflictError, InvalidError
from backorder.ledger.books.lookups import orders_by_name, products_of, read_lines
from backorder.ledger.books.settlement import late, settle
from backorder.ledger.books.supplies import Books
from backorder.ledger.inbox.exceptions import review_exceptions
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb
from backorder.ledger.money.owed import Cut, on_terms, owe
from backorder.ledger.promises.results import filled
from backorder.ledger.promises.retelling import repromise

from . import inputs, withdrawing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backorder.domain.ranking import Integers
    from backorder.ledger.books.lookups import Order
    from backorder.ledger.books.settlement import Moved
    from backorder.ledger.journal.transaction import Transaction


@dataclass(slots=True)
class OpenPeg:
    """Open units of a line on one supply, as read under the lock; ``cut`` is what to take off."""

    order: int
    line: int
    n: int
    product: int
    supply: int
    quantity: int
    kind: str
    location: int | None
    released: bool
    cut: int = 0

    @property
    def left(self) -> int:
        """Return the units that stay."""
        return self.quantity - self.cut


def open_pegs(tx: Transaction, orders: Iterable[int]) -> list[OpenPeg]:
    """Return the open units of some orders."""
    return [OpenPeg(*row) for row in tx.rows("order_pegs", {"orders": Ints(sorted(orders))})]


def cut_pegs(tx: Transaction, books: Books, pegs: Sequence[OpenPeg]) -> None:
    """Take the cut units off pegs and off what their supplies have pegged."""
    cut = [peg for peg in pegs if peg.cut]
    by_id = {row.id: row for row in books.rows}
    for peg in cut:
        if peg.supply:
            by_id[peg.supply].pegged -= peg.cut
    tx.run(
        "pegs_cut",
        {
            "line": Ints(peg.line for peg in cut),
            "n": Ints(peg.n for peg in cut),
            "units": Ints(peg.cut for peg in cut),
        },
    )


def last_first(books: Books, pegs: Sequence[OpenPeg]) -> list[OpenPeg]:
    """Order a customer's open units as they are given up: the longest wait first, stock last.

    What has no date goes before what has one; of equal days the younger line goes first.
    """
    by_id = {row.id: row for row in books.rows}

    def key(peg: OpenPeg) -> tuple[int, int, int, int]:
        row = by_id.get(peg.supply)
        day = 2**31 if row is None else books.ready_on(row).toordinal()
        return (0 if peg.kind == "stock" else 1, day, peg.line, peg.n)

    return sorted(pegs, key=key, reverse=True)


def take_off(pegs: Iterable[OpenPeg], units: int) -> int:
    """Mark units to cut off pegs in the order given; return how many could not be."""
    for peg in pegs:
        used = min(peg.left, units)
        peg.cut += used
        units -= used
    return units


def cancel(tx: Transaction, request: inputs.Cancel) -> dict[str, Any]:
    """Cancel orders, lines, units, or only what is backordered; all of the request or none.

    What is released to pick has to be recalled first.
    """
    named = orders_by_name(tx, (one.order for one in request.cancellations))
    books = Books(tx, products_of(named.values()))
    read_lines(tx, {order.id: order for order in named.values()})
    pegs = open_pegs(tx, {order.id for order in named.values()})
    of_order: dict[int, list[OpenPeg]] = {}
    for peg in last_first(books, pegs):
        of_order.setdefault(peg.order, []).append(peg)
    answers, owed = [], []
    for one in request.cancellations:
        order = named[one.order]
        mine = of_order.get(order.id, [])
        before = [peg.cut for peg in mine] if any(line.on_terms for line in order.lines) else []
        answers.append(_cancel_one(one, order, mine))
        owed += _cuts(one, order, mine, before)
    cut_pegs(tx, books, pegs)
    save_lines(tx, cancelled=[(peg.line, peg.cut) for peg in pegs if peg.cut])
    refunds = owe(tx, owed)
    moved = settle(tx, books)
    changes = repromise(tx, books, late(moved, books), moved, "demand_released")
    review_exceptions(tx, lines_of_interest(moved, pegs))
    theirs = {
        named[one.order].id
        for one in request.cancellations
        if (one.reason or "customer") in withdrawing.BY_CUSTOMER
    }
    withdrawing.withdraw(tx, (peg.line for peg in pegs if peg.cut and peg.order in theirs))
    said = {"cancellations": answers, "filled": filled(tx, moved), "repromised": changes}
    return said | ({"refunds": refunds} if refunds else {})


def _cuts(
    one: inputs.Cancellation, order: Order, pegs: Sequence[OpenPeg], before: Sequence[int]
) -> list[Cut]:
    """Return what a cancellation took off lines on payment terms: ``before`` is empty for none."""
    units: dict[int, int] = {}
    for peg, was in zip(pegs, before, strict=False):
        units[peg.line] = units.get(peg.line, 0) + peg.cut - was
    paid = on_terms([order])
    reason = one.reason or "customer"
    return [
        Cut(line, order.id, count, reason, one.refund_by)
        for line, count in units.items()
        if count and line in paid
    ]


def lines_of_interest(moved: Moved, pegs: Sequence[OpenPeg]) -> Integers:
    """Return the lines whose exceptions may have changed: moved ones, and those that were cut."""
    cut = np.array([peg.line for peg in pegs if peg.cut and not peg.supply], dtype=np.int64)
    return np.concatenate([moved.line[(moved.target < 0) | (moved.origin < 0)], cut])


def _cancel_one(one: inputs.Cancellation, order: Order, pegs: Sequence[OpenPeg]) -> dict[str, Any]:
    """Mark what one cancellation takes; return its facts."""
    meant = [peg for peg in pegs if one.only is None or peg.kind != "stock"]
    allowed = [peg for peg in meant if not peg.released]
    before = {peg.line: 0 for peg in pegs}
    for peg in pegs:
        before[peg.line] += peg.cut
    if one.lines is None:
        if not any(peg.left for peg in meant):
            raise ConflictError(
                "nothing_to_cancel",
                f"Order {order.number} has nothing {one.only or 'open'} to cancel.",
                order=order.number,
            )
        refuse_released(order, [peg for peg in meant if peg.released])
        for peg in allowed:
            peg.cut = peg.quantity
    for asked in one.lines or ():
        lines = {
            line.id for line in order.lines_of(asked.sku) if asked.line in {None, line.line_no}
        }
        mine = [peg for peg in allowed if peg.line in lines]
        fenced = [peg for peg in meant if peg.released and peg.line in lines]
        there = sum(peg.left for peg in [*mine, *fenced])
        units = there if asked.quantity is None else asked.quantity
        if units > there or not there:
            raise InvalidError(
                "more_than_open",
                f"{units} of {asked.sku} on order {order.number} cannot be cancelled: "
                f"{there} are {one.only or 'open'}.",
                order=order.number,
                sku=asked.sku,
                asked=units,
                available=there,
            )
        if take_off(mine, units):
            refuse_released(order, fenced, sku=asked.sku, asked=units)
    return {"order": order.number, "lines": _cancelled(order, pegs, before)}


def refuse_released(order: Order, fenced: Sequence[OpenPeg], **facts: Any) -> None:  # noqa: ANN401 (facts are JSON)
    """Raise ``ConflictError`` where units that are to change are released to pick."""
    units = sum(peg.quantity for peg in fenced)
    if units:
        raise ConflictError(
            "released_to_pick",
            f"{units} units of order {order.number} are released to pick; recall them first.",
            order=order.number,
            released=units,
            **facts,
        )


def _cancelled(
    order: Order, pegs: Sequence[OpenPeg], before: dict[int, int]
) -> list[dict[str, Any]]:
    after: dict[int, int] = {}
    for peg in pegs:
        after[peg.line] = after.get(peg.line, 0) + peg.cut
    return [
        {"sku": line.sku, "cancelled": after[line.id] - before[line.id]}
        for line in order.lines
        if after.get(line.id, 0) > before.get(line.id, 0)
    ]


def save_lines(
    tx: Transaction,
    *,
    shipped: Sequence[tuple[int, int]] = (),
    cancelled: Sequence[tuple[int, int]] = (),
    returned: Sequence[tuple[int, int]] = (),
) -> None:
    """Add units to the counters of order lines, each line written once."""
    totals: dict[int, list[int]] = {}
    for column, pairs in enumerate((shipped, cancelled, returned)):
        for line, units in pairs:
            totals.setdefault(line, [0, 0, 0])[column] += units
    if not totals:
        return
    tx.run(
        "lines_add",
        {
            "line": Ints(totals),
            "shipped": Ints(row[0] for row in totals.values()),
            "cancelled": Ints(row[1] for row in totals.values()),
            "returned": Ints(row[2] for row in totals.values()),
            "at": tx.now,
        },
    )


VERB = Verb("cancel", inputs.Cancel, cancel)
