"""Prices: what a unit of each scarce product would cost in a fair market, and what follows.

Orders that may be served by half make the problem a linear programme, whose dual values are prices:
an order is worth serving if its value exceeds the price of what it takes. The prices give a bound
that anyone can check by adding up, and a ranking that is nearly the best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.sums import sums

from .greedy import filled, serve
from .model import build
from .solver import solve

if TYPE_CHECKING:
    import numpy.typing as npt

    from backorder.domain.ranking import Integers

    from .core import Core
    from .greedy import Allocation
    from .problem import Problem

    Floats = npt.NDArray[np.float64]


class Relaxed(NamedTuple):
    """What the linear programme says.

    ``price``: minor units for a unit of each product, 0 outside the contested parts. ``part``: for
    each line the part of it that is served, between 0 and 1. ``bound``: for each component the
    value that no allocation exceeds, in minor units.
    """

    price: Floats
    part: Floats
    bound: Floats


def relax(problem: Problem, core: Core) -> Relaxed:
    """Return prices, parts and bounds for all contested parts at once."""
    model = build(problem, np.flatnonzero(core.component >= 0), core.scarce)
    found = solve(model, whole=False)
    assert found.columns is not None
    price = np.zeros(problem.supply.size)
    price[model.products] = found.prices[: model.products.size]
    by_order = np.zeros(problem.orders)
    by_order[model.orders] = found.columns[: model.orders.size]
    part = by_order[problem.order]
    own = ~problem.coupled[problem.order[model.lines]]
    lines = model.lines[own]
    part[lines] = found.columns[model.orders.size :][own] / problem.quantity[lines]
    return Relaxed(price, part, bounds(problem, core, price))


def bounds(problem: Problem, core: Core, price: Floats) -> Floats:
    """Return for each component what no allocation exceeds, whatever the prices are.

    With prices p >= 0, value <= sum p supply + sum over orders of max(0, value of the order minus
    the price of what it takes), each line taking what suits it best (weak duality). The prices of
    the linear programme make this as low as it goes. A product of which there is enough costs
    nothing, whatever ``price`` says.
    """
    price = np.where(core.scarce, price, 0.0)
    gain = problem.weight - price[problem.product]
    suits = np.where(gain > 0, problem.quantity, problem.least) * gain
    lines = core.component >= 0
    bound = np.zeros(core.parts)
    free = lines & ~problem.coupled[problem.order]
    np.add.at(bound, core.component[free], suits[free])

    tied = lines & ~free
    by_order = np.zeros(problem.orders)
    np.add.at(by_order, problem.order[tied], suits[tied])
    part = np.full(problem.orders, -1)
    part[problem.order[tied]] = core.component[tied]
    some = part >= 0
    np.add.at(bound, part[some], np.maximum(by_order[some], 0.0))

    where = np.full(problem.supply.size, -1)
    # A line that wants nothing ties its product to no part.
    tight = lines & core.scarce[problem.product] & (problem.quantity > 0)
    where[problem.product[tight]] = core.component[tight]
    some = where >= 0
    np.add.at(bound, where[some], (price * problem.supply)[some])
    return bound


def by_prices(problem: Problem, core: Core, relaxed: Relaxed) -> Allocation:
    """Return the allocation that prices suggest: no search, and as a rule within one percent.

    Served first is what the linear programme serves in full, then what it serves in part, the
    larger part first, then the rest by value for money; at last units are filled up by weight.
    """
    price = relaxed.price[problem.product]
    takes = np.where(problem.weight > price, problem.quantity, problem.least)
    tied = problem.coupled[problem.order]
    value = np.where(tied, _by_order(problem, takes * problem.weight), problem.weight)
    cost = np.where(tied, _by_order(problem, takes * price), price)
    ratio = value / np.maximum(cost, 1e-9)
    turn = _ranks(-relaxed.part.round(6), -ratio)
    turn[~core.contested[problem.order] & tied] = -1  # nothing it needs is scarce
    return filled(problem, serve(problem, turn).served)


def _ranks(first: Floats, second: Floats) -> Integers:
    """Return the rank of each row by two keys; equal rows have equal ranks."""
    rows = np.lexsort((second, first))
    steps = (np.diff(first[rows]) != 0) | (np.diff(second[rows]) != 0)
    rank = np.zeros(rows.size, dtype=np.int64)
    rank[rows[1:]] = np.cumsum(steps)
    return rank


def _by_order(problem: Problem, amount: npt.NDArray[np.float64] | Integers) -> Floats:
    """Return for each line the sum of an amount over all lines of its order."""
    total = np.zeros(problem.orders)
    np.add.at(total, problem.order, amount.astype(np.float64))
    return total[problem.order]


def values(problem: Problem, core: Core, quantity: Integers) -> Integers:
    """Return what an allocation is worth in each component, in minor units."""
    lines = core.component >= 0
    worth = quantity * problem.weight
    return sums(core.component[lines], worth[lines], core.parts)
