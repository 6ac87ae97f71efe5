"""approve_purchases: drafts become purchases that count, as if they were placed now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.errors import ConflictError
from backorder.domain.names import require_id
from backorder.ledger.books.incoming import read_incoming
from backorder.ledger.books.positions import ReadyDays, learned_of
from backorder.ledger.books.supplies import Books
from backorder.ledger.journal.arrays import Days, Ints
from backorder.ledger.journal.verb import Verb

from . import inputs, placing
from .buying import Bought, Purchase, above_limit
from .placing import name_supplies, settle_placed, take_over

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from backorder.domain.learned import Learned
    from backorder.ledger.books.incoming import Incoming, IncomingLine
    from backorder.ledger.journal.transaction import Transaction

    Terms = dict[int, tuple[int, str]]
    Offers = dict[tuple[int, int], tuple[int | None, int, Learned | None]]


def approve_purchases(tx: Transaction, request: inputs.ApprovePurchases) -> dict[str, Any]:
    """Order drafts; all of the request or none.

    Their lines become supplies and take over the pegs of suggestions, as `order_supply` does it. A
    line whose day came from the supplier's lead time is due a lead time after today. Raises
    ``ConflictError`` for what is no draft, ``ForbiddenError`` for what is above the limit.
    """
    names = list(dict.fromkeys(request.purchase_orders))
    papers = [("purchase_order", name) for name in names]
    books = Books(tx, read_incoming(tx, papers).products())
    incoming = read_incoming(tx, papers)
    purchases = _drafts(tx, books, incoming, names, request)
    gives = take_over(books, purchases, set())
    name_supplies(purchases)
    lines = [line for purchase in purchases for line in purchase.lines]
    tx.run(
        "purchases_approve",
        {
            "at": tx.now,
            "journal": tx.journal_id,
            "purchase_orders": Ints(purchase.id for purchase in purchases),
            "line": Ints(line.id for line in lines),
            "ordered_for": Days(line.expected_on for line in lines),
        },
    )
    changes = settle_placed(tx, books, gives)
    return {"purchase_orders": placing.answers(tx, purchases), "repromised": changes}


def _drafts(
    tx: Transaction,
    books: Books,
    incoming: Incoming,
    names: Sequence[str],
    request: inputs.ApprovePurchases,
) -> list[Purchase]:
    """Return the drafts as they are to be ordered, or raise for what cannot be."""
    ids = {require_id("purchase_order", name): name for name in names}
    wanted = {"purchase_orders": Ints(ids)}
    heads = {row[0]: row[1:] for row in tx.rows("purchases_named", wanted)}
    terms: Terms = {row[0]: row[1:3] for row in tx.rows("purchase_terms", wanted)}
    _refuse_others(incoming, ids, heads)
    offers = _offers(tx, incoming, heads)
    purchases = []
    for row_id, name in ids.items():
        key, supplier, code, location, at, _ = heads[row_id]
        purchase = Purchase(key, supplier, code, location, [], row_id)
        for line in incoming.lines["purchase_order", row_id]:
            if not line.open:
                continue
            days, spread, learned = offers[line.product, supplier]
            day = request.expected_on or _due(books, line, supplier, days, at)
            cost, currency = terms[line.id]
            purchase.lines.append(
                Bought(
                    line.product, line.sku, line.open, cost, day, spread,
                    id=line.id, line_no=line.line_no, currency=currency, learned=learned,
                )
            )  # fmt: skip
        if purchase.above(request.limit):
            assert request.limit is not None
            total = sum(line.quantity * line.unit_cost for line in purchase.lines)
            raise above_limit(name, request.limit, total)
        purchases.append(purchase)
    return purchases


def _refuse_others(
    incoming: Incoming, ids: dict[int, str], heads: dict[int, tuple[Any, ...]]
) -> None:
    """Raise ``ConflictError`` for purchases that are no drafts, or drafts that were given up."""
    approved = [name for row_id, name in ids.items() if not heads[row_id][-1]]
    if approved:
        raise ConflictError(
            "not_a_draft",
            f"{', '.join(approved[:5])} is approved already.",
            purchase_orders=approved[:100],
        )
    for row_id, name in ids.items():
        if not any(line.open for line in incoming.lines["purchase_order", row_id]):
            raise ConflictError(
                "nothing_on_order", f"Nothing of {name} is still to come.", supply=name
            )


def _offers(tx: Transaction, incoming: Incoming, heads: dict[int, tuple[Any, ...]]) -> Offers:
    """Return what is known of when it comes, of what is offered: by product and supplier."""
    pairs = {
        (line.product, heads[line.paper][1]) for lines in incoming.lines.values() for line in lines
    }
    asked = {
        "products": Ints(product for product, _ in pairs),
        "suppliers": Ints(supplier for _, supplier in pairs),
    }
    return {
        (row[0], row[1]): (row[6], row[8], learned_of(row[-1])) for row in tx.rows("offers", asked)
    }


def _due(
    books: Books,
    line: IncomingLine,
    supplier: int,
    lead_time_days: int | None,
    at: datetime,
) -> date:
    """Return the day a line drafted ``at`` is due: as it says, or a lead time from today."""
    assert line.ordered_for is not None
    if lead_time_days is not None:
        then = ReadyDays(books.places, at).arrives_on(supplier, lead_time_days)
        if line.ordered_for == then:
            return books.ready.arrives_on(supplier, lead_time_days)
    return line.ordered_for


APPROVE = Verb("approve_purchases", inputs.ApprovePurchases, approve_purchases)
