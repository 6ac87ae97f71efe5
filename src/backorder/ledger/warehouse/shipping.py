"""ship: what is allocated of an order, or the named part of it, leaves for the customer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backorder.domain.errors import ConflictError, InvalidError
from backorder.domain.names import number
from backorder.ledger.books import movements
from backorder.ledger.books.lookups import orders_by_name, products_of, read_lines
from backorder.ledger.books.movements import Movement
from backorder.ledger.books.supplies import Books
from backorder.ledger.journal.answers import once
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb
from backorder.ledger.money.owed import deliver, on_terms
from backorder.ledger.orders.cancelling import OpenPeg, cut_pegs, open_pegs, save_lines

from . import inputs, parcels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.domain.parcels import Label
    from backorder.ledger.books.lookups import Order
    from backorder.ledger.journal.transaction import Transaction


@dataclass(slots=True)
class Parcel:
    """A shipment to be written: units per order line and place, taken off allocated pegs."""

    asked: inputs.NewShipment
    order: Order
    id: int
    label: Label
    units: dict[tuple[int, int], int] = field(default_factory=dict)

    def take(self, peg: OpenPeg, units: int) -> None:
        """Put units of an allocated peg into the parcel."""
        assert peg.location is not None
        peg.cut += units
        at = (peg.line, peg.location)
        self.units[at] = self.units.get(at, 0) + units


def ship(tx: Transaction, request: inputs.Ship) -> dict[str, Any]:
    """Post shipments of allocated units, those released to pick first; all or none.

    An order that ships complete leaves in one parcel or not at all.
    """
    return once(tx, "shipment", "shipments", request.shipments, lambda fresh: _ship(tx, fresh))


def _ship(
    tx: Transaction, fresh: Sequence[inputs.NewShipment]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the papers and settle; return the answers by key, and what else came of it."""
    named = orders_by_name(tx, (one.order for one in fresh))
    books = Books(tx, products_of(named.values()))
    read_lines(tx, {order.id: order for order in named.values()})
    pegs = open_pegs(tx, {order.id for order in named.values()})
    of_order: dict[int, list[OpenPeg]] = {}
    for peg in pegs:
        of_order.setdefault(peg.order, []).append(peg)
    packed = []
    for one, row_id in zip(fresh, tx.take({"paper": len(fresh)})["paper"], strict=True):
        order, label = named[one.order], parcels.label_of(one)
        packed.append(_pack(Parcel(one, order, row_id, label), of_order.get(order.id, [])))
    _save(tx, books, packed, pegs)
    parcels.save(tx, [(one.id, 1, one.label) for one in packed if any(one.label)])
    left = {order: sum(p.left for p in mine) for order, mine in of_order.items()}
    return {parcel.asked.key: _answer(books, parcel, left) for parcel in packed}, {}


def _pack(parcel: Parcel, pegs: Sequence[OpenPeg]) -> Parcel:
    """Fill a parcel from what is allocated; raise where that is not possible."""
    order, asked = parcel.order, parcel.asked
    allocated = [peg for peg in pegs if peg.kind == "stock"]
    allocated.sort(key=lambda peg: not peg.released)  # what was picked leaves first
    if asked.lines is None:
        for peg in allocated:
            if peg.left:
                parcel.take(peg, peg.left)
    for line in asked.lines or ():
        lines = {found.id for found in order.lines_of(line.sku)}
        mine = [peg for peg in allocated if peg.line in lines]
        there = sum(peg.left for peg in mine)
        if line.quantity > there:
            raise InvalidError(
                "not_allocated",
                f"{there} of {line.sku} are allocated to {order.number}; "
                f"{line.quantity} cannot ship.",
                order=order.number,
                sku=line.sku,
                asked=line.quantity,
                available=there,
            )
        wanted = line.quantity
        for peg in mine:
            used = min(peg.left, wanted)
            if used:
                parcel.take(peg, used)
                wanted -= used
    if not parcel.units:
        raise ConflictError(
            "nothing_to_ship",
            f"Nothing is allocated to order {order.number}.",
            order=order.number,
        )
    waiting = sum(peg.left for peg in pegs)
    if order.ship == "complete" and waiting:
        raise ConflictError(
            "ship_complete_waits",
            f"Order {order.number} ships complete, and {waiting} units would stay behind.",
            order=order.number,
            waiting=waiting,
        )
    return parcel


def _save(tx: Transaction, books: Books, packed: Sequence[Parcel], pegs: Sequence[OpenPeg]) -> None:
    """Write the parcels; the units leave their pegs, the stock supplies and the places."""
    by_id = {row.id: row for row in books.rows}
    for peg in pegs:
        if peg.cut:
            by_id[peg.supply].quantity -= peg.cut
    cut_pegs(tx, books, pegs)
    books.save()
    product = {line.id: line.product for parcel in packed for line in parcel.order.lines}
    lines = [
        (parcel.id, no, line, place, units)
        for parcel in packed
        for no, ((line, place), units) in enumerate(parcel.units.items(), 1)
    ]
    tx.run(
        "shipments_save",
        {
            "at": tx.now,
            "journal": tx.journal_id,
            "s_id": Ints(parcel.id for parcel in packed),
            "s_key": [parcel.asked.key for parcel in packed],
            "s_order": Ints(parcel.order.id for parcel in packed),
            "l_shipment": Ints(line[0] for line in lines),
            "l_no": Ints(line[1] for line in lines),
            "l_order_line": Ints(line[2] for line in lines),
            "l_location": Ints(line[3] for line in lines),
            "l_quantity": Ints(line[4] for line in lines),
        },
    )
    save_lines(tx, shipped=[(line, units) for _, _, line, _, units in lines])
    paid = on_terms(parcel.order for parcel in packed)
    deliver(tx, [(paid[line], line, units) for _, _, line, _, units in lines if line in paid])
    customer = books.places.virtual["customer"]
    movements.save(
        tx,
        [
            Movement(product[line], place, customer, units, "shipment", paper, no)
            for paper, no, line, place, units in lines
        ],
    )


def _answer(books: Books, parcel: Parcel, left: dict[int, int]) -> dict[str, Any]:
    sku = {line.id: line.sku for line in parcel.order.lines}
    return {
        "key": parcel.asked.key,
        "shipment": number("shipment", parcel.id),
        "order": parcel.order.number,
        "lines": [
            {"sku": sku[line], "quantity": units, "location": books.places.by_id[place].code}
            for (line, place), units in parcel.units.items()
        ],
        "remaining": left[parcel.order.id],
        **parcels.said(parcel.label),
    }


VERB = Verb("ship", inputs.Ship, ship)
