"""place_orders: accept or refuse orders, each as a whole, and promise every unit of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backorder.domain import promising, reasons
from backorder.domain.names import number
from backorder.domain.types import Demand, Position, Refusal, Supply, Take

from . import inputs
from .answers import first_answers, refuse_doubles
from .arrays import Days, Ints
from .places import Places, places
from .positions import ReadyDays, positions
from .statements import statement
from .verb import Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Cursor

    from .transaction import Transaction


@dataclass(slots=True)
class Decided:
    """An order with what was decided: takes per line, or refusals."""

    order: inputs.NewOrder
    demands: list[Demand]
    takes: list[list[Take]]
    refusals: list[Refusal | None]
    currency: str
    quantile: int
    id: int = 0
    line_ids: Sequence[int] = ()
    known_lines: int = 0  # lines that a known order has already; 0 for a new order

    @property
    def refused(self) -> bool:
        """Whether any line is refused, and so the order."""
        return any(self.refusals)


@dataclass(slots=True)
class Loaded:
    """What the batch is decided on."""

    places: Places
    ready: ReadyDays
    known_keys: list[str]
    customers: dict[str, tuple[int, str]]
    positions: dict[str, Position]
    order_ids: list[int]
    line_ids: list[int]


def place_orders(tx: Transaction, request: inputs.PlaceOrders) -> dict[str, Any]:
    """Accept or refuse each order; accepted ones are promised, pegged and journaled.

    An order whose key is known is answered as the first time. A refused order leaves nothing
    behind, and the other orders of the batch stand.
    """
    orders = request.orders
    refuse_doubles(orders, "orders")
    loaded = _load(tx, orders)
    answers: dict[str, dict[str, Any]] = {}
    if loaded.known_keys:
        answers = first_answers(tx.rows("orders_answered", {"keys": loaded.known_keys}), orders)
    decided = [_decide(order, loaded) for order in orders if order.key not in answers]
    _number(tx, decided, loaded)
    answers |= {one.order.key: _answer(one) for one in decided}
    result = {"orders": [answers[order.key] for order in orders]}
    accepted = [one for one in decided if not one.refused]
    if accepted:
        save(tx, accepted, loaded.customers, tx.journal_row("place_orders", result))
    tx.replayed = not decided
    return result


def _load(tx: Transaction, orders: Sequence[inputs.NewOrder]) -> Loaded:
    skus = list({line.sku for order in orders for line in order.lines})
    refs = list({order.customer.ref for order in orders if order.customer is not None})
    counts = {"orders": len(orders), "lines": sum(len(order.lines) for order in orders)}
    given = {series: tx.given(series, counts[f"{series}s"]) for series in ("order", "line")}
    replay = given["order"] is not None
    run = tx.conn.execute
    look = run(
        statement("place_orders_look"),
        {
            "skus": skus,
            "keys": [order.key for order in orders],
            "customers": refs,
            "journals": 0 if replay else 1,
            "orders": 0 if replay else counts["orders"],
            "lines": 0 if replay else counts["lines"],
        },
        binary=True,
    )
    rows = run(statement("positions"), {"skus": skus}, binary=True)
    journals, order_ids, line_ids, known, known_refs, ids, classes = _one(look)
    tx.journal_id = journals[0] if journals else (tx.given("journal", 1) or [0])[0]
    customers = dict(zip(known_refs or (), zip(ids or (), classes or (), strict=True), strict=True))
    found = rows.fetchall()
    if len(customers) < len(refs):
        customers = _add_customers(tx, orders, refs)
    known_places = places(tx, found[0][-1] if found else None)
    ready = ReadyDays(known_places, tx.now)
    return Loaded(
        known_places,
        ready,
        known,
        customers,
        positions(found, ready),
        given["order"] or order_ids,
        given["line"] or line_ids,
    )


def _one(cursor: Cursor[Any]) -> tuple[Any, ...]:
    """Return the only row of a statement that always gives one."""
    row = cursor.fetchone()
    assert row is not None
    return tuple(row)


def _add_customers(
    tx: Transaction, orders: Sequence[inputs.NewOrder], refs: list[str]
) -> dict[str, tuple[int, str]]:
    """Make the customers that are not known yet; the first order that brings one describes it."""
    new = {c.ref: c for order in reversed(orders) if (c := order.customer) is not None}
    tx.run(
        "customers_add",
        {
            "ref": list(new),
            "name": [c.name for c in new.values()],
            "email": [c.email for c in new.values()],
            "phone": [c.phone for c in new.values()],
            "locale": [c.locale for c in new.values()],
            "class": [c.class_ for c in new.values()],
        },
    )
    rows = tx.rows("customers_by_ref", {"customers": refs})
    return {ref: (row_id, customer_class) for ref, row_id, customer_class in rows}


def _decide(order: inputs.NewOrder, loaded: Loaded) -> Decided:
    demands = [
        Demand(loaded.positions.get(line.sku), line.sku, line.quantity, line.requested_on)
        for line in order.lines
    ]
    customer = order.customer
    customer_class = loaded.customers[customer.ref][1] if customer is not None else ""
    fallback = loaded.places.fallback(order.channel, customer_class)
    first = next((d.position for d in demands if d.position is not None), None)
    currency = order.currency or (first.currency if first is not None else "")
    mixed = _other_currency(demands, currency)
    if mixed is not None:
        return Decided(order, demands, [[] for _ in demands], mixed, currency, 0)
    takes, refusals = promising.decide(
        demands, loaded.ready.today, fallback, complete=order.ship == "complete"
    )
    return Decided(order, demands, takes, refusals, currency, fallback.quantile)


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


def _number(tx: Transaction, decided: Sequence[Decided], loaded: Loaded) -> None:
    """Hand numbers to accepted orders and lines; the unused ones are forgotten."""
    order_ids, line_ids = iter(loaded.order_ids), iter(loaded.line_ids)
    for one in decided:
        if not one.refused:
            one.id = next(order_ids)
            one.line_ids = [next(line_ids) for _ in one.demands]
            tx.numbers.setdefault("order", []).append(one.id)
            tx.numbers.setdefault("line", []).extend(one.line_ids)
    number_plans(tx, decided)


def number_plans(tx: Transaction, decided: Sequence[Decided]) -> None:
    """Hand numbers to the plans that accepted orders started; a plan is named by its own."""
    plans: dict[int, Supply] = {}
    for one in decided:
        for takes in () if one.refused else one.takes:
            for take in takes:
                if take.supply.new:
                    plans[id(take.supply)] = take.supply
    if plans:
        ids = tx.take({"supply": len(plans)})["supply"]
        for plan, row_id in zip(plans.values(), ids, strict=True):
            plan.id = row_id
            plan.name = number("suggestion", row_id)


def save(
    tx: Transaction,
    accepted: Sequence[Decided],
    customers: dict[str, tuple[int, str]],
    journal: dict[str, Any],
) -> None:
    """Write orders (or further lines of known orders) in one statement, as columns.

    ``journal`` is the verb's journal row, written along, or the same with a null ``input``.
    """
    lines = [
        (line_id, one, no, demand, takes, wanted)
        for one in accepted
        for no, (line_id, demand, takes, wanted) in enumerate(
            zip(one.line_ids, one.demands, one.takes, one.order.lines, strict=True),
            one.known_lines + 1,
        )
    ]
    parts = [
        (line_id, n, one, demand.position.product, take, take.supply)
        for line_id, one, _, demand, takes, _ in lines
        for n, take in enumerate(takes, 1)
        if demand.position is not None
    ]
    touched = {id(part[5]): (part[5], part[3]) for part in parts}
    plans = [(supply, product) for supply, product in touched.values() if supply.new]
    claimed = [supply for supply, _ in touched.values() if not supply.new]
    orders = [one for one in accepted if not one.known_lines]
    tx.run(
        "place_orders_save",
        {
            **journal,
            "u_id": Ints(s.id for s in claimed),
            "u_taken": Ints(s.taken for s in claimed),
            "u_added": Ints(s.added for s in claimed),
            "n_id": Ints(s.id for s, _ in plans),
            "n_product": Ints(product for _, product in plans),
            "n_location": Ints(s.location for s, _ in plans),
            "n_name": [s.name for s, _ in plans],
            "n_quantity": Ints(s.added for s, _ in plans),
            "n_available_on": Days(s.available_on for s, _ in plans),
            "n_supplier": Ints(s.supplier for s, _ in plans),
            "o_id": Ints(one.id for one in orders),
            "o_key": [one.order.key for one in orders],
            "o_channel": [one.order.channel for one in orders],
            "o_customer": Ints(
                customers[one.order.customer.ref][0] if one.order.customer is not None else 0
                for one in orders
            ),
            "o_ship": [one.order.ship for one in orders],
            "o_currency": [one.currency for one in orders],
            "l_id": Ints(row[0] for row in lines),
            "l_order": Ints(row[1].id for row in lines),
            "l_no": Ints(row[2] for row in lines),
            "l_product": Ints(row[3].position.product for row in lines),  # type: ignore[union-attr]
            "l_ordered": Ints(row[3].quantity for row in lines),
            "l_backordered": Ints(
                sum(take.quantity for take in row[4] if take.supply.kind != "stock")
                for row in lines
            ),
            "l_price": Ints(_price(row[5], row[3]) for row in lines),
            "l_requested_on": Days(row[5].requested_on for row in lines),
            "g_line": Ints(part[0] for part in parts),
            "g_n": Ints(part[1] for part in parts),
            "g_order": Ints(part[2].id for part in parts),
            "g_product": Ints(part[3] for part in parts),
            "g_supply": Ints(part[5].id for part in parts),
            "g_quantity": Ints(part[4].quantity for part in parts),
            "g_promised_on": Days(part[4].promised_on for part in parts),
            "g_basis": [part[5].kind for part in parts],
            "g_available_on": Days(part[5].available_on for part in parts),
            "g_confidence": Ints(_percent(part[5], part[2].quantile) for part in parts),
        },
    )


def _price(line: inputs.NewLine, demand: Demand) -> int:
    if line.unit_price is not None:
        return line.unit_price
    assert demand.position is not None
    return demand.position.unit_price


def _percent(supply: Supply, quantile: int) -> int:
    return 100 if supply.kind == "stock" else quantile


def _answer(one: Decided) -> dict[str, Any]:
    """Return an order's facts as the contract spells them."""
    if one.refused:
        return {
            "key": one.order.key,
            "status": "refused",
            "lines": [
                {
                    "sku": demand.sku,
                    "ordered": demand.quantity,
                    "refused": None if refusal is None else reasons.refusal_reason(refusal),
                }
                for demand, refusal in zip(one.demands, one.refusals, strict=True)
            ],
        }
    lines = []
    for demand, takes in zip(one.demands, one.takes, strict=True):
        backordered = sum(take.quantity for take in takes if take.supply.kind != "stock")
        lines.append(
            {
                "sku": demand.sku,
                "ordered": demand.quantity,
                "allocated": demand.quantity - backordered,
                "backordered": backordered,
                "promises": [part(take, one.quantile) for take in takes],
            }
        )
    return {
        "key": one.order.key,
        "order": number("order", one.id),
        "status": "accepted",
        "lines": lines,
    }


def part(take: Take, quantile: int) -> dict[str, Any]:
    """Return one part of a promise: how many, when, on what basis, how sure, and why."""
    supply = take.supply
    return {
        "quantity": take.quantity,
        "on": take.promised_on.isoformat(),
        "basis": supply.kind,
        "supply": supply.name,
        "confidence": _percent(supply, quantile) / 100,
        "reason": reasons.promise_reason(
            supply.kind, take.quantity, supply.name, supply.available_on, take.promised_on
        ),
    }


VERB = Verb("place_orders", inputs.PlaceOrders, place_orders)
