"""A state machine over all verbs: random histories on judged books."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from backorder import ledger
from backorder.ledger.proofs.state import state_hash

from .asking import Asking
from .draws import (
    KEPT,
    PLACES,
    SKUS,
    SUPPLIERS,
    few,
    one_or_two,
    optional,
    skus,
    supplier_items,
    suppliers,
    units,
)
from .masters import MasterData
from .purchase_life import PurchaseLife
from .scarcity import Scarcity

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject

KEYED = {
    "place_orders": "orders",
    "quote": "quotes",
    "hold": "holds",
    "confirm": "confirmations",
    "order_supply": "purchase_orders",
    "mark_sent": "sendings",
    "acknowledge": "acknowledgements",
    "announce": "announcements",
    "receive": "receipts",
    "adjust": "adjustments",
    "count": "counts",
    "transfer": "transfers",
    "ship": "shipments",
    "return": "returns",
}


class Books(Asking, MasterData, PurchaseLife, Scarcity):
    """A company's books under random histories."""

    @initialize(data=st.data())
    def begin(self, data: DataObject) -> None:
        self.do("set_products", {"products": [{"sku": sku, "unit_price": 500} for sku in SKUS]})
        self.do("set_suppliers", {"suppliers": [{"code": code} for code in SUPPLIERS]})
        self.do("set_locations", {"locations": [{"code": "SHOP", "kind": "store"}]})
        by_key = {(i["supplier"], i["sku"]): i for i in data.draw(st.lists(supplier_items))}
        if by_key:
            self.do("set_supplier_items", {"supplier_items": list(by_key.values())})
        stock = [{"sku": sku, "quantity": data.draw(few)} for sku in SKUS]
        request = {"counts": [{"key": self.key(), "location": "MAIN", "lines": stock}]}
        if self.do("count", request):
            self.tally.counted(request)

    # --- time --------------------------------------------------------------------------

    @rule(hours=st.sampled_from((1, 5, 24, 24 * 7)))
    def wait(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours)

    # --- orders ------------------------------------------------------------------------

    @rule(data=st.data(), count=st.integers(1, 3))
    def place_orders(self, data: DataObject, count: int) -> None:
        request = {"orders": [self.draw_order(data) for _ in range(count)]}
        expected = None
        if count == 1 and "customer" not in request["orders"][0]:
            order = request["orders"][0]
            asked = ("lines", "channel", "ship", "destination", "wait_until")
            cart: dict[str, Any] = {name: order[name] for name in asked if name in order}
            expected = self.do("availability", cart)
            self.said.pop()
            assert state_hash(self.conn) == self.hash
        clean, before, days = not self.expired(), self.others(), self.told_days()
        answer = self.do("place_orders", request)
        assert answer is not None
        assert not clean or self.others(before) == before
        self.none_later(days)
        self.orders |= {order["key"]: order for order in request["orders"]}
        self.tally.placed(request, answer)
        if expected is not None:
            same_as_asked(expected, answer["orders"][0])

    @precondition(lambda self: self.said and not self.expired())
    @rule(data=st.data())
    def repeat(self, data: DataObject) -> None:
        """Same key, same answer, and nothing happens twice."""
        verb, request, first = data.draw(st.sampled_from(self.said))
        name = KEYED.get(verb)
        if name is None and "key" not in request:
            return
        later = self.now + dt.timedelta(minutes=1)
        if name is not None and any(one.get("status") == "refused" for one in first[name]):
            return  # a refused order may be accepted now
        if request.get("suggestions"):
            return  # suggestions have no key unless the request has one
        note(f"again: {verb} {request}")
        answer = ledger.VERBS[verb](self.conn, request, now=later, actor="another")
        assert answer == first if name is None else answer[name] == first[name]
        assert state_hash(self.conn) == self.hash

    @precondition(lambda self: self.tally.numbers)
    @rule(data=st.data())
    def reuse_key(self, data: DataObject) -> None:
        """The same key with another body is refused."""
        key = data.draw(st.sampled_from(sorted(self.tally.numbers)))
        order = self.orders[key]
        lines = [*order["lines"], {"sku": "MUG", "quantity": 1}]
        request = {"orders": [self.draw_order(data), {**order, "lines": lines}]}
        assert self.do("place_orders", request) is None

    @precondition(lambda self: self.on_orders("open"))
    @rule(data=st.data())
    def cancel(self, data: DataObject) -> None:
        request: dict[str, Any] = {"cancellations": []}
        for _ in range(data.draw(one_or_two)):
            key, sku, count = data.draw(st.sampled_from(self.on_orders("open")))
            one: dict[str, Any] = {"order": key}
            if data.draw(st.booleans()):
                one["lines"] = [{"sku": sku}]
                if data.draw(st.booleans()):
                    one["lines"][0]["quantity"] = data.draw(st.integers(1, count))
            if data.draw(st.booleans()):
                one["only"] = "backordered"
            request["cancellations"].append(one)
        if answer := self.do("cancel", request):
            self.tally.cancelled(request, answer)

    @precondition(lambda self: self.tally.orders)
    @rule(data=st.data())
    def change_order(self, data: DataObject) -> None:
        request = {"changes": [self.draw_change(data) for _ in range(data.draw(one_or_two))]}
        if self.do("change_order", request):
            self.tally.changed(request)

    def draw_change(self, data: DataObject) -> dict[str, Any]:
        key, sku = data.draw(st.sampled_from(sorted(self.tally.orders)))
        change: dict[str, Any] = {"order": key}
        if data.draw(st.booleans()):
            change["ship"] = data.draw(st.sampled_from(("as_available", "complete")))
        if data.draw(st.integers(0, 2)) == 0:
            change["wait_until"] = (
                data.draw(st.none()) if data.draw(st.booleans()) else self.day(data)
            )
        line: dict[str, Any] = {"sku": sku}
        if data.draw(st.booleans()):
            line["quantity"] = data.draw(st.integers(1, 20))
        if data.draw(st.integers(0, 2)) == 0:
            line["requested_on"] = (
                data.draw(st.none()) if data.draw(st.booleans()) else self.day(data)
            )
        if len(line) > 1:
            change["lines"] = [line]
        return change

    # --- buying --------------------------------------------------------------------------

    @rule(data=st.data())
    def order_suggestions(self, data: DataObject) -> None:
        names = [
            name
            for (name,) in self.conn.execute(
                "SELECT name FROM supply s WHERE kind = 'planned' AND EXISTS (SELECT FROM peg g"
                " WHERE g.supply_id = s.id AND g.expires_at IS NULL) ORDER BY id"
            )
        ]
        if not names:
            return
        chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
        request: dict[str, Any] = {"suggestions": chosen}
        if data.draw(st.integers(0, 2)) == 0:
            request["key"] = self.key()
        if data.draw(st.integers(0, 2)) == 0:
            request["expected_on"] = self.day(data)
        clean = not self.expired()
        answer = self.do("order_supply", request)
        if answer is None:  # the units of an expired hold have taken the suggestion's place
            if self.code != "already_drafted":
                assert (clean, self.code) == (False, "suggestion_gone")
            return
        self.tally.bought(request, answer)

    @rule(data=st.data())
    def order_directly(self, data: DataObject) -> None:
        lines = [
            {
                "sku": data.draw(skus),
                "quantity": data.draw(units),
                **({"expected_on": self.day(data)} if data.draw(st.booleans()) else {}),
                **data.draw(optional(spread_days=st.sampled_from((0, 5)))),
            }
            for _ in range(data.draw(st.integers(1, 2)))
        ]
        one = {"key": self.key(), "supplier": data.draw(suppliers), "lines": lines}
        if data.draw(st.integers(0, 2)) == 0:
            one["location"] = data.draw(st.sampled_from(PLACES))
        if data.draw(st.booleans()):
            one["expected_on"] = self.day(data)
        request = {"purchase_orders": [one]}
        if answer := self.do("order_supply", request):
            self.tally.bought(request, answer)

    def draw_incoming(self, data: DataObject) -> tuple[str, str, str, int]:
        """Draw a purchase or transfer line: kind, number, sku, units still to come."""
        bought = [
            ("purchase_order", number, sku, u.ordered - u.good - u.damaged - u.cancelled)
            for (number, sku), u in self.tally.purchases.items()
        ]
        moved = [
            ("transfer", number, sku, u.sent - u.good - u.damaged - u.lost)
            for (number, sku), u in self.tally.transfers.items()
        ]
        live = [one for one in bought + moved if one[3] > 0]
        return data.draw(st.sampled_from(live if live and data.draw(units) > 2 else bought + moved))

    @precondition(lambda self: self.tally.purchases or self.tally.transfers)
    @rule(data=st.data())
    def change_supply(self, data: DataObject) -> None:
        request = {"changes": [self.draw_slip(data) for _ in range(data.draw(one_or_two))]}
        if self.do("change_supply", request):
            self.tally.supply_changed(request)

    def draw_slip(self, data: DataObject) -> dict[str, Any]:
        kind, number, sku, _ = self.draw_incoming(data)
        change: dict[str, Any] = {kind: number}
        if data.draw(st.booleans()):
            change["sku"] = sku
        what = data.draw(st.integers(0, 3))
        if what == 0:
            change["cancel"] = True
        if what in (1, 2):
            change["expected_on"] = self.day(data)
            change |= data.draw(optional(spread_days=st.sampled_from((0, 2, 9))))
        if what in (2, 3):
            change |= {"quantity": data.draw(st.integers(0, 20)), "sku": sku}
        return change

    @precondition(lambda self: self.tally.purchases or self.tally.transfers)
    @rule(data=st.data())
    def receive(self, data: DataObject) -> None:
        receipts = []
        for _ in range(data.draw(st.integers(1, 2))):
            kind, number, sku, still = self.draw_incoming(data)
            line: dict[str, Any] = {"sku": sku, "quantity": data.draw(few | st.just(max(still, 0)))}
            if data.draw(st.integers(0, 2)) == 0:
                line["damaged"] = data.draw(st.integers(0, 3))
            if data.draw(st.integers(0, 3)) == 0:
                line["close"] = True
            receipt: dict[str, Any] = {"key": self.key(), kind: number, "lines": [line]}
            if data.draw(st.integers(0, 4)) == 0:
                receipt["location"] = data.draw(st.sampled_from(PLACES))
            receipts.append(receipt)
        request = {"receipts": receipts}
        if answer := self.do("receive", request):
            self.tally.received(request)
            for receipt, told in zip(receipts, answer["receipts"], strict=True):
                good = sum(line.get("quantity", 0) for line in receipt["lines"])
                surplus = sum(line["quantity"] for line in told["surplus"])
                assert surplus <= good

    # --- stock -------------------------------------------------------------------------

    @rule(place=st.sampled_from(KEPT), sku=skus, quantity=st.integers(-8, 8), data=st.data())
    def adjust(self, place: str, sku: str, quantity: int, data: DataObject) -> None:
        cause = data.draw(st.sampled_from(("found", "lost", "scrap")))
        one = {"key": self.key(), "location": place, "sku": sku, "quantity": quantity}
        request = {"adjustments": [one | {"cause": cause}]}
        if self.do("adjust", request):
            self.tally.adjusted(request)

    @rule(place=st.sampled_from(KEPT), data=st.data())
    def count(self, place: str, data: DataObject) -> None:
        found = data.draw(st.dictionaries(skus, st.integers(0, 15), min_size=1, max_size=2))
        lines = [{"sku": sku, "quantity": there} for sku, there in found.items()]
        request = {"counts": [{"key": self.key(), "location": place, "lines": lines}]}
        if self.do("count", request):
            self.tally.counted(request)

    @rule(there=st.booleans(), sku=skus, quantity=st.integers(1, 5), data=st.data())
    def transfer(self, there: bool, sku: str, quantity: int, data: DataObject) -> None:
        origin, destination = PLACES if there else PLACES[::-1]
        one = {
            "key": self.key(),
            "from": origin,
            "to": destination,
            "expected_on": self.day(data),
            "lines": [{"sku": sku, "quantity": quantity}],
        }
        request = {"transfers": [one]}
        if answer := self.do("transfer", request):
            self.tally.sent(request, answer)

    # --- leaving and coming back --------------------------------------------------------

    @precondition(lambda self: self.on_orders("open"))
    @rule(data=st.data())
    def ship(self, data: DataObject) -> None:
        request: dict[str, Any] = {"shipments": []}
        for _ in range(data.draw(one_or_two)):
            key, sku, count = data.draw(st.sampled_from(self.on_orders("open")))
            one: dict[str, Any] = {"key": self.key(), "order": key}
            if data.draw(st.integers(0, 2)) == 0:
                one["lines"] = [{"sku": sku, "quantity": data.draw(st.integers(1, count))}]
            request["shipments"].append(one)
        if answer := self.do("ship", request):
            self.tally.shipped(request, answer)

    @precondition(lambda self: self.on_orders("shipped"))
    @rule(data=st.data())
    def take_back(self, data: DataObject) -> None:
        key, sku, count = data.draw(st.sampled_from(self.on_orders("shipped")))
        line = {"sku": sku, "quantity": data.draw(st.integers(1, count + 1))}
        if data.draw(st.booleans()):
            line["condition"] = data.draw(st.sampled_from(("good", "damaged")))
        one = {"key": self.key(), "order": key, "lines": [line]}
        if data.draw(st.integers(0, 2)) == 0:
            one["location"] = data.draw(st.sampled_from(PLACES))
        request = {"returns": [one]}
        if self.do("return", request):
            self.tally.returned(request)


def same_as_asked(expected: dict[str, Any], told: dict[str, Any]) -> None:
    """What availability said is what the order was promised at the same instant."""
    for said, line in zip(expected["lines"], told["lines"], strict=True):
        if told["status"] == "refused":
            assert said["refused"] == line["refused"]
            continue
        assert said["refused"] is None
        assert said["now"] == line["allocated"]
        later = [part for part in line["promises"] if part["basis"] != "stock"]
        assert by_day(said["later"]) == by_day(later)


def by_day(parts: list[dict[str, Any]]) -> Counter[str]:
    """Return units by day: of supplies of one day, any may be named."""
    return sum((Counter({part["on"]: part["quantity"]}) for part in parts), Counter[str]())
