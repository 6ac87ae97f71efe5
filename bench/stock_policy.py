"""`python -m bench stock_policy`: the stock policy of ever more products, in memory.

Measured are the two parts of the plan's step that grow with the products: what is believed after
two years of order lines, day by day, and the policies.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from backorder.planning.stock.belief import Belief
from backorder.planning.stock.lead_time_demand import lead_strata
from backorder.planning.stock.policy import Aim, Goods, plan
from backorder.planning.stock.positions import Demand
from backorder.planning.stock.targets import Prices

from .measure import Run, forget_peak, growth, middle, peak_mb, timed
from .report import Goal, Section, Table, note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .sizes import Size

COST = f"policy by {Aim.COST.value}"
DAYS = 104 * 7


def goods(count: int, rng: np.random.Generator) -> Goods:
    """Return products as shops have them: most sell little, a few sell much, and in lumps."""
    one = np.ones(count)
    rate = rng.lognormal(-1.8, 1.6, count)
    half, value = rng.uniform(4, 35, count), rng.lognormal(1.5, 1.2, count)
    return Goods(
        demand=Demand(rate, rate * (1 + rng.lognormal(0.7, 1.0, count)), 0.4 * rate),
        days=lead_strata(half, half * 1.2, half * 1.45),
        review=one,
        prices=Prices(value * 0.25 / 365, value * 0.004, one * 1.5, one * 2.0),
        moq=rng.choice([1, 1, 1, 6, 24], count),
        multiple=rng.choice([1, 1, 1, 6], count),
        target=one * 0.95,
        up_to=rng.random(count) < 0.2,
        on_demand=rng.random(count) < 0.05,
    )


def believe(lines: Sequence[tuple[np.ndarray, np.ndarray]], count: int) -> Belief:
    """Hear of every day's lines."""
    belief = Belief(np.zeros(count))
    for product, units in lines:
        belief.after(product, units)
    return belief


def measure(size: Size, seed: int) -> Section:
    """Plan ever more products for each aim, and believe what two years of lines say of them."""
    table = Table(
        "Stock policies in memory, one processor",
        ["what", "products", "s", "products/s", "peak memory, MB"],
    )
    found = Section("stock_policy", [table])
    repeats = min(3, size.repeats)
    for aim in (*Aim, None):
        seconds = []
        for count in size.planned:
            what = f"policy by {aim.value}" if aim else "belief from two years of lines"
            note(f"{what}: {count} products")
            rng = np.random.default_rng([seed, count])
            forget_peak()
            run = _plan(goods(count, rng), aim, repeats) if aim else _believe(count, rng, repeats)
            seconds.append(run.seconds)
            table.rows.append([what, count, run.seconds, run.rate, peak_mb()])
            found.parts[f"{what}, {count} products"] = run.seconds
        exponent = growth(size.planned, seconds)
        found.goals.append(Goal(f"{what}, growth n^e", exponent, "", most=1.15))
    return found


def _plan(some: Goods, aim: Aim, repeats: int) -> Run:
    return middle([timed(some.review.size, [partial(plan, some, aim)]) for _ in range(repeats)])


def _believe(count: int, rng: np.random.Generator, repeats: int) -> Run:
    lines = [
        (rng.integers(0, count, count // 20), rng.integers(1, 12, count // 20)) for _ in range(DAYS)
    ]
    return middle([timed(count, [partial(believe, lines, count)]) for _ in range(repeats)])
