"""A swap of a paid line nets: what was paid moves along; the difference is due or goes back."""

from __future__ import annotations

import os
from fractions import Fraction
from itertools import count
from math import ceil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backorder.domain import money
from tests.ledger import healthy_books as books
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

MUG, CUP = 1250, 900
FULL = os.environ.get("BACKORDER_TORTURE") == "full"
_names = count(1)
METHODS = st.sampled_from([("now", None), ("deposit", 30), ("deposit", 33), ("on_shipment", None)])


@pytest.fixture(scope="module")
def desk(server_url: str, template_url: str) -> Iterator[Desk]:
    """Return a desk whose mugs come later and whose cups and pots are there."""
    with books.empty(server_url, template_url) as conn:
        desk = Desk(conn)
        desk.stock(MUG=2, CUP=9_000, POT=9_000)
        prices = {"MUG": MUG, "CUP": CUP, "POT": 2_000}
        products = [{"sku": sku, "unit_price": price} for sku, price in prices.items()]
        desk.do("set_products", products=products)
        desk.order("first", MUG=2)
        desk.buy("p-1", "2026-12-08", MUG=9_000)
        yield desk
        assert desk.breaches() == []


def waiting(desk: Desk, method: str, percent: int | None, units: int, *paid: int) -> str:
    """Return an order of mugs that wait, on terms, and what was paid for it."""
    order = f"life-{next(_names)}"
    desk.order(order, MUG=units)
    term: dict[str, Any] = {"order": order, "method": method}
    desk.do("arrange_payments", terms=[term | ({"percent": percent} if percent else {})])
    for n, amount in enumerate(paid):
        said = {"provider": "shop", "reference": f"{order}-{n}", "order": order, "amount": amount}
        desk.do("record_payments", payments=[said | {"what": "charged"}])
    return order


def swap(desk: Desk, order: str, units: int, price: int | None = None) -> dict[str, Any]:
    one: dict[str, Any] = {"order": order, "sku": "MUG", "substitute": "CUP", "quantity": units}
    return desk.do("swap", swaps=[one | ({} if price is None else {"unit_price": price})])


def sums(desk: Desk, order: str, *accounts: str) -> list[int]:
    rows = dict(
        desk.rows(
            "SELECT account, sum(amount)::bigint FROM money_entry e JOIN sales_order o"
            " ON o.id = e.order_id WHERE o.key = %(order)s GROUP BY 1 ORDER BY 1",
            order=order,
        )
    )
    return [rows.get(account, 0) for account in accounts]


@pytest.mark.parametrize(
    ("terms", "paid", "price", "told"),
    [
        # Six of ten mugs at 12.50 for cups at 9.00: 54.00 of 75.00 move, 21.00 go back.
        (("now", None), 12_500, None, (5_400, 2_100, 0)),
        (("now", None), 12_500, 1_250, (7_500, 0, 0)),  # at the same price nothing goes back
        (("now", None), 12_500, 1_500, (7_500, 0, 1_500)),  # dearer: the difference is due
        (("now", None), 6_250, None, (3_750, 0, 1_650)),  # half was paid
        (("deposit", 30), 3_750, None, (2_250, 0, 0)),  # a deposit covers that of the cups
        (("deposit", 30), 1_000, None, (600, 0, 1_020)),
        (("on_shipment", None), 0, None, (0, 0, 0)),
    ],
)
def test_only_the_difference_is_due_or_goes_back(
    desk: Desk,
    terms: tuple[str, int | None],
    paid: int,
    price: int | None,
    told: tuple[int, int, int],
) -> None:
    order = waiting(desk, *terms, 10, *([paid] if paid else []))
    said = swap(desk, order, 6, price)
    (one,) = said["swaps"]
    moved, back, due = told
    assert one["money"] == {"currency": "EUR", "moved": moved, "refund": back, "due": due}
    assert [row["amount"] for row in said.get("refunds", [])] == ([back] if back else [])
    assert sums(desk, order, "moved", "refunds_payable") == [0, -back]
    assert -sums(desk, order, "deposits")[0] == paid - back
    if terms[0] == "deposit":  # of what is left the deposit is asked, and no more
        asked = "SELECT min(line_id), due_now::int FROM payment_term t JOIN sales_order o"
        asked += " ON o.id = t.order_id WHERE o.key = %(order)s GROUP BY 2 ORDER BY 1"
        assert [row[1] for row in desk.rows(asked, order=order)] == [1_500, 1_620]
    postings = desk.rows(
        "SELECT count(DISTINCT journal_id)::int FROM money_entry WHERE account = 'moved'"
        " AND order_id = (SELECT id FROM sales_order WHERE key = %(order)s)",
        order=order,
    )
    assert postings == [(1 if moved else 0,)]
    assert desk.breaches() == []


def test_what_is_authorised_stays_so_and_is_captured_for_what_leaves(desk: Desk) -> None:
    order = waiting(desk, "on_shipment", None, 4)
    auth = {"provider": "shop", "reference": f"{order}-a", "what": "authorised", "order": order}
    desk.do("record_payments", payments=[auth | {"amount": 5_000}])
    said = swap(desk, order, 4)
    assert said["swaps"][0]["money"] == {"currency": "EUR", "moved": 0, "refund": 0, "due": 0}
    assert "refunds" not in said
    desk.do("ship", shipments=[{"key": f"{order}-s", "order": order}])
    assert sums(desk, order, "receivable", "revenue", "moved") == [3_600, -3_600, 0]
    taken = auth | {"what": "captured", "payment": f"{order}-a", "reference": f"{order}-c"}
    desk.do("record_payments", payments=[taken | {"amount": 3_600}])
    assert sums(desk, order, "cash", "receivable", "deposits") == [3_600, 0, 0]


def test_without_terms_no_money_is_told_of_and_other_currencies_are_refused(desk: Desk) -> None:
    order = f"life-{next(_names)}"
    desk.order(order, MUG=2)
    assert "money" not in swap(desk, order, 1)["swaps"][0]
    desk.do("set_products", products=[{"sku": "YEN", "unit_price": 900, "currency": "JPY"}])
    paid = waiting(desk, "now", None, 2, 2_500)
    with pytest.raises(Exception, match="JPY"):
        desk.do("swap", swaps=[{"order": paid, "sku": "MUG", "substitute": "YEN"}])
    assert sums(desk, paid, "deposits", "moved") == [-2_500, 0]


@settings(max_examples=5_000 if FULL else 60, deadline=None)
@given(
    st.integers(1, 40), st.integers(0, 500), st.integers(0, 500), st.integers(0, 20_000), st.data()
)
def test_an_exchange_is_what_fractions_say(
    open_: int, price: int, other_price: int, paid: int, data: st.DataObject
) -> None:
    """Units by unit: each holds an equal part of what is held, and takes it along if it can."""
    held = min(paid, open_ * price)
    net = data.draw(st.integers(0, held))  # some of it went back before, as goodwill
    order = money.OrderMoney(1, "EUR", net=net)
    line = money.LineMoney(1, order, price, open_, 0, "now", 0, held)
    left = open_
    while left:
        units = data.draw(st.integers(1, left))
        other = money.LineMoney(2, order, other_price, units, 0, "now", 0)
        before, free = line.held, order.net
        moved, owed = money.exchange(line, units, other)
        left -= units
        share = before - int(Fraction(before * left, left + units))
        assert share == ceil(Fraction(before * units, left + units))
        assert moved == other.held == min(share, units * other_price)
        assert owed.amount == min(share - moved, free)
        assert line.held == before - share
        for one in (1, 2):
            assert sum(entry.amount for entry in owed.entries if entry.line == one) == 0
        assert sum(entry.amount for entry in owed.entries if entry.account == "moved") == 0
        assert other.due == units * other_price - moved
        assert line.held <= line.open * line.price
    assert line.held == 0


@settings(
    max_examples=200 if FULL else 10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    terms=METHODS,
    paid=st.lists(st.integers(1, 9_000), max_size=2),
    steps=st.lists(
        st.tuples(st.integers(1, 5), st.sampled_from([None, 0, 700, 1_250, 3_000])),
        min_size=1,
        max_size=3,
    ),
)
def test_a_life_of_swaps_is_what_a_dict_says(
    desk: Desk,
    terms: tuple[str, int | None],
    paid: list[int],
    steps: list[tuple[int, int | None]],
) -> None:
    units = 7
    order = waiting(desk, *terms, units, *paid)
    held = min(sum(paid), units * MUG)
    spare, owed, moved_all = sum(paid) - held, 0, 0
    for want, price in steps:
        many = min(want, units)
        if not many:
            break
        said = swap(desk, order, many, price)
        share = -(-held * many // units)
        moved = min(share, many * (CUP if price is None else price))
        facts = said["swaps"][0]["money"]
        assert (facts["moved"], facts["refund"]) == (moved, share - moved)
        held, units = held - share, units - many
        owed, moved_all = owed + share - moved, moved_all + moved
        found = sums(desk, order, "cash", "deposits", "refunds_payable", "moved")
        assert found == [sum(paid), -(held + spare + moved_all), -owed, 0]
