"""withdraw and expire: what quotes and holds claimed becomes free, and serves whoever waits.

Nobody has to call ``expire``: a verb that meets units of an expired hold calls it first, and
answers leave such units out. It only brings forward the moment at which whoever waits gets them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.domain.errors import ConflictError
from backorder.domain.names import number
from backorder.ledger.books.lookups import product_ids
from backorder.ledger.books.settlement import late, settle
from backorder.ledger.books.supplies import Books
from backorder.ledger.inbox.exceptions import review_exceptions
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb, frees_expired_holds
from backorder.ledger.orders.cancelling import lines_of_interest
from backorder.ledger.promises.results import filled
from backorder.ledger.promises.retelling import repromise, skus_of

from . import inputs
from .lookups import holds_by_name, read_ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.journal.transaction import Transaction


class Freed(NamedTuple):
    """Units that a quote or hold let go of."""

    kind: str
    hold: int
    line: int
    n: int
    product: int
    supply: int
    quantity: int


def withdraw(tx: Transaction, request: inputs.Withdraw) -> dict[str, Any]:
    """Withdraw quotes and holds before they expire; all of the request or none.

    What has been withdrawn before or has expired meanwhile is told as such, and changes nothing.
    """
    named = holds_by_name(tx, [one.hold for one in request.withdrawals])
    holds = {hold.id: hold for hold in named.values()}
    books = Books(tx, {line.product for hold in holds.values() for line in hold.lines})
    read_ends(tx, holds.values())
    ended = {"withdrawn": "withdrawn", "": "expired"}
    live = []
    for hold in holds.values():
        if hold.ended_as == "confirmed":
            raise ConflictError(
                "hold_confirmed",
                f"{hold.number} was confirmed; cancel its order instead.",
                hold=hold.number,
                order=number("order", hold.id),
            )
        if not hold.ended_as and hold.expires_at > tx.now:
            live.append(hold.id)
            hold.ended_as = "withdrawn"
    freed = _freed(tx, "pegs_withdraw", {"holds": Ints(sorted(live)), "at": tx.now})
    answers = [
        {"hold": named[one.hold].number, "status": ended[named[one.hold].ended_as]}
        for one in request.withdrawals
    ]
    rest = _let_go(tx, books, freed, "demand_released")
    return {"withdrawals": answers, **rest}


def expire(tx: Transaction, request: inputs.Expire) -> dict[str, Any]:
    """Free the units of expired quotes and holds of some products; who waits is served first.

    A second call finds nothing to do, and without a key it leaves no trace in the journal.
    """
    products = product_ids(tx, (one.sku for one in request.products))
    books = Books(tx, products.values(), expiring=True)
    wanted = {"products": Ints(sorted(products.values())), "now": tx.now}
    freed = _freed(tx, "pegs_expire", wanted)
    tx.replayed = not freed and tx.key is None
    return _let_go(tx, books, freed, "hold_expired")


def _freed(tx: Transaction, name: str, wanted: dict[str, Any]) -> list[Freed]:
    """End claims and return them, by line: a DELETE returns its rows in any order."""
    found = [Freed(*row) for row in tx.rows(name, wanted)]
    return sorted(found, key=lambda one: (one.line, one.n))


def _let_go(tx: Transaction, books: Books, freed: Sequence[Freed], cause: str) -> dict[str, Any]:
    """Take ended claims off their supplies; give the units to whoever waits, and tell them."""
    by_id = {row.id: row for row in books.rows}
    for one in freed:
        if one.supply:
            by_id[one.supply].pegged -= one.quantity
    moved = settle(tx, books)
    changes = repromise(tx, books, late(moved, books), moved, cause)
    review_exceptions(tx, lines_of_interest(moved, ()))
    skus = skus_of(tx, np.array([one.product for one in freed], dtype=np.int64))
    told = [
        {"hold": number(one.kind, one.hold), "sku": skus[one.product], "quantity": one.quantity}
        for one in freed
    ]
    return {"freed": told, "filled": filled(tx, moved), "repromised": changes}


WITHDRAW = Verb("withdraw", inputs.Withdraw, withdraw)
EXPIRE = frees_expired_holds(Verb("expire", inputs.Expire, expire))
