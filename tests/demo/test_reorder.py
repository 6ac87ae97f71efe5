"""The reorder rule: pure arithmetic, checked by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backorder.demo.reorder import Demand, levels, round_up, to_buy

ONE = np.array([1])


def test_nothing_is_bought_above_the_minimum() -> None:
    bought = to_buy(np.array([11]), np.array([10]), np.array([30]), ONE, ONE)
    assert bought.tolist() == [0]


def test_at_the_minimum_it_is_filled_up_to_the_maximum() -> None:
    bought = to_buy(np.array([10]), np.array([10]), np.array([30]), ONE, ONE)
    assert bought.tolist() == [20]


def test_backorders_are_bought_too() -> None:
    bought = to_buy(np.array([-5]), np.array([10]), np.array([30]), ONE, ONE)
    assert bought.tolist() == [35]


def test_the_supplier_is_given_whole_packs_and_his_minimum() -> None:
    six, dozen = np.array([6]), np.array([12])
    assert to_buy(np.array([9]), np.array([10]), np.array([22]), ONE, six).tolist() == [18]
    assert to_buy(np.array([9]), np.array([10]), np.array([11]), dozen, six).tolist() == [12]


def test_what_is_never_asked_for_is_never_bought() -> None:
    none = np.array([0.0])
    low, high = levels(none, none, np.array([30.0]), 2.0)
    assert to_buy(np.array([0]), low, high, np.array([24]), np.array([24])).tolist() == [0]


def test_the_levels_by_hand() -> None:
    # 14 days lead time and 7 of review: 21 * 0.5 = 10.5, safety 2 * sqrt(1.5 * 21) = 11.22.
    low, high = levels(np.array([0.5]), np.array([1.5]), np.array([14.0]), 2.0)
    assert low.tolist() == [22]
    assert high.tolist() == [22 + 11]


@given(
    st.integers(-1000, 1000),
    st.integers(0, 500),
    st.integers(0, 500),
    st.integers(1, 100),
    st.integers(1, 50),
)
def test_a_purchase_brings_the_position_to_the_maximum(
    position: int, low: int, extra: int, moq: int, multiple: int
) -> None:
    high = low + extra
    columns = (np.array([n]) for n in (position, low, high, moq, multiple))
    (bought,) = to_buy(*columns).tolist()
    if position > low or high <= position:
        assert bought == 0
    else:
        assert bought % multiple == 0
        assert bought >= max(moq, high - position)
        assert bought < max(moq, high - position) + multiple


@given(st.integers(0, 10**6), st.integers(1, 1000), st.integers(1, 1000))
def test_rounding_up_is_the_least_that_fits(units: int, moq: int, multiple: int) -> None:
    (found,) = round_up(np.array([units]), np.array([moq]), np.array([multiple])).tolist()
    wanted = max(units, moq) if units else 0
    assert found == min(n for n in range(wanted, wanted + multiple) if n % multiple == 0)


def test_demand_follows_what_is_asked_for() -> None:
    seen = Demand.believed(np.array([0.0]))
    for _ in range(120):
        seen = seen.after(np.array([4.0]))
    assert 3.8 < seen.rate[0] < 4.0
