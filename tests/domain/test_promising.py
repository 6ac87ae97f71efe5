"""Sequential promising against an oracle that hands out single units, and against matching."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain import atp
from backorder.domain.matching import match
from backorder.domain.types import Policy, Position, Refusal, Take
from tests.domain.shelves import (
    TODAY,
    Line,
    Oracle,
    Order,
    dated,
    day,
    decided,
    orders,
    position,
    shelves,
    stock,
    told,
)

thorough = settings(deadline=None, max_examples=150)


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
        lines = [line._replace(latest_on=None) for line in order.lines]
        takes, refusals = decided(shelf, order._replace(lines=lines))
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


def test_each_rule_promises_at_its_own_quantile() -> None:
    """Two products with the same purchase: the one is promised at 50, the other at 95 percent."""
    found = []
    for quantile in (50, 80, 95):
        policy = Policy("product", "P0", "allow", quantile=quantile)
        shelf = [position(0, [("purchase", 9, 5)], policy=policy, spread=4)]
        takes, refusals = decided(shelf, Order([Line(0, 5)], complete=False))
        assert refusals == [None]
        found.append((takes[0][0].promised_on, takes[0][0].supply.confidence(quantile)))
    assert found == [(day(9), 50), (day(13), 80), (day(17), 95)]


def test_a_cap_of_what_is_incoming() -> None:
    """12 are on their way and 2 are kept back: with 3 promised, 7 more may be, and not 8."""
    policy = Policy("default", "", "allow", cap_from="incoming", buffer=2)
    supplies = [("purchase", 9, 12)]
    for asked, code in ((7, None), (8, "cap_reached")):
        shelf = [position(0, supplies, lead_days=30, policy=policy, backordered=3)]
        _, refusals = decided(shelf, Order([Line(0, asked)], complete=False))
        assert [one and one.code for one in refusals] == [code]
        if refusals[0] is not None:
            assert refusals[0].facts["cap"] == 10


def test_what_is_overdue_is_not_sure() -> None:
    policy = Policy("default", "", "allow", min_confidence=50)
    shelf = [position(0, [("purchase", 1, 5)], policy=policy, overdue=True)]
    _, refusals = decided(shelf, Order([Line(0, 2)], complete=False))
    assert refusals[0] is not None
    assert refusals[0].code == "confidence_too_low"
    assert refusals[0].facts["next_date"] == day(1).isoformat()
    assert (refusals[0].facts["confidence"], refusals[0].facts["min_confidence"]) == (0, 50)


def test_too_late_counts_the_whole_parcel() -> None:
    """The mug is there, but its order ships complete and the pot comes on the 9th day."""
    shelf = [position(0, [("stock", 1, 5)]), position(1, [("purchase", 9, 5)])]
    order = Order([Line(0, 1, latest_on=day(8)), Line(1, 1)], complete=True)
    _, refusals = decided(shelf, order)
    assert refusals == [
        Refusal(
            "too_late",
            {
                "sku": "P0",
                "asked": 1,
                "available": 1,
                "next_date": day(9).isoformat(),
                "latest_on": day(8).isoformat(),
            },
        ),
        None,
    ]
    assert decided(shelf, order._replace(complete=False))[1] == [None, None]
