"""Play policies through days of drawn demand and lead times, many products and replicates at once.

Each product draws from a generator seeded by the run's seed and the product's own key: what comes
out for it is the same whatever else is simulated, in whatever order.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .shelves import Shelves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


class Draws(NamedTuple):
    """Demand and lead times by day, both of shape (days, products, replicates)."""

    units: Ints
    lead_days: Ints


class Lived(NamedTuple):
    """Per product and replicate: means over days, and shares of 1.

    ``on_hand`` and ``waiting``: at the beginning of a day, after what came; ``ready``: days that
    begin with stock; ``met``: days that begin without anyone waiting; ``fill``: units that found
    stock; ``ends``: units on hand at the end of a day; ``orders``: a day.
    """

    on_hand: Floats
    waiting: Floats
    ready: Floats
    met: Floats
    fill: Floats
    ends: Floats
    orders: Floats


def draw(  # noqa: PLR0913 (the model)
    rate: Floats,
    variance: Floats,
    half: Floats,
    spread: Floats,
    *,
    keys: Sequence[int],
    seed: int,
    days: int,
    replicates: int,
) -> Draws:
    """Return negative binomial demand and log-normal lead times, median ``half`` days.

    ``variance`` is of a day's demand (Poisson where it is no more than ``rate``); ``spread`` is the
    standard deviation of the logarithm of the lead time, 0 for one that is always the same.
    """
    count = len(keys)
    units = np.empty((days, count, replicates), np.int64)
    lead = np.empty((days, count, replicates), np.int64)
    for at, key in enumerate(keys):
        rng = np.random.default_rng([seed, key])
        shape = (days, replicates)
        if variance[at] > rate[at] > 0.0:
            chance = rate[at] / variance[at]
            size = rate[at] * chance / (1.0 - chance)
            units[:, at] = rng.negative_binomial(size, chance, shape)
        else:
            units[:, at] = rng.poisson(rate[at], shape)
        logs = rng.standard_normal(shape) * spread[at]
        lead[:, at] = np.maximum(1, np.rint(half[at] * np.exp(logs)))
    return Draws(units, lead)


def play(draws: Draws, low: Ints, high: Ints, warm_up: int, multiple: Ints | None = None) -> Lived:
    """Live through the days: buy up to ``high`` in whole ``multiple`` once at most at ``low``.

    The days before ``warm_up`` are lived and not counted.
    """
    days, count, replicates = draws.units.shape
    pack = np.ones(count, np.int64) if multiple is None else multiple
    low, high, pack = low[:, None], high[:, None], pack[:, None]
    shelves = Shelves(np.broadcast_to(high, (count, replicates)), int(draws.lead_days.max()) + 1)
    sums = np.zeros((7, count, replicates))
    for day in range(days):
        shelves.receive()
        short = shelves.position <= low
        buy = np.where(short, -(-(high - shelves.position) // pack) * pack, 0)
        buy = np.maximum(buy, 0)
        shelves.order(buy, draws.lead_days[day])
        begins = shelves.net.copy()
        missed = shelves.sell(draws.units[day])
        shelves.close()
        if day >= warm_up:
            sums += (
                np.maximum(begins, 0),
                np.maximum(-begins, 0),
                begins > 0,
                begins >= 0,
                missed,
                np.maximum(shelves.net, 0),
                buy > 0,
            )
    counted = days - warm_up
    asked = np.maximum(draws.units[warm_up:].sum(axis=0), 1)
    means = sums / counted
    means[4] = 1.0 - sums[4] / asked
    return Lived(*means)


class Waited(NamedTuple):
    """What customers found who came one by one: the share served at once, and the mean wait."""

    fill: float
    wait: float


def one_by_one(
    level: int, rate: float, lead_time: float, customers: int, rng: np.random.Generator
) -> Waited:
    """Return how base stock ``level`` serves customers who come at random, each for one unit.

    The unit for customer k was ordered when customer k - S came, and takes the lead time.

    >>> one_by_one(2, 1.0, 0.5, 10_000, np.random.default_rng(1)).fill > 0.89
    True
    """
    came = np.cumsum(rng.exponential(1.0 / rate, customers))
    ordered = came[:-level] if level else came
    wait = np.maximum(0.0, ordered + lead_time - came[level:])
    return Waited(float((wait <= 0.0).mean()), math.fsum(wait) / wait.size)
