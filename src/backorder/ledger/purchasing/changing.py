"""change_supply: a new day or quantity for what is on order, or its end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from backorder.domain.errors import ConflictError, InvalidError
from backorder.domain.names import number
from backorder.ledger.books.incoming import read_incoming, supply_name
from backorder.ledger.books.settlement import late, settle
from backorder.ledger.books.supplies import Books, Row
from backorder.ledger.inbox.exceptions import review_exceptions
from backorder.ledger.journal.arrays import Days, Ints
from backorder.ledger.journal.verb import Verb
from backorder.ledger.orders.cancelling import lines_of_interest
from backorder.ledger.promises.results import filled
from backorder.ledger.promises.retelling import repromise, with_redated
from backorder.ledger.warehouse.receiving import add_to_purchase_lines

from . import supply_inputs
from .buying import above_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.books.incoming import Incoming, IncomingLine
    from backorder.ledger.journal.transaction import Transaction


def change_supply(tx: Transaction, request: supply_inputs.ChangeSupply) -> dict[str, Any]:
    """Change purchases and transfers on their way; all of the request or none.

    Units that lose their supply go to other supplies with free units, to a plan, or wait without
    a date; units freed or due sooner serve whoever waits. Exactly the lines concerned are told.
    A draft is changed on paper alone. Raises ``ForbiddenError`` where a purchase that was approved
    would become dearer, and above the limit.
    """
    names = [_named(change) for change in request.changes]
    books = Books(tx, read_incoming(tx, names).products())
    incoming = read_incoming(tx, names)
    by_line = {("purchase_order", row.purchase_line): row for row in books.rows}
    by_line |= {("transfer", row.transfer_line): row for row in books.rows if row.transfer_line}
    drafts = _draft_rows(incoming)
    by_line |= {("purchase_order", line): row for line, row in drafts.items()}
    added: list[tuple[int, ...]] = []
    ended = False
    for change, (kind, name) in zip(request.changes, names, strict=True):
        lines = incoming.find(kind, name, change.sku, change.line)
        open_lines = [line for line in lines if (kind, line.id) in by_line]
        if not open_lines:
            raise ConflictError(
                "nothing_on_order", f"Nothing of {name} is still to come.", supply=name
            )
        for line in open_lines:
            row = by_line[kind, line.id]
            row.available_on = change.expected_on or row.available_on
            row.spread = row.spread if change.spread_days is None else change.spread_days
        quantity = 0 if change.cancel else change.quantity
        if quantity is not None:
            ended = True
            added += _resize(kind, name, change, open_lines, by_line)
    if request.limit is not None:
        _refuse_above(tx, incoming, added, request.limit)
    add_to_purchase_lines(tx, added)
    if drafts:
        tx.run(
            "purchase_lines_redate",
            {
                "line": Ints(drafts),
                "ordered_for": Days(row.available_on for row in drafts.values()),
            },
        )
    moved = settle(tx, books)
    lines_told = with_redated(tx, books, late(moved, books))
    cause = "supply_cancelled" if ended else "supply_changed"
    changes = repromise(tx, books, lines_told, moved, cause)
    review_exceptions(tx, lines_of_interest(moved, ()))
    return {"repromised": changes, "filled": filled(tx, moved)}


def _refuse_above(
    tx: Transaction,
    incoming: Incoming,
    added: Sequence[tuple[int, ...]],
    limit: supply_inputs.Limit,
) -> None:
    """Raise ``ForbiddenError`` for an approved purchase that grows above the limit."""
    more: Counter[int] = Counter()
    for line, ordered, _, _, ended, *_ in added:
        more[line] += ordered - ended
    papers = [paper for kind, paper in incoming.lines if kind == "purchase_order"]
    terms = {
        row[0]: row[1:] for row in tx.rows("purchase_terms", {"purchase_orders": Ints(papers)})
    }
    for paper in papers:
        lines = [line for line in incoming.lines["purchase_order", paper] if not line.draft]
        dearer = sum(more[line.id] * terms[line.id][0] for line in lines)
        bought = [
            (line.ordered - line.ended + more[line.id], *terms[line.id])
            for line in lines
            if line.ordered > line.ended or more[line.id]
        ]
        total = sum(units * cost for units, cost, _ in bought)
        strange = any(currency != limit.currency for _, _, currency in bought)
        if dearer > 0 and (total > limit.amount or strange):
            raise above_limit(number("purchase_order", paper), limit, total)


def _draft_rows(incoming: Incoming) -> dict[int, Row]:
    """Return what drafts would bring, by line: as supplies to edit, and none of the books'."""
    return {
        line.id: Row(
            0, line.product, line.location, "draft", "", line.open, 0, line.ordered_for,
            purchase_line=line.id,
        )
        for lines in incoming.lines.values()
        for line in lines
        if line.draft and line.open
    }  # fmt: skip


def _named(change: supply_inputs.SupplyChange) -> tuple[str, str]:
    """Return kind and number of what is to change, or raise where that is not one clear thing."""
    named = [
        (kind, name)
        for kind, name in (("purchase_order", change.purchase_order), ("transfer", change.transfer))
        if name is not None
    ]
    if len(named) != 1:
        raise InvalidError(
            "change_of_one_thing", "A change names either a purchase order or a transfer."
        )
    said = change.expected_on, change.quantity, change.spread_days
    if said == (None, None, None) and not change.cancel:
        raise InvalidError(
            "nothing_to_change",
            f"The change of {named[0][1]} says nothing new.",
            supply=named[0][1],
        )
    if change.transfer is not None and (change.quantity is not None or change.cancel):
        raise InvalidError(
            "transfer_is_under_way",
            f"{change.transfer} has left; receive what comes and close the rest.",
            transfer=change.transfer,
        )
    return named[0]


def _resize(
    kind: str,
    name: str,
    change: supply_inputs.SupplyChange,
    lines: Sequence[IncomingLine],
    by_line: dict[tuple[str, int], Row],
) -> list[tuple[int, ...]]:
    """Set what is ordered in all; return what to add to the lines' counters."""
    if change.cancel:
        return [
            _shrink(by_line[kind, line.id], line, by_line[kind, line.id].quantity) for line in lines
        ]
    if len(lines) != 1:
        raise InvalidError(
            "which_line",
            f"{name} has several open lines; a quantity needs one, named by its number.",
            supply=name,
            lines=[supply_name(kind, line) for line in lines],
        )
    assert change.quantity is not None
    (line,) = lines
    row = by_line[kind, line.id]
    come = line.received + line.damaged - line.over
    still = change.quantity - come
    if still < 0:
        raise InvalidError(
            "already_received",
            f"{come} of {line.sku} on {name} have come already.",
            supply=name,
            asked=change.quantity,
            received=come,
        )
    if still <= row.quantity:
        return [_shrink(row, line, row.quantity - still)]
    more = still - row.quantity
    row.quantity = still
    return [(line.id, more, 0, 0, 0, 0, 0)]


def _shrink(row: Row, line: IncomingLine, units: int) -> tuple[int, ...]:
    """Take units off a line ourselves: its supplier is not to blame for them."""
    row.quantity -= units
    return (line.id, 0, 0, 0, units, 0, units)


VERB = Verb("change_supply", supply_inputs.ChangeSupply, change_supply)
