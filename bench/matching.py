"""Lines a second that the pure matching gives to supplies, and how its time grows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.matching import match

from .measure import Run, growth, middle, ratio, timed
from .report import Goal, Section, Table, note

if TYPE_CHECKING:
    from backorder.domain.ranking import Integers

    from .sizes import Size

LINES = 1_000_000
SUPPLIES_OF_PRODUCT = 3
SUPPLIES_OF_THE_ONE = 1000
_SHORT = 0.9  # of what is wanted comes: the last lines get nothing


class Task(NamedTuple):
    """Arrays as `match` takes them; no groups where all is one product."""

    demand: Integers
    supply: Integers
    demand_group: Integers | None
    supply_group: Integers | None


def many_products(rng: np.random.Generator, lines: int, products: int) -> Task:
    """Return lines spread over products, each with a few supplies that do not quite suffice."""
    demand_group = np.sort(rng.integers(0, products, lines))
    supply_group = np.repeat(np.arange(products), SUPPLIES_OF_PRODUCT)
    demand = rng.integers(1, 6, lines)
    mean = _SHORT * demand.sum() / supply_group.size
    supply = rng.integers(0, max(2, int(2 * mean)), supply_group.size)
    return Task(demand, supply, demand_group, supply_group)


def one_product(rng: np.random.Generator, lines: int) -> Task:
    """Return lines that all want one product, which comes in many parts."""
    demand = rng.integers(1, 6, lines)
    mean = _SHORT * demand.sum() / SUPPLIES_OF_THE_ONE
    return Task(demand, rng.integers(0, max(2, int(2 * mean)), SUPPLIES_OF_THE_ONE), None, None)


def measure(size: Size, seed: int) -> Section:
    """Match ever more lines; sorting the lines' quantities with numpy takes turns with it."""
    sizes = sorted(size.matched)
    wanted = min(LINES, sizes[-1])
    table = Table(
        "Pure matching, in memory, one processor",
        ["what", "lines", "pegs", "lines/s", "numpy's sort, lines/s", "of the sort"],
    )
    goals = []
    for name in ("many", "one"):
        seconds = []
        for lines in sizes:
            note(f"matching: {lines} lines, {name}")
            rng = np.random.default_rng([seed, lines])
            task = (
                many_products(rng, lines, size.products)
                if name == "many"
                else one_product(rng, lines)
            )
            ours, sort = _turns(task, size.repeats)
            run = middle(ours)
            seconds.append(run.seconds)
            what = _meaning(name, size.products)
            pegs = match(*task).demand.size
            table.rows.append([what, lines, pegs, run.rate, middle(sort).rate, ratio(ours, sort)])
            if lines == wanted:
                goals.append(Goal(f"matching {lines} lines, {what}", run.rate, "/s", least=5e6))
        exponent = growth(sizes, seconds)
        goals.append(Goal(f"matching, growth n^e, {what}", exponent, "", most=1.1))
    return Section("matching", [table], goals)


def _meaning(name: str, products: int) -> str:
    if name == "many":
        return f"{products} products of {SUPPLIES_OF_PRODUCT} supplies"
    return f"1 product of {SUPPLIES_OF_THE_ONE} supplies"


def _turns(task: Task, repeats: int) -> tuple[list[Run], list[Run]]:
    """Return runs of the matching and of the sort, taken in turns after one of each to warm up."""
    lines = task.demand.size
    ours, sort = [], []
    for turn in range(repeats + 1):
        matched = timed(lines, [partial(match, *task)])
        sorted_ = timed(lines, [partial(np.sort, task.demand)])
        if turn:
            ours.append(matched)
            sort.append(sorted_)
    return ours, sort
