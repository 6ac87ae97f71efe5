"""An independent tally: what actors sent and were told, added up in plain Python.

It never looks at the ledger's own rows. What the books say is compared with it after every step.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from psycopg import Connection


class OfOrder(NamedTuple):
    """One product of one order, all its lines together."""

    ordered: int = 0
    shipped: int = 0
    cancelled: int = 0
    returned: int = 0

    @property
    def open(self) -> int:
        """Return the units that are neither shipped nor cancelled."""
        return self.ordered - self.shipped - self.cancelled


class OfPurchase(NamedTuple):
    """One product of one purchase order."""

    ordered: int = 0
    good: int = 0
    damaged: int = 0
    cancelled: int = 0


class OfTransfer(NamedTuple):
    """One product of one transfer."""

    sent: int = 0
    good: int = 0
    damaged: int = 0
    lost: int = 0


class Tally:
    """Units by order and product, by purchase and product, and on hand by place and product."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.orders: dict[tuple[str, str], OfOrder] = {}
        self.purchases: dict[tuple[str, str], OfPurchase] = {}
        self.transfers: dict[tuple[str, str], OfTransfer] = {}
        self.places: dict[str, tuple[str, str]] = {}  # transfer -> from, to
        self.homes: dict[str, str] = {}  # purchase order -> where it goes
        self.on_hand: Counter[tuple[str, str]] = Counter()
        self.numbers: dict[str, str] = {}  # order key -> number
        self.priority = {"MAIN": 100, "SHOP": 100}

    @property
    def home(self) -> str:
        """Return the place that counts where none is named: the one of the first priority."""
        return min(self.priority, key=lambda code: (self.priority[code], code))

    # --- what was sent and answered ---------------------------------------------------------

    def placed(self, request: dict[str, Any], answer: dict[str, Any]) -> None:
        for asked, told in zip(request["orders"], answer["orders"], strict=True):
            assert asked["key"] == told["key"]
            if told["status"] == "refused":
                assert any(line["refused"] for line in told["lines"])
                continue
            self.numbers[asked["key"]] = told["order"]
            for line, said in zip(asked["lines"], told["lines"], strict=True):
                self.check_line(line, said, asked)
                self._order(asked["key"], line["sku"], ordered=line["quantity"])

    @staticmethod
    def check_line(line: dict[str, Any], said: dict[str, Any], asked: dict[str, Any]) -> None:
        assert (said["sku"], said["ordered"]) == (line["sku"], line["quantity"])
        assert said["allocated"] + said["backordered"] == line["quantity"]
        assert sum(part["quantity"] for part in said["promises"]) == line["quantity"]
        from_stock = sum(p["quantity"] for p in said["promises"] if p["basis"] == "stock")
        assert from_stock == said["allocated"]
        for part in said["promises"]:
            assert part["on"] >= line.get("requested_on", "")
            assert part["reason"]["code"] == part["basis"]
            assert part["reason"]["text"]
        if asked.get("ship") == "complete":
            assert len({part["on"] for part in said["promises"]}) == 1

    def changed(self, request: dict[str, Any]) -> None:
        for change in request["changes"]:
            key = change["order"]
            for line in change.get("lines", ()):
                if "quantity" in line:
                    before = self.orders[key, line["sku"]]
                    more = line["quantity"] - (before.ordered - before.cancelled)
                    grown = {"ordered": more} if more > 0 else {"cancelled": -more}
                    self._order(key, line["sku"], **grown)

    def cancelled(self, request: dict[str, Any], answer: dict[str, Any]) -> None:
        for asked, told in zip(request["cancellations"], answer["cancellations"], strict=True):
            if "lines" in asked:
                wanted: Counter[str] = Counter()
                for line in asked["lines"]:
                    wanted[line["sku"]] += line.get("quantity", 0)
                got: Counter[str] = Counter()
                for line in told["lines"]:
                    got[line["sku"]] += line["cancelled"]
                if all("quantity" in line for line in asked["lines"]):
                    assert got == wanted
            for line in told["lines"]:
                self._order(asked["order"], line["sku"], cancelled=line["cancelled"])
            if "lines" not in asked and "only" not in asked:
                mine = [units for (key, _), units in self.orders.items() if key == asked["order"]]
                assert all(units.open == 0 for units in mine)

    def shipped(self, request: dict[str, Any], answer: dict[str, Any]) -> None:
        for asked, told in zip(request["shipments"], answer["shipments"], strict=True):
            wanted: Counter[str] = Counter()
            for line in asked.get("lines", ()):
                wanted[line["sku"]] += line["quantity"]
            got: Counter[str] = Counter()
            for line in told["lines"]:
                got[line["sku"]] += line["quantity"]
                self._order(asked["order"], line["sku"], shipped=line["quantity"])
                self.on_hand[line["location"], line["sku"]] -= line["quantity"]
            if "lines" in asked:
                assert got == wanted

    def returned(self, request: dict[str, Any]) -> None:
        for asked in request["returns"]:
            place = asked.get("location", self.home)
            for line in asked["lines"]:
                self._order(asked["order"], line["sku"], returned=line["quantity"])
                damaged = line.get("condition") == "damaged"
                at = f"{place}/DAMAGED" if damaged else place
                self.on_hand[at, line["sku"]] += line["quantity"]

    def bought(self, request: dict[str, Any], answer: dict[str, Any]) -> None:
        direct = {one["key"]: one for one in request.get("purchase_orders", ())}
        for told in answer["purchase_orders"]:
            number = told["purchase_order"]
            asked = direct.get(told["key"])
            suggested_for = told["key"].rpartition("@")[2]
            self.homes[number] = asked.get("location", self.home) if asked else suggested_for
            for line in told["lines"]:
                before = self.purchases.get((number, line["sku"]), OfPurchase())
                self.purchases[number, line["sku"]] = before._replace(
                    ordered=before.ordered + line["quantity"]
                )
            if asked is not None:
                wanted = Counter[str]()
                for line in asked["lines"]:
                    wanted[line["sku"]] += line["quantity"]
                got = {sku: u.ordered for (po, sku), u in self.purchases.items() if po == number}
                assert got == wanted
            for peg in told["pegged"]:
                assert peg["quantity"] > 0

    def supply_changed(self, request: dict[str, Any]) -> None:
        for change in request["changes"]:
            number = change.get("purchase_order")
            if number is None:
                continue
            for (po, sku), units in list(self.purchases.items()):
                if po != number or change.get("sku", sku) != sku:
                    continue
                if change.get("cancel"):
                    still = max(0, units.ordered - units.cancelled - units.good - units.damaged)
                    self.purchases[po, sku] = units._replace(cancelled=units.cancelled + still)
                elif "quantity" in change:
                    more = change["quantity"] - (units.ordered - units.cancelled)
                    self.purchases[po, sku] = (
                        units._replace(ordered=units.ordered + more)
                        if more > 0
                        else units._replace(cancelled=units.cancelled - more)
                    )

    def received(self, request: dict[str, Any]) -> None:
        for receipt in request["receipts"]:
            number = receipt.get("purchase_order") or receipt["transfer"]
            bought = "purchase_order" in receipt
            home = self.homes[number] if bought else self.places[number][1]
            place = receipt.get("location", home)
            for line in receipt["lines"]:
                sku = line["sku"]
                good, damaged = line.get("quantity", 0), line.get("damaged", 0)
                self.on_hand[place, sku] += good
                self.on_hand[f"{place}/DAMAGED", sku] += damaged
                if bought:
                    self._receive_purchase((number, sku), good, damaged, line.get("close", False))
                else:
                    self._receive_transfer((number, sku), good, damaged, line.get("close", False))

    def _receive_purchase(self, at: tuple[str, str], good: int, damaged: int, close: bool) -> None:
        units = self.purchases[at]
        units = units._replace(good=units.good + good, damaged=units.damaged + damaged)
        if close:
            still = max(0, units.ordered - units.cancelled - units.good - units.damaged)
            units = units._replace(cancelled=units.cancelled + still)
        self.purchases[at] = units

    def _receive_transfer(self, at: tuple[str, str], good: int, damaged: int, close: bool) -> None:
        units = self.transfers[at]
        units = units._replace(good=units.good + good, damaged=units.damaged + damaged)
        if close:
            lost = units.sent - units.good - units.damaged
            units = units._replace(lost=lost)
        self.transfers[at] = units

    def sent(self, request: dict[str, Any], answer: dict[str, Any]) -> None:
        for asked, told in zip(request["transfers"], answer["transfers"], strict=True):
            number = told["transfer"]
            self.places[number] = (asked["from"], asked["to"])
            for line in asked["lines"]:
                self.on_hand[asked["from"], line["sku"]] -= line["quantity"]
                before = self.transfers.get((number, line["sku"]), OfTransfer())
                self.transfers[number, line["sku"]] = before._replace(
                    sent=before.sent + line["quantity"]
                )

    def adjusted(self, request: dict[str, Any]) -> None:
        for one in request["adjustments"]:
            self.on_hand[one["location"], one["sku"]] += one["quantity"]

    def counted(self, request: dict[str, Any]) -> None:
        for one in request["counts"]:
            for line in one["lines"]:
                self.on_hand[one["location"], line["sku"]] = line["quantity"]

    def _order(self, key: str, sku: str, **more: int) -> None:
        before = self.orders.get((key, sku), OfOrder())
        added = {name: getattr(before, name) + units for name, units in more.items()}
        self.orders[key, sku] = before._replace(**added)

    # --- what the books say ---------------------------------------------------------------

    def compare(self, conn: Connection[Any]) -> None:
        """Compare the books with the tally, exactly."""
        assert _orders(conn) == self.orders
        assert _on_hand(conn) == {at: units for at, units in self.on_hand.items() if units}
        assert _purchases(conn) == self.purchases
        assert _transfers(conn) == self.transfers
        self._no_more_allocated_than_there_is(conn)

    def _no_more_allocated_than_there_is(self, conn: Connection[Any]) -> None:
        for place, sku, units in conn.execute(_ALLOCATED):
            assert units <= self.on_hand[place, sku], (place, sku, units)


_ORDERS = """
SELECT o.key, p.sku, sum(l.ordered)::bigint, sum(l.shipped)::bigint, sum(l.cancelled)::bigint,
    sum(l.returned)::bigint, coalesce(sum(g.units), 0)::bigint
FROM sales_order o
JOIN order_line l ON l.order_id = o.id
JOIN product p ON p.id = l.product_id
LEFT JOIN (SELECT line_id, sum(quantity) AS units FROM peg GROUP BY line_id) g ON g.line_id = l.id
GROUP BY o.key, p.sku
"""
_ON_HAND = """
SELECT l.code, p.sku, sum(m.units)::bigint
FROM (
    SELECT destination_id AS place, product_id, quantity AS units FROM stock_movement
    UNION ALL
    SELECT origin_id, product_id, -quantity FROM stock_movement
) m
JOIN location l ON l.id = m.place
JOIN product p ON p.id = m.product_id
WHERE l.kind IN ('warehouse', 'store', 'partner', 'damaged')
GROUP BY l.code, p.sku
HAVING sum(m.units) <> 0
"""
_PURCHASES = """
SELECT 'PO-' || lpad(l.purchase_order_id::text, 6, '0'), p.sku, sum(l.ordered)::bigint,
    sum(l.received)::bigint, sum(l.damaged)::bigint, sum(l.cancelled)::bigint
FROM purchase_line l
JOIN product p ON p.id = l.product_id
GROUP BY 1, 2
"""
_TRANSFERS = """
SELECT 'TR-' || lpad(l.transfer_id::text, 6, '0'), p.sku, sum(l.sent)::bigint,
    sum(l.received)::bigint, sum(l.damaged)::bigint, sum(l.lost)::bigint
FROM transfer_line l
JOIN product p ON p.id = l.product_id
GROUP BY 1, 2
"""
_ALLOCATED = """
SELECT l.code, p.sku, sum(g.quantity)::bigint
FROM peg g
JOIN supply s ON s.id = g.supply_id AND s.kind = 'stock'
JOIN location l ON l.id = s.location_id
JOIN product p ON p.id = g.product_id
GROUP BY l.code, p.sku
"""


def _orders(conn: Connection[Any]) -> dict[tuple[str, str], OfOrder]:
    found: defaultdict[tuple[str, str], OfOrder] = defaultdict(OfOrder)
    for key, sku, *units, pegged in conn.execute(_ORDERS):
        found[key, sku] = OfOrder(*units)
        assert found[key, sku].open == pegged
    return dict(found)


def _on_hand(conn: Connection[Any]) -> dict[tuple[str, str], int]:
    return {(place, sku): units for place, sku, units in conn.execute(_ON_HAND)}


def _purchases(conn: Connection[Any]) -> dict[tuple[str, str], OfPurchase]:
    return {(po, sku): OfPurchase(*units) for po, sku, *units in conn.execute(_PURCHASES)}


def _transfers(conn: Connection[Any]) -> dict[tuple[str, str], OfTransfer]:
    return {(name, sku): OfTransfer(*units) for name, sku, *units in conn.execute(_TRANSFERS)}
