"""Demand until the next receipt: a distribution per product, as a table of chances.

Days are uncertain and demand is lumpy, so the demand in them is neither normal nor a multiple of
one day's. Given the days it is taken for negative binomial; over the days it is a mixture of a few
strata. Nothing is drawn: the table is exact for that model, and the same whoever computes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .losses import losses, normal_quantile

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Lead times as strata: chances that get finer towards late days, where stock runs short.
CHANCES = np.array([0.2, 0.2, 0.2, 0.2, 0.1, 0.06, 0.04])
MIDDLES = np.cumsum(CHANCES) - CHANCES / 2.0
WIDTH = 128
REACH = 7.0  # standard deviations above the mean that a table spans
_ALMOST = 1.0 + 1e-9  # a variance is so much above the mean at least: the recursion needs it
_SMALL = 10.0  # steps: demand below is Poisson at the least


class NegativeBinomial(NamedTuple):
    """The r (how many) and p (chance) of a negative binomial distribution."""

    size: Floats
    chance: Floats

    @property
    def mean(self) -> Floats:
        """Return the mean number of units."""
        return np.asarray(self.size * (1.0 - self.chance) / self.chance, np.float64)

    @property
    def variance(self) -> Floats:
        """Return the variance of the number of units."""
        return np.asarray(self.mean / self.chance, np.float64)


class Table(NamedTuple):
    """Chances of 0, 1, 2 ... steps of demand, one row per product.

    ``pmf``: shape (products, width). ``step``: units per column, 1 unless demand is large. The
    last column holds all that lies beyond, too. ``mean``: units.
    """

    pmf: Floats
    step: Ints
    mean: Floats

    @property
    def units(self) -> Ints:
        """Return the units that each column stands for, shape (products, width)."""
        return np.arange(self.pmf.shape[1], dtype=np.int64) * self.step[:, None]


def gamma_lead_time(rate: float, mean_days: float, sd_days: float) -> NegativeBinomial:
    """Return the demand in a gamma distributed lead time of customers who come one by one. Exact.

    >>> found = gamma_lead_time(2.0, 5.0, 2.0)
    >>> round(float(found.mean), 9), round(float(found.variance), 9)
    (10.0, 26.0)
    >>> cdf = np.cumsum(negative_binomial_pmf(*found, 41))
    >>> round(float(cdf[15]), 7), int(np.searchsorted(cdf, 0.95))
    (0.8608763, 19)
    """
    shape, scale = (mean_days / sd_days) ** 2, sd_days**2 / mean_days
    return NegativeBinomial(np.asarray(shape), np.asarray(1.0 / (1.0 + rate * scale)))


def negative_binomial_pmf(size: ArrayLike, chance: ArrayLike, width: int) -> Floats:
    """Return P(0), ..., P(width - 1) along a new last axis.

    >>> negative_binomial_pmf(1.0, 0.5, 3).tolist()
    [0.5, 0.25, 0.125]
    """
    size, chance = np.asarray(size, np.float64), np.asarray(chance, np.float64)
    found = np.empty((width, *np.broadcast_shapes(size.shape, chance.shape)))
    found[0] = np.exp(size * np.log(chance))
    for k in range(1, width):
        found[k] = found[k - 1] * (size + (k - 1)) * ((1.0 - chance) / k)
    return np.moveaxis(found, 0, -1)


def lead_strata(half: ArrayLike, most: ArrayLike, nearly_all: ArrayLike) -> Floats:
    """Return days of a lead time by stratum, from its quantiles P50, P80 and P95.

    Between and beyond the quantiles its logarithm is a line over normal quantiles. Shape
    (products, strata); ``CHANCES`` says how likely each stratum is.

    >>> lead_strata([10.0], [10.0], [10.0]).round(6).tolist()
    [[10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0]]
    """
    logs = [np.log(np.maximum(np.asarray(q, np.float64), 0.1)) for q in (half, most, nearly_all)]
    knots = normal_quantile([0.8, 0.95])
    z = normal_quantile(MIDDLES)
    below = (logs[1] - logs[0]) / knots[0]
    above = (logs[2] - logs[1]) / (knots[1] - knots[0])
    days = np.where(
        z <= knots[0],
        logs[0][:, None] + below[:, None] * z,
        logs[1][:, None] + above[:, None] * (z - knots[0]),
    )
    return np.asarray(np.exp(days), np.float64)


def demand_table(  # noqa: PLR0913 (what is believed, and the table's shape)
    rate: Floats,
    variance: Floats,
    days: Floats,
    rate_sd: Floats | None = None,
    *,
    width: int = WIDTH,
    steps: Ints | None = None,
) -> Table:
    """Return the demand in so many days, a mixture over strata of days.

    ``rate`` and ``variance``: units per day; ``days``: shape (products, strata); ``rate_sd``: how
    wrong the rate may be, the same on all days. ``steps``: take these instead of choosing.

    >>> one = np.ones(1)
    >>> table = demand_table(one * 2, one * 2, np.full((1, CHANCES.size), 5.0))
    >>> int(table.step[0]), round(float(table.pmf[0, :16].sum()), 7)  # as Poisson with mean 10
    (1, 0.9512596)
    """
    wrong = np.zeros_like(rate) if rate_sd is None else rate_sd
    mean = rate[:, None] * days
    spread = np.maximum(variance, rate)[:, None] * days + (wrong[:, None] * days) ** 2
    whole = mean @ CHANCES
    if steps is None:
        steps = _steps(whole, mean, spread, width)
    mean, spread = mean / steps[:, None], spread / steps[:, None] ** 2
    pmf = _mixture(mean, spread, width)
    return Table(pmf, steps, whole)


def table_of_draws(draws: Ints, width: int = WIDTH) -> Table:
    """Return the table of demand as simulated or observed, ``draws`` of shape (products, draws).

    >>> table = table_of_draws(np.array([[0, 2, 2, 4]]), width=8)
    >>> table.pmf[0].tolist(), table.mean.tolist()
    ([0.25, 0.0, 0.5, 0.0, 0.25, 0.0, 0.0, 0.0], [2.0])
    """
    most = draws.max(axis=1)
    step = np.maximum(1, -(-most // (width - 1)))
    column = -(-draws // step[:, None])
    cell = (np.arange(draws.shape[0])[:, None] * width + column).ravel()
    counts = np.bincount(cell, minlength=draws.shape[0] * width).reshape(-1, width)
    return Table(counts / draws.shape[1], step, draws.mean(axis=1))


def table_losses(table: Table) -> tuple[Floats, Floats]:
    """Return P(D <= x) and n(x) in units for each column of a table."""
    cdf, loss = losses(table.pmf)
    return cdf, loss * table.step[:, None]


def _steps(whole: Floats, mean: Floats, spread: Floats, width: int) -> Ints:
    """Return units per column so that a table of that width reaches far enough."""
    square = (spread + mean**2) @ CHANCES - whole**2
    reach = whole + REACH * np.sqrt(np.maximum(square, 0.0)) + 8.0
    return np.asarray(np.maximum(1, np.ceil(reach / width)), np.int64)


def _mixture(mean: Floats, spread: Floats, width: int) -> Floats:
    """Return the chances of 0 .. width - 1 steps over the strata; the rest goes to the last."""
    lumpy = spread > mean * _ALMOST
    even = np.flatnonzero((~lumpy & (mean > _SMALL)).any(axis=1))
    found = _negative_binomials(mean, np.where(lumpy, spread, mean * _ALMOST), width)
    if even.size:
        found[even] = _rounded_normals(mean[even], spread[even], width)
    found[:, -1] += np.maximum(0.0, 1.0 - found.sum(axis=1))
    return found


def _negative_binomials(mean: Floats, spread: Floats, width: int) -> Floats:
    """Return the mixture over strata by the recursion from each term to the next."""
    chance = np.where(mean > 0.0, mean / np.maximum(spread, 1e-300), 1.0)
    fails = 1.0 - chance
    size = np.where(fails > 0.0, mean * chance / np.maximum(fails, 1e-300), 0.0)
    term = np.exp(size * np.log(chance))
    found = np.empty((width, mean.shape[0]))
    found[0] = term @ CHANCES
    for k in range(1, width):
        term *= size
        term *= fails / k
        size += 1.0
        np.matmul(term, CHANCES, out=found[k])
    return np.ascontiguousarray(found.T)


def _rounded_normals(mean: Floats, spread: Floats, width: int) -> Floats:
    """Return the mixture for demand that, counted in wide steps, varies by less than Poisson's."""
    k = np.arange(width)
    found = np.zeros((mean.shape[0], width))
    for stratum, chance in enumerate(CHANCES):
        away = (k - mean[:, stratum, None]) ** 2
        density = np.exp(-away / (2.0 * np.maximum(spread[:, stratum, None], 0.05)))
        found += chance * density / density.sum(axis=1, keepdims=True)
    return found
