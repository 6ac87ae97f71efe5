"""Rules of random histories for those who ask: what needs a person, and who looks after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from backorder.ledger.proofs.state import state_hash

from .draws import one_or_two, skus, units
from .judged import JudgedBooks

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject

UNDATED = """
SELECT l.order_id, p.sku, sum(g.quantity)::int, (sum(g.quantity) * l.unit_price)::bigint
FROM peg g
JOIN order_line l ON l.id = g.line_id
JOIN product p ON p.id = g.product_id
WHERE g.supply_id IS NULL
GROUP BY l.id, p.sku
ORDER BY l.id
"""

TOLD = """
SELECT p.sku, g.quantity, g.promised_on::text
FROM sales_order o
JOIN peg g ON g.order_id = o.id
JOIN product p ON p.id = g.product_id
WHERE o.key = %(key)s
"""
BASES = {"stock", "purchase", "transfer", "planned", "unknown"}
ASIDE = {"expected", "queue"}


def tells_one_story(part: dict[str, Any]) -> None:
    """The steps of a part never go back, and end on the day that was told."""
    days = [step["facts"]["on"] for step in part["because"] if step["code"] not in ASIDE]
    told_on = part["facts"]["told_on"]
    assert told_on is None or not days or days[-1] == told_on
    assert [step["code"] for step in part["because"]].count("stands") <= 1
    calm = [
        step["facts"]["on"] for step in part["because"] if step["code"] not in ASIDE | {"stands"}
    ]
    assert calm == sorted(calm)


class Asking(JudgedBooks):
    """Questions between the verbs; a question changes nothing."""

    def ask(self, verb: str, request: dict[str, Any]) -> dict[str, Any] | None:
        """Call a verb that only reads, and see that it did."""
        answer = self.do(verb, request)
        if answer is not None:
            self.said.pop()  # tomorrow's answer may be another
        assert state_hash(self.conn) == self.hash
        return answer

    @rule(sku=st.none() | skus)
    def exceptions(self, sku: str | None) -> None:
        """Every unit without a date is in the list with its value, and the worst come first."""
        found: list[dict[str, Any]] = []
        cursor = None
        while True:
            page = self.ask("exceptions", {"sku": sku, "limit": 2, "cursor": cursor})
            assert page is not None
            found += page["exceptions"]
            cursor = page["next"]
            if cursor is None:
                break
        assert len({one["exception"] for one in found}) == len(found)
        listed = [
            (int(one["order"][3:]), one["sku"], one["facts"]["units"], one["value"])
            for one in found
            if one["code"] == "date_unknown"
        ]
        wanted = [row for row in self.conn.execute(UNDATED).fetchall() if sku in (None, row[1])]
        assert sorted(listed) == sorted(wanted)
        weights = [
            one["value"] * max(90 if one["days"] is None else one["days"], 1) for one in found
        ]
        assert weights == sorted(weights, reverse=True)

    @precondition(lambda self: self.tally.orders)
    @rule(data=st.data())
    def explain_promise(self, data: DataObject) -> None:
        """The way to each day ends on the day that was told, and the expected day is the books'."""
        key, sku = data.draw(st.sampled_from(sorted(self.tally.orders)))
        answer = self.ask("explain", {"order": key})
        assert answer is not None
        told = [
            (line["facts"]["sku"], part["facts"]["quantity"], part["facts"]["told_on"])
            for line in answer["reason"]["because"]
            for part in line["because"]
            if part["code"] in BASES
        ]
        rows = self.conn.execute(TOLD, {"key": key}).fetchall()
        assert sorted(told, key=str) == sorted(rows, key=str)
        for line in answer["reason"]["because"]:
            for part in line["because"]:
                if part["code"] in BASES:
                    tells_one_story(part)
        answer = self.ask("explain", {"change": {"order": key, "sku": sku}})
        assert answer is not None
        assert answer["reason"]["facts"]["after"]

    @rule(data=st.data(), quantity=units, complete=st.booleans())
    def explain_cart(self, data: DataObject, quantity: int, complete: bool) -> None:
        """A cart's explanation has the days and the refusals of its answer."""
        lines = [
            {"sku": data.draw(skus), "quantity": quantity} for _ in range(data.draw(one_or_two))
        ]
        cart = {"lines": lines, "ship": "complete" if complete else "as_available"}
        told = self.ask("availability", cart)
        why = self.ask("explain", {"cart": cart})
        assert told is not None
        assert why is not None
        for line, reason in zip(told["lines"], why["reason"]["because"], strict=True):
            if line["refused"] is not None:
                assert reason["code"] == line["refused"]["code"]
                assert reason["facts"] == line["refused"]["facts"]
                continue
            if any(other["refused"] for other in told["lines"]):
                continue
            parts = [part for part in reason["because"] if part["code"] in BASES]
            later = [part for part in parts if part["code"] != "stock"]
            assert [(p["facts"]["quantity"], p["facts"]["told_on"]) for p in later] == [
                (p["quantity"], p["on"]) for p in line["later"]
            ]
            for part in parts:
                tells_one_story(part)
                # Nothing was told before, so nothing stands: each day follows from its steps.
                assert "stands" not in [step["code"] for step in part["because"]]

    @rule(sku=st.none() | skus)
    def sweep(self, sku: str | None) -> None:
        """A sweep at the same instant finds nothing more."""
        request: dict[str, Any] = {} if sku is None else {"skus": [sku]}
        assert self.do("sweep", request) is not None
        self.hash = state_hash(self.conn)
        again = self.ask("sweep", request)
        assert again is not None
        assert (again["opened"], again["updated"], again["closed"]) == (0, 0, 0)

    @rule(data=st.data(), owner=st.sampled_from(("", "ann", "bob")))
    def assign(self, data: DataObject, owner: str) -> None:
        """Whoever takes an open exception is its owner; a closed one is nobody's to take."""
        rows = self.conn.execute(
            "SELECT id, closed_at IS NULL FROM exception_case ORDER BY id"
        ).fetchall()
        if not rows:
            return
        case, still_open = data.draw(st.sampled_from(rows))
        one = {"exception": f"EX-{case:06d}", "owner": owner}
        answer = self.do("assign", {"assignments": [one]})
        assert answer == ({"assigned": [one]} if still_open else None)
