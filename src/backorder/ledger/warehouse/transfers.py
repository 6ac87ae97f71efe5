"""transfer: free units leave one of our places for another; on the way they are a dated supply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.errors import InvalidError
from backorder.domain.names import number
from backorder.ledger.books import movements
from backorder.ledger.books.lookups import product_ids
from backorder.ledger.books.movements import Movement
from backorder.ledger.books.supplies import Books
from backorder.ledger.journal.answers import once
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb

from . import inputs
from .counting import settle_correction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.books.supplies import Row
    from backorder.ledger.journal.transaction import Transaction


def transfer(tx: Transaction, request: inputs.TransferStock) -> dict[str, Any]:
    """Send free units from one selling place to another; all of the request or none.

    What is allocated to orders does not travel. The units are received with ``receive``.
    """
    return once(tx, "transfer", "transfers", request.transfers, lambda fresh: _send(tx, fresh))


def _send(
    tx: Transaction, fresh: Sequence[inputs.NewTransfer]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the papers and settle; return the answers by key, and what else came of it."""
    answers: dict[str, Any] = {}
    skus = product_ids(tx, (line.sku for one in fresh for line in one.lines))
    books = Books(tx, skus.values())
    count = sum(len(one.lines) for one in fresh)
    taken = tx.take({"paper": len(fresh), "transfer_line": count})
    line_ids = iter(taken["transfer_line"])
    papers, lines, moves = [], [], []
    for one, row_id in zip(fresh, taken["paper"], strict=True):
        origin, destination = books.places.sellable(one.from_), books.places.sellable(one.to)
        if origin.id == destination.id:
            raise InvalidError(
                "same_place", "A transfer goes to another place.", key=one.key, location=one.to
            )
        papers.append((row_id, one.key, origin.id, destination.id))
        name = number("transfer", row_id)
        for no, line in enumerate(one.lines, 1):
            product = skus[line.sku]
            stock = books.stock(product, origin.id)
            _refuse_more_than_free(stock, one, line)
            stock.quantity -= line.quantity
            line_id = next(line_ids)
            lines.append((line_id, row_id, no, product, line.quantity))
            books.open(
                product, destination.id, "transfer", f"{name}/{no}", line.quantity,
                one.expected_on, transfer_line=line_id,
            )  # fmt: skip
            transit = books.places.virtual["transit"]
            moves.append(
                Movement(product, origin.id, transit, line.quantity, "transfer", row_id, no)
            )
        answers[one.key] = {"key": one.key, "transfer": name, "lines": len(one.lines)}
    tx.run(
        "transfers_save",
        {
            "at": tx.now,
            "journal": tx.journal_id,
            "t_id": Ints(paper[0] for paper in papers),
            "t_key": [paper[1] for paper in papers],
            "t_origin": Ints(paper[2] for paper in papers),
            "t_destination": Ints(paper[3] for paper in papers),
            "l_id": Ints(line[0] for line in lines),
            "l_transfer": Ints(line[1] for line in lines),
            "l_no": Ints(line[2] for line in lines),
            "l_product": Ints(line[3] for line in lines),
            "l_sent": Ints(line[4] for line in lines),
        },
    )
    movements.save(tx, moves)
    return answers, settle_correction(tx, books)


def _refuse_more_than_free(
    stock: Row, one: inputs.NewTransfer, line: inputs.TransferredLine
) -> None:
    if stock.free < line.quantity:
        raise InvalidError(
            "not_enough_available",
            f"{stock.free} of {line.sku} are free at {one.from_}; {line.quantity} cannot leave.",
            key=one.key,
            sku=line.sku,
            location=one.from_,
            asked=line.quantity,
            available=stock.free,
        )


VERB = Verb("transfer", inputs.TransferStock, transfer)
