"""Matching against an oracle that hands out single units."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby, zip_longest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.domain.errors import BackorderError
from backorder.domain.matching import match

thorough = settings(deadline=None, max_examples=150)

# Rows of (product, units); noughts and products without the other side are wanted.
rows = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=12).map(
    lambda pairs: sorted(pairs, key=lambda pair: pair[0])
)


def columns(pairs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [group for group, _ in pairs], [units for _, units in pairs]


def unit_by_unit(
    demand: list[tuple[int, int]], supply: list[tuple[int, int]]
) -> list[tuple[int, int, int]]:
    """Lay single units side by side, product by product, and count what lies together."""
    units: dict[int, list[int]] = defaultdict(list)
    for row, (product, quantity) in enumerate(supply):
        units[product] += [row] * quantity
    pairs: list[tuple[int, int]] = []
    for product, lines in groupby(enumerate(demand), key=lambda line: line[1][0]):
        wanted = [row for row, (_, quantity) in lines for _ in range(quantity)]
        had = units[product][: len(wanted)]
        pairs += zip_longest(wanted, had, fillvalue=-1)
    return [(*pair, len(list(same))) for pair, same in groupby(pairs)]


def matched(
    demand: list[tuple[int, int]], supply: list[tuple[int, int]]
) -> list[tuple[int, int, int]]:
    demand_group, demand_units = columns(demand)
    supply_group, supply_units = columns(supply)
    found = match(demand_units, supply_units, demand_group, supply_group)
    assert all(column.dtype == np.int64 for column in found)
    return list(zip(*(column.tolist() for column in found), strict=True))


@thorough
@given(rows, rows)
def test_matching_is_what_single_units_give(
    demand: list[tuple[int, int]], supply: list[tuple[int, int]]
) -> None:
    assert matched(demand, supply) == unit_by_unit(demand, supply)


@thorough
@given(st.lists(st.integers(0, 6), max_size=12), st.lists(st.integers(0, 9), max_size=6))
def test_one_product_needs_no_group(demand: list[int], supply: list[int]) -> None:
    found = match(demand, supply)
    pairs = unit_by_unit([(0, units) for units in demand], [(0, units) for units in supply])
    assert list(zip(*(column.tolist() for column in found), strict=True)) == pairs


@thorough
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 10**9)), max_size=40),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 2**62)), max_size=40),
)
def test_every_unit_is_in_one_row_and_no_supply_gives_more_than_it_has(
    demand: list[tuple[int, int]], supply: list[tuple[int, int]]
) -> None:
    demand.sort(key=lambda pair: pair[0])
    supply.sort(key=lambda pair: pair[0])
    given_to = [0] * len(demand)
    taken_from = [0] * len(supply)
    unmet: dict[int, int] = defaultdict(int)
    for line, source, quantity in matched(demand, supply):
        assert quantity > 0
        given_to[line] += quantity
        if source >= 0:
            taken_from[source] += quantity
            assert supply[source][0] == demand[line][0]
        else:
            unmet[demand[line][0]] += quantity
    assert given_to == columns(demand)[1]
    for product in {group for group, _ in demand}:
        wanted = sum(units for group, units in demand if group == product)
        there = sum(units for group, units in supply if group == product)
        used = sum(taken_from[row] for row, pair in enumerate(supply) if pair[0] == product)
        assert used == min(wanted, there)
        assert unmet[product] == wanted - used
    assert all(used <= units for used, (_, units) in zip(taken_from, supply, strict=True))


@thorough
@given(rows, rows, st.data())
def test_cutting_a_supply_in_two_changes_nobody(
    demand: list[tuple[int, int]], supply: list[tuple[int, int]], data: st.DataObject
) -> None:
    if not supply:
        return
    row = data.draw(st.integers(0, len(supply) - 1))
    product, units = supply[row]
    part = data.draw(st.integers(0, units))
    cut = [*supply[:row], (product, part), (product, units - part), *supply[row + 1 :]]
    joined: dict[tuple[int, int], int] = defaultdict(int)
    for line, source, quantity in matched(demand, cut):
        joined[line, source - (source > row)] += quantity
    whole = {(line, source): quantity for line, source, quantity in matched(demand, supply)}
    assert joined == whole


def test_first_come_first_served() -> None:
    """Reference case A1: a supply of 100 for 60, 80 and 20 is given as 60, 40, 0."""
    found = match([60, 80, 20], [100])
    assert found.demand.tolist() == [0, 1, 1, 2]
    assert found.supply.tolist() == [0, 0, -1, -1]
    assert found.quantity.tolist() == [60, 40, 40, 20]


def test_arrays_may_come_straight_from_the_database() -> None:
    """PostgreSQL sends big-endian rows; columns of them are strided."""
    sent = np.array([(1, 5), (1, 2), (3, 4)], dtype=[("product", ">i4"), ("quantity", ">i8")])
    found = match(sent["quantity"], [6, 9], sent["product"], [1, 3])
    assert found.demand.tolist() == [0, 1, 1, 2]
    assert found.supply.tolist() == [0, 0, -1, 1]
    assert found.quantity.tolist() == [5, 1, 1, 4]


def test_no_demand_gives_no_rows() -> None:
    assert [column.size for column in match([], [5])] == [0, 0, 0]
    assert [column.size for column in match([0, 0], [5])] == [0, 0, 0]


def test_a_supply_without_end_does_not_overflow() -> None:
    largest = np.iinfo(np.int64).max
    found = match([3, 4], [largest, largest])
    assert found.supply.tolist() == [0, 0]
    assert found.quantity.tolist() == [3, 4]


@pytest.mark.parametrize(
    ("arguments", "code", "facts"),
    [
        (([1, 1], [1], [2, 1], [1]), "not_in_order", {"name": "demand_group", "position": 1}),
        (([1], [1, 1, 1], [1], [1, 4, 3]), "not_in_order", {"name": "supply_group", "position": 2}),
        (([1, -2], [1]), "negative_quantity", {"position": 1, "quantity": -2}),
        (([1], [-1]), "negative_quantity", {"position": 0, "quantity": -1}),
        (([2**62], [1]), "quantity_too_large", {"name": "demand_quantity"}),
        (([2**61] * 2, [1]), "quantity_too_large", {"name": "demand_quantity"}),
        (([1.5], [1]), "bad_array", {"name": "demand_quantity", "dtype": "float64"}),
        (([[1]], [1]), "bad_array", {"dimensions": 2}),
        (([1, 2], [1], [1], [1]), "bad_array", {"rows": 2, "demand_group": 1}),
        (([1], [1], [1], None), "bad_array", {}),
        (([1], [1], None, [1]), "bad_array", {}),
    ],
)
def test_wrong_input_is_refused_with_facts(
    arguments: tuple[object, ...], code: str, facts: dict[str, object]
) -> None:
    with pytest.raises(BackorderError) as caught:
        match(*arguments)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert caught.value.facts.items() >= facts.items()
