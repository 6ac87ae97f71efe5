"""Random lives of orders: the money ledger against a dict that does the sums by itself."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger import healthy_books as books
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

PRICE, UNITS = 999, 7
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["charge", "capture", "ship", "cancel", "return", "refund", "give"]),
        st.integers(1, 4),
        st.integers(1, 5000),
    ),
    max_size=12,
)
TERMS = st.sampled_from([("now", None), ("deposit", 30), ("deposit", 33), ("on_shipment", None)])
_names = count(1)


@pytest.fixture(scope="module")
def desk(server_url: str, template_url: str) -> Iterator[Desk]:
    """Return a desk that all lives share; the doctor looks at what they left together."""
    with books.empty(server_url, template_url) as conn:
        desk = Desk(conn)
        desk.do("set_products", products=[{"sku": "MUG", "unit_price": PRICE}])
        desk.stock(MUG=100_000)
        desk.do("set_products", products=[{"sku": "MUG", "unit_price": PRICE}])
        yield desk
        assert desk.breaches() == []


class Model:
    """What must stand in the ledger of one order with one line."""

    def __init__(self, percent: int = 0) -> None:
        self.open, self.delivered, self.authorised = UNITS, 0, 0
        self.deposit = (UNITS * PRICE * percent + 50) // 100
        self.sums = dict.fromkeys(
            ("cash", "held", "spare", "unpaid", "revenue", "owed", "goodwill"), 0
        )

    def pay(self, amount: int) -> None:
        s = self.sums
        s["cash"] += amount
        settled = min(amount, s["unpaid"])
        s["unpaid"] -= settled
        held = min(amount - settled, self.open * PRICE - s["held"])
        s["held"] += held
        s["spare"] += amount - settled - held

    def ship(self, units: int) -> None:
        s, value = self.sums, units * PRICE
        used = min(value, s["held"])
        s["held"] -= used
        s["unpaid"] += value - used
        s["revenue"] += value
        self.open, self.delivered = self.open - units, self.delivered + units

    def owe(self, amount: int) -> None:
        s = self.sums
        free = s["cash"] - s["owed"]
        s["owed"] += min(amount, free)
        s["goodwill"] -= amount - min(amount, free)

    def cancel(self, units: int) -> None:
        back = -(-self.sums["held"] * units // self.open)
        self.sums["held"] -= back
        had = self.open + self.delivered
        self.open -= units
        self.deposit = self.deposit * (had - units) // had
        self.owe(back)

    def take_back(self, units: int) -> None:
        s, value = self.sums, units * PRICE
        s["revenue"] -= value
        unpaid = min(value, s["unpaid"])
        s["unpaid"] -= unpaid
        had = self.open + self.delivered
        self.delivered -= units
        self.deposit = self.deposit * (had - units) // had
        self.owe(value - unpaid)

    def give(self, amount: int) -> None:
        used = min(amount, self.sums["spare"])
        self.sums["spare"] -= used
        self.sums["goodwill"] += amount - used
        self.sums["owed"] += amount

    def refund(self) -> None:
        self.sums["cash"] -= self.sums["owed"]
        self.sums["owed"] = 0


def ledger_of(desk: Desk, order: str) -> dict[str, int]:
    rows = desk.rows(
        "SELECT CASE WHEN account = 'deposits' AND line_id IS NULL THEN 'spare' ELSE account END,"
        " sum(amount)::bigint FROM money_entry e JOIN sales_order o ON o.id = e.order_id"
        " WHERE o.key = %(order)s GROUP BY 1 ORDER BY 1",
        order=order,
    )
    found = dict(rows)
    return {
        "cash": found.get("cash", 0),
        "held": -found.get("deposits", 0),
        "spare": -found.get("spare", 0),
        "unpaid": found.get("receivable", 0),
        "revenue": -found.get("revenue", 0),
        "owed": -found.get("refunds_payable", 0),
        "goodwill": found.get("goodwill", 0),
    }


def deposit_of(desk: Desk, order: str) -> int:
    ((due,),) = desk.rows(
        "SELECT t.due_now FROM payment_term t JOIN sales_order o ON o.id = t.order_id"
        " WHERE o.key = %(order)s ORDER BY t.line_id",
        order=order,
    )
    return int(due)


def step(  # noqa: PLR0913, PLR0917 (what happens, to which order, how much)
    desk: Desk, model: Model, order: str, what: str, units: int, amount: int
) -> None:
    """Let something happen, where it can, to the books and to the model."""
    line = [{"sku": "MUG", "quantity": units}]
    name = f"{order}-{next(_names)}"
    said = {"provider": "acme", "reference": name, "order": order}
    if what == "charge":
        desk.do("record_payments", payments=[said | {"what": "charged", "amount": amount}])
        model.pay(amount)
    elif what == "capture":
        auth = said | {"reference": f"{name}-a", "what": "authorised", "amount": amount}
        desk.do("record_payments", payments=[auth])
        taken = said | {"what": "captured", "payment": f"{name}-a"}
        for _ in range(2):  # said twice, counted once
            desk.do("record_payments", payments=[taken | {"amount": amount}])
        model.pay(amount)
    elif what == "ship" and units <= model.open:
        desk.do("ship", shipments=[{"key": name, "order": order, "lines": line}])
        model.ship(units)
    elif what == "cancel" and units <= model.open:
        desk.do("cancel", cancellations=[{"order": order, "lines": line}])
        model.cancel(units)
    elif what == "return" and units <= model.delivered:
        desk.do("return", returns=[{"key": name, "order": order, "lines": line}])
        model.take_back(units)
    elif what == "give" and amount <= model.sums["cash"] - model.sums["owed"]:
        desk.do("refund", give=[{"order": order, "amount": amount}])
        model.give(amount)
    elif what == "refund":
        due = desk.rows(
            "SELECT 'RF-' || lpad(r.id::text, 6, '0') FROM refund_due r"
            " JOIN sales_order o ON o.id = r.order_id"
            " WHERE o.key = %(order)s AND r.state <> 'made' ORDER BY r.id",
            order=order,
        )
        if due:
            desk.do("refund", refunds=[{"refund": one} for (one,) in due])
        model.refund()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(terms=TERMS, steps=STEPS)
def test_a_life_is_what_the_dict_says(
    desk: Desk, terms: tuple[str, int | None], steps: list[tuple[str, int, int]]
) -> None:
    method, percent = terms
    order, model = f"life-{next(_names)}", Model(percent or 0)
    desk.order(order, MUG=UNITS)
    term: dict[str, Any] = {"order": order, "method": method}
    desk.do("arrange_payments", terms=[term | ({"percent": percent} if percent else {})])
    for what, units, amount in steps:
        step(desk, model, order, what, units, amount)
        assert ledger_of(desk, order) == model.sums
        assert method != "deposit" or deposit_of(desk, order) == model.deposit
    assert min(model.sums["held"], model.sums["unpaid"]) == 0


def test_a_deposit_that_was_paid_is_not_asked_for_again_when_a_part_is_cancelled(
    desk: Desk,
) -> None:
    order = f"part-{next(_names)}"
    desk.order(order, MUG=4)
    desk.do("arrange_payments", terms=[{"order": order, "method": "deposit", "percent": 30}])
    paid = {"provider": "acme", "reference": order, "order": order, "what": "charged"}
    desk.do("record_payments", payments=[paid | {"amount": 1199}])  # 30 % of 39.96, rounded
    lines = [{"sku": "MUG", "quantity": 2}]
    desk.do("cancel", cancellations=[{"order": order, "lines": lines}])
    # Half of it goes back; what is held is what the half that is left asks for.
    assert ledger_of(desk, order)["held"] == deposit_of(desk, order) == 599
