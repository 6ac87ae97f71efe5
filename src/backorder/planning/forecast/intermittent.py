"""Methods for demand that comes now and then: Croston, its correction SBA, and TSB.

All series advance together, one period at a time. Arrays are periods by series, shape (T, n);
smoothing constants broadcast against series, so a grid is a leading axis: shape (G, 1) gives
forecasts of shape (T, G, n). What is returned at t is the forecast made before period t was seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from .series import Singles

    Numbers = npt.NDArray[np.floating]


class Fitted(NamedTuple):
    """``before``: the forecast of each period made before it, (T, ..., n); ``next``: what follows.

    ``next`` has shape (..., n): the forecast of every period to come, since these methods know no
    trend and no season.
    """

    before: Numbers
    next: Numbers


def croston(units: Numbers, alpha: float | Numbers) -> Fitted:
    """Smooth the size of demands and the periods between them; their ratio is the forecast.

    Both start at their first value; the first interval counts from the start of the series
    (Croston, Operational Research Quarterly 23(3), 1972; the conventions of statsforecast).

    >>> y = np.array([0, 0, 5, 0, 0, 0, 3, 0, 4, 0, 0, 2.0])[:, None]
    >>> round(float(croston(y, 0.1).next[0]), 8)
    1.48712805
    """
    rate = np.asarray(alpha, dtype=units.dtype)
    shape = np.broadcast_shapes(rate.shape, units.shape[1:])
    before = np.zeros((len(units), *shape), units.dtype)
    size, gap, now = np.zeros(shape, units.dtype), np.ones(shape, units.dtype), before[0]
    since = np.ones(units.shape[1], units.dtype)
    started = np.zeros(units.shape[1], bool)
    for t, seen in enumerate(units):
        before[t] = now
        some = seen > 0
        step = np.where(started, rate, 1).astype(units.dtype)
        size = np.where(some, size + step * (seen - size), size)
        gap = np.where(some, gap + step * (since - gap), gap)
        since = np.where(some, 1, since + 1)
        started |= some
        now = size / gap
    return Fitted(before, now)


def sba(units: Numbers, alpha: float | Numbers) -> Fitted:
    """Croston less its bias: times 1 - alpha / 2 (Syntetos and Boylan, IJF 21(2), 2005).

    >>> y = np.array([0, 0, 5, 0, 0, 0, 3, 0, 4, 0, 0, 2.0])[:, None]
    >>> round(float(sba(y, 0.1).next[0]), 8)
    1.41277165
    """
    return corrected(croston(units, alpha), alpha)


def corrected(fitted: Fitted, alpha: float | Numbers) -> Fitted:
    """Return Croston's forecasts as those of SBA."""
    factor = 1 - np.asarray(alpha, dtype=fitted.next.dtype) / 2
    return Fitted(fitted.before * factor, fitted.next * factor)


def tsb(
    units: Numbers,
    alpha: float | Numbers,
    beta: float | Numbers,
    start: tuple[Singles, Singles] | None = None,
) -> Fitted:
    """Smooth the size of demands (``alpha``) and the chance of one in a period (``beta``).

    The chance falls with every period without demand, so what is no longer wanted fades (Teunter,
    Syntetos and Babai, EJOR 214(3), 2011). ``start``: sizes and chances to begin with, shape (n,);
    without them both start at their first value, as in statsforecast.

    >>> y = np.array([0, 0, 5, 0, 0, 0, 3, 0, 4, 0, 0, 2.0])[:, None]
    >>> round(float(tsb(y, 0.1, 0.1).next[0]), 8)
    1.20403379
    """
    a, b = np.asarray(alpha, units.dtype), np.asarray(beta, units.dtype)
    occurs = units > 0
    if start is None:
        first = np.argmax(occurs, axis=0)
        start = units[first, np.arange(units.shape[1])], occurs[0].astype(units.dtype)
    inner = units.shape[1:]
    size = np.broadcast_to(start[0], np.broadcast_shapes(a.shape, inner)).copy()
    chance = np.broadcast_to(start[1], np.broadcast_shapes(b.shape, inner)).copy()
    shape = np.broadcast_shapes(size.shape, chance.shape)
    before = np.zeros((len(units), *shape), units.dtype)
    for t, seen in enumerate(units):
        np.multiply(size, chance, out=before[t])
        some = occurs[t]
        size += a * (some * (seen - size))
        chance += b * (some - chance)
    return Fitted(before, size * chance)
