"""order_supply: place purchases, directly or from suggestions; the pegs of a plan move along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.errors import InvalidError, NotFoundError
from backorder.domain.names import number, require_id

from . import inputs
from .answers import answered
from .arrays import Days, Ints
from .books import Books, Row
from .buying import direct, offers_of, suggested
from .exceptions import review_exceptions
from .held_plans import leave_holds, refuse_gone
from .lookups import product_ids
from .release import lines_of_interest
from .repromise import repromise, with_redated
from .results import pegged
from .settlement import Give, late, settle
from .verb import Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .books import Row
    from .buying import Bought, Purchase
    from .transaction import Transaction


def order_supply(tx: Transaction, request: inputs.OrderSupply) -> dict[str, Any]:
    """Place purchases; all of the request or none.

    A suggestion becomes a line of one purchase per supplier and place, rounded up to the
    supplier's minimum and multiple, and its pegs stay with it. A direct purchase takes over the
    pegs of suggestions to the same supplier, and of any that would come no sooner.
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
        leave_holds(tx, books, rows)
    offers = offers_of(tx, fresh, skus, suppliers, rows)
    purchases = [direct(books, one, request, suppliers, skus, offers) for one in fresh]
    purchases += suggested(tx, books, request, rows, offers)
    gives = _take_over(books, purchases, {id(row) for row in rows})
    _save(tx, purchases)
    moved = settle(tx, books, gives)
    lines = with_redated(tx, books, late(moved, books))
    changes = repromise(tx, books, lines, moved, "supply_ordered")
    review_exceptions(tx, lines_of_interest(moved, ()))
    written = _answers(tx, purchases)
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


def _suppliers(tx: Transaction, purchases: Sequence[inputs.NewPurchase]) -> dict[str, int]:
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


def _take_over(books: Books, purchases: Sequence[Purchase], suggested: set[int]) -> list[Give]:
    """Open the purchases' supplies; return the pegs of plans that they take over.

    The first plan of a suggested line becomes the purchase itself, so its pegs need not move.
    """
    gives: list[Give] = []
    taken: set[int] = set(suggested)
    for purchase in purchases:
        for line in purchase.lines:
            if line.plans:
                line.row, *others = line.plans
            else:
                line.row = books.open(
                    line.product, purchase.location, "purchase", "", 0, line.expected_on
                )
                others = _replaced(books, purchase, line, taken)
            row = line.row
            row.supplier, row.available_on = purchase.supplier, line.expected_on
            row.spread = line.spread
            row.kind, row.quantity = "purchase", line.quantity
            left = line.quantity - row.pegged
            for plan in others:
                units = min(left, plan.pegged)
                if units:
                    taken.add(id(plan))
                    gives.append(Give(plan, row, units))
                    left -= units
    return gives


def _replaced(books: Books, purchase: Purchase, line: Bought, taken: set[int]) -> list[Row]:
    """Return the plans a direct purchase stands in for, the earliest first.

    An order to the plan's own supplier carries the plan out, whatever day it gets; another
    supplier's stands in for it where it comes no later.
    """
    plans = [
        row
        for row in books.of[line.product]
        if row.kind == "planned"
        and id(row) not in taken
        and row.available_on is not None
        and (row.supplier == purchase.supplier or row.available_on >= line.expected_on)
    ]
    return sorted(plans, key=books.sort_key)


def _save(tx: Transaction, purchases: Sequence[Purchase]) -> None:
    count = sum(len(purchase.lines) for purchase in purchases)
    taken = tx.take({"purchase_order": len(purchases), "purchase_line": count})
    line_ids = iter(taken["purchase_line"])
    for purchase, row_id in zip(purchases, taken["purchase_order"], strict=True):
        purchase.id = row_id
        for no, line in enumerate(purchase.lines, 1):
            line.id, line.line_no = next(line_ids), no
            assert line.row is not None
            line.row.purchase_line = line.id
            line.row.name = f"{number('purchase_order', row_id)}/{no}"
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
            "l_id": Ints(line.id for _, line in lines),
            "l_purchase_order": Ints(purchase.id for purchase, _ in lines),
            "l_no": Ints(line.line_no for _, line in lines),
            "l_product": Ints(line.product for _, line in lines),
            "l_ordered": Ints(line.quantity for _, line in lines),
            "l_unit_cost": Ints(line.unit_cost for _, line in lines),
            "l_ordered_for": Days(line.expected_on for _, line in lines),
        },
    )


def _answers(tx: Transaction, purchases: Sequence[Purchase]) -> list[dict[str, Any]]:
    rows = [line.row.id for p in purchases for line in p.lines if line.row is not None]
    by_supply = pegged(tx, rows)
    return [
        {
            "key": purchase.key,
            "purchase_order": number("purchase_order", purchase.id),
            "supplier": purchase.supplier_code,
            "lines": [
                {
                    "sku": line.sku,
                    "quantity": line.quantity,
                    "unit_cost": line.unit_cost,
                    "expected_on": line.expected_on.isoformat(),
                    "supply": line.row.name if line.row is not None else "",
                }
                for line in purchase.lines
            ],
            "pegged": [
                {"order": order, "sku": line.sku, "quantity": quantity}
                for line in purchase.lines
                for order, quantity in by_supply.get(line.row.id if line.row else 0, [])
            ],
        }
        for purchase in purchases
    ]


VERB = Verb("order_supply", inputs.OrderSupply, order_supply)
