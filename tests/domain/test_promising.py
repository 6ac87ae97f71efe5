"""Sequential promising against an oracle that hands out single units, and against matching."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain import atp
from backorder.domain.matching import match
from backorder.domain.promising import decide
from backorder.domain.types import Demand, LeadTime, Policy, Position, Refusal, Supply, Take

thorough = settings(deadline=None, max_examples=150)

TODAY = date(2026, 11, 22)
ALLOW = Policy("default", "", "allow")
LEAD_DAYS = 9


class Line(NamedTuple):
    product: int
    quantity: int
    requested_on: date | None = None


class Order(NamedTuple):
    lines: list[Line]
    complete: bool


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def position(  # noqa: PLR0913 (what varies between products)
    number: int,
    supplies: list[tuple[str, int, int]],
    *,
    lead_days: int | None = None,
    policy: Policy | None = None,
    backordered: int = 0,
    discontinued: bool = False,
) -> Position:
    """Return a position with supplies of (kind, day ready, free units), in the order of days."""
    lead = None
    if lead_days is not None:
        lead = LeadTime(1, 1, lead_days - 1, day(lead_days - 1), day(lead_days))
    rows = sorted(supplies, key=lambda row: (row[1], row[0] != "stock"))
    return Position(
        product=number,
        sku=f"P{number}",
        unit_price=100,
        currency="EUR",
        discontinued=discontinued,
        policy=policy,
        supplies=[
            Supply(
                id=number * 100 + place + 1,  # 0 is for a plan made just now
                kind=kind,
                name=f"{kind}-{place}",
                location=1,
                available_on=None if kind == "stock" else day(ready - 1),
                ready_on=day(ready),
                free=free,
                supplier=1 if kind == "planned" else 0,
            )
            for place, (kind, ready, free) in enumerate(rows)
        ],
        backordered=backordered,
        lead_time=lead,
    )


small = st.integers(0, 4)
dated = st.tuples(st.sampled_from(["purchase", "transfer"]), st.integers(1, 15), small)
stock = st.tuples(st.just("stock"), st.just(1), small)
plan = st.tuples(st.just("planned"), st.sampled_from([LEAD_DAYS, LEAD_DAYS + 2]), small)
policies = st.none() | st.builds(
    Policy,
    st.just("product"),
    st.just("P"),
    st.sampled_from(["allow", "allow", "allow", "deny", "preorder", "made_to_order"]),
    st.none() | st.integers(0, 8),
    st.none() | st.integers(0, 15),
)


@st.composite
def shelves(draw: st.DrawFn) -> list[Position]:
    """Draw up to three products with stock, dated supplies, a plan, a rule and a lead time."""
    found = []
    for number in range(draw(st.integers(1, 3))):
        supplies = draw(st.lists(dated, max_size=3))
        supplies += draw(st.lists(stock, max_size=1)) + draw(st.lists(plan, max_size=1))
        found.append(
            position(
                number,
                supplies,
                lead_days=draw(st.sampled_from([None, LEAD_DAYS])),
                policy=draw(policies),
                backordered=draw(st.integers(0, 5)),
                discontinued=draw(st.integers(0, 9)) == 0,
            )
        )
    return found


lines = st.builds(
    Line, st.integers(0, 2), st.integers(1, 6), st.none() | st.integers(0, 20).map(day)
)
orders = st.lists(
    st.builds(Order, st.lists(lines, min_size=1, max_size=3), st.booleans()), max_size=6
)


def decided(
    shelf: list[Position], order: Order, *, keep: bool = True
) -> tuple[list[list[Take]], list[Refusal | None]]:
    demands = [
        Demand(
            shelf[line.product] if line.product < len(shelf) else None,
            f"P{line.product}",
            line.quantity,
            line.requested_on,
        )
        for line in order.lines
    ]
    return decide(demands, TODAY, ALLOW, complete=order.complete, keep=keep)


def told(takes: list[Take]) -> Counter[tuple[int, date]]:
    """Return units per supply and day; a plan made just now has number 0."""
    units: Counter[tuple[int, date]] = Counter()
    for take in takes:
        assert take.quantity > 0
        units[take.supply.id, take.promised_on] += take.quantity
    return units


class Unit(NamedTuple):
    supply: int
    ready_on: date
    stock: bool


class Oracle:
    """Knows every free unit by itself, and nothing of quantities."""

    def __init__(self, shelf: list[Position]) -> None:
        self.shelf = deepcopy(shelf)
        self.units = [
            [
                Unit(supply.id, supply.ready_on, supply.kind == "stock")
                for supply in one.supplies
                for _ in range(supply.free)
            ]
            for one in self.shelf
        ]
        self.waiting = [one.backordered for one in self.shelf]

    def bought(self, product: int) -> list[Unit]:
        """Return units that a purchase could bring: without end, here one more than ever asked."""
        lead = self.shelf[product].lead_time
        if lead is None or self.shelf[product].discontinued:
            return []
        same = [
            supply.id
            for supply in self.shelf[product].supplies
            if supply.kind == "planned" and supply.available_on == lead.available_on
        ]
        return [Unit(same[0] if same else 0, lead.ready_on, stock=False)] * 7

    def refusal(self, product: int, quantity: int, units: list[Unit]) -> str | None:
        there = sum(unit.stock for unit in units)
        rule = self.shelf[product].policy or ALLOW
        checks = {
            "discontinued": self.shelf[product].discontinued,
            "denied": rule.mode == "deny",
            "out_of_stock": len(units) < quantity,
            "cap_reached": rule.cap is not None
            and self.waiting[product] + quantity - there > rule.cap,
            "wait_too_long": rule.max_wait_days is not None
            and any(unit.ready_on > day(rule.max_wait_days) for unit in units),
        }
        broken = [code for code, breach in checks.items() if breach]
        return broken[0] if broken and there < quantity else None

    def decide(self, order: Order) -> tuple[list[Counter[tuple[int, date]]], list[str | None]]:
        before = deepcopy(self.units), list(self.waiting)
        given_out: list[list[tuple[int, date]]] = []
        codes: list[str | None] = []
        for product, quantity, requested_on in order.lines:
            if product >= len(self.shelf):
                codes.append("unknown_sku")
                given_out.append([])
                continue
            units = (self.units[product] + self.bought(product))[:quantity]
            codes.append(self.refusal(product, quantity, units))
            del self.units[product][:quantity]
            self.waiting[product] += sum(not unit.stock for unit in units)
            given_out.append(
                [(unit.supply, max(unit.ready_on, requested_on or TODAY)) for unit in units]
            )
        if order.complete:
            last = max((on for units in given_out for _, on in units), default=TODAY)
            given_out = [[(supply, last) for supply, _ in units] for units in given_out]
        if any(codes):
            self.units, self.waiting = before
        return [Counter(units) for units in given_out], codes


@thorough
@given(shelves(), orders)
def test_each_order_is_decided_as_unit_by_unit(shelf: list[Position], asked: list[Order]) -> None:
    oracle = Oracle(shelf)
    for order in asked:
        takes, refusals = decided(shelf, order)
        found = [told(taken) for taken in takes], [one.code if one else None for one in refusals]
        assert found == oracle.decide(order)
    assert [one.backordered for one in shelf] == oracle.waiting


@thorough
@given(shelves(), orders)
def test_a_new_promise_never_touches_an_old_one(shelf: list[Position], asked: list[Order]) -> None:
    at_first = {supply.id: supply.free for one in shelf for supply in one.supplies}
    kept: list[list[Take]] = []
    said: list[Counter[tuple[int, date]]] = []
    for order in asked:
        takes, refusals = decided(shelf, order)
        if not any(refusals):
            kept += takes
            said += [told(taken) for taken in takes]
        assert [told(taken) for taken in kept] == said
    given_out: Counter[int] = Counter()
    for take in (take for taken in kept for take in taken):
        given_out[id(take.supply)] += take.quantity
    for one in shelf:
        for supply in one.supplies:
            assert supply.free >= 0
            assert supply.added >= 0
            assert supply.taken == given_out[id(supply)]
            assert supply.free + supply.taken == at_first.get(supply.id, 0) + supply.added


@thorough
@given(shelves(), orders)
def test_an_inquiry_or_a_refusal_leaves_no_trace(shelf: list[Position], asked: list[Order]) -> None:
    for order in asked:
        before = deepcopy(shelf)
        takes, refusals = decided(shelf, order, keep=False)
        assert shelf == before
        said = [told(taken) for taken in takes]
        again, same = decided(shelf, order)
        assert (said, refusals) == ([told(taken) for taken in again], same)
        if any(same):
            assert shelf == before


@thorough
@given(st.lists(st.lists(dated | stock, max_size=4), min_size=3, max_size=3), orders)
def test_without_refusal_it_is_matching(
    supplies: list[list[tuple[str, int, int]]], asked: list[Order]
) -> None:
    """One order after the other, or all demand against all supply at once: the same pegs.

    What matching gives no supply is what promising buys under the lead time.
    """
    shelf = [position(number, rows, lead_days=30) for number, rows in enumerate(supplies)]
    sources = [
        (number, supply.id, supply.free)
        for number, one in enumerate(shelf)
        for supply in one.supplies
    ]
    demand: list[tuple[int, int, int]] = []  # product, rank, units
    one_by_one: dict[tuple[int, int], int] = {}
    for order in asked:
        takes, refusals = decided(shelf, order)
        assert not any(refusals)
        for line, taken in zip(order.lines, takes, strict=True):
            rank = len(demand)
            demand.append((line.product, rank, line.quantity))
            one_by_one |= {(rank, take.supply.id): take.quantity for take in taken}
    demand.sort()
    found = match(
        [units for _, _, units in demand],
        [units for _, _, units in sources],
        [product for product, _, _ in demand],
        [product for product, _, _ in sources],
    )
    at_once = {
        (demand[line][1], 0 if source < 0 else sources[source][1]): quantity
        for line, source, quantity in zip(*(column.tolist() for column in found), strict=True)
    }
    assert one_by_one == at_once


@thorough
@given(st.lists(dated | stock, max_size=5), st.lists(st.integers(1, 6), max_size=6))
def test_the_day_is_where_available_to_promise_reaches_the_quantity(
    supplies: list[tuple[str, int, int]], asked: list[int]
) -> None:
    shelf = [position(0, supplies)]
    coming, going = [0] * 16, [0] * 16
    for _, ready, free in supplies:
        coming[ready] += free
    for quantity in asked:
        bucket = atp.first_bucket(atp.cumulative(0, coming, going), quantity)
        takes, refusals = decided(shelf, Order([Line(0, quantity)], complete=False))
        if bucket is None:
            assert refusals[0] is not None
            assert refusals[0].code == "out_of_stock"
            continue
        days = [take.promised_on for take in takes[0]]
        assert refusals == [None]
        assert all(first <= second for first, second in pairwise(days))
        assert days[-1] == day(bucket)
        for take in takes[0]:
            going[(take.promised_on - TODAY).days] += take.quantity


def test_four_now_and_six_later() -> None:
    """The order of the contract: 10 asked, 4 on the shelf, 6 from a purchase."""
    shelf = [position(0, [("stock", 1, 4), ("purchase", 17, 24)])]
    takes, refusals = decided(shelf, Order([Line(0, 10)], complete=False))
    assert refusals == [None]
    assert [(take.supply.kind, take.quantity, take.promised_on) for take in takes[0]] == [
        ("stock", 4, date(2026, 11, 23)),
        ("purchase", 6, date(2026, 12, 9)),
    ]
    assert shelf[0].backordered == 6
    takes, _ = decided(shelf, Order([Line(0, 1)], complete=False))
    assert takes[0][0].promised_on == date(2026, 12, 9)


@pytest.mark.parametrize(
    ("cap", "accepted"),
    [(None, 8), (5, 5), (0, 0)],
)
def test_the_cap_is_exact(cap: int | None, accepted: int) -> None:
    """Ten on the shelf are sold first; then so many single units are accepted and no more."""
    policy = Policy("product", "P0", "allow", cap=cap)
    shelf = [position(0, [("stock", 1, 10), ("purchase", 9, 8)], policy=policy)]
    codes = []
    for _ in range(20):
        _, refusals = decided(shelf, Order([Line(0, 1)], complete=False))
        codes.append(refusals[0].code if refusals[0] else "accepted")
    assert codes.count("accepted") == 10 + accepted
    assert set(codes[10 + accepted :]) == {"out_of_stock" if cap is None else "cap_reached"}


def test_refusals_say_what_was_asked_and_what_is_there() -> None:
    policy = Policy("category", "mugs", "allow", cap=5, max_wait_days=20)
    supplies = [("stock", 1, 4), ("purchase", 17, 24)]
    shelf = [position(0, supplies, policy=policy, backordered=2)]
    _, refusals = decided(shelf, Order([Line(0, 8)], complete=False))
    assert refusals == [
        Refusal(
            "cap_reached",
            {
                "sku": "P0",
                "asked": 8,
                "available": 4,
                "next_date": "2026-12-09",
                "rule": "category:mugs",
                "cap": 5,
                "backordered": 2,
                "added": 4,
            },
        )
    ]
