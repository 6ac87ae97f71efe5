"""The simple rules that people use, to be compared with the optimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backorder.domain.errors import BackorderError
from backorder.domain.ranking import integers
from backorder.domain.sums import sums

from .greedy import serve

if TYPE_CHECKING:
    import numpy.typing as npt

    from .greedy import Allocation
    from .problem import Problem


def first_come(problem: Problem) -> Allocation:
    """Serve the older order first."""
    return serve(problem, problem.order)


def by_priority(problem: Problem, priority: npt.ArrayLike) -> Allocation:
    """Serve the order with the higher number in ``priority`` first, then the older.

    Raises ``BackorderError`` (``bad_array``) unless there is one whole number for each order.
    """
    ranks = integers("priority", priority)
    if ranks.size != problem.orders:
        raise BackorderError(
            "bad_array", "There is one priority for each order.", name="priority", size=ranks.size
        )
    return serve(problem, -ranks[problem.order])


def by_density(problem: Problem) -> Allocation:
    """Serve the order with the highest value for a unit first, then the older.

    Orders that take what they can get are ranked line by line, which suits them better.
    """
    units = sums(problem.order, problem.quantity, problem.orders)
    value = sums(problem.order, problem.quantity * problem.weight, problem.orders)
    by_order = value / np.maximum(units, 1)
    density = np.where(problem.coupled[problem.order], by_order[problem.order], problem.weight)
    turn = np.unique(-density, return_inverse=True)[1].astype(np.int64)
    return serve(problem, turn)


def baselines(problem: Problem, priority: npt.ArrayLike | None = None) -> dict[str, Allocation]:
    """Return what each simple rule makes of a problem, by its name.

    They are `first_come`, `by_priority` if there are priorities, and `by_density`.

    >>> from .problem import Problem
    >>> knapsack = Problem.of(order=[0, 1, 2], product=[0, 0, 0], quantity=[6, 5, 5],
    ...                       weight=[1000, 1100, 1080], supply=[10], percent=100)
    >>> {name: found.value for name, found in baselines(knapsack, [3, 1, 2]).items()}
    {'first_come': 6000, 'priority': 6000, 'density': 10900}
    """
    found = {"first_come": first_come(problem)}
    if priority is not None:
        found["priority"] = by_priority(problem, priority)
    found["density"] = by_density(problem)
    return found
