"""Small problems of allocation, and an oracle that tries everything."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from hypothesis import strategies as st

from backorder.planning.allocation import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.domain.ranking import Integers


class Line(NamedTuple):
    """A line as people see it."""

    order: int
    product: int
    quantity: int
    weight: int


def problem_of(lines: Sequence[Line], supply: Sequence[int], percent: Sequence[int]) -> Problem:
    columns = [np.array([line[i] for line in lines], dtype=np.int64) for i in range(4)]
    order, products, quantity, weight = columns
    return Problem.of(
        order=order,
        product=products,
        quantity=quantity,
        weight=weight,
        supply=np.array(supply, dtype=np.int64),
        percent=np.array(percent, dtype=np.int64),
    )


@st.composite
def problems(draw: st.DrawFn, orders: int = 7, products: int = 3) -> Problem:
    """Orders of up to three lines, products possibly twice in an order, fills of every kind."""
    percent = draw(st.lists(st.sampled_from([0, 50, 80, 100, 100]), min_size=1, max_size=orders))
    lines = []
    for number in range(len(percent)):
        for _ in range(draw(st.integers(0, 3))):
            drawn = draw(
                st.tuples(
                    st.integers(0, products - 1), st.integers(0, 9), st.sampled_from([0, 1, 7, 40])
                )
            )
            lines.append(Line(number, *drawn))
    supply = draw(st.lists(st.integers(0, 25), min_size=products, max_size=products))
    return problem_of(lines, supply, percent)


def best_by_trying(problem: Problem) -> int:
    """Return the value of the best allocation: every choice of orders, single units by weight."""
    tied = np.flatnonzero(problem.coupled)
    best = 0
    for choice in product((False, True), repeat=tied.size):
        served = ~problem.coupled
        served[tied] = choice
        best = max(best, value_if_served(problem, served.tolist()))
    return best


def value_if_served(problem: Problem, served: list[bool]) -> int:
    """Return the best value if these orders are served, -1 if they cannot be."""
    left = problem.supply.tolist()
    wishes: list[tuple[int, int]] = []  # weight and product of single units
    value = 0
    columns = (problem.order, problem.product, problem.quantity, problem.weight, problem.least)
    for number, place, quantity, weight, least in zip(*(c.tolist() for c in columns), strict=True):
        if served[number]:
            left[place] -= least
            value += least * weight
            wishes += [(weight, place)] * (quantity - least)
    if min(left, default=0) < 0:
        return -1
    for weight, place in sorted(wishes, reverse=True):
        if left[place] > 0:
            left[place] -= 1
            value += weight
    return value


def keeps_the_rules(problem: Problem, quantity: Integers) -> bool:
    """Tell whether supply is enough and every coupled order is served by its rule or not at all."""
    used = np.bincount(problem.product, quantity, minlength=problem.supply.size)
    within = np.all((quantity >= 0) & (quantity <= problem.quantity))
    for number in np.flatnonzero(problem.coupled):
        mine = problem.order == number
        some = quantity[mine].any()
        if some and np.any(quantity[mine] < problem.least[mine]):
            return False
    return bool(np.all(used <= problem.supply) and within)


def random_problem(
    seed: int, orders: int, products: int, *, share: float = 0.55, percent: int = 100
) -> Problem:
    """Return orders of one to four lines, half of them coupled, and too little supply."""
    rng = np.random.default_rng(seed)
    order = np.repeat(np.arange(orders), rng.integers(1, 5, orders))
    place = rng.integers(0, products, order.size)
    quantity = rng.integers(1, 11, order.size)
    weight = rng.integers(50, 5000, products)[place] * rng.integers(1, 4, orders)[order]
    wanted = np.bincount(place, quantity, minlength=products)
    supply = np.floor(wanted * share * rng.uniform(0.6, 1.4, products)).astype(np.int64)
    fill = np.where(rng.random(orders) < 0.5, percent, 0)
    return Problem.of(
        order=order,
        product=place,
        quantity=quantity,
        weight=weight,
        supply=supply,
        percent=fill,
    )
