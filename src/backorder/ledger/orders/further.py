"""Further lines of orders that stand: promised like a new order, queued behind earlier ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.errors import InvalidError
from backorder.domain.reasons import refusal_reason
from backorder.domain.types import Demand
from backorder.ledger.books.loads import rooms_of
from backorder.ledger.books.positions import positions
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.promises.retelling import join_parcel

from . import inputs
from .deciding import Shipping, decide, deliver
from .placing import part
from .rows import Decided, number_plans, save

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backorder.domain.types import Position
    from backorder.ledger.books.lookups import Order
    from backorder.ledger.books.settlement import Moved
    from backorder.ledger.books.supplies import Books
    from backorder.ledger.journal.transaction import Transaction

# The verb writes its own journal row at its end.
NO_JOURNAL = dict.fromkeys(("key", "actor", "input", "result", "numbers"))


class Further(NamedTuple):
    """A line to be added to an order; ``facts`` is what the verb's answer says of it."""

    order: Order
    line: inputs.NewLine
    facts: dict[str, Any]


def add_lines(
    tx: Transaction,
    books: Books,
    more: Sequence[Further],
    moved: Moved,
    ships: Mapping[int, str],
) -> list[int]:
    """Promise further lines, or raise the policy's refusal; return the lines' ids.

    ``ships``: how each order is shipped from now on. The dates are added to each line's facts.
    """
    decided = _decide(tx, books, more)
    together = [
        (one.order, own.demands[0], take)
        for own, one in zip(decided, more, strict=True)
        for take in own.takes[0]
        if ships[one.order.id] == "complete"
    ]
    if together:
        join_parcel(tx, books, moved, together)
        for own, one in zip(decided, more, strict=True):
            if ships[one.order.id] == "complete":
                deliver(books.places, own.order.destination, own.takes[0])
    number_plans(tx, decided)
    for own, one in zip(decided, more, strict=True):
        one.facts["promises"] = [part(take, own.policy(0).quantile) for take in own.takes[0]]
    save(tx, decided, {}, {**NO_JOURNAL, "journal": tx.journal_id, "at": tx.now})
    return [one.line_ids[0] for one in decided]


def _decide(tx: Transaction, books: Books, more: Sequence[Further]) -> list[Decided]:
    """Return what each line takes; raise ``InvalidError`` where a rule refuses one."""
    sources = {
        row[0]: row[1:]
        for row in tx.rows("order_sources", {"orders": Ints({one.order.id for one in more})})
    }
    known = _positions(tx, books, sorted({one.line.sku for one in more}))
    ids = iter(tx.take({"line": len(more)})["line"])
    added: dict[int, int] = {}
    decided = []
    for order, line, _ in more:
        channel, customer_class, currency, destination, wait_until = sources[order.id]
        fallback = books.places.fallback(
            channel, customer_class, books.places.first(destination).code, books.ready.today
        )
        position = known[line.sku]
        demand = Demand(position, line.sku, line.quantity, line.requested_on, line.latest_on)
        shipping = Shipping("as_available", destination, wait_until)
        takes, refusals = decide(books.ready, [demand], fallback, shipping)
        if refusals[0] is not None:
            reason = refusal_reason(refusals[0])
            raise InvalidError(
                refusals[0].code, reason["text"], order=order.number, **reason["facts"]
            )
        one = Decided(
            inputs.NewOrder(order.key, [line], destination=destination), [demand], takes,
            refusals, currency,
            fallback, order.id, [next(ids)], len(order.lines) + added.get(order.id, 0),
        )  # fmt: skip
        added[order.id] = added.get(order.id, 0) + 1
        decided.append(one)
    return decided


def _positions(tx: Transaction, books: Books, skus: list[str]) -> dict[str, Position]:
    asked = {"skus": skus, "day": books.ready.today, "now": tx.now}
    return positions(tx.rows("positions", asked), books.ready, rooms_of(tx, books.places))
