"""The optimum against trying everything, and what must hold however large a problem is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backorder.planning.allocation import Allocation, Problem, baselines, optimum, worth
from backorder.planning.allocation.core import core
from backorder.planning.allocation.pricing import bounds
from tests.planning.scarcity import (
    best_by_trying,
    keeps_the_rules,
    problems,
    random_problem,
)
from tests.support import require

thorough = settings(deadline=None, max_examples=150)
KNAPSACK = Problem.of(
    order=[0, 1, 2],
    product=[0, 0, 0],
    quantity=[6, 5, 5],
    weight=[1000, 1100, 1080],
    supply=[10],
    percent=100,
)


@pytest.fixture(autouse=True)
def _solver() -> None:
    require("highspy")


def test_who_comes_first_leaves_half_of_the_value() -> None:
    """Reference case A2: 60 for who comes first, 109 at best; ship-complete orders of 6, 5, 5."""
    first = baselines(KNAPSACK)["first_come"]
    assert (first.quantity.tolist(), first.value) == ([6, 0, 0], 6000)
    best = optimum(KNAPSACK)
    assert (best.quantity.tolist(), best.value) == ([0, 5, 5], 10900)
    assert (best.bound, best.gap, best.components) == (10900, 0.0, 1)
    assert best.served.tolist() == [False, True, True]


def test_one_more_unit_in_the_knapsack() -> None:
    """The same orders served gain nothing by an eleventh unit; serving A and B instead does."""
    best = optimum(KNAPSACK)
    assert best.at_least.tolist() == [0]
    assert worth(KNAPSACK, 0, known=best) == (11500 - 10900, 11500 - 10900)
    assert worth(KNAPSACK, 0, units=6, known=best) == (16900 - 10900, 16900 - 10900)


@thorough
@given(problems())
def test_the_optimum_is_what_trying_everything_finds(problem: Problem) -> None:
    best = optimum(problem, gap=0.0)
    assert keeps_the_rules(problem, best.quantity)
    assert best.value == best_by_trying(problem)
    assert best.value == problem.value(best.quantity)
    assert (best.bound, best.gap) == (best.value, 0.0)


@pytest.mark.parametrize("seed", range(6))
def test_twelve_orders(seed: int) -> None:
    problem = random_problem(seed, 12, 4, percent=[100, 60][seed % 2])
    best = optimum(problem, gap=0.0)
    assert (best.value, best.bound) == (best_by_trying(problem),) * 2


@thorough
@given(problems())
def test_no_simple_rule_does_better_and_all_keep_the_rules(problem: Problem) -> None:
    best = optimum(problem, gap=0.0)
    found = baselines(problem, np.arange(problem.orders))
    quick = optimum(problem, seconds=0)
    found["prices"] = Allocation(quick.quantity, quick.served, quick.value)
    assert list(found) == ["first_come", "priority", "density", "prices"]
    for quantity, served, value in found.values():
        assert keeps_the_rules(problem, quantity)
        assert value == problem.value(quantity) <= best.value <= quick.bound
        assert not quantity[~served[problem.order]].any()


@thorough
@given(problems(), st.integers(0, 2), st.integers(1, 8))
def test_more_supply_is_never_worth_less(problem: Problem, product: int, units: int) -> None:
    best = optimum(problem, gap=0.0)
    more = worth(problem, product, units, known=best)
    supply = problem.supply.copy()
    supply[product] += units
    gain = best_by_trying(replace(problem, supply=supply)) - best.value
    assert more == (gain, gain)
    assert gain >= best.at_least[product]


def test_a_line_that_wants_nothing_moves_no_price() -> None:
    """It would take the price of its product to another part, whose bound would be too low."""
    problem = Problem.of(
        order=[0, 1, 1],
        product=[1, 0, 1],
        quantity=[3, 3, 0],
        weight=[1, 0, 0],
        supply=[2, 2],
        percent=[50, 50],
    )
    parts = core(problem)
    value = np.array([2.0, 0.0])  # two of three units at one each; the other order is worth nothing
    assert parts.component.tolist() == [0, 1, 1]
    assert (bounds(problem, parts, np.array([0.0, 1.0])) >= value).all()


@thorough
@given(problems(), st.lists(st.floats(0, 50), min_size=3, max_size=3))
def test_any_prices_prove_a_bound(problem: Problem, price: list[float]) -> None:
    parts = core(problem)
    bound = bounds(problem, parts, np.array(price))
    quantity = optimum(problem, gap=0.0).quantity
    for part in range(parts.parts):
        lines = parts.component == part
        assert quantity[lines] @ problem.weight[lines] <= bound[part] + 1e-6


def test_without_coupling_sorting_is_enough() -> None:
    """One more unit of each product goes to the best line that lacks one."""
    problem = random_problem(3, 300, 20, percent=0)
    best = optimum(problem)
    assert (best.components, best.gap) == (0, 0.0)
    for product in range(20):
        exact = worth(problem, product, known=best)
        assert exact == (best.at_least[product], best.at_least[product])
        assert best.price[product] == best.at_least[product]


def test_parts_that_do_not_touch_are_solved_apart() -> None:
    """Two copies of a problem side by side are worth twice as much, in twice as many parts."""
    one = random_problem(5, 40, 6)
    two = Problem.of(
        order=np.concatenate((one.order, one.order + one.orders)),
        product=np.concatenate((one.product, one.product + one.supply.size)),
        quantity=np.tile(one.quantity, 2),
        weight=np.tile(one.weight, 2),
        supply=np.tile(one.supply, 2),
        percent=np.tile(one.coupled * 100, 2),
    )
    alone, both = optimum(one, gap=0.0), optimum(two, gap=0.0)
    assert both.components == 2 * alone.components
    assert both.value == 2 * alone.value == both.bound


def test_what_hangs_together() -> None:
    """Orders 0 and 1 share product 0; order 2 needs 1 alone; 3 is impossible; 4 has plenty."""
    problem = Problem.of(
        order=[0, 1, 1, 2, 3, 4, 5, 6, 7],
        product=[0, 0, 2, 1, 1, 2, 0, 1, 3],
        quantity=[5, 5, 1, 4, 99, 1, 3, 2, 7],
        weight=[1] * 9,
        supply=[7, 5, 10, 4],
        percent=[100, 100, 100, 100, 100, 0, 0, 0],
    )
    parts = core(problem)
    assert parts.contested.tolist() == [True, True, True, False, False, False, False, False]
    assert parts.certain.tolist() == [False, False, False, False, True, True, True, True]
    assert parts.scarce.tolist() == [True, True, False, True]
    assert parts.component.tolist() == [0, 0, 0, 1, -1, -1, 0, 1, -1]


@pytest.mark.parametrize("seconds", [None, 0, 0.05])
def test_a_large_problem_comes_with_its_proof(seconds: float | None) -> None:
    problem = random_problem(11, 1500, 200)
    best = optimum(problem, seconds=seconds)
    assert keeps_the_rules(problem, best.quantity)
    assert best.value <= best.bound
    assert best.gap == (best.bound - best.value) / best.value
    assert best.gap <= (0.0001 if seconds is None else 0.02)
    assert all(best.value > found.value for found in baselines(problem).values())


def test_the_same_question_has_the_same_answer() -> None:
    problem = random_problem(12, 800, 100, percent=70)
    for seconds in (None, 0):
        one, two = optimum(problem, seconds=seconds), optimum(problem, seconds=seconds)
        assert one.quantity.tolist() == two.quantity.tolist()
        assert (one.value, one.bound) == (two.value, two.bound)
        assert one.price.tolist() == two.price.tolist()


def test_nothing_that_an_order_could_take_is_left_lying() -> None:
    problem = random_problem(13, 800, 100)
    for seconds in (None, 0):
        best = optimum(problem, seconds=seconds, gap=0.05)
        left = problem.supply - np.bincount(problem.product, best.quantity, minlength=100)
        for number in np.flatnonzero(~best.served):
            mine = problem.order == number
            asks = np.bincount(problem.product[mine], problem.least[mine], minlength=100)
            assert np.any(asks > left)


def test_large_money_stays_exact() -> None:
    """Values near the limit of 2^53 minor units."""
    problem = replace(KNAPSACK, weight=KNAPSACK.weight * 10**11)
    best = optimum(problem, gap=0.0)
    assert (best.value, best.quantity.tolist()) == (10900 * 10**11, [0, 5, 5])
    assert best.bound >= best.value


def test_nothing_asked_nothing_given() -> None:
    empty = Problem.of(order=[], product=[], quantity=[], weight=[], supply=[5], percent=[100])
    best = optimum(empty)
    assert (best.quantity.tolist(), best.value, best.bound, best.gap) == ([], 0, 0, 0.0)
    assert baselines(empty, [1])["priority"].value == 0
