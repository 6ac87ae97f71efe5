"""review: what time has overtaken is looked at again, though nobody touched it.

Time changes books without a verb: a purchase whose day has passed comes today at the earliest, and
a plan that nobody ordered arrives a lead time from today, and a hold whose time has passed claims
units that others wait for (freed first, as for any verb). `due` reads which products that concerns;
`review` looks at them again, a bounded slice at a time, so that a night's work holds no lock for
long. Where nothing is due nothing is touched; a second look at the same instant changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.errors import InvalidError
from backorder.ledger.books.leads import Leads
from backorder.ledger.books.lookups import product_ids
from backorder.ledger.books.places import places
from backorder.ledger.books.positions import ReadyDays, learned_of
from backorder.ledger.books.settlement import late, settle
from backorder.ledger.books.supplies import Books
from backorder.ledger.inbox.exceptions import review_exceptions
from backorder.ledger.journal import arrays
from backorder.ledger.journal.transaction import Transaction, encode
from backorder.ledger.journal.verb import Verb
from backorder.ledger.orders.cancelling import lines_of_interest
from backorder.ledger.promises.results import filled
from backorder.ledger.promises.retelling import repromise, with_redated
from backorder.ledger.promises.rolling import roll, said

from .overdue_inputs import Review

if TYPE_CHECKING:
    from datetime import date, datetime

    from psycopg import Connection

SLICE = 1000  # products that one call looks at unless they are named


def due(conn: Connection[Any], now: datetime) -> list[str]:
    """Return the products whose books a review would change now, in the order of their locks.

    Nothing is locked: what is due a moment later is in the next answer.
    """
    arrays.teach(conn)
    return _due(Transaction(conn, now=now, actor="reader"))


def _due(tx: Transaction) -> list[str]:
    ready = ReadyDays(places(tx), tx.now)
    latest = max(map(ready.today_at, ready.places.by_id))
    found = {
        product: sku
        for product, sku, tell_on, at, day, spread, quantile, known in tx.rows(
            "review_waiting", {"today": latest}
        )
        if _has_passed(ready, at, day)
        and ready.expected_on(at, day, learned_of(known) or spread, quantile) >= tell_on
    }
    plans = tx.rows("review_plans")
    if plans:
        leads = Leads.read(tx, ready, (row[0] for row in plans))
        for product, sku, supplier, location, first in plans:
            lead = leads.of(product)
            possible = ready.today if lead is None else lead.available_on
            if first < possible or not leads.can_come(product, supplier, location, first):
                found[product] = sku
    found |= dict(tx.rows("review_holds", {"now": tx.now}))
    return [sku for _, sku in sorted(found.items())]


def review(tx: Transaction, request: Review) -> dict[str, Any]:
    """Look at overdue supplies and stale plans again, and tell those who must be told.

    A plan that is no longer possible on its day rolls to the day a purchase placed today would
    bring; its units go to free units of other supplies first, and one that nobody sells any more
    loses them once its day has passed. Lines that wait for what is overdue or rolled are reviewed.
    A call that changes nothing leaves no trace.
    """
    skus, left = request.skus, 0
    if skus is None:
        if request.key is not None:
            raise InvalidError(
                "review_needs_skus", "A review with a key names its products.", key=request.key
            )
        skus = _due(tx)
        skus, left = skus[:SLICE], len(skus[SLICE:])
        # The journal keeps what was looked at: it was read before any lock was held.
        tx.body = encode(Review(skus))
        if not skus:
            tx.replayed = True
            return {"reviewed": 0, "left": 0, "rolled": [], "repromised": [], "filled": []}
    products = set(product_ids(tx, skus).values())
    books = Books(tx, products)
    stale = roll(books, products)
    moved = settle(tx, books)
    overdue = [
        row
        for row in books.rows
        if row.product in products and _has_passed(books.ready, row.location, row.available_on)
    ]
    lines = with_redated(tx, books, late(moved, books), overdue)
    changes = repromise(tx, books, lines, moved, "overdue")
    review_exceptions(tx, lines_of_interest(moved, ()))
    tx.replayed = not (stale or changes or moved.line.size)
    return {
        "reviewed": len(products),
        "left": left,
        "rolled": said(tx, stale),
        "repromised": changes,
        "filled": filled(tx, moved),
    }


def _has_passed(ready: ReadyDays, location: int, day: date | None) -> bool:
    """Whether a day lies in the past at a place."""
    return day is not None and day < ready.today_at(location)


VERB = Verb("review", Review, review)
