"""Accepted orders as rows: what is written, column by column, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.names import number
from backorder.ledger.journal.arrays import Days, Ints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.domain.types import Demand, Policy, Position, Refusal, Supply, Take
    from backorder.ledger.journal.transaction import Transaction

    from . import inputs


@dataclass(slots=True)
class Decided:
    """An order with what was decided: takes per line, or refusals."""

    order: inputs.NewOrder
    demands: list[Demand]
    takes: list[list[Take]]
    refusals: list[Refusal | None]
    currency: str
    fallback: Policy
    id: int = 0
    line_ids: Sequence[int] = ()
    known_lines: int = 0  # lines that a known order has already; 0 for a new order

    def policy(self, no: int) -> Policy:
        """Return the rule of a line by its place from 0."""
        position = self.demands[no].position
        return self.fallback if position is None else position.rule(self.fallback)

    @property
    def refused(self) -> bool:
        """Whether any line is refused, and so the order."""
        return any(self.refusals)


class _Line(NamedTuple):
    """An order line to be written."""

    id: int
    no: int
    of: Decided
    position: Position
    takes: list[Take]
    asked: inputs.NewLine
    policy: Policy


class _Part(NamedTuple):
    """A peg to be written, and the part of the first promise that goes with it."""

    line: _Line
    n: int
    take: Take
    supply: Supply


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
    row = {name: value for name, value in journal.items() if name != "verb"}  # it says its own
    tx.run("place_orders_save", {**row, **columns(accepted, customers)})


def columns(accepted: Sequence[Decided], customers: dict[str, tuple[int, str]]) -> dict[str, Any]:
    """Return orders (or further lines of known orders) with all that belongs to them, as columns.

    u_* and n_* are supplies to claim from and new plans, o_* orders, l_* lines, g_* pegs.
    """
    lines = [line for one in accepted for line in _lines(one)]
    parts = [
        _Part(line, n, take, take.supply) for line in lines for n, take in enumerate(line.takes, 1)
    ]
    orders = [one for one in accepted if not one.known_lines]
    return {
        **_supply_columns(parts),
        **_order_columns(orders, customers),
        **_line_columns(lines),
        **_part_columns(parts),
    }


def _lines(one: Decided) -> list[_Line]:
    first = one.known_lines + 1
    return [
        _Line(line_id, first + at, one, demand.position, takes, asked, one.policy(at))
        for at, (line_id, demand, takes, asked) in enumerate(
            zip(one.line_ids, one.demands, one.takes, one.order.lines, strict=True)
        )
        if demand.position is not None
    ]


def _supply_columns(parts: Sequence[_Part]) -> dict[str, Any]:
    """Return the supplies to claim from, and the plans to make."""
    touched = {id(part.supply): (part.supply, part.line.position.product) for part in parts}
    plans = [(supply, product) for supply, product in touched.values() if supply.new]
    claimed = [supply for supply, _ in touched.values() if not supply.new]
    return {
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
        "n_spread": Ints(s.spread for s, _ in plans),
    }


def _order_columns(
    orders: Sequence[Decided], customers: dict[str, tuple[int, str]]
) -> dict[str, Any]:
    return {
        "o_id": Ints(one.id for one in orders),
        "o_key": [one.order.key for one in orders],
        "o_channel": [one.order.channel for one in orders],
        "o_customer": Ints(
            customers[one.order.customer.ref][0] if one.order.customer is not None else 0
            for one in orders
        ),
        "o_ship": [one.order.ship for one in orders],
        "o_currency": [one.currency for one in orders],
        "o_destination": [one.order.destination for one in orders],
        "o_wait_until": Days(one.order.wait_until for one in orders),
    }


def _line_columns(lines: Sequence[_Line]) -> dict[str, Any]:
    return {
        "l_id": Ints(line.id for line in lines),
        "l_order": Ints(line.of.id for line in lines),
        "l_no": Ints(line.no for line in lines),
        "l_product": Ints(line.position.product for line in lines),
        "l_ordered": Ints(line.asked.quantity for line in lines),
        "l_backordered": Ints(waiting(line.takes) for line in lines),
        "l_price": Ints(
            line.position.unit_price if line.asked.unit_price is None else line.asked.unit_price
            for line in lines
        ),
        "l_requested_on": Days(line.asked.requested_on for line in lines),
        "l_latest_on": Days(line.asked.latest_on for line in lines),
        "l_legal_on": Days(line.asked.legal_on for line in lines),
        "l_quantile": Ints(line.policy.quantile for line in lines),
        "l_later": Ints(line.policy.tell_later_days for line in lines),
        "l_earlier": Ints(line.policy.tell_earlier_days for line in lines),
    }


def _part_columns(parts: Sequence[_Part]) -> dict[str, Any]:
    return {
        "g_line": Ints(part.line.id for part in parts),
        "g_n": Ints(part.n for part in parts),
        "g_order": Ints(part.line.of.id for part in parts),
        "g_product": Ints(part.line.position.product for part in parts),
        "g_supply": Ints(part.supply.id for part in parts),
        "g_quantity": Ints(part.take.quantity for part in parts),
        "g_promised_on": Days(part.take.promised_on for part in parts),
        "g_delivers_on": Days(part.take.delivers_on for part in parts),
        "g_basis": [part.supply.kind for part in parts],
        "g_available_on": Days(part.supply.available_on for part in parts),
        "g_confidence": Ints(part.supply.confidence(part.line.policy.quantile) for part in parts),
    }


def waiting(takes: Sequence[Take]) -> int:
    """Return the units that are not allocated from stock."""
    return sum(take.quantity for take in takes if take.supply.kind != "stock")
