"""The simple rules that people use, to be compared with the optimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backorder.domain.ranking import integers
from backorder.planning.sums import sums

from .greedy import serve

if TYPE_CHECKING:
    import numpy.typing as npt

    from .greedy import Allocation
    from .problem import Problem


def baselines(problem: Problem, priority: npt.ArrayLike | None = None) -> dict[str, Allocation]:
    """Return what each simple rule makes of a problem.

    ``first_come``: the older order first. ``priority``: the order with the higher number in
    ``priority`` (one for each order) first, then the older; left out without such numbers.
    ``density``: the order, or the line of an order that takes what it can get, with the highest
    value for a unit first.

    >>> from .problem import Problem
    >>> knapsack = Problem.of(order=[0, 1, 2], product=[0, 0, 0], quantity=[6, 5, 5],
    ...                       weight=[1000, 1100, 1080], supply=[10], percent=100)
    >>> {name: found.value for name, found in baselines(knapsack, [3, 1, 2]).items()}
    {'first_come': 6000, 'priority': 6000, 'density': 10900}
    """
    found = {"first_come": serve(problem, problem.order)}
    if priority is not None:
        found["priority"] = serve(problem, -integers("priority", priority)[problem.order])
    units = sums(problem.order, problem.quantity, problem.orders)
    value = sums(problem.order, problem.quantity * problem.weight, problem.orders)
    by_order = value / np.maximum(units, 1)
    density = np.where(problem.coupled[problem.order], by_order[problem.order], problem.weight)
    turn = np.unique(-density, return_inverse=True)[1].astype(np.int64)
    found["density"] = serve(problem, turn)
    return found
