"""Handing the same parcels out again, against a loop that gives one order after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorder.domain.errors import BackorderError
from backorder.planning.whatif import Demand, Handed, Parcels, hand_out

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn


class Month(NamedTuple):
    """Some days with few products, as lists."""

    rows: list[tuple[int, int, int, int]]  # order, product, quantity, opened
    parcels: list[tuple[int, int, int]]  # day, product, quantity
    rank: list[int]
    whole: list[bool]


@st.composite
def months(draw: DrawFn) -> Month:
    orders = draw(st.integers(1, 7))
    product, units, day = st.integers(0, 2), st.integers(0, 4), st.integers(0, 3)
    one = st.integers(0, orders - 1)
    return Month(
        sorted(draw(st.lists(st.tuples(one, product, units, day), max_size=14))),
        draw(st.lists(st.tuples(day, product, units), max_size=10)),
        draw(st.lists(st.integers(0, 3), min_size=orders, max_size=orders)),
        draw(st.lists(st.booleans(), min_size=orders, max_size=orders)),
    )


def columns(rows: list[tuple[int, ...]], width: int) -> list[list[int]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def run(month: Month, *, finish_first: bool = False) -> Handed:
    demand = Demand(*columns(list(month.rows), 4))
    parcels = Parcels(*columns(list(month.parcels), 3))
    return hand_out(demand, parcels, month.rank, month.whole, finish_first=finish_first)


def one_by_one(month: Month, *, finish_first: bool) -> dict[tuple[int, int], int]:
    """Go through days, then orders by rank, then their rows: units by row and day."""
    left = [row[2] for row in month.rows]
    shelf: dict[int, int] = {}
    found: dict[tuple[int, int], int] = {}
    for today in sorted({day for day, _, _ in month.parcels}):  # on other days nobody packs
        for day, product, units in month.parcels:
            if day == today:
                shelf[product] = shelf.get(product, 0) + units
        passes = ([True] * len(month.whole), month.whole) if finish_first else (month.whole,)
        for whole in passes:
            for order in sorted(range(len(month.rank)), key=lambda n: (month.rank[n], n)):
                mine = [
                    n
                    for n, row in enumerate(month.rows)
                    if row[0] == order and row[3] <= today and left[n]
                ]
                want: dict[int, int] = {}
                for n in mine:
                    want[month.rows[n][1]] = want.get(month.rows[n][1], 0) + left[n]
                if whole[order] and any(shelf.get(p, 0) < units for p, units in want.items()):
                    continue
                for n in mine:
                    units = min(left[n], shelf.get(month.rows[n][1], 0))
                    if units:
                        left[n] -= units
                        shelf[month.rows[n][1]] -= units
                        found[n, today] = found.get((n, today), 0) + units
    return found


def by_row_and_day(handed: Handed) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for row, day, units in zip(*(column.tolist() for column in handed), strict=True):
        assert units > 0
        found[row, day] = found.get((row, day), 0) + units
    return found


@given(months(), st.booleans())
def test_it_equals_giving_one_order_after_the_other(month: Month, finish_first: bool) -> None:
    handed = run(month, finish_first=finish_first)
    assert by_row_and_day(handed) == one_by_one(month, finish_first=finish_first)


@given(months(), st.permutations(range(7)))
def test_every_ranking_hands_out_as_much_on_the_same_days(month: Month, other: list[int]) -> None:
    parts = month._replace(whole=[False] * len(month.whole))
    again = parts._replace(rank=other[: len(month.rank)])

    def per_day(handed: Handed) -> list[tuple[int, int, int]]:
        product = np.array([row[1] for row in month.rows], dtype=np.int64)
        days: dict[tuple[int, int], int] = {}
        for row, day, units in zip(*(column.tolist() for column in handed), strict=True):
            at = (day, int(product[row]))
            days[at] = days.get(at, 0) + units
        return sorted((*at, units) for at, units in days.items())

    assert per_day(run(parts)) == per_day(run(again))


def test_an_order_that_takes_all_or_nothing_lets_the_next_one_go_first() -> None:
    # Order 0 wants products 0 and 1 together; only product 0 leaves on day 0, both on day 1.
    rows = [(0, 0, 1, 0), (0, 1, 1, 0), (1, 0, 1, 0)]
    month = Month(rows, [(0, 0, 1), (1, 0, 1), (1, 1, 1)], [0, 1], [True, False])
    assert by_row_and_day(run(month)) == {(2, 0): 1, (0, 1): 1, (1, 1): 1}


def test_orders_that_can_be_finished_come_first() -> None:
    month = Month([(0, 0, 9, 0), (1, 0, 3, 0)], [(0, 0, 4)], [0, 1], [False, False])
    assert by_row_and_day(run(month)) == {(0, 0): 4}
    assert by_row_and_day(run(month, finish_first=True)) == {(1, 0): 3, (0, 0): 1}


def test_units_nobody_can_take_yet_wait_for_who_comes() -> None:
    month = Month([(0, 0, 2, 1)], [(0, 0, 2), (1, 1, 1)], [0], [False])
    assert by_row_and_day(run(month)) == {(0, 1): 2}


def test_bad_arrays_are_refused() -> None:
    with pytest.raises(BackorderError) as refused:
        hand_out(Demand([0], [0], [-1], [0]), Parcels([0], [0], [1]), [0], [False])
    assert refused.value.code == "negative_quantity"
