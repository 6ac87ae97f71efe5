"""return: shipped goods come back; good ones serve whoever waits, damaged ones are set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.errors import InvalidError
from backorder.domain.names import number
from backorder.ledger.books import movements
from backorder.ledger.books.lookups import orders_by_name, products_of, read_lines
from backorder.ledger.books.movements import Movement
from backorder.ledger.books.supplies import Books
from backorder.ledger.journal.answers import once
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb
from backorder.ledger.money import owed
from backorder.ledger.money.owed import on_terms
from backorder.ledger.orders.cancelling import save_lines

from . import inputs
from .counting import settle_correction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.books.lookups import Line, Order
    from backorder.ledger.journal.transaction import Transaction


def take_back(tx: Transaction, request: inputs.Return) -> dict[str, Any]:
    """Post returns; all of the request or none. Nobody can return what was not shipped to them."""
    return once(tx, "sales_return", "returns", request.returns, lambda fresh: _take_back(tx, fresh))


def _take_back(
    tx: Transaction, fresh: Sequence[inputs.NewReturn]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the papers and settle; return the answers by key, and what else came of it."""
    answers: dict[str, Any] = {}
    named = orders_by_name(tx, (one.order for one in fresh))
    books = Books(tx, products_of(named.values()))
    read_lines(tx, {order.id: order for order in named.values()})
    papers, lines, moves, returned = [], [], [], []
    for one, row_id in zip(fresh, tx.take({"paper": len(fresh)})["paper"], strict=True):
        order = named[one.order]
        place = books.places.sellable(one.location)
        papers.append((row_id, one.key, order.id, place.id))
        no = 0
        for asked in one.lines:
            for line, units in _spread(order, asked):
                no += 1
                line.returned += units
                good, damaged = (units, 0) if asked.condition == "good" else (0, units)
                lines.append((row_id, no, line.id, good, damaged))
                returned.append((line.id, units))
                target = place.id if good else place.damaged_id
                customer = books.places.virtual["customer"]
                moves.append(Movement(line.product, customer, target, units, "return", row_id, no))
                if good:
                    books.stock(line.product, place.id).quantity += units
        answers[one.key] = {
            "key": one.key,
            "return": number("return", row_id),
            "order": order.number,
        }
    tx.run(
        "returns_save",
        {
            "at": tx.now,
            "journal": tx.journal_id,
            "r_id": Ints(paper[0] for paper in papers),
            "r_key": [paper[1] for paper in papers],
            "r_order": Ints(paper[2] for paper in papers),
            "r_location": Ints(paper[3] for paper in papers),
            "l_return": Ints(line[0] for line in lines),
            "l_no": Ints(line[1] for line in lines),
            "l_order_line": Ints(line[2] for line in lines),
            "l_good": Ints(line[3] for line in lines),
            "l_damaged": Ints(line[4] for line in lines),
        },
    )
    save_lines(tx, returned=returned)
    paid = on_terms(named.values())
    came = [(paid[line], line, units) for line, units in returned if line in paid]
    refunds = owed.take_back(tx, came)
    movements.save(tx, moves)
    settled = settle_correction(tx, books)
    return answers, settled | ({"refunds": refunds} if refunds else {})


def _spread(order: Order, asked: inputs.ReturnLine) -> list[tuple[Line, int]]:
    """Spread returned units over the order's lines of a product, first line first."""
    found = order.lines_of(asked.sku)
    there = sum(line.shipped - line.returned for line in found)
    if asked.quantity > there:
        raise InvalidError(
            "more_than_shipped",
            f"{there} of {asked.sku} on {order.number} could come back; {asked.quantity} cannot.",
            order=order.number,
            sku=asked.sku,
            asked=asked.quantity,
            available=there,
        )
    left, spread = asked.quantity, []
    for line in found:
        used = min(left, line.shipped - line.returned)
        if used:
            spread.append((line, used))
            left -= used
    return spread


VERB = Verb("return", inputs.Return, take_back)
