"""Sourcing against an oracle that weighs every set of places, and the order it puts supplies in."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain.promising import decide
from backorder.domain.sourcing import MOST_TRIED, arrange, choose
from backorder.domain.types import Demand, LeadTime, Policy, Position, Supply

thorough = settings(deadline=None, max_examples=300)
TODAY = date(2026, 11, 22)
ALLOW = Policy("default", "", "allow")
PLACES = (1, 2, 3, 4)

shelves = st.dictionaries(st.sampled_from(PLACES), st.integers(0, 6))
orders = st.lists(st.tuples(st.integers(1, 12), shelves), min_size=1, max_size=4)
rules = st.permutations(PLACES)


def every_set(places: list[int]) -> chain[tuple[int, ...]]:
    return chain.from_iterable(combinations(places, n) for n in range(len(places) + 1))


@thorough
@given(orders, rules)
def test_the_chosen_places_are_the_best_of_all_sets(
    order: list[tuple[int, dict[int, int]]], rule: list[int]
) -> None:
    short = [free for units, free in order if sum(free.values()) < units]
    anyway = {place for free in short for place, units in free.items() if units}
    found = []
    for places in every_set(rule):
        if not anyway <= set(places):
            continue
        held = [
            (units, [free.get(place, 0) for place in places])
            for units, free in order
            if sum(free.values()) >= units
        ]
        if all(sum(here) >= units for units, here in held):
            splits = sum(max(here, default=0) < units for units, here in held)
            ranks = sorted(rule.index(place) for place in places if place not in anyway)
            found.append((len(places), splits, ranks, places))
    *_, best = min(found)
    chosen = choose([units for units, _ in order], [free for _, free in order], rule)
    assert chosen == sorted(best, key=rule.index)


def test_weighing_ends_where_there_are_too_many_places() -> None:
    """Of 30 places 15 are needed: 155 million sets, of which only the first are looked at."""
    rule = list(range(1, 31))
    chosen = choose([15], [dict.fromkeys(rule, 1)], rule)
    assert len(chosen) <= 30
    assert MOST_TRIED < 10_000
    assert chosen == rule


def product(number: int, stock: dict[int, int], coming: dict[int, tuple[int, int]]) -> Position:
    """Return a position with free units by place, and by place (day ready, units) to come."""
    supplies = [
        Supply(number * 100 + place, "stock", f"stock@{place}", place, None, TODAY, units)
        for place, units in stock.items()
    ]
    supplies += [
        Supply(
            number * 100 + 50 + place,
            "purchase",
            f"PO@{place}",
            place,
            TODAY + timedelta(days=days),
            TODAY + timedelta(days=days),
            units,
        )
        for place, (days, units) in coming.items()
    ]
    return Position(number, f"P{number}", 100, "EUR", False, None, supplies, 0, None)


def taken(order: list[Demand], rule: list[int]) -> list[list[tuple[str, int]]]:
    arrange(order, rule)
    takes, _ = decide(order, TODAY, ALLOW, complete=False)
    return [[(take.supply.name, take.quantity) for take in mine] for mine in takes]


def test_one_place_for_the_whole_order_before_the_preferred_one() -> None:
    order = [
        Demand(product(1, {1: 9, 2: 9}, {}), "P1", 5),
        Demand(product(2, {2: 2}, {}), "P2", 2),
    ]
    assert taken(order, [1, 2]) == [[("stock@2", 5)], [("stock@2", 2)]]


def test_a_line_from_one_place_where_the_order_needs_two() -> None:
    order = [
        Demand(product(1, {1: 9, 2: 4}, {}), "P1", 5),
        Demand(product(2, {2: 2}, {}), "P2", 2),
    ]
    assert taken(order, [2, 1]) == [[("stock@1", 5)], [("stock@2", 2)]]


def test_two_lines_of_one_product_are_seen_together() -> None:
    mug = product(1, {1: 6, 2: 9}, {})
    order = [Demand(mug, "P1", 5), Demand(mug, "P1", 4)]
    assert taken(order, [1, 2]) == [[("stock@2", 5)], [("stock@2", 4)]]


def test_free_units_of_any_place_come_before_waiting_for_the_preferred_one() -> None:
    """A rule is no wall: what is there is promised, though it leaves from the last place."""
    order = [Demand(product(1, {3: 2}, {1: (1, 50)}), "P1", 5)]
    assert taken(order, [1, 2, 3]) == [[("stock@3", 2), ("PO@1", 3)]]


def test_units_to_come_are_taken_by_day_and_of_one_day_by_the_rule() -> None:
    order = [Demand(product(1, {}, {1: (4, 2), 2: (9, 5), 3: (4, 2)}), "P1", 8)]
    assert taken(order, [3, 2, 1]) == [[("PO@3", 2), ("PO@1", 2), ("PO@2", 4)]]


def test_places_that_are_used_anyway_cost_no_parcel() -> None:
    """P1 takes all there is, from place 2; so P2 leaves from there too, not from the preferred."""
    order = [
        Demand(product(1, {2: 3}, {1: (9, 9)}), "P1", 5),
        Demand(product(2, {1: 5, 2: 5}, {}), "P2", 2),
    ]
    assert taken(order, [1, 2]) == [[("stock@2", 3), ("PO@1", 2)], [("stock@2", 2)]]


@thorough
@given(orders, rules)
def test_a_rule_never_changes_how_many_are_there_now(
    order: list[tuple[int, dict[int, int]]], rule: list[int]
) -> None:
    lead = LeadTime(1, 1, 9, TODAY + timedelta(days=9), TODAY + timedelta(days=10))

    def demands() -> list[Demand]:
        made = []
        for number, (units, free) in enumerate(order, 1):
            position = product(number, free, {})
            position.lead_time = lead
            made.append(Demand(position, position.sku, units))
        return made

    with_rule, without = demands(), demands()
    arrange(with_rule, rule)
    first, _ = decide(with_rule, TODAY, ALLOW, complete=False)
    second, _ = decide(without, TODAY, ALLOW, complete=False)
    for one, other in zip(first, second, strict=True):
        assert sum(t.quantity for t in one if t.supply.kind == "stock") == sum(
            t.quantity for t in other if t.supply.kind == "stock"
        )
        assert sum(t.quantity for t in one) == sum(t.quantity for t in other)
