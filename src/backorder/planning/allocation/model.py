"""The problem as a mixed-integer programme: columns, rows and coefficients.

For a coupled order o, y_o is 1 if it is served. A line l of it takes least_l y_o, and as far as its
quantity allows more: x_l <= (quantity_l - least_l) y_o. A line of any other order takes x_l. For
each scarce product, sum least_l y_o + sum x_l <= supply. What a line takes of a product that is not
scarce is not a question: it counts in the value of y_o. So the only whole numbers are the y: once
they are fixed, each product is a row of its own and its units go by weight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.ranking import group_starts
from backorder.domain.sums import sums

if TYPE_CHECKING:
    import numpy.typing as npt

    from backorder.domain.ranking import Integers

    from .problem import Flags, Problem

    Floats = npt.NDArray[np.float64]

_LARGEST_COST_BITS = 20  # solvers work to absolute tolerances: costs beyond 10^6 are scaled down


class Model(NamedTuple):
    """Maximise cost @ columns, 0 <= columns <= upper, matrix @ columns <= limit.

    The first columns are the y of ``orders``, the rest the x of ``lines``; the first rows are the
    ``products``. The matrix is given by column: ``starts``, ``rows``, ``values``. ``cost`` is in
    ``scale`` minor units of money, a power of two, so scaling loses nothing.
    """

    orders: Integers
    lines: Integers
    products: Integers
    cost: Floats
    scale: float
    upper: Floats
    limit: Floats
    starts: npt.NDArray[np.int32]
    rows: npt.NDArray[np.int32]
    values: Floats


def build(problem: Problem, lines: Integers, scarce: Flags) -> Model:
    """Return the model of some lines: whole orders, and all that compete with them."""
    product, least = problem.product[lines], problem.least[lines]
    tight, bound = scarce[product], problem.coupled[problem.order[lines]]
    orders, y = np.unique(problem.order[lines[bound]], return_inverse=True)
    products, row = np.unique(product[tight], return_inverse=True)
    column = np.full(lines.size, -1)
    column[bound] = y
    place = np.full(lines.size, -1)
    place[tight] = row

    units = np.where(tight, least, problem.quantity[lines])[bound]
    cost_y = sums(y, units * problem.weight[lines][bound], orders.size)
    more = problem.quantity[lines] - least
    open_ = np.flatnonzero(tight & (more > 0))
    x = orders.size + np.arange(open_.size)
    tied = bound[open_]  # x of coupled orders need a row that ties them to y
    tie = products.size + np.arange(np.count_nonzero(tied))

    takes = np.flatnonzero(tight & bound)
    starts, rows, values = _by_column(
        np.concatenate((column[takes], x, x[tied], column[open_][tied])),
        np.concatenate((place[takes], place[open_], tie, tie)),
        np.concatenate((least[takes], np.ones(x.size + tie.size), -more[open_][tied])),
        orders.size + x.size,
    )
    cost = np.concatenate((cost_y, problem.weight[lines][open_])).astype(np.float64)
    scale = _scale(cost)
    limit = problem.supply[products]
    room = np.minimum(more[open_], problem.supply[product[open_]])
    return Model(
        orders,
        lines[open_],
        products,
        cost / scale,
        scale,
        np.concatenate((np.ones(orders.size), room)),
        np.concatenate((limit, np.zeros(tie.size))),
        starts,
        rows,
        values,
    )


def _scale(cost: Floats) -> float:
    """Return the power of two that brings the largest cost below about a million."""
    bits = int(np.ceil(np.log2(max(float(cost.max(initial=1.0)), 1.0))))
    return float(2 ** max(0, bits - _LARGEST_COST_BITS))


def _by_column(
    column: Integers, row: Integers, value: Floats, columns: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], Floats]:
    """Return a matrix by column from its entries; entries of one place are added up."""
    size = int(row.max(initial=0)) + 1
    key = column.astype(np.int64) * size + row
    by_key = np.argsort(key, kind="stable")
    first = group_starts(key[by_key])
    values = np.add.reduceat(value[by_key], first) if first.size else value
    key = key[by_key][first]
    starts = np.searchsorted(key, np.arange(columns + 1) * size)
    return starts.astype(np.int32), (key % size).astype(np.int32), values
