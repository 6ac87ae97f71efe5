"""What suppliers say of purchases: the lines it is about, the parts they fall into, the paper.

An acknowledgement and the announcement of a shipment both end here: days and quantities change as
`change_supply` changes them, and every day that was given stays on paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backorder.domain.errors import ConflictError, InvalidError
from backorder.domain.names import number
from backorder.ledger.books.incoming import Incoming, IncomingLine, read_incoming, refuse_drafts
from backorder.ledger.books.settlement import late, settle
from backorder.ledger.books.supplies import Books
from backorder.ledger.inbox.exceptions import review_exceptions
from backorder.ledger.journal.arrays import Days, Ints
from backorder.ledger.orders.cancelling import lines_of_interest
from backorder.ledger.promises.results import filled
from backorder.ledger.promises.retelling import repromise, with_redated
from backorder.ledger.warehouse.receiving import add_to_purchase_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backorder.ledger.books.supplies import Row
    from backorder.ledger.journal.transaction import Transaction

    from . import inputs

    Message = inputs.NewAcknowledgement | inputs.NewAnnouncement


@dataclass(slots=True)
class Part:
    """Units of an open purchase line, and the supply that brings them; it may be a new line."""

    line: IncomingLine
    row: Row
    quantity: int
    expected_on: date | None
    was: date | None
    id: int = 0
    line_no: int = 0

    def told(self) -> dict[str, Any]:
        """Return the part as the contract spells it."""
        day = {} if self.expected_on is None else {"expected_on": self.expected_on.isoformat()}
        before = None if self.was is None else self.was.isoformat()
        return {
            "line": self.line_no,
            "sku": self.line.sku,
            "quantity": self.quantity,
            **day,
            "before": before,
        }


@dataclass(slots=True)
class Speech:
    """The purchases that are spoken of, with their open lines, and what is to be written."""

    tx: Transaction
    books: Books
    incoming: Incoming
    rows: dict[int, Row]
    fresh: list[Part] = field(default_factory=list)
    counters: list[tuple[int, ...]] = field(default_factory=list)
    short: bool = False

    def lines(self, paper: int) -> list[IncomingLine]:
        """Return the lines of a purchase of which something is still to come."""
        lines = self.incoming.lines["purchase_order", paper]
        return [line for line in lines if line.id in self.rows]

    def stay(self, line: IncomingLine, units: int, day: date) -> Part:
        """Let units stay on their line, for a day."""
        row = self.rows[line.id]
        part = Part(line, row, units, day, row.available_on, line.id, line.line_no)
        row.available_on = day
        return part

    def part(self, line: IncomingLine, units: int, day: date) -> Part:
        """Move units of a line to a line of their own, for a day; others stay where they are."""
        row = self.rows[line.id]
        row.quantity -= units
        self.counters.append((line.id, -units, 0, 0, 0, 0, 0))
        new = self.books.open(
            line.product, row.location, "purchase", "", units, day,
            supplier=row.supplier, spread=row.spread, learned=row.learned,
        )  # fmt: skip
        part = Part(line, new, units, day, row.available_on)
        self.fresh.append(part)
        return part

    def refuse(self, line: IncomingLine, units: int) -> Part:
        """Take units off a line that will never come."""
        row = self.rows[line.id]
        row.quantity -= units
        self.counters.append((line.id, 0, 0, 0, units, 0, 0))
        self.short = True
        return Part(line, row, units, None, row.available_on, line.id, line.line_no)

    def save(self) -> None:
        """Write the new lines under their numbers, and the counters of the old ones."""
        ids = self.tx.take({"purchase_line": len(self.fresh)}).get("purchase_line", [])
        last = {
            paper: max(line.line_no for line in lines)
            for (_, paper), lines in self.incoming.lines.items()
        }
        for part, row_id in zip(self.fresh, ids, strict=True):
            paper = part.line.paper
            last[paper] += 1
            part.id = part.row.purchase_line = row_id
            part.line_no = last[paper]
            part.row.name = f"{number('purchase_order', paper)}/{part.line_no}"
        if self.fresh:
            self.tx.run(
                "purchase_lines_split",
                {
                    "id": Ints(part.id for part in self.fresh),
                    "no": Ints(part.line_no for part in self.fresh),
                    "line": Ints(part.line.id for part in self.fresh),
                    "quantity": Ints(part.quantity for part in self.fresh),
                },
            )
        add_to_purchase_lines(self.tx, self.counters)

    def settle(self, cause: str) -> dict[str, Any]:
        """Match supply and demand anew, tell those concerned, and return what came of it."""
        moved = settle(self.tx, self.books)
        told = with_redated(self.tx, self.books, late(moved, self.books))
        changes = repromise(self.tx, self.books, told, moved, cause)
        review_exceptions(self.tx, lines_of_interest(moved, ()))
        return {"repromised": changes, "filled": filled(self.tx, moved)}


def listen(tx: Transaction, names: Sequence[str]) -> Speech:
    """Lock the products of some purchases and read their lines, or raise for what is not open."""
    refuse_twice(names)
    papers = [("purchase_order", name) for name in names]
    books = Books(tx, read_incoming(tx, papers).products())
    incoming = read_incoming(tx, papers)
    refuse_drafts([line for lines in incoming.lines.values() for line in lines])
    rows = {row.purchase_line: row for row in books.rows if row.purchase_line}
    speech = Speech(tx, books, incoming, rows)
    for _, paper in incoming.lines:
        if not speech.lines(paper):
            name = number("purchase_order", paper)
            raise ConflictError(
                "nothing_on_order", f"Nothing of {name} is still to come.", supply=name
            )
    return speech


def refuse_twice(names: Sequence[str]) -> None:
    """Raise ``ConflictError`` where a request speaks of one purchase twice."""
    twice = sorted({name for name in names if names.count(name) > 1}) if len(names) > 1 else []
    if twice:
        raise ConflictError(
            "changed_twice", f"Purchase {twice[0]} stands twice.", purchase_order=twice[0]
        )


def named(
    lines: Sequence[IncomingLine], name: str, line_no: int | None, sku: str | None
) -> IncomingLine:
    """Return the one open line that is meant, or raise ``InvalidError`` saying which there are."""
    found = [line for line in lines if line_no in {None, line.line_no} and sku in {None, line.sku}]
    if (line_no is None and sku is None) or len(found) != 1:
        raise InvalidError(
            "which_line",
            f"{name} needs one open line here: name it by its number, or by a product of its own.",
            purchase_order=name,
            line=line_no,
            sku=sku,
            lines=[{"line": line.line_no, "sku": line.sku} for line in lines],
        )
    return found[0]


def save_messages(
    tx: Transaction, kind: str, said: Sequence[tuple[Message, int, Sequence[Part]]]
) -> None:
    """Write what suppliers said: the message, its purchase, and the days of its parts."""
    ids = tx.take({"paper": len(said)})["paper"]
    lines = [
        (row_id, no, part)
        for row_id, (_, _, parts) in zip(ids, said, strict=True)
        for no, part in enumerate(parts, 1)
    ]
    tx.run(
        "messages_save",
        {
            "at": tx.now,
            "journal": tx.journal_id,
            "kind": kind,
            "m_id": Ints(ids),
            "m_key": [one.key for one, _, _ in said],
            "m_purchase_order": Ints(paper for _, paper, _ in said),
            "m_how": [one.how for one, _, _ in said],
            "m_said_by": [one.said_by for one, _, _ in said],
            "m_note": [one.note for one, _, _ in said],
            "m_carrier": [getattr(one, "carrier", "") for one, _, _ in said],
            "m_tracking": [getattr(one, "tracking", "") for one, _, _ in said],
            "l_message": Ints(row_id for row_id, _, _ in lines),
            "l_no": Ints(no for _, no, _ in lines),
            "l_line": Ints(part.id for _, _, part in lines),
            "l_quantity": Ints(part.quantity for _, _, part in lines),
            "l_expected_on": Days(part.expected_on for _, _, part in lines),
        },
    )
