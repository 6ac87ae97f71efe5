"""order_supply: place purchases, directly or from suggestions; the pegs of a plan move along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.errors import ConflictError, InvalidError, NotFoundError
from backorder.domain.names import number, require_id
from backorder.ledger.books.lookups import product_ids
from backorder.ledger.books.supplies import Books
from backorder.ledger.holds.plans import leave_holds, refuse_gone
from backorder.ledger.journal.answers import answered
from backorder.ledger.journal.arrays import Days, Ints
from backorder.ledger.journal.verb import Verb

from . import placing, supply_inputs
from .buying import direct, offers_of, suggested
from .placing import name_supplies, settle_placed, take_over

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.books.supplies import Row
    from backorder.ledger.journal.transaction import Transaction

    from .buying import Purchase


def order_supply(tx: Transaction, request: supply_inputs.OrderSupply) -> dict[str, Any]:
    """Place purchases; all of the request or none.

    A suggestion becomes a line of one purchase per supplier and place, rounded up to the
    supplier's minimum and multiple, and its pegs stay with it. A direct purchase takes over the
    pegs of suggestions to the same supplier, and of any that would come no sooner. A draft is no
    supply: who waits stays on the suggestions until `approve_purchases`.
    """
    if not request.purchase_orders and not request.suggestions:
        raise InvalidError("nothing_to_order", "The request names no purchase and no suggestion.")
    answers = answered(tx, "purchase_order", request.purchase_orders, "purchase_orders")
    fresh = [one for one in request.purchase_orders if one.key not in answers]
    if not fresh and not request.suggestions:
        tx.replayed = True
        return {"purchase_orders": [answers[one.key] for one in request.purchase_orders]}
    skus = product_ids(tx, (line.sku for one in fresh for line in one.lines)) if fresh else {}
    plans = _plans(tx, request.suggestions)
    books = Books(tx, {*skus.values(), *plans.values()})
    suppliers = _suppliers(tx, fresh)
    rows = _open_plans(books, plans)
    if rows:
        _refuse_drafted(tx, rows)
        leave_holds(tx, books, rows)
    offers = offers_of(tx, fresh, skus, suppliers, rows)
    purchases = [direct(books, one, request, suppliers, skus, offers) for one in fresh]
    purchases += suggested(tx, books, request, rows, offers)
    for purchase in purchases:
        purchase.draft = request.draft or purchase.above(request.limit)
    placed = [purchase for purchase in purchases if not purchase.draft]
    plans_taken = {id(plan) for one in placed for line in one.lines for plan in line.plans}
    gives = take_over(books, placed, plans_taken)
    _save(tx, purchases)
    name_supplies(placed)
    changes = settle_placed(tx, books, gives) if placed or rows else []
    written = placing.answers(tx, purchases)
    answers |= {answer["key"]: answer for answer in written}
    order = [one.key for one in request.purchase_orders]
    order += [answer["key"] for answer in written if answer["key"] not in order]
    return {"purchase_orders": [answers[key] for key in order], "repromised": changes}


def _plans(tx: Transaction, names: Sequence[str]) -> dict[int, int]:
    """Return the products of suggestions by supply id, or raise for what is not one."""
    ids = {require_id("suggestion", name): name for name in names}
    found = {row[0]: row for row in tx.rows("suggestions", {"ids": Ints(ids)})} if ids else {}
    missing = [name for row_id, name in ids.items() if row_id not in found]
    if missing:
        raise NotFoundError(
            "unknown_suggestion",
            f"There is no suggestion {', '.join(missing[:5])}.",
            missing=missing[:100],
        )
    return {row_id: row[1] for row_id, row in found.items()}


def _open_plans(books: Books, plans: dict[int, int]) -> list[Row]:
    """Return the suggestions' supplies as they stand under the lock."""
    rows = {row.id: row for row in books.rows if row.kind == "planned"}
    refuse_gone([row_id for row_id in plans if row_id not in rows])
    return [rows[row_id] for row_id in plans]


def _suppliers(tx: Transaction, purchases: Sequence[supply_inputs.NewPurchase]) -> dict[str, int]:
    codes = sorted({one.supplier for one in purchases})
    found = dict(tx.rows("suppliers_by_code", {"codes": codes})) if codes else {}
    missing = [code for code in codes if code not in found]
    if missing:
        raise InvalidError(
            "unknown_supplier",
            f"There is no supplier {', '.join(missing[:5])}.",
            suppliers=missing[:100],
        )
    return found


def _refuse_drafted(tx: Transaction, rows: Sequence[Row]) -> None:
    """Refuse to buy for a second time what a draft buys already, once somebody approves it."""
    asked = {
        "products": Ints(row.product for row in rows),
        "suppliers": Ints(row.supplier for row in rows),
        "locations": Ints(row.location for row in rows),
    }
    drafts = [number("purchase_order", row[0]) for row in tx.rows("purchases_drafted", asked)]
    if drafts:
        raise ConflictError(
            "already_drafted",
            f"{', '.join(drafts[:5])} is a draft for the same: approve it, change it or cancel it.",
            purchase_orders=drafts[:100],
        )


def _save(tx: Transaction, purchases: Sequence[Purchase]) -> None:
    count = sum(len(purchase.lines) for purchase in purchases)
    taken = tx.take({"purchase_order": len(purchases), "purchase_line": count})
    line_ids = iter(taken["purchase_line"])
    for purchase, row_id in zip(purchases, taken["purchase_order"], strict=True):
        purchase.id = row_id
        for no, line in enumerate(purchase.lines, 1):
            line.id, line.line_no = next(line_ids), no
    lines = [(purchase, line) for purchase in purchases for line in purchase.lines]
    tx.run(
        "purchases_save",
        {
            "at": tx.now,
            "journal": tx.journal_id,
            "o_id": Ints(purchase.id for purchase in purchases),
            "o_key": [purchase.key for purchase in purchases],
            "o_supplier": Ints(purchase.supplier for purchase in purchases),
            "o_location": Ints(purchase.location for purchase in purchases),
            "o_draft": Ints(int(purchase.draft) for purchase in purchases),
            "l_id": Ints(line.id for _, line in lines),
            "l_purchase_order": Ints(purchase.id for purchase, _ in lines),
            "l_no": Ints(line.line_no for _, line in lines),
            "l_product": Ints(line.product for _, line in lines),
            "l_ordered": Ints(line.quantity for _, line in lines),
            "l_unit_cost": Ints(line.unit_cost for _, line in lines),
            "l_ordered_for": Days(line.expected_on for _, line in lines),
        },
    )


VERB = Verb("order_supply", supply_inputs.OrderSupply, order_supply)
