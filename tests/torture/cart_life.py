"""Quotes and cart holds among everything else: made, confirmed, withdrawn, or left to expire."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from .draws import SKUS, UNKNOWN, channels, customers, destinations, optional, units
from .promise_life import PromiseLife

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject

    from backorder.domain.errors import BackorderError

HOUR = 3600


class CartLife(PromiseLife):
    """Books in which carts are quoted and held; the machine draws orders the same way."""

    def __init__(self) -> None:
        """Start without any cart."""
        super().__init__()
        self.carts: dict[str, dict[str, Any]] = {}  # by number
        self.ended: dict[str, str] = {}  # number -> confirmed or withdrawn
        self.code = ""
        self.frees = 0

    def refused(self, refusal: BackorderError) -> None:
        """Remember the code; what expired may have been freed on the way to a refusal."""
        self.code = refusal.code
        if self.freed():
            self.books_hold()
        super().refused(refusal)

    def freed(self) -> bool:
        """Return whether expired holds were freed since this was asked before."""
        row = self.conn.execute("SELECT count(*) FROM journal WHERE verb = 'expire'").fetchone()
        assert row is not None
        before, self.frees = self.frees, int(row[0])
        return self.frees > before

    def expired(self) -> bool:
        """Return whether an expired hold still claims units that nobody has freed."""
        query = "SELECT EXISTS (SELECT FROM peg WHERE expires_at <= %s)"
        row = self.conn.execute(query, [self.now]).fetchone()
        assert row is not None
        return bool(row[0])

    def told_days(self) -> dict[int, dt.date]:
        """Return the last day each accepted line was told; one without a day is left out."""
        rows = self.conn.execute(
            "SELECT line_id, max(promised_on) FROM peg WHERE expires_at IS NULL GROUP BY line_id"
            " HAVING bool_and(promised_on IS NOT NULL)"
        )
        return dict(rows.fetchall())

    def draw_order(self, data: DataObject) -> dict[str, Any]:
        lines = [
            {
                "sku": data.draw(st.sampled_from((*SKUS, *SKUS, *SKUS, UNKNOWN))),
                "quantity": data.draw(units),
                **({"requested_on": self.day(data)} if data.draw(st.integers(0, 3)) == 0 else {}),
                **({"latest_on": self.day(data)} if data.draw(st.integers(0, 5)) == 0 else {}),
            }
            for _ in range(data.draw(st.integers(1, 3)))
        ]
        order: dict[str, Any] = {"key": self.key(), "lines": lines}
        order |= data.draw(
            optional(
                ship=st.sampled_from(("as_available", "complete")),
                channel=channels,
                customer=customers,
                destination=destinations,
            )
        )
        if data.draw(st.integers(0, 5)) == 0:
            order["wait_until"] = self.day(data)
        return order

    @rule(data=st.data(), kind=st.sampled_from(("quote", "hold")))
    def claim(self, data: DataObject, kind: str) -> None:
        """Quote or hold carts; nobody's promise gets later by it."""
        carts = [
            self.draw_order(data) | {"expires_in": data.draw(st.sampled_from((1, 5, 30))) * HOUR}
            for _ in range(data.draw(st.integers(1, 2)))
        ]
        clean, others, days = not self.expired(), self.others(), self.told_days()
        answer = self.do(kind, {f"{kind}s": carts})
        assert answer is not None
        assert not clean or self.others(others) == others
        self.none_later(days)
        for cart, told in zip(carts, answer[f"{kind}s"], strict=True):
            if told["status"] == "refused":
                assert kind not in told
                continue
            for line, said in zip(cart["lines"], told["lines"], strict=True):
                self.tally.check_line(line, said, cart)
            until = dt.datetime.fromisoformat(told["expires_at"])
            assert until == self.now + dt.timedelta(seconds=cart["expires_in"])
            self.carts[told[kind]] = {"cart": cart, "told": told, "until": until}

    def none_later(self, before: dict[int, dt.date]) -> None:
        """No current promise has become later, or lost its day."""
        now = self.told_days()
        later = {line: (day, now.get(line)) for line, day in before.items() if now[line] > day}
        assert not later, later

    def draw_cart(self, data: DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.carts)))

    @precondition(lambda self: self.carts)
    @rule(data=st.data(), own_key=st.booleans())
    def confirm(self, data: DataObject, own_key: bool) -> None:
        """Confirm any quote or hold: it keeps its days, or says why it cannot be confirmed."""
        number = self.draw_cart(data)
        known = self.carts[number]
        cart = known["cart"]
        one = {"hold": data.draw(st.sampled_from((number, cart["key"])))}
        if own_key and number not in self.ended:
            one["key"] = self.key()
        answer = self.do("confirm", {"confirmations": [one]})
        over = self.ended.get(number, "")
        if answer is None:
            late = ("hold_expired",) if known["until"] <= self.now else ("date_unknown", "too_late")
            assert self.code in (("hold_withdrawn",) if over == "withdrawn" else late)
            return
        assert over == "confirmed" or known["until"] > self.now
        (told,) = answer["confirmations"]
        if over == "confirmed":
            assert told == known["confirmed"]
            return
        self.ended[number] = "confirmed"
        known["confirmed"] = told
        assert told["order"][3:] == number[3:]
        order = {name: cart[name] for name in ("ship", "lines") if name in cart}
        order["key"] = told["key"]
        self.orders[order["key"]] = order
        self.tally.placed({"orders": [order]}, {"orders": [told]})
        kept_or_said(known["told"], told)

    @precondition(lambda self: self.carts)
    @rule(data=st.data())
    def withdraw(self, data: DataObject) -> None:
        number = self.draw_cart(data)
        answer = self.do("withdraw", {"withdrawals": [{"hold": number}]})
        over = self.ended.get(number, "")
        if answer is None:
            assert (over, self.code) == ("confirmed", "hold_confirmed")
            return
        expected = over or ("withdrawn" if self.carts[number]["until"] > self.now else "expired")
        assert answer["withdrawals"] == [{"hold": number, "status": expected}]
        if expected == "withdrawn":
            self.ended[number] = expected

    @rule(chosen=st.lists(st.sampled_from(SKUS), min_size=1, unique=True))
    def expire(self, chosen: list[str]) -> None:
        """Free what has expired before anybody meets it; a second time there is nothing."""
        request = {"products": [{"sku": sku} for sku in chosen]}
        days = self.told_days()
        assert self.do("expire", request) is not None
        self.none_later(days)
        again = self.do("expire", request)
        assert again == {"freed": [], "filled": [], "repromised": []}

    @invariant()
    def carts_hold(self) -> None:
        """A cart that stands claims all its units, one that was ended claims none."""
        self.freed()
        found = dict(
            self.conn.execute(
                "SELECT order_id, sum(quantity)::int FROM peg WHERE expires_at IS NOT NULL"
                " GROUP BY order_id"
            ).fetchall()
        )
        for number, known in self.carts.items():
            claimed = found.get(int(number[3:]), 0)
            wanted = sum(line["quantity"] for line in known["cart"]["lines"])
            if number in self.ended:
                assert claimed == 0, number
            elif known["until"] > self.now:
                assert claimed == wanted, number
            else:
                assert claimed <= wanted, number


def kept_or_said(quoted: dict[str, Any], told: dict[str, Any]) -> None:
    """A quote's days stand, but for those that the answer says are new, and these are later."""
    moved = {change["sku"] for change in told["repromised"]}
    for change in told["repromised"]:
        assert change["from"] < change["to"]
    for before, after in zip(quoted["lines"], told["lines"], strict=True):
        was, now = ({part["on"] for part in line["promises"]} for line in (before, after))
        assert before["sku"] in moved or now <= was, (before, after)
