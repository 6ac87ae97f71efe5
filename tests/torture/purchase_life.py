"""The life of purchases among everything else: drafts, what suppliers say, and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from .cart_life import CartLife
from .draws import few, skus, suppliers, units

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject

MOST = 2000
LIMIT = {"amount": MOST, "currency": "EUR"}


class PurchaseLife(CartLife):
    """Books in which purchases are drafted and approved, and suppliers answer them."""

    @rule(data=st.data(), limited=st.booleans())
    def draft(self, data: DataObject, *, limited: bool) -> None:
        """Draft a purchase, or order it where it is below a limit."""
        count = data.draw(units)
        lines = [{"sku": data.draw(skus), "quantity": count, "unit_cost": 400}]
        one: dict[str, Any] = {"key": self.key(), "supplier": data.draw(suppliers)}
        one["lines"] = lines
        one["expected_on"] = self.day(data)
        request: dict[str, Any] = {"purchase_orders": [one]}
        request |= {"limit": LIMIT} if limited else {"draft": True}
        if answer := self.do("order_supply", request):
            self.tally.bought(request, answer)
            told = answer["purchase_orders"][0]
            assert told.get("draft", False) == (not limited or count * 400 > MOST)

    @precondition(lambda self: self.tally.purchases)
    @rule(data=st.data())
    def approve(self, data: DataObject) -> None:
        drafts = self.purchases("draft")
        chosen = data.draw(st.lists(st.sampled_from(drafts or ["PO-000001"]), min_size=1))
        self.do("approve_purchases", {"purchase_orders": chosen})

    @precondition(lambda self: self.tally.purchases)
    @rule(data=st.data())
    def acknowledge(self, data: DataObject) -> None:
        """Confirm a purchase, some of it for other days, some of it never."""
        number, sku = data.draw(st.sampled_from(sorted(self.tally.purchases)))
        one: dict[str, Any] = {"key": self.key(), "purchase_order": number}
        if data.draw(st.booleans()):
            one["lines"] = [
                {
                    "sku": sku,
                    "quantity": data.draw(few),
                    "expected_on": self.day(data),
                    "refused": data.draw(st.integers(0, 2)),
                }
                for _ in range(data.draw(st.integers(1, 2)))
            ]
        if answer := self.do("acknowledge", {"acknowledgements": [one]}):
            for part in answer["acknowledgements"][0]["refused"]:
                self.given_up(number, part)

    @precondition(lambda self: self.tally.purchases)
    @rule(data=st.data())
    def announce(self, data: DataObject) -> None:
        number, sku = data.draw(st.sampled_from(sorted(self.tally.purchases)))
        one: dict[str, Any] = {"key": self.key(), "purchase_order": number}
        one["expected_on"] = self.day(data)
        if data.draw(st.booleans()):
            one["lines"] = [{"sku": sku, "quantity": data.draw(st.integers(1, 5))}]
        self.do("announce", {"announcements": [one]})

    @precondition(lambda self: self.tally.purchases)
    @rule(data=st.data())
    def send(self, data: DataObject) -> None:
        number, _ = data.draw(st.sampled_from(sorted(self.tally.purchases)))
        one = {"key": self.key(), "purchase_order": number, "how": "hand"}
        self.do("mark_sent", {"sendings": [one]})

    @precondition(lambda self: self.tally.purchases)
    @rule(data=st.data())
    def close_short(self, data: DataObject) -> None:
        part = self.purchases("part_received")
        number = data.draw(st.sampled_from(part or ["PO-000001"]))
        if answer := self.do("close_short", {"closings": [{"purchase_order": number}]}):
            for one in answer["closings"][0]["closed"]:
                self.given_up(number, one)

    def purchases(self, stage: str) -> list[str]:
        """Return the purchases of a stage by their numbers."""
        query = "SELECT 'PO-' || lpad(id::text, 6, '0') FROM purchase_stage WHERE stage = %s"
        return [name for (name,) in self.conn.execute(query + " ORDER BY id", [stage])]

    def given_up(self, number: str, told: dict[str, Any]) -> None:
        """Count units that will not come."""
        before = self.tally.purchases[number, told["sku"]]
        more = before.cancelled + told["quantity"]
        self.tally.purchases[number, told["sku"]] = before._replace(cancelled=more)
