"""Fair share against oracles that hand out single units or count in fractions."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backorder.domain.errors import BackorderError
from backorder.domain.fairness import first_come, max_min, proportional, with_quotas

if TYPE_CHECKING:
    from collections.abc import Callable

    from backorder.domain.fairness import Rule

thorough = settings(deadline=None, max_examples=150)

demands = st.lists(st.integers(0, 12), min_size=1, max_size=8)
# Rows of (product, units), in any order, for three products; and their supplies.
books = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9)), max_size=14)
supplies = st.lists(st.integers(0, 30), min_size=3, max_size=3)


def in_turn(demand: list[int], supply: int) -> list[int]:
    """Serve one after the other."""
    share = []
    for units in demand:
        share.append(min(units, supply))
        supply -= share[-1]
    return share


def by_fractions(demand: list[int], supply: int) -> list[int]:
    """Round exact shares by their largest remainder, the older first."""
    total = sum(demand)
    if not total:
        return [0] * len(demand)
    exact = [Fraction(units * min(supply, total), total) for units in demand]
    share = [int(part) for part in exact]
    order = sorted(range(len(demand)), key=lambda row: (share[row] - exact[row], row))
    for row in order[: min(supply, total) - sum(share)]:
        share[row] += 1
    return share


def by_units(demand: list[int], supply: int) -> list[int]:
    """Give one unit after the other to whom has least and wants more, the older first."""
    share = [0] * len(demand)
    for _ in range(min(supply, sum(demand))):
        thirsty = [row for row in range(len(demand)) if share[row] < demand[row]]
        share[min(thirsty, key=lambda row: (share[row], row))] += 1
    return share


with_oracle = pytest.mark.parametrize(
    ("rule", "oracle"),
    [(first_come, in_turn), (proportional, by_fractions), (max_min, by_units)],
)
every_rule = pytest.mark.parametrize("rule", [first_come, proportional, max_min])


def test_three_orders_share_a_hundred() -> None:
    """Reference case A1."""
    demand = [60, 80, 20]
    assert first_come(demand, 100).tolist() == [60, 40, 0]
    assert proportional(demand, 100).tolist() == [38, 50, 12]
    assert max_min(demand, 100).tolist() == [40, 40, 20]


@with_oracle
@thorough
@given(book=books, supply=supplies)
def test_every_product_is_divided_as_by_hand(
    rule: Rule,
    oracle: Callable[[list[int], int], list[int]],
    book: list[tuple[int, int]],
    supply: list[int],
) -> None:
    group, demand = [product for product, _ in book], [units for _, units in book]
    found = rule(demand, supply, group)
    assert found.dtype == np.int64
    for product, there in enumerate(supply):
        rows = [row for row, place in enumerate(group) if place == product]
        assert found[rows].tolist() == oracle([demand[row] for row in rows], there)


@every_rule
@thorough
@given(demand=demands, supply=st.integers(0, 120))
def test_shares_add_up_and_stay_within_demand(rule: Rule, demand: list[int], supply: int) -> None:
    share = rule(demand, supply, None)
    assert share.sum() == min(supply, sum(demand))
    assert np.all(share >= 0)
    assert np.all(share <= demand)


@pytest.mark.parametrize(("rule", "slack"), [(first_come, 0), (max_min, 0), (proportional, 1)])
@thorough
@given(demand=demands, supply=st.integers(0, 100), more=st.integers(1, 20))
def test_more_supply_takes_from_nobody(
    rule: Rule, slack: int, demand: list[int], supply: int, more: int
) -> None:
    """Only the rounding of proportional shares may, and then a single unit."""
    assert np.all(rule(demand, supply + more, None) >= rule(demand, supply, None) - slack)


def test_the_rounding_of_proportional_shares_can_cost_a_unit() -> None:
    """The Alabama paradox: one more unit of supply, one less for the third."""
    demand = [6, 6, 2]
    assert proportional(demand, 10).tolist() == [4, 4, 2]
    assert proportional(demand, 11).tolist() == [5, 5, 1]


@thorough
@given(demands, st.integers(0, 100), st.integers(0, 99))
def test_place_in_the_list_matters_for_ties_only(demand: list[int], supply: int, seed: int) -> None:
    total = sum(demand)
    rows = Random(seed).sample(range(len(demand)), len(demand))
    mixed = [demand[row] for row in rows]
    assert np.all(abs(max_min(mixed, supply) - max_min(demand, supply)[rows]) <= 1)
    remainders = [units * min(supply, total) % max(total, 1) for units in demand]
    assume(len(set(remainders)) == len(remainders))
    assert proportional(mixed, supply).tolist() == proportional(demand, supply)[rows].tolist()


@thorough
@given(demands, st.integers(0, 100))
def test_max_min_cannot_be_levelled_further(demand: list[int], supply: int) -> None:
    """Who is not served in full has at most one unit less than anybody else."""
    share = max_min(demand, supply)
    thirsty = [int(got) for got, wanted in zip(share, demand, strict=True) if got < wanted]
    assert not thirsty or max(share) - min(thirsty) <= 1


@thorough
@given(books, supplies, st.lists(st.integers(0, 12), min_size=2, max_size=2), st.data())
def test_quotas_are_kept_and_handed_back(
    book: list[tuple[int, int]], supply: list[int], quota: list[int], data: st.DataObject
) -> None:
    group, demand = [product for product, _ in book], [units for _, units in book]
    segment = data.draw(st.lists(st.integers(0, 1), min_size=len(book), max_size=len(book)))
    found = with_quotas(demand, supply, quota, segment, group=group)
    assert np.all(found.reserved <= found.share)
    assert np.all(found.share <= demand)
    for product, there in enumerate(supply):
        mine = [row for row, place in enumerate(group) if place == product]
        assert found.share[mine].sum() == min(there, sum(demand[row] for row in mine))
        cut = proportional(quota, there)
        for part in (0, 1):
            rows = [row for row in mine if segment[row] == part]
            wanted = sum(demand[row] for row in rows)
            assert found.reserved[rows].sum() == min(wanted, cut[part])
            assert found.handed_back[product, part] == max(0, cut[part] - wanted)
            assert found.share[rows].sum() >= min(wanted, cut[part])


def test_large_numbers_stay_exact() -> None:
    demand = [2**60, 2**60, 2**59]
    share = proportional(demand, 2**60 + 3)
    assert share.tolist() == by_fractions(demand, 2**60 + 3)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (([-1], 3, None), "negative_quantity"),
        (([1], -3, None), "negative_quantity"),
        (([1.5], 3, None), "bad_array"),
        (([1, 2], [3, 4], None), "bad_array"),
        (([1, 2], [3, 4], [0]), "bad_array"),
        (([1, 2], [3, 4], [0, 2]), "unknown_position"),
        (([1, 2], [3, 4], [-1, 0]), "unknown_position"),
    ],
)
@every_rule
def test_bad_input_is_refused(rule: Rule, arguments: tuple[Any, Any, Any], code: str) -> None:
    with pytest.raises(BackorderError) as caught:
        rule(*arguments)
    assert caught.value.code == code


def test_quotas_need_a_column_for_each_segment() -> None:
    with pytest.raises(BackorderError) as caught:
        with_quotas([1, 2], [5, 5], [[1, 2]], [0, 0], group=[0, 1])
    assert caught.value.code == "bad_array"
    with pytest.raises(BackorderError) as caught:
        with_quotas([1, 2], [5, 5], [1, 2], [0, 2], group=[0, 1])
    assert caught.value.code == "unknown_position"
