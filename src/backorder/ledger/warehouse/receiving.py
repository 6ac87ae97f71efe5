"""receive: goods come in; their pegs are served first, then the queue, before anything is free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from backorder.domain.errors import InvalidError
from backorder.domain.names import number, require_id
from backorder.ledger.books import movements
from backorder.ledger.books.incoming import Incoming, IncomingLine, read_incoming, refuse_drafts
from backorder.ledger.books.movements import Movement
from backorder.ledger.books.settlement import Give, late, settle
from backorder.ledger.books.supplies import Books
from backorder.ledger.inbox.exceptions import review_exceptions
from backorder.ledger.journal.answers import once
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb
from backorder.ledger.orders.cancelling import lines_of_interest
from backorder.ledger.promises.results import filled
from backorder.ledger.promises.retelling import repromise

from . import inputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.books.places import Place
    from backorder.ledger.books.supplies import Row
    from backorder.ledger.journal.transaction import Transaction


@dataclass(slots=True)
class Arrival:
    """What one receipt line brings for one line on the way; ``ended`` will not come any more."""

    receipt: inputs.NewReceipt
    line: IncomingLine
    place: Place
    good: int
    damaged: int
    over: int = 0
    ended: int = 0
    paper: int = 0
    line_no: int = 0

    @property
    def bought(self) -> bool:
        """Whether it comes from a supplier, not from another of our places."""
        return self.receipt.purchase_order is not None


def receive(tx: Transaction, request: inputs.Receive) -> dict[str, Any]:
    """Post receipts against purchase orders or transfers; all of the request or none.

    Good units go to the place's stock, damaged ones where nothing is sold. What comes beyond the
    order is recorded as overage. ``filled`` says who gets what, ``surplus`` what nobody waits for.
    """
    return once(tx, "receipt", "receipts", request.receipts, lambda fresh: _receive(tx, fresh))


def _receive(
    tx: Transaction, fresh: Sequence[inputs.NewReceipt]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the papers and settle; return the answers by key, and what else came of it."""
    names = [_source(receipt) for receipt in fresh]
    books = Books(tx, read_incoming(tx, names).products())
    arrivals = _arrivals(books, read_incoming(tx, names), fresh)
    gives = _edit(books, arrivals)
    _save(tx, books, fresh, arrivals)
    moved = settle(tx, books, gives)
    changes = repromise(tx, books, late(moved, books), moved, _cause(arrivals))
    review_exceptions(tx, lines_of_interest(moved, ()))
    return _answers(books, fresh, arrivals, filled(tx, moved)), {"repromised": changes}


def _source(receipt: inputs.NewReceipt) -> tuple[str, str]:
    """Return kind and number of what a receipt is for."""
    named = [
        (kind, name)
        for kind, name in (
            ("purchase_order", receipt.purchase_order),
            ("transfer", receipt.transfer),
        )
        if name is not None
    ]
    if len(named) != 1:
        raise InvalidError(
            "receipt_of_one_thing",
            "A receipt names either a purchase order or a transfer.",
            key=receipt.key,
        )
    return named[0]


def _arrivals(
    books: Books, incoming: Incoming, receipts: Sequence[inputs.NewReceipt]
) -> list[Arrival]:
    """Spread what came over the lines on the way; what is beyond them is overage of the last."""
    arrivals: list[Arrival] = []
    open_units = {
        (kind, line.id): line.open for (kind, _), lines in incoming.lines.items() for line in lines
    }
    due = {row.purchase_line: row.available_on for row in books.rows if row.purchase_line}
    for receipt in receipts:
        kind, name = _source(receipt)
        for asked in receipt.lines:
            lines = incoming.find(kind, name, asked.sku)
            refuse_drafts(lines)
            if kind == "purchase_order":  # what is on its way comes first, then what is due first
                lines = sorted(lines, key=lambda line: _turn(line, due))
            place = _place(books, receipt, lines[0])
            good, damaged = asked.quantity, asked.damaged
            closing = asked.close and any(open_units[kind, line.id] for line in lines)
            if not good and not damaged and not closing:
                raise InvalidError(
                    "nothing_received",
                    f"The line of {asked.sku} brings nothing and closes nothing.",
                    key=receipt.key,
                    sku=asked.sku,
                )
            for line in lines:
                left = open_units[kind, line.id]
                last = line is lines[-1]
                used_good = good if last else min(good, left)
                used_damaged = damaged if last else min(damaged, left - used_good)
                good, damaged = good - used_good, damaged - used_damaged
                over = max(0, used_good + used_damaged - left)
                left = max(0, left - used_good - used_damaged)
                ended = left if asked.close else 0
                open_units[kind, line.id] = left - ended
                if used_good or used_damaged or ended:
                    arrivals.append(
                        Arrival(receipt, line, place, used_good, used_damaged, over, ended)
                    )
            _refuse_over(kind, receipt, arrivals)
    return arrivals


def _turn(line: IncomingLine, due: dict[int, date | None]) -> tuple[bool, bool, date, int]:
    """Order lines of one product: nothing open, announced, the rest; each by the day it is due."""
    return (line.id in due, not line.on_the_way, due.get(line.id) or date.max, line.line_no)


def _refuse_over(kind: str, receipt: inputs.NewReceipt, arrivals: Sequence[Arrival]) -> None:
    """Refuse more units from a transfer than were sent: they would come from nowhere."""
    if kind == "transfer" and arrivals and arrivals[-1].over:
        line = arrivals[-1].line
        raise InvalidError(
            "more_than_sent",
            f"More of {line.sku} came than was sent; correct the sending place by a count.",
            key=receipt.key,
            sku=line.sku,
            over=arrivals[-1].over,
        )


def _place(books: Books, receipt: inputs.NewReceipt, line: IncomingLine) -> Place:
    if receipt.location is None:
        return books.places.by_id[line.location]
    return books.places.sellable(receipt.location)


def _edit(books: Books, arrivals: Sequence[Arrival]) -> list[Give]:
    """Move the arrived units from the supplies on the way to stock; return who is served first."""
    by_line = {
        ("purchase_order", row.purchase_line): row for row in books.rows if row.purchase_line
    }
    by_line |= {("transfer", row.transfer_line): row for row in books.rows if row.transfer_line}
    gives: dict[int, Give] = {}
    for arrival in arrivals:
        row = by_line.get((_source(arrival.receipt)[0], arrival.line.id))
        stock = books.stock(arrival.line.product, arrival.place.id)
        stock.quantity += arrival.good
        if row is None:  # all of it had come before; this is overage
            continue
        come = arrival.good + arrival.damaged - arrival.over
        row.quantity -= come + arrival.ended
        _serve(gives, row, stock, arrival)
    return list(gives.values())


def _serve(gives: dict[int, Give], row: Row, stock: Row, arrival: Arrival) -> None:
    give = gives.setdefault(row.id, Give(row, stock, 0))
    if give.target is not stock:
        raise InvalidError(
            "two_places_at_once",
            f"{row.name} comes in at two places in one call; post one receipt after the other.",
            supply=row.name,
            key=arrival.receipt.key,
        )
    give.units += arrival.good


def _save(
    tx: Transaction,
    books: Books,
    receipts: Sequence[inputs.NewReceipt],
    arrivals: Sequence[Arrival],
) -> None:
    """Write the papers, the counters of the lines on the way, and the movements."""
    ids = dict(
        zip((r.key for r in receipts), tx.take({"paper": len(receipts)})["paper"], strict=True)
    )
    counts: dict[str, int] = {}
    for arrival in arrivals:
        key = arrival.receipt.key
        counts[key] = arrival.line_no = counts.get(key, 0) + 1
        arrival.paper = ids[key]
    purchases = [a for a in arrivals if a.bought]
    transfers = [a for a in arrivals if not a.bought]
    places = {a.receipt.key: a.place.id for a in arrivals}
    kept = [receipt for receipt in receipts if receipt.key in places]
    sources = {r.key: _number_of(r) for r in kept}
    tx.run(
        "receipts_save",
        {
            "at": tx.now,
            "journal": tx.journal_id,
            "r_id": Ints(ids[r.key] for r in kept),
            "r_key": [r.key for r in kept],
            "r_location": Ints(places[r.key] for r in kept),
            "r_purchase_order": Ints(sources[r.key][0] for r in kept),
            "r_transfer": Ints(sources[r.key][1] for r in kept),
            "l_receipt": Ints(a.paper for a in arrivals),
            "l_no": Ints(a.line_no for a in arrivals),
            "l_purchase_line": Ints(a.line.id if a.bought else 0 for a in arrivals),
            "l_transfer_line": Ints(0 if a.bought else a.line.id for a in arrivals),
            "l_product": Ints(a.line.product for a in arrivals),
            "l_good": Ints(a.good for a in arrivals),
            "l_damaged": Ints(a.damaged for a in arrivals),
            "l_over": Ints(a.over for a in arrivals),
        },
    )
    add_to_purchase_lines(
        tx, [(a.line.id, 0, a.good, a.damaged, a.ended, a.over, 0) for a in purchases]
    )
    if transfers:
        tx.run(
            "transfer_lines_add",
            _sums([(a.line.id, a.good, a.damaged, a.ended) for a in transfers],
                  ("line", "received", "damaged", "lost")),
        )  # fmt: skip
    movements.save(tx, _movements(books, arrivals))


def _number_of(receipt: inputs.NewReceipt) -> tuple[int, int]:
    kind, name = _source(receipt)
    row_id = require_id(kind, name)
    return (row_id, 0) if kind == "purchase_order" else (0, row_id)


def _sums(rows: Sequence[tuple[int, ...]], names: Sequence[str]) -> dict[str, Ints]:
    """Return columns with the rows of one line added up, so that each is written once."""
    totals: dict[int, list[int]] = {}
    for line, *units in rows:
        total = totals.setdefault(line, [0] * len(units))
        for at, more in enumerate(units):
            total[at] += more
    columns = {names[0]: Ints(totals)}
    for at, name in enumerate(names[1:]):
        columns[name] = Ints(total[at] for total in totals.values())
    return columns


def add_to_purchase_lines(tx: Transaction, rows: Sequence[tuple[int, ...]]) -> None:
    """Add (line, ordered, received, damaged, cancelled, over, taken off) to the lines' counters."""
    if rows:
        names = ("line", "ordered", "received", "damaged", "cancelled", "over", "taken_off")
        tx.run("purchase_lines_add", _sums(rows, names))


def _movements(books: Books, arrivals: Sequence[Arrival]) -> list[Movement]:
    virtual = books.places.virtual
    found = []
    for a in arrivals:
        origin = virtual["supplier" if a.bought else "transit"]
        paper = (a.paper, a.line_no)
        found += [
            Movement(a.line.product, origin, a.place.id, a.good, "receipt", *paper),
            Movement(a.line.product, origin, a.place.damaged_id, a.damaged, "receipt", *paper),
        ]
        if not a.bought:  # what was lost on the way is written off
            found.append(
                Movement(a.line.product, origin, virtual["adjustment"], a.ended, "receipt", *paper)
            )
    return found


def _cause(arrivals: Sequence[Arrival]) -> str:
    short = any(a.ended or a.damaged for a in arrivals)
    return "received_short" if short else "received_late"


def _answers(
    books: Books,
    receipts: Sequence[inputs.NewReceipt],
    arrivals: Sequence[Arrival],
    fills: Sequence[dict[str, Any]],
) -> dict[str, dict[str, Any]]:
    """Return each receipt's facts; allocated units go to receipts in their order, by product."""
    good: dict[tuple[str, str], int] = {}
    for a in arrivals:
        good[a.line.sku, a.receipt.key] = good.get((a.line.sku, a.receipt.key), 0) + a.good
    by_sku: dict[str, list[tuple[str, int]]] = {}
    for (sku, key), units in good.items():
        by_sku.setdefault(sku, []).append((key, units))
    mine: dict[str, list[dict[str, Any]]] = {receipt.key: [] for receipt in receipts}
    for fill in fills:
        queue = by_sku[fill["sku"]]
        if len(queue) == 1:
            mine[queue[0][0]].append(fill)
            continue
        left = fill["quantity"]
        while left:
            key, units = queue[0]
            used = left if len(queue) == 1 else min(left, units)
            if used:
                mine[key].append({**fill, "quantity": used})
            left -= used
            queue[0] = (key, units - used)
            if units == used and len(queue) > 1:
                queue.pop(0)
    papers = {a.receipt.key: a.paper for a in arrivals}
    surplus = _surplus(books, arrivals)
    return {
        receipt.key: {
            "key": receipt.key,
            "receipt": number("receipt", papers[receipt.key]),
            "filled": mine[receipt.key],
            "surplus": surplus.get(receipt.key, []),
        }
        for receipt in receipts
    }


def _surplus(books: Books, arrivals: Sequence[Arrival]) -> dict[str, list[dict[str, Any]]]:
    """Return what nobody waited for, by receipt: at most what it brought and what is free now."""
    free: dict[tuple[int, int], int] = {}
    found: dict[str, list[dict[str, Any]]] = {}
    for a in arrivals:
        at = (a.line.product, a.place.id)
        there = free.setdefault(at, books.stock(*at).free)
        units = min(there, a.good)
        if units:
            free[at] -= units
            found.setdefault(a.receipt.key, []).append(
                {"sku": a.line.sku, "location": a.place.code, "quantity": units}
            )
    return found


VERB = Verb("receive", inputs.Receive, receive)
