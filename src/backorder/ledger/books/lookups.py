"""Find what a request names: products by SKU, orders by number or key; say all that is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backorder.domain.errors import InvalidError, NotFoundError
from backorder.domain.names import number, row_id
from backorder.ledger.journal.arrays import Ints

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from backorder.ledger.journal.transaction import Transaction


@dataclass(slots=True)
class Line:
    """An order line as it stands."""

    order: int
    id: int
    line_no: int
    product: int
    sku: str
    ordered: int
    shipped: int
    cancelled: int
    returned: int
    unit_price: int
    requested_on: date | None
    latest_on: date | None
    legal_on: date | None
    on_terms: bool = False  # whether what is paid for it stands in these books

    @property
    def open(self) -> int:
        """Return the units that are neither shipped nor cancelled."""
        return self.ordered - self.shipped - self.cancelled


@dataclass(slots=True)
class Order:
    """An order with its lines."""

    id: int
    key: str
    ship: str
    journal: int
    lines: list[Line] = field(default_factory=list)

    @property
    def number(self) -> str:
        """Return the order's number."""
        return number("order", self.id)

    def lines_of(self, sku: str) -> list[Line]:
        """Return the lines of a product, or raise ``InvalidError``."""
        found = [line for line in self.lines if line.sku == sku]
        if not found:
            raise InvalidError(
                "not_on_order",
                f"Order {self.number} has no line of {sku}.",
                order=self.number,
                sku=sku,
            )
        return found


def product_ids(tx: Transaction, skus: Iterable[str]) -> dict[str, int]:
    """Return the ids of products by SKU; raise ``InvalidError`` naming all that are unknown."""
    wanted = set(skus)
    found = dict(tx.rows("products_by_sku", {"skus": sorted(wanted)}))
    missing = sorted(wanted - found.keys())
    if missing:
        raise InvalidError(
            "unknown_sku",
            f"There is no product {', '.join(missing[:5])}{' …' if len(missing) > 5 else ''}.",  # noqa: PLR2004
            skus=missing[:100],
            count=len(missing),
        )
    return found


def orders_by_name(tx: Transaction, names: Iterable[str]) -> dict[str, Order]:
    """Return orders with their lines, by the names asked for: number or caller's key.

    Raises ``NotFoundError`` naming all that are unknown.
    """
    wanted = sorted(set(names))
    ids = [found for name in wanted if (found := row_id("order", name)) is not None]
    orders = {
        values[0]: Order(*values)
        for values in tx.rows("orders_by_name", {"ids": Ints(ids), "keys": wanted})
    }
    by_name = {order.number: order for order in orders.values()}
    by_name |= {order.key: order for order in orders.values()}
    missing = [name for name in wanted if name not in by_name]
    if missing:
        raise NotFoundError(
            "unknown_order",
            f"There is no order {', '.join(missing[:5])}.",
            orders=missing[:100],
            count=len(missing),
        )
    named = {name: by_name[name] for name in wanted}
    read_lines(tx, {order.id: order for order in named.values()})
    return named


def read_lines(tx: Transaction, orders: dict[int, Order]) -> None:
    """Read the lines of orders as they stand now; the deciding read comes after the locks."""
    for order in orders.values():
        order.lines = []
    for values in tx.rows("order_lines", {"orders": Ints(orders)}):
        orders[values[0]].lines.append(Line(*values))


def products_of(orders: Iterable[Order]) -> set[int]:
    """Return the products on some orders."""
    return {line.product for order in orders for line in order.lines}
