"""The optimum: the allocation of the highest value, with the proof of how good it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.sums import sums

from .core import core as core_of
from .greedy import filled, one_more, serve
from .model import build
from .pricing import Relaxed, by_prices, relax, values
from .solver import require_solver, solve

if TYPE_CHECKING:
    import numpy.typing as npt

    from backorder.domain.ranking import Integers

    from .core import Core
    from .greedy import Allocation
    from .problem import Flags, Problem

    Floats = npt.NDArray[np.float64]

GAP = 0.0001
_ROUNDING = 1e-9  # relative: what floating point may have lost of a bound


@dataclass(frozen=True, slots=True)
class Optimum:
    """An allocation and its certificate.

    ``quantity``: units for each line; ``served``: for each order whether it is served; ``value``
    in minor units of money. ``bound``: no allocation is worth more. ``gap``: (bound - value) /
    value, 0 if the allocation is proven best.

    ``at_least``: for each product what one more unit brings for certain, in minor units: the same
    orders are served, and the unit goes to the best line that may have more. ``price``: what it is
    worth as a rule, over many units: the dual value of the problem in which coupled orders may be
    served in part. For a product that no coupled order contests both are the same, and exact.
    ``components``: into how many independent parts the coupled orders fell.
    """

    quantity: Integers
    served: Flags
    value: int
    bound: int
    gap: float
    at_least: Integers
    price: Floats
    components: int


class Worth(NamedTuple):
    """What more units are worth, in minor units: proven to be no less and no more."""

    least: int
    most: int


def optimum(problem: Problem, *, seconds: float | None = None, gap: float = GAP) -> Optimum:
    """Return the allocation of the highest value.

    Coupled orders are decided by HiGHS, part by part; all else by sorting. ``gap``: how far below
    the bound the value may stay, as a part of it, 0 for a proven optimum. ``seconds``: how long to
    search; None for as long as it takes. With 0 there is no search: the answer is the one that the
    prices of the linear programme suggest, with the bound they prove. The answer is the same every
    time unless the time runs out.

    Raises `InvalidError` (``planning_missing``) if orders are coupled and HiGHS is not installed,
    ``BackorderError`` (``solver_failed``).

    Ten units for orders of 6, 5 and 5 that take what they can get; one unit more would go to the
    third:

    >>> from .problem import Problem
    >>> some = Problem.of(order=[0, 1, 2], product=[0, 0, 0], quantity=[6, 5, 5],
    ...                   weight=[1000, 1100, 1080], supply=[9])
    >>> best = optimum(some)
    >>> best.quantity.tolist(), best.value, best.bound, best.at_least.tolist()
    ([0, 5, 4], 9820, 9820, [1080])
    """
    ends = None if seconds is None else perf_counter() + seconds
    core = core_of(problem)
    if not core.parts:
        best = filled(problem, core.certain)
        return _answer(problem, core, best, best.value)
    require_solver()
    relaxed = relax(problem, core)
    first = by_prices(problem, core, relaxed)
    worth = values(problem, core, first.quantity)
    bound = _whole(relaxed.bound)
    found = first.served.copy()
    for part in _by_promise(worth, bound, gap):
        left = None if ends is None else ends - perf_counter()
        if left is not None and left <= 0:
            break
        lines = np.flatnonzero(core.component == part)
        model = build(problem, lines, core.scarce)
        answer = solve(model, whole=True, gap=gap, seconds=left)
        if np.isfinite(answer.bound):
            bound[part] = min(bound[part], _whole(np.array([answer.bound]))[0])
        if answer.columns is not None:
            found[model.orders] = answer.columns[: model.orders.size] > 0.5  # noqa: PLR2004
    best = _take_idle(problem, _better(problem, core, first, found))
    worth = values(problem, core, best.quantity)
    apart = best.value - int(worth.sum())
    return _answer(problem, core, best, apart + int(np.maximum(bound, worth).sum()), relaxed)


def worth(
    problem: Problem,
    product: int,
    units: int = 1,
    *,
    known: Optimum | None = None,
    seconds: float | None = None,
) -> Worth:
    """Return what ``units`` more of a product are worth, by solving again to the end.

    ``known``: the optimum without them, if it is there already. Both ends are proven: the true
    value lies between them, and they meet if both problems were solved to a gap of 0.

    >>> from .problem import Problem
    >>> some = Problem.of(order=[0, 1], product=[0, 0], quantity=[6, 5], weight=[10, 11],
    ...                   supply=[7])
    >>> worth(some, product=0, units=2)
    Worth(least=20, most=20)
    """
    before = known or optimum(problem, seconds=seconds, gap=0.0)
    supply = problem.supply.copy()
    supply[product] += units
    after = optimum(replace(problem, supply=supply), seconds=seconds, gap=0.0)
    return Worth(max(0, after.value - before.bound), max(0, after.bound - before.value))


def _whole(bound: Floats) -> Integers:
    """Return bounds as whole minor units; a value is a whole number, so nothing is lost."""
    return np.floor(bound * (1 + _ROUNDING) + _ROUNDING).astype(np.int64)


def _by_promise(worth: Integers, bound: Integers, gap: float) -> list[int]:
    """Return the components worth a search, those with most to gain first."""
    gain = bound - worth
    parts = np.flatnonzero(gain > gap * worth)
    return [int(part) for part in parts[np.argsort(-gain[parts], kind="stable")]]


def _better(problem: Problem, core: Core, first: Allocation, found: Flags) -> Allocation:
    """Return the better of two decisions, component by component.

    ``found`` comes from a solver that works to tolerances: a part of it that takes more than there
    is, is not used.
    """
    least = np.where(found[problem.order], problem.least, 0)
    over = sums(problem.product, least, problem.supply.size) > problem.supply
    wrong = np.unique(core.component[over[problem.product] & (core.component >= 0)])
    part = np.full(problem.orders, -1)
    tied = core.contested[problem.order]
    part[problem.order[tied]] = core.component[tied]
    back = np.isin(part, wrong) & (part >= 0)
    served = np.where(back, first.served, found)

    worse = values(problem, core, filled(problem, served).quantity) < values(
        problem, core, first.quantity
    )
    back = (part >= 0) & worse[part]
    return filled(problem, np.where(back, first.served, served))


def _take_idle(problem: Problem, best: Allocation) -> Allocation:
    """Return the allocation with every order added that fits into what nobody takes."""
    left = problem.supply - sums(problem.product, best.quantity, problem.supply.size)
    done = best.served[problem.order]
    rest = replace(
        problem,
        supply=left,
        quantity=np.where(done, 0, problem.quantity),
        least=np.where(done, 0, problem.least),
    )
    fits = serve(rest, problem.order).served & ~best.served
    return filled(problem, best.served | fits) if fits.any() else best


def _answer(
    problem: Problem,
    core: Core,
    best: Allocation,
    bound: int,
    relaxed: Relaxed | None = None,
) -> Optimum:
    """Return the allocation with its certificate."""
    assert problem.fits(best.served)
    reached = (bound - best.value) / best.value if best.value else float(bound > best.value)
    at_least = one_more(problem, best)
    price = at_least.astype(np.float64)
    if relaxed is not None:
        among = np.unique(problem.product[core.component >= 0])
        price[among] = np.where(core.scarce[among], relaxed.price[among], 0.0)
    return Optimum(
        best.quantity, best.served, best.value, bound, reached, at_least, price, core.parts
    )
