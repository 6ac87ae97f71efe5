"""open_counts, enter_counts, approve_counts: stock is counted by sheets, blind, and twice if off.

Who counts is never told what the books say. What the books said at the instant of a count is kept
beside it, so that what moved between the count and its approval is neither lost nor counted twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain import counting as rules
from backorder.domain.errors import ConflictError, InvalidError
from backorder.domain.names import number
from backorder.ledger.books.lookups import product_ids
from backorder.ledger.books.shelf import Shelf, holding_place
from backorder.ledger.books.supplies import Books
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.transaction import encode
from backorder.ledger.journal.verb import Verb

from . import sheet_inputs as inputs
from .sheets import SheetRow, find, products_of, reread, save_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.journal.transaction import Transaction

    from .sheets import LineRow


def open_counts(tx: Transaction, request: inputs.OpenCounts) -> dict[str, Any]:
    """Open count sheets; all of the request or none.

    A product of a place stands on one live sheet at most.
    """
    skus = product_ids(tx, (line.sku for one in request.sheets for line in one.lines))
    _refuse_twice(request.sheets)
    books = Books(tx, skus.values())
    places = {one.location: holding_place(books, one.location) for one in request.sheets}
    rows = [(place, line) for place in request.sheets for line in place.lines]
    columns = {
        "product": Ints(skus[line.sku] for _, line in rows),
        "location": Ints(places[one.location].id for one, _ in rows),
    }
    live = tx.rows("count_lines_live", columns)
    if live:
        (sheet, sku, code) = live[0]
        raise ConflictError(
            "already_on_sheet",
            f"{sku} at {code} stands on {number('count_sheet', sheet)}, which is not done yet.",
            sheet=number("count_sheet", sheet),
            skus=[row[1] for row in live[:100]],
        )
    ids = tx.take({"count_sheet": len(request.sheets)})["count_sheet"]
    of = dict(zip(map(id, request.sheets), ids, strict=True))
    tx.run(
        "count_sheets_save",
        {
            "at": tx.now,
            "by": tx.actor,
            "journal": tx.journal_id,
            "id": Ints(ids),
            "place": Ints(places[one.location].id for one in request.sheets),
            "percent": Ints(one.tolerance_percent for one in request.sheets),
            "value": Ints(one.tolerance_value for one in request.sheets),
            "note": [one.note for one in request.sheets],
            **columns,
            "sheet": Ints(of[id(one)] for one, _ in rows),
            "no": Ints(n for one in request.sheets for n in range(1, len(one.lines) + 1)),
            "abc": [line.abc for _, line in rows],
            "reason": [
                encode({"due_on": line.due_on, "risk": line.risk}).decode() for _, line in rows
            ],
        },
    )
    return {
        "sheets": [
            {
                "sheet": number("count_sheet", row_id),
                "location": one.location,
                "lines": len(one.lines),
            }
            for one, row_id in zip(request.sheets, ids, strict=True)
        ]
    }


def enter_counts(tx: Transaction, request: inputs.EnterCounts) -> dict[str, Any]:
    """Take what was found; a count beyond the sheet's tolerance is asked for once more.

    Nothing on hand changes. What somebody else counted meanwhile is kept and named in ``kept``;
    one's own count may be corrected until the sheet is posted.
    """
    _refuse_entered_twice(request.entries)
    sheets = find(tx, (one.sheet for one in request.entries))
    books = Books(tx, products_of(sheets))
    sheets = reread(tx, sheets)
    places = {one.location: holding_place(books, one.location) for one in sheets.values()}
    shelf = Shelf(
        tx,
        books,
        ((line.product, places[one.location]) for one in sheets.values() for line in one.lines),
    )
    answers, counted = [], []
    for entry in request.entries:
        sheet = sheets[entry.sheet]
        sheet.refuse_closed()
        kept = []
        for found in entry.lines:
            line = sheet.line(found.sku)
            if not _may_enter(line, found.round, tx.actor):
                kept.append({"sku": line.sku, "by": line.counted_by, "round": line.round})
                continue
            line.expected = shelf.on_hand(line.product, places[sheet.location])
            _take(line, sheet, found.quantity, tx.actor)
            counted.append(line)
        sheet.state = rules.sheet_state(line.state for line in sheet.lines)
        answers.append(
            {
                "sheet": entry.sheet,
                "state": sheet.state,
                "lines": [
                    {"sku": line.sku, "state": line.state, "round": line.round}
                    for line in sheet.lines
                    if line in counted
                ],
                "kept": kept,
            }
        )
    save_changes(tx, list(sheets.values()), counted)
    return {"entries": answers}


def _may_enter(line: LineRow, round_no: int | None, actor: str) -> bool:
    """Tell whether a count is the one that is asked for, or a correction of one's own."""
    if round_no is not None and round_no != line.round:
        return False
    if line.state in {"open", "recount"}:
        return True
    return line.counted_by == actor


def _take(line: LineRow, sheet: SheetRow, quantity: int, actor: str) -> None:
    """Note a count on its line, and what comes of it."""
    line.counted, line.counted_by, line.changed = quantity, actor, True
    line.counted_round = line.round
    near = rules.within(
        line.expected or 0, quantity, sheet.tolerance_percent, sheet.tolerance_value, line.worth
    )
    line.state = rules.after_count(line.round, near=near)
    if line.state == "recount":
        line.round += 1


def _refuse_entered_twice(entries: Sequence[inputs.SheetEntry]) -> None:
    seen: set[tuple[str, str]] = set()
    for one in entries:
        for line in one.lines:
            if (one.sheet, line.sku) in seen:
                raise InvalidError(
                    "counted_twice",
                    f"{line.sku} is counted twice on {one.sheet}.",
                    sheet=one.sheet,
                    sku=line.sku,
                )
            seen.add((one.sheet, line.sku))


def _refuse_twice(sheets: Sequence[inputs.NewSheet]) -> None:
    seen: set[tuple[str, str]] = set()
    for one in sheets:
        for line in one.lines:
            if (one.location, line.sku) in seen:
                raise InvalidError(
                    "counted_twice",
                    f"{line.sku} is counted twice at {one.location}.",
                    location=one.location,
                    sku=line.sku,
                )
            seen.add((one.location, line.sku))


OPEN = Verb("open_counts", inputs.OpenCounts, open_counts)
ENTER = Verb("enter_counts", inputs.EnterCounts, enter_counts)
