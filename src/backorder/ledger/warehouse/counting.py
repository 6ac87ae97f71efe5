"""adjust and count: what is on hand is corrected; who loses units is the last in rank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.errors import InvalidError
from backorder.ledger.books import movements
from backorder.ledger.books.lookups import product_ids
from backorder.ledger.books.movements import Movement
from backorder.ledger.books.settlement import late, settle
from backorder.ledger.books.shelf import Shelf, holding_place
from backorder.ledger.books.supplies import Books
from backorder.ledger.inbox.exceptions import review_exceptions
from backorder.ledger.journal.answers import once
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb
from backorder.ledger.orders.cancelling import lines_of_interest
from backorder.ledger.promises.results import filled
from backorder.ledger.promises.retelling import repromise

from . import inputs
from .picking import open_short_picks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backorder.ledger.books.places import Place
    from backorder.ledger.journal.transaction import Transaction

SCRAPPED = frozenset({"scrap", "damaged", "expired"})


def adjust(tx: Transaction, request: inputs.Adjust) -> dict[str, Any]:
    """Correct what is on hand by a quantity and its cause; all of the request or none.

    Units taken for ``scrap``, ``damaged`` or ``expired`` go to the scrap location.
    """
    return once(
        tx, "adjustment", "adjustments", request.adjustments, lambda fresh: _adjust(tx, fresh)
    )


def _adjust(
    tx: Transaction, fresh: Sequence[inputs.NewAdjustment]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the papers and settle; return the answers by key, and what else came of it."""
    answers: dict[str, Any] = {}
    skus = product_ids(tx, (one.sku for one in fresh))
    books = Books(tx, skus.values())
    places = [holding_place(books, one.location) for one in fresh]
    shelf = Shelf(tx, books, zip((skus[one.sku] for one in fresh), places, strict=True))
    ids = tx.take({"paper": len(fresh)})["paper"]
    moves = []
    for one, place, row_id in zip(fresh, places, ids, strict=True):
        product = skus[one.sku]
        shelf.change(product, one.sku, place, one.quantity)
        scrapped = one.quantity < 0 and one.cause in SCRAPPED
        other = books.places.virtual["scrap" if scrapped else "adjustment"]
        moves.append(_correction(product, place.id, other, one.quantity, "adjustment", row_id, 1))
        answers[one.key] = {
            "key": one.key,
            "sku": one.sku,
            "location": place.code,
            "on_hand": shelf.on_hand(product, place),
        }
    tx.run(
        "adjustments_save",
        {
            "at": tx.now,
            "journal": tx.journal_id,
            "id": Ints(ids),
            "key": [one.key for one in fresh],
            "location": Ints(place.id for place in places),
            "product": Ints(skus[one.sku] for one in fresh),
            "quantity": Ints(one.quantity for one in fresh),
            "cause": [one.cause for one in fresh],
        },
    )
    movements.save(tx, moves)
    return answers, settle_correction(tx, books)


def count(tx: Transaction, request: inputs.Count) -> dict[str, Any]:
    """Set what is on hand to what was found; all of the request or none.

    A product counted twice at one place in one request is refused: which one would hold?
    """
    return once(tx, "stock_count", "counts", request.counts, lambda fresh: _count(tx, fresh))


def _count(
    tx: Transaction, fresh: Sequence[inputs.NewCount]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the papers and settle; return the answers by key, and what else came of it."""
    skus = product_ids(tx, (line.sku for one in fresh for line in one.lines))
    books = Books(tx, skus.values())
    _refuse_twice(fresh)
    places = {one.location: holding_place(books, one.location) for one in fresh}
    shelf = Shelf(
        tx, books, ((skus[line.sku], places[one.location]) for one in fresh for line in one.lines)
    )
    ids = tx.take({"paper": len(fresh)})["paper"]
    answers = post(tx, books, shelf, fresh, Named(skus, places, ids))
    return answers, settle_correction(tx, books)


class Named(NamedTuple):
    """What counts name: products by SKU and places by code; and the ids of the papers to be."""

    skus: Mapping[str, int]
    places: Mapping[str, Place]
    ids: Sequence[int]


def post(
    tx: Transaction, books: Books, shelf: Shelf, counts: Sequence[inputs.NewCount], named: Named
) -> dict[str, Any]:
    """Write counts as papers, and what they move; return the answers by key. Nothing is settled."""
    answers: dict[str, Any] = {}
    moves, lines = [], []
    adjustment = books.places.virtual["adjustment"]
    for one, row_id in zip(counts, named.ids, strict=True):
        place = named.places[one.location]
        found = []
        for no, line in enumerate(one.lines, 1):
            product = named.skus[line.sku]
            expected = shelf.on_hand(product, place)
            variance = line.quantity - expected
            shelf.change(product, line.sku, place, variance)
            lines.append((row_id, no, product, expected, line.quantity))
            moves.append(_correction(product, place.id, adjustment, variance, "count", row_id, no))
            found.append({"sku": line.sku, "expected": expected, "variance": variance})
        answers[one.key] = {"key": one.key, "location": one.location, "lines": found}
    tx.run(
        "counts_save",
        {
            "at": tx.now,
            "journal": tx.journal_id,
            "c_id": Ints(named.ids),
            "c_key": [one.key for one in counts],
            "c_location": Ints(named.places[one.location].id for one in counts),
            "l_count": Ints(line[0] for line in lines),
            "l_no": Ints(line[1] for line in lines),
            "l_product": Ints(line[2] for line in lines),
            "l_expected": Ints(line[3] for line in lines),
            "l_counted": Ints(line[4] for line in lines),
        },
    )
    movements.save(tx, moves)
    return answers


def settle_correction(tx: Transaction, books: Books) -> dict[str, Any]:
    """Settle after stock on hand was corrected; return who gained and who is told anew."""
    moved = settle(tx, books)
    changes = repromise(tx, books, late(moved, books), moved, "stock_corrected")
    review_exceptions(tx, lines_of_interest(moved, ()))
    open_short_picks(tx, moved)
    return {"filled": filled(tx, moved), "repromised": changes}


def _correction(  # noqa: PLR0913, PLR0917 (what a movement is made of)
    product: int, place: int, other: int, units: int, kind: str, document: int, line: int
) -> Movement:
    origin, destination = (other, place) if units > 0 else (place, other)
    return Movement(product, origin, destination, abs(units), kind, document, line)


def _refuse_twice(counts: Sequence[inputs.NewCount]) -> None:
    seen: set[tuple[str, str]] = set()
    for one in counts:
        for line in one.lines:
            at = (one.location, line.sku)
            if at in seen:
                raise InvalidError(
                    "counted_twice",
                    f"{line.sku} is counted twice at {one.location}.",
                    location=one.location,
                    sku=line.sku,
                )
            seen.add(at)


ADJUST = Verb("adjust", inputs.Adjust, adjust)
COUNT = Verb("count", inputs.Count, count)
