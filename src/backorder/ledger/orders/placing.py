"""place_orders: accept or refuse orders, each as a whole, and promise every unit of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backorder.domain import reasons
from backorder.domain.names import number
from backorder.domain.types import Demand, Position, Refusal, Take
from backorder.ledger.books.positions import ReadyDays, read, wanted
from backorder.ledger.journal.answers import first_answers, refuse_doubles
from backorder.ledger.journal.statements import statement
from backorder.ledger.journal.verb import KeyTakenError, Verb

from . import deciding, inputs, instead
from .rows import Decided, number_plans, save, waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Cursor

    from backorder.ledger.journal.transaction import Transaction


@dataclass(slots=True)
class Loaded:
    """What the batch is decided on."""

    ready: ReadyDays
    known_keys: list[str]
    customers: dict[str, tuple[int, str]]
    brought: dict[str, inputs.CustomerRef]  # customers not known yet, as first described
    positions: dict[str, Position]
    order_ids: list[int]
    line_ids: list[int]

    def class_of(self, customer: inputs.CustomerRef | None) -> str:
        """Return the class of an order's customer, as known or else as described."""
        if customer is None:
            return ""
        if customer.ref in self.brought:
            return self.brought[customer.ref].class_
        return self.customers[customer.ref][1]


def place_orders(tx: Transaction, request: inputs.PlaceOrders) -> dict[str, Any]:
    """Accept or refuse each order; accepted ones are promised, pegged and journaled.

    An order whose key is known is answered as the first time. A refused order leaves nothing
    behind, and the other orders of the batch stand.
    """
    orders = request.orders
    refuse_doubles(orders, "orders")
    loaded = load(tx, orders)
    answers: dict[str, dict[str, Any]] = {}
    if loaded.known_keys:
        answers = first_answers(tx.rows("orders_answered", {"keys": loaded.known_keys}), orders)
    decided = [decide(order, loaded) for order in orders if order.key not in answers]
    number_accepted(tx, decided, loaded)
    answers |= {one.order.key: _answer(one) for one in decided}
    result = {"orders": [answers[order.key] for order in orders]}
    accepted = [one for one in decided if not one.refused]
    if accepted:
        add_customers(tx, accepted, loaded)
        chosen = instead.of_orders(tx, accepted)
        save(tx, accepted, loaded.customers, tx.journal_row("place_orders", result))
        instead.save(tx, chosen)
    tx.replayed = not decided
    return result


def load(tx: Transaction, orders: Sequence[inputs.NewOrder], *, holding: bool = False) -> Loaded:
    """Lock the products of a batch, hand out numbers, and read what it is decided on.

    ``holding`` carts are quotes and holds, whose keys are their own. Raises ``ExpiredHoldsError``
    where units of a product are to be freed first.
    """
    skus = list({line.sku for order in orders for line in order.lines})
    refs = list({order.customer.ref for order in orders if order.customer is not None})
    counts = {"orders": len(orders), "lines": sum(len(order.lines) for order in orders)}
    given = {series: tx.given(series, counts[f"{series}s"]) for series in ("order", "line")}
    replay = given["order"] is not None
    keys = [order.key for order in orders]
    run = tx.conn.execute
    look = run(
        statement("place_orders_look"),
        {
            "skus": skus,
            "keys": [] if holding else keys,
            "held_keys": keys if holding else [],
            "customers": refs,
            "journals": 0 if replay else 1,
            "orders": 0 if replay else counts["orders"],
            "lines": 0 if replay else counts["lines"],
        },
        binary=True,
    )
    asked = wanted(tx, skus)
    rows = run(statement("positions"), asked, binary=True)
    journals, order_ids, line_ids, known, known_refs, ids, classes = _one(look)
    tx.journal_id = journals[0] if journals else (tx.given("journal", 1) or [0])[0]
    customers = dict(zip(known_refs or (), zip(ids or (), classes or (), strict=True), strict=True))
    brought = {
        c.ref: c
        for order in reversed(orders)  # the first order that brings a customer describes it
        if (c := order.customer) is not None and c.ref not in customers
    }
    ready, found = read(tx, rows.fetchall(), asked)
    if ready.places.limited and not replay:
        # Their days are shared by all products: only a number taken under the places' locks keeps
        # the journal in the order of the decisions.
        tx.take({"journal": 1})
    return Loaded(
        ready,
        known,
        customers,
        brought,
        found,
        given["order"] or order_ids,
        given["line"] or line_ids,
    )


def _one(cursor: Cursor[Any]) -> tuple[Any, ...]:
    """Return the only row of a statement that always gives one."""
    row = cursor.fetchone()
    assert row is not None
    return tuple(row)


def add_customers(tx: Transaction, accepted: Sequence[Decided], loaded: Loaded) -> None:
    """Make the customers that accepted orders bring along; a refused order leaves none behind."""
    refs = {one.order.customer.ref for one in accepted if one.order.customer is not None}
    new = [customer for ref, customer in loaded.brought.items() if ref in refs]
    if not new:
        return
    tx.run(
        "customers_add",
        {
            "ref": [c.ref for c in new],
            "name": [c.name for c in new],
            "email": [c.email for c in new],
            "phone": [c.phone for c in new],
            "locale": [c.locale for c in new],
            "class": [c.class_ for c in new],
        },
    )
    for ref, row_id, customer_class in tx.rows("customers_by_ref", {"customers": sorted(refs)}):
        if ref in loaded.brought and customer_class != loaded.brought[ref].class_:
            # Someone else made this customer since we looked, of a class with other rules, maybe.
            raise KeyTakenError
        loaded.customers[ref] = (row_id, customer_class)
    if tx.given("journal", 0) is None:
        # Who makes a customer first is not settled by the product locks: only a number taken after
        # it keeps the journal in the order of the decisions.
        tx.take({"journal": 1})


def decide(order: inputs.NewOrder, loaded: Loaded) -> Decided:
    """Return what each line of a cart takes, or why the cart is refused."""
    demands = [
        Demand(
            loaded.positions.get(line.sku),
            line.sku,
            line.quantity,
            line.requested_on,
            line.latest_on,
        )
        for line in order.lines
    ]
    places = loaded.ready.places
    first_place = places.first(order.destination)
    fallback = places.fallback(
        order.channel, loaded.class_of(order.customer), first_place.code, loaded.ready.today
    )
    first = next((d.position for d in demands if d.position is not None), None)
    currency = order.currency or (first.currency if first is not None else "")
    mixed = _other_currency(demands, currency)
    if mixed is not None:
        return Decided(order, demands, [[] for _ in demands], mixed, currency, fallback)
    shipping = deciding.Shipping(order.ship, order.destination, order.wait_until)
    takes, refusals = deciding.decide(loaded.ready, demands, fallback, shipping)
    return Decided(order, demands, takes, refusals, currency, fallback)


def _other_currency(demands: Sequence[Demand], currency: str) -> list[Refusal | None] | None:
    """Return refusals where a product is priced in another currency than the order."""
    refusals = [
        Refusal(
            "currency_mismatch",
            {"sku": d.sku, "currency": d.position.currency, "order_currency": currency},
        )
        if d.position is not None and d.position.currency != currency
        else None
        for d in demands
    ]
    return refusals if any(refusals) else None


def number_accepted(tx: Transaction, decided: Sequence[Decided], loaded: Loaded) -> None:
    """Hand numbers to accepted orders and lines; the unused ones are forgotten."""
    order_ids, line_ids = iter(loaded.order_ids), iter(loaded.line_ids)
    for one in decided:
        if not one.refused:
            one.id = next(order_ids)
            one.line_ids = [next(line_ids) for _ in one.demands]
            tx.numbers.setdefault("order", []).append(one.id)
            tx.numbers.setdefault("line", []).extend(one.line_ids)
    number_plans(tx, decided)


def _answer(one: Decided) -> dict[str, Any]:
    """Return an order's facts as the contract spells them."""
    if one.refused:
        return {
            "key": one.order.key,
            "status": "refused",
            "lines": lines_refused(one),
        }
    return {
        "key": one.order.key,
        "order": number("order", one.id),
        "status": "accepted",
        "lines": lines_told(one),
    }


def lines_refused(one: Decided) -> list[dict[str, Any]]:
    """Return the lines of a refused cart, with the reasons."""
    return [
        {
            "sku": demand.sku,
            "ordered": demand.quantity,
            "refused": None if refusal is None else reasons.refusal_reason(refusal),
        }
        for demand, refusal in zip(one.demands, one.refusals, strict=True)
    ]


def lines_told(one: Decided) -> list[dict[str, Any]]:
    """Return the lines of a cart that can be had, with what is promised."""
    lines = []
    for no, (demand, takes) in enumerate(zip(one.demands, one.takes, strict=True)):
        backordered, policy = waiting(takes), one.policy(no)
        lines.append(
            {
                "sku": demand.sku,
                "ordered": demand.quantity,
                "allocated": demand.quantity - backordered,
                "backordered": backordered,
                "rule": policy.name,
                "promises": [part(take, policy.quantile) for take in takes],
            }
        )
    return lines


def part(take: Take, quantile: int) -> dict[str, Any]:
    """Return one part of a promise: how many, when, on what basis, how sure, and why."""
    supply = take.supply
    found = {
        "quantity": take.quantity,
        "on": take.promised_on.isoformat(),
        "basis": supply.kind,
        "supply": supply.name,
        "confidence": supply.confidence(quantile) / 100,
        "reason": reasons.promise_reason(
            supply.kind, take.quantity, supply.name, supply.available_on, take.promised_on
        ),
    }
    if take.delivers_on is not None:
        found["delivers_on"] = take.delivers_on.isoformat()
    return found


VERB = Verb("place_orders", inputs.PlaceOrders, place_orders)
