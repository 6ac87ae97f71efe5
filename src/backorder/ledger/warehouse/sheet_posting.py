"""approve_counts: a sheet is posted, counted again in part, or dropped.

What is posted is the difference that was found: whatever moved since the count stays moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain import counting as rules
from backorder.domain.errors import ConflictError, InvalidError
from backorder.ledger.books.shelf import Shelf, holding_place
from backorder.ledger.books.supplies import Books
from backorder.ledger.journal.verb import Verb

from . import sheet_inputs as inputs
from .counting import Named, post, settle_correction
from .inputs import CountedLine, NewCount
from .sheets import find, products_of, reread, save_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.books.places import Place
    from backorder.ledger.journal.transaction import Transaction

    from .sheets import SheetRow


def approve_counts(tx: Transaction, request: inputs.ApproveCounts) -> dict[str, Any]:
    """Post counted sheets, ask for products to be counted again, or drop sheets; all or none.

    A posted sheet corrects what is on hand by what differed when it was counted. Who is last in
    rank loses units, and is told anew.
    """
    _refuse_twice(request.sheets)
    found = find(tx, (one.sheet for one in request.sheets))
    books = Books(tx, products_of(found))
    sheets = reread(tx, found)
    places = {one.location: holding_place(books, one.location) for one in sheets.values()}
    posting = []
    for one in request.sheets:
        sheet = sheets[one.sheet]
        sheet.refuse_closed()
        if one.drop:
            _close(sheet, "dropped")
        elif one.recount:
            _count_again(sheet, one.recount)
        else:
            _refuse_incomplete(sheet)
            posting.append(sheet)
    settled = _post(tx, books, places, posting) if posting else {"filled": [], "repromised": []}
    save_changes(tx, list(sheets.values()), ())
    return {"sheets": [_told(sheets[one.sheet]) for one in request.sheets], **settled}


def _post(
    tx: Transaction, books: Books, places: dict[str, Place], sheets: Sequence[SheetRow]
) -> dict[str, Any]:
    """Post what was found through the code of `count`, as of the instant it was counted."""
    shelf = Shelf(
        tx,
        books,
        ((line.product, places[one.location]) for one in sheets for line in one.lines),
    )
    counts = [
        NewCount(
            f"count-sheet:{one.number}",
            one.location,
            [
                CountedLine(line.sku, _there_now(one, line.sku, now + line.variance))
                for line in one.lines
                for now in (shelf.on_hand(line.product, places[one.location]),)
            ],
        )
        for one in sheets
    ]
    ids = tx.take({"paper": len(sheets)})["paper"]
    skus = {line.sku: line.product for one in sheets for line in one.lines}
    post(tx, books, shelf, counts, Named(skus, places, ids))
    for one, row_id in zip(sheets, ids, strict=True):
        one.stock_count = row_id
        _close(one, "posted")
    return settle_correction(tx, books)


def _there_now(sheet: SheetRow, sku: str, units: int) -> int:
    """Return what must be there now, or raise where more left since than was found."""
    if units < 0:
        raise ConflictError(
            "count_overtaken",
            f"More of {sku} left since it was counted on {sheet.number} than was found: "
            "count it again.",
            sheet=sheet.number,
            sku=sku,
        )
    return units


def _count_again(sheet: SheetRow, skus: Sequence[str]) -> None:
    for sku in skus:
        line = sheet.line(sku)
        if line.state not in {"open", "recount"}:
            line.state, line.round, line.changed = "recount", line.round + 1, True
    sheet.state = rules.sheet_state(line.state for line in sheet.lines)


def _close(sheet: SheetRow, state: str) -> None:
    sheet.state = state
    for line in sheet.lines:
        line.state, line.changed = state, True


def _refuse_incomplete(sheet: SheetRow) -> None:
    missing = [line.sku for line in sheet.lines if line.state in {"open", "recount"}]
    if missing:
        raise ConflictError(
            "count_incomplete",
            f"{sheet.number} is not counted yet: {', '.join(missing[:5])}.",
            sheet=sheet.number,
            skus=missing[:100],
        )


def _told(sheet: SheetRow) -> dict[str, Any]:
    """Return a sheet as the approver sees it: with what the books said."""
    return {
        "sheet": sheet.number,
        "location": sheet.location,
        "state": sheet.state,
        "lines": [
            {
                "sku": line.sku,
                "expected": line.expected,
                "counted": line.counted,
                "variance": line.variance,
            }
            for line in sheet.lines
            if line.counted is not None
        ],
    }


def _refuse_twice(decisions: Sequence[inputs.Decision]) -> None:
    seen: set[str] = set()
    for one in decisions:
        if one.sheet in seen or (one.drop and one.recount):
            raise InvalidError(
                "decided_twice", f"Two things are to become of {one.sheet}.", sheet=one.sheet
            )
        seen.add(one.sheet)


VERB = Verb("approve_counts", inputs.ApproveCounts, approve_counts)
