"""Any history of slips, letters, answers, clocks, cancellations and shipments keeps the law.

`BACKORDER_TORTURE=full` makes the histories many and long.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from backorder import settings
from tests.delays.late import EVIDENCE
from tests.delays.oracle import Late
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection

FULL = settings.get("BACKORDER_TORTURE") == "full"
BUYERS = ("US", "US-10001", "DE", "GB")
UNITS, PRICE, HANDLING = 2, 1250, timedelta(days=1)

_buyer = st.integers(0, len(BUYERS) - 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("slip"), st.integers(-3, 70)),
        st.tuples(st.just("slip"), st.none()),
        st.tuples(st.just("send"), _buyer),
        st.tuples(st.just("send"), st.integers(0, 1)),
        st.tuples(st.sampled_from(["wait", "cancel", "terminate"]), _buyer),
        st.tuples(st.just("clock"), st.integers(1, 45)),
        st.tuples(st.just("review"), st.none()),
        st.tuples(st.just("give up"), _buyer),
        st.tuples(st.just("ship"), _buyer),
    ),
    min_size=6,
    max_size=40 if FULL else 12,
)


@dataclass
class Shop:
    """A product of its own with a purchase and four buyers who paid, and what is known of them."""

    desk: Desk
    sku: str
    promised: date
    cases: dict[str, Late] = field(default_factory=dict)
    by_order: dict[str, str] = field(default_factory=dict)  # open case of an order
    buying: str = ""
    bought: int = 0

    def do(self, verb: str, /, **request: Any) -> dict[str, Any]:
        answer = self.desk.do(verb, **request)
        today = self.desk.now.date()
        for one in answer.get("delays", ()):
            case = self.cases.setdefault(one["case"], Late(self.promised))
            case.told(one["notice"], one["to"] and date.fromisoformat(one["to"]), today)
            self.by_order[one["order"]] = one["case"]
        for one in answer.get("delays_ended", ()):
            self.by_order.pop(one["order"])
        return answer

    def buy(self, leaves: date) -> None:
        self.bought += 1
        key = f"{self.sku}-{self.bought}"
        order = {"key": key, "supplier": "S1", "expected_on": str(leaves - HANDLING)}
        line = {"sku": self.sku, "quantity": 500, "unit_cost": 1}
        made = self.do("order_supply", purchase_orders=[order | {"lines": [line]}])
        self.buying = made["purchase_orders"][0]["purchase_order"]

    def step(self, what: str, more: Any) -> None:
        names = list(self.orders)
        if what == "clock":
            self.desk.wait(more)
        elif what == "slip" and more is None:
            if self.buying:
                self.do("change_supply", changes=[{"purchase_order": self.buying, "cancel": True}])
            self.buying = ""
        elif what == "slip":
            self.slip(
                max(self.promised + timedelta(days=more), self.desk.now.date()) + 2 * HANDLING
            )
        elif what == "review":
            self.review()
        elif what == "send":
            self.send(names[more])
        elif what == "give up":
            self.do("cancel", cancellations=[{"order": names[more]}]) if self.open(
                names[more]
            ) else 0
        elif what == "ship":
            self.ship(names[more])
        else:
            self.answer(what, names[more])

    @property
    def orders(self) -> list[str]:
        return [f"{self.sku}-{n}" for n in range(len(BUYERS))]

    def number(self, key: str) -> str:
        ((row,),) = self.desk.rows("SELECT id FROM sales_order WHERE key = %(k)s", k=key)
        return f"SO-{row:06d}"

    def open(self, key: str) -> int:
        ((units,),) = self.desk.rows(
            "SELECT (l.ordered - l.shipped - l.cancelled)::int FROM order_line l"
            " JOIN sales_order o ON o.id = l.order_id WHERE o.key = %(k)s",
            k=key,
        )
        return int(units)

    def slip(self, leaves: date) -> None:
        if not self.buying:
            return self.buy(leaves)
        change = {"purchase_order": self.buying, "expected_on": str(leaves - HANDLING)}
        self.do("change_supply", changes=[change])
        return None

    def send(self, key: str) -> None:
        name = self.by_order.get(self.number(key), "")
        if not name:
            return
        case = self.cases[name]
        letter = {"case": name, "notice": case.notice, "channel": "email", "shown": "Late."}
        self.do("mark_notified", notices=[letter])
        case.hear(self.desk.now.date())

    def answer(self, what: str, key: str) -> None:
        name = self.by_order.get(self.number(key), "")
        if not name:
            return
        gone = not self.open(key)
        case, us = self.cases[name], BUYERS[self.orders.index(key)].startswith("US")
        asked = {"case": name, "answer": what, "evidence": EVIDENCE}
        (told,) = self.do("answer_delays", answers=[asked])["answers"]
        if gone:
            assert told["outcome"] in {"already_cancelled", "already_shipped"}
        elif what == "wait" and told["outcome"] != "already_consented":
            in_time = case.wait(self.desk.now) or not us
            assert told["outcome"] == ("consented" if in_time else "too_late")
        if told["outcome"] in {"cancelled", "ended"}:
            assert not self.open(key)

    def ship(self, key: str) -> None:
        if not self.buying or not self.open(key):
            return
        line = {"sku": self.sku, "quantity": UNITS * len(BUYERS)}
        came = {"key": f"{key}-in", "purchase_order": self.buying, "lines": [line]}
        self.do("receive", receipts=[came])
        self.do("ship", shipments=[{"key": f"{key}-out", "order": key}])

    def review(self) -> None:
        mine = {self.number(key): key for key in self.orders}
        expected = {
            order
            for order, key in mine.items()
            if BUYERS[self.orders.index(key)].startswith("US")
            and self.open(key)
            and order in self.by_order
            and self.cases[self.by_order[order]].lapses(self.desk.now)
        }
        gone = self.do("review_delays", limit=10_000)["cancelled"]
        assert {one["order"] for one in gone if one["order"] in mine} == expected
        assert not self.do("review_delays", limit=10_000)["cancelled"]  # once

    def end(self) -> None:
        """Let every day to answer by go by: an hour too early, and on the hour."""
        for _ in BUYERS:
            days = [self.cases[case].by for case in self.by_order.values()]
            ahead = [day for day in days if day is not None and day >= self.desk.now.date()]
            if not ahead:
                break
            over = datetime.combine(min(ahead) + timedelta(days=1), time(12), UTC)
            for now in (over - timedelta(hours=1), over):
                self.desk.now = max(self.desk.now, now)
                self.review()
                self.check()

    def check(self) -> None:
        """See that money goes back once for what was cancelled, and that no case is left over."""
        for line, cancelled, units, amount in self.desk.rows(
            "SELECT l.id, l.cancelled::int, coalesce(sum(r.units), 0)::int,"
            " coalesce(sum(r.amount), 0)::int FROM order_line l"
            " JOIN product p ON p.id = l.product_id AND p.sku = %(sku)s"
            " LEFT JOIN refund_due r ON r.line_id = l.id GROUP BY l.id",
            sku=self.sku,
        ):
            assert (units, amount) == (cancelled, cancelled * PRICE), line
        assert not self.desk.rows(
            "SELECT c.id FROM delay_case c JOIN order_line l ON l.id = c.line_id"
            " WHERE c.closed_at IS NULL AND l.ordered = l.shipped + l.cancelled"
        )
        for case, notices, respond_by in self.desk.rows(
            "SELECT 'DC-' || lpad(c.id::text, 6, '0'), c.notices, c.respond_by FROM delay_case c"
            " JOIN product p ON p.id = c.product_id AND p.sku = %(sku)s WHERE c.asked",
            sku=self.sku,
        ):
            last, before = self.cases[case].seen
            moved = respond_by is not None and (before is None or respond_by >= before)
            assert notices > last or before is None or moved, case
            self.cases[case].seen = (notices, respond_by)


def opened(desk: Desk, sku: str) -> Shop:
    """Sell a product that comes later to four buyers, who pay at once."""
    desk.do("set_products", products=[{"sku": sku, "unit_price": PRICE}])
    desk.do("set_suppliers", suppliers=[{"code": "S1"}])
    shop = Shop(desk, sku, desk.now.date() + timedelta(days=16))
    shop.buy(shop.promised)
    for key, destination in zip(shop.orders, BUYERS, strict=True):
        line = {"sku": sku, "quantity": UNITS}
        desk.do("place_orders", orders=[{"key": key, "destination": destination, "lines": [line]}])
        paid = {"provider": "bank", "what": "charged", "reference": key, "order": key}
        desk.do("record_payments", payments=[paid | {"amount": UNITS * PRICE}])
    return shop


def test_any_history_keeps_the_law(conn: Connection[Any]) -> None:
    desk = Desk(conn)
    count = 0

    @hypothesis_settings(
        max_examples=400 if FULL else 25,
        phases=list(Phase) if FULL else [Phase.generate],
        deadline=None,
        derandomize=not FULL,
        print_blob=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(STEPS)
    def any_history(steps: list[tuple[str, Any]]) -> None:
        nonlocal count
        count += 1
        desk.wait(1)
        shop = opened(desk, f"MUG-{count}")
        for what, more in steps:
            shop.step(what, more)
            shop.check()
        shop.end()

    any_history()
    assert desk.rows("SELECT count(*) > 0 FROM delay_case") == [(True,)]
    assert desk.breaches() == []
