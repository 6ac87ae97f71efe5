"""One order after the other: what is quick, and what is best once it is known who is served."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.ranking import group_starts, order, running_before
from backorder.domain.sums import sums

if TYPE_CHECKING:
    from backorder.domain.ranking import Integers

    from .problem import Flags, Problem


class Allocation(NamedTuple):
    """Units for each line, which orders are served, and the value in minor units.

    A coupled order that is not served gets nothing. Orders that take what they can get count as
    served.
    """

    quantity: Integers
    served: Flags
    value: int


def serve(problem: Problem, turn: Integers) -> Allocation:
    """Serve lines by their turn, each as far as units last, coupled orders whole or not at all.

    ``turn``: for each line a number, the lowest first, then the older order; lines of one coupled
    order have the same. A coupled order whose least does not fit is passed over.

    >>> from .problem import Problem
    >>> knapsack = Problem.of(order=[0, 1, 2], product=[0, 0, 0], quantity=[6, 5, 5],
    ...                       weight=[1000, 1100, 1080], supply=[10], percent=100)
    >>> serve(knapsack, np.array([0, 1, 2])).quantity.tolist()
    [6, 0, 0]
    """
    rows = order(turn, problem.order)
    orders, products = problem.order[rows].tolist(), problem.product[rows].tolist()
    wanted, least = problem.quantity[rows].tolist(), problem.least[rows].tolist()
    coupled = problem.coupled.tolist()
    left = problem.supply.tolist()
    given = [0] * len(orders)
    served = ~problem.coupled

    at = 0
    while at < len(orders):
        number = orders[at]
        end = at + 1
        if coupled[number]:
            while end < len(orders) and orders[end] == number:
                end += 1
            if not _take(given, least, products, left, range(at, end)):
                at = end
                continue
            served[number] = True
        for row in range(at, end):
            more = min(wanted[row] - given[row], left[products[row]])
            given[row] += more
            left[products[row]] -= more
        at = end
    quantity = np.empty(len(given), dtype=np.int64)
    quantity[rows] = given
    return Allocation(quantity, served, problem.value(quantity))


def _take(
    given: list[int], least: list[int], products: list[int], left: list[int], rows: range
) -> bool:
    """Give an order its least, and return True; or, if that does not fit, give nothing."""
    for row in rows:
        left[products[row]] -= least[row]
    if any(left[products[row]] < 0 for row in rows):
        for row in rows:
            left[products[row]] += least[row]
        return False
    for row in rows:
        given[row] = least[row]
    return True


def fill(problem: Problem, served: Flags) -> Integers:
    """Return the best units for each line, once it is decided which coupled orders are served.

    Served orders get their least; all other units go to the lines that may have more, the highest
    weight first, then the older line. Without coupling this is the optimum of the whole problem,
    by sorting alone.

    >>> from .problem import Problem
    >>> some = Problem.of(order=[0, 1, 2], product=[0, 0, 0], quantity=[6, 5, 5],
    ...                   weight=[1000, 1100, 1080], supply=[10])
    >>> fill(some, np.ones(3, dtype=bool)).tolist()
    [0, 5, 5]
    """
    quantity, room = _least_and_room(problem, served)
    left = problem.supply - sums(problem.product, quantity, problem.supply.size)
    rows = order(problem.product, -problem.weight)
    before = running_before(room[rows], group_starts(problem.product[rows]))
    quantity[rows] += np.clip(left[problem.product[rows]] - before, 0, room[rows])
    return quantity


def filled(problem: Problem, served: Flags) -> Allocation:
    """Return `fill` as an allocation."""
    quantity = fill(problem, served)
    return Allocation(quantity, served, problem.value(quantity))


def one_more(problem: Problem, allocation: Allocation) -> Integers:
    """Return for each product what one more unit brings if the same orders are served.

    In minor units: the highest weight among lines that may have more, 0 if there is none. It is
    what a `fill` with one more unit would be worth more, so the optimum gains at least this.
    """
    _, room = _least_and_room(problem, allocation.served)
    asks = np.flatnonzero(room - allocation.quantity + _least(problem, allocation.served) > 0)
    value = np.zeros(problem.supply.size, dtype=np.int64)
    np.maximum.at(value, problem.product[asks], problem.weight[asks])
    return value


def _least(problem: Problem, served: Flags) -> Integers:
    """Return the least of each line whose order is served, else 0."""
    return np.where(served[problem.order], problem.least, 0)


def _least_and_room(problem: Problem, served: Flags) -> tuple[Integers, Integers]:
    """Return the least of each line, and the units it may have beyond that."""
    open_ = served[problem.order]
    return _least(problem, served), np.where(open_, problem.quantity - problem.least, 0)
