"""A desk to tell stories from: verbs carried out in a test's database, on a day that moves on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from backorder import ledger
from backorder.ledger.proofs import invariants
from backorder.ledger.proofs.state import state_hash

if TYPE_CHECKING:
    from psycopg import Connection

    from backorder.ledger.proofs.state import StateHash

Json = dict[str, Any]
OPENING = datetime(2026, 11, 22, 9, tzinfo=UTC)


@dataclass
class Desk:
    """Someone who carries out verbs, and looks at the books; ``now`` moves on by `wait`."""

    conn: Connection[Any]
    now: datetime = OPENING

    def do(self, verb: str, /, **request: Any) -> Json:
        """Carry out a verb and return its answer."""
        return ledger.VERBS[verb](self.conn, request, now=self.now, actor="test")

    def wait(self, days: int) -> None:
        """Let days go by."""
        self.now += timedelta(days=days)

    def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query, to look behind the answers."""
        return self.conn.execute(query.encode(), values).fetchall()

    def journal(self) -> list[str]:
        """Return the verbs that were carried out."""
        return [verb for (verb,) in self.rows("SELECT verb FROM journal ORDER BY id")]

    def state(self) -> StateHash:
        """Return the hash of the books."""
        return state_hash(self.conn)

    def breaches(self) -> list[invariants.Breach]:
        """Return what the doctor finds."""
        return invariants.check(self.conn)

    def supplies(self, sku: str) -> dict[str, tuple[int, int]]:
        """Return (quantity, pegged) of each supply of a product, by name; nothing if empty."""
        found = self.rows(
            "SELECT s.name, s.quantity, s.pegged FROM supply s"
            " JOIN product p ON p.id = s.product_id"
            " WHERE p.sku = %(sku)s AND s.quantity + s.pegged > 0 ORDER BY s.id",
            sku=sku,
        )
        return {name: (quantity, pegged) for name, quantity, pegged in found}

    def pegs(self, order: str) -> list[tuple[str, str | None, int]]:
        """Return (sku, supply, units) of an order's open units; no supply means date unknown."""
        return self.rows(
            "SELECT p.sku, s.name, sum(g.quantity)::int FROM peg g"
            " JOIN product p ON p.id = g.product_id"
            " JOIN sales_order o ON o.id = g.order_id LEFT JOIN supply s ON s.id = g.supply_id"
            " WHERE o.key = %(order)s GROUP BY g.line_id, p.sku, s.id, s.name, s.available_on"
            " ORDER BY g.line_id, s.id IS NULL, s.available_on NULLS FIRST, s.name",
            order=order,
        )

    def told(self, order: str) -> list[tuple[str, int, int, str | None, str]]:
        """Return all that an order was ever told: sku, version, units, day, on what basis."""
        return self.rows(
            "SELECT p.sku, r.version, r.quantity, r.promised_on::text, r.basis FROM promise r"
            " JOIN order_line l ON l.id = r.line_id JOIN product p ON p.id = l.product_id"
            " JOIN sales_order o ON o.id = l.order_id"
            " WHERE o.key = %(order)s ORDER BY l.id, r.version, r.part",
            order=order,
        )

    def on_hand(self, sku: str) -> dict[str, int]:
        """Return what lies where, as the sum of the movements."""
        found = self.rows(
            "SELECT l.code, sum(CASE WHEN l.id = m.destination_id THEN m.quantity"
            " ELSE -m.quantity END)::int FROM stock_movement m"
            " JOIN location l ON l.id IN (m.origin_id, m.destination_id)"
            " JOIN product p ON p.id = m.product_id WHERE p.sku = %(sku)s"
            " GROUP BY l.code ORDER BY l.code",
            sku=sku,
        )
        return {code: units for code, units in found if units}

    def cases(self, *, still_open: bool = True) -> list[tuple[str, str, str]]:
        """Return the open (or the cured) exceptions: code, order's key, sku."""
        return self.rows(
            "SELECT e.code, o.key, p.sku FROM exception_case e"
            " JOIN order_line l ON l.id = e.line_id JOIN sales_order o ON o.id = l.order_id"
            " JOIN product p ON p.id = e.product_id"
            " WHERE (e.closed_at IS NULL) = %(still_open)s ORDER BY e.id",
            still_open=still_open,
        )

    def stock(self, **units: int) -> None:
        """Make products that do not exist yet and count them into MAIN."""
        self.do("set_products", products=[{"sku": sku, "unit_price": 1250} for sku in units])
        lines = [{"sku": sku, "quantity": count} for sku, count in units.items() if count]
        if lines:
            key = f"stock of {next(iter(units))} and {len(lines) - 1} more"
            self.do("count", counts=[{"key": key, "location": "MAIN", "lines": lines}])

    def sold_by(self, supplier: str, *skus: str, days: int, **terms: Any) -> None:
        """Make a supplier that sells products with a lead time in days."""
        self.do("set_suppliers", suppliers=[{"code": supplier}])
        items = [{"supplier": supplier, "sku": sku, "lead_time_days": days} | terms for sku in skus]
        self.do("set_supplier_items", supplier_items=items)

    def buy(self, key: str, expected_on: str, /, **units: int) -> str:
        """Place a purchase with S1 and return its number."""
        self.do("set_suppliers", suppliers=[{"code": "S1"}])
        purchase = {"key": key, "supplier": "S1", "expected_on": expected_on}
        lines = [{"sku": sku, "quantity": count} for sku, count in units.items()]
        answer = self.do("order_supply", purchase_orders=[purchase | {"lines": lines}])
        number: str = answer["purchase_orders"][0]["purchase_order"]
        return number

    def order(self, key: str, ship: str = "as_available", /, **units: int) -> Json:
        """Place an order and return the answer to it."""
        lines = [{"sku": sku, "quantity": count} for sku, count in units.items()]
        answer = self.do("place_orders", orders=[{"key": key, "ship": ship, "lines": lines}])
        first: Json = answer["orders"][0]
        return first
