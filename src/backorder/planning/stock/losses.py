"""Loss functions: how many units are missing on average if stock is so high.

Written in plain numpy with the standard library's error function, so that the methods run where
no extra is installed. n(x) = E[(X - x)+] is the loss, n2(x) = E[((X - x)+)^2] / 2 the second loss.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_STANDARD = NormalDist()
_erfc = np.frompyfunc(math.erfc, 1, 1)
_inverse = np.frompyfunc(_STANDARD.inv_cdf, 1, 1)
_log_gamma = np.frompyfunc(math.lgamma, 1, 1)


def normal_pdf(z: ArrayLike) -> Floats:
    """Return the density of the standard normal distribution.

    >>> round(float(normal_pdf(0.0)), 10)
    0.3989422804
    """
    z = np.asarray(z, np.float64)
    return np.asarray(np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi), np.float64)


def normal_cdf(z: ArrayLike) -> Floats:
    """Return P(Z <= z) of the standard normal distribution.

    >>> round(float(normal_cdf(1.6448536269514722)), 12)
    0.95
    """
    return np.asarray(0.5 * _erfc(-np.asarray(z, np.float64) / math.sqrt(2.0)), np.float64)


def normal_quantile(share: ArrayLike) -> Floats:
    """Return the z with P(Z <= z) = share; shares lie between 0 and 1, both excluded.

    >>> round(float(normal_quantile(0.95)), 7)
    1.6448536
    """
    return np.asarray(_inverse(np.asarray(share, np.float64)), np.float64)


def normal_loss(z: ArrayLike) -> Floats:
    """Return the loss of the standard normal distribution, phi(z) - z (1 - Phi(z)).

    Snyder and Shen, Fundamentals of Supply Chain Theory, C.3.

    >>> normal_loss([0.3, 1.0]).round(10).tolist()
    [0.2667612421, 0.0833154706]
    """
    z = np.asarray(z, np.float64)
    return np.asarray(normal_pdf(z) - z * normal_cdf(-z), np.float64)


def normal_second_loss(z: ArrayLike) -> Floats:
    """Return the second loss of the standard normal, ((z^2 + 1)(1 - Phi(z)) - z phi(z)) / 2.

    >>> float(normal_second_loss(0.0))
    0.25
    """
    z = np.asarray(z, np.float64)
    return np.asarray(0.5 * ((z * z + 1.0) * normal_cdf(-z) - z * normal_pdf(z)), np.float64)


def log_gamma(x: ArrayLike) -> Floats:
    """Return the logarithm of the gamma function.

    >>> round(float(np.exp(log_gamma(5.0))), 9)
    24.0
    """
    return np.asarray(_log_gamma(np.asarray(x, np.float64)), np.float64)


def poisson_pmf(mean: float, most: int) -> Floats:
    """Return P(X = 0), ..., P(X = most) of a Poisson distribution, from logarithms.

    >>> poisson_pmf(1.0, 1).round(9).tolist()
    [0.367879441, 0.367879441]
    """
    if not mean:
        return np.asarray(np.eye(1, most + 1)[0], np.float64)
    k = np.arange(most + 1, dtype=np.float64)
    return np.asarray(np.exp(k * math.log(mean) - mean - log_gamma(k + 1.0)), np.float64)


def poisson_span(mean: float) -> int:
    """Return a number of units that Poisson demand exceeds less than once in 10^15.

    >>> poisson_span(0.0), poisson_span(100.0)
    (30, 210)
    """
    return math.ceil(mean + 8.0 * math.sqrt(mean) + 30.0)


def losses(pmf: Floats) -> tuple[Floats, Floats]:
    """Return P(X <= x) and n(x) for x = 0, 1, ...; ``pmf`` runs along the last axis.

    What the table does not reach is taken for impossible: let it reach far enough.

    >>> cdf, loss = losses(np.array([0.5, 0.25, 0.25]))
    >>> cdf.tolist(), loss.tolist()
    ([0.5, 0.75, 1.0], [0.75, 0.25, 0.0])
    """
    cdf = np.cumsum(pmf, axis=-1)
    # n(x) is the sum of P(X > y) over y >= x; summed from the tail, where the terms are small.
    above = np.flip(np.cumsum(np.flip(pmf, -1), axis=-1), -1) - pmf
    loss = np.flip(np.cumsum(np.flip(above, -1), axis=-1), -1)
    return cdf, loss


def poisson_loss(x: int, mean: float) -> float:
    """Return the loss of a Poisson distribution at a whole number of units.

    >>> round(poisson_loss(18, 15.0), 10)
    0.5176095283
    """
    most = max(x, 0) + poisson_span(mean)
    _, loss = losses(poisson_pmf(mean, most))
    return float(loss[x]) if x >= 0 else mean - x
