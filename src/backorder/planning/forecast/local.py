"""Local methods: each series by itself, by several methods, blended by how each did on it.

Moving averages, exponential smoothing, TSB, Croston and SBA, each with a few constants, run over
all series at once; for series that sell in most periods and have seen two and a half seasons,
additive Holt-Winters too. No single one is picked: the choice of one method by its error in the
past is itself uncertain, and the blend is steadier. Numpy alone, in single precision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .intermittent import corrected, croston, tsb
from .smoothing import holt_winters, moving_average, smooth

if TYPE_CHECKING:
    from .censoring import Unconstrained
    from .intermittent import Numbers
    from .series import Floats, Singles

WINDOWS = {"day": (28, 56, 112, 364), "week": (13, 26, 52, 78), "month": (6, 12, 18, 24)}
SES = (0.05, 0.1, 0.2, 0.3)
TSB_SIZE, TSB_CHANCE = (0.1, 0.2), (0.05, 0.1, 0.2)
CROSTON = (0.05, 0.1, 0.2)
WINTERS = ((0.1, 0.01, 0.05), (0.2, 0.02, 0.1), (0.4, 0.05, 0.1))  # level, trend, season
WARM = {"day": 28, "week": 26, "month": 12}  # periods before errors count
OFTEN = 0.5  # share of periods with demand from which Holt-Winters is tried
SEASONS_NEEDED = 2.5
FOLLOWING = 14  # the first methods: moving averages, SES, TSB; what Croston says never fades
SHARP = 20.0  # how much a method's weight falls with its squared error over the best one's
FADING = 0.99  # weight of an error against that of one period later
CHUNK = 512  # series at a time: what is worked on stays in the processor's cache


class Local(NamedTuple):
    """``mean``: shape (n, H), units expected in each period to come.

    ``before``: shape (n, T), what was expected of each past period before it. ``weights``: shape
    (n, methods), the share of each method in the blend, in the order of `methods`. ``steady``:
    shape (n, T + 1), the plain mean of the methods that follow demand, as each origin had it; the
    weights of the blend know the whole past, so what learns from origins must not be given it.
    """

    mean: Floats
    before: Singles
    weights: Singles
    steady: Singles


def methods(step: str) -> tuple[str, ...]:
    """Return the names of the methods with their constants, in the order of ``weights``."""
    return (
        *(f"moving average {window}" for window in WINDOWS[step]),
        *(f"SES {alpha}" for alpha in SES),
        *(f"TSB {alpha} {beta}" for alpha in TSB_SIZE for beta in TSB_CHANCE),
        *(f"Croston {alpha}" for alpha in CROSTON),
        *(f"SBA {alpha}" for alpha in CROSTON),
        *(f"Holt-Winters {alpha} {beta} {gamma}" for alpha, beta, gamma in WINTERS),
    )


def local(known: Unconstrained, step: str, season: int, horizon: int) -> Local:
    """Return the blend of local methods for n series and ``horizon`` periods.

    ``known``: demand without gaps, and where it was seen; only there errors count. ``step`` and
    ``season`` as in `Demand`.
    """
    n, periods = known.units.shape
    made = Local(
        np.zeros((n, horizon)),
        np.zeros((n, periods), np.float32),
        np.zeros((n, len(methods(step))), np.float32),
        np.zeros((n, periods + 1), np.float32),
    )
    if not periods:
        return made
    long = periods >= SEASONS_NEEDED * season and season > 1
    often = (known.units > 0).mean(axis=1) >= OFTEN
    seasonal = often & long
    for kind in (False, True):
        rows = np.flatnonzero(seasonal == kind)
        for begin in range(0, rows.size, CHUNK):
            some = rows[begin : begin + CHUNK]
            units = np.ascontiguousarray(known.units[some].T, np.float32)
            seen = np.ascontiguousarray(known.seen[some].T, np.float32)
            flat = _flat(units, step)
            mean, before, weights = _blend(units, seen, flat, season if kind else 0, horizon, step)
            made.mean[some] = mean.T
            made.before[some] = before.T
            made.weights[some, : weights.shape[0]] = weights.T
            made.steady[some, :-1] = flat[0][:, :FOLLOWING].mean(axis=1).T
            made.steady[some, -1] = flat[1][:FOLLOWING].mean(axis=0)
    return made


def _blend(  # noqa: PLR0913, PLR0917 (what a chunk consists of)
    units: Singles,
    seen: Singles,
    flat: tuple[Singles, Singles],
    season: int,
    horizon: int,
    step: str,
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the path (H, n), the expectations (T, n) and the weights (methods, n) of a chunk."""
    periods = len(units)
    before, last = flat
    path = np.broadcast_to(last[None], (horizon, *last.shape))
    warm = min(WARM[step], periods // 2)
    if season:
        warm = 2 * season
        a, b, g = (np.array(each, np.float32)[:, None] for each in zip(*WINTERS, strict=True))
        fit = holt_winters(units, season, horizon, alpha=a, beta=b, gamma=g)
        before = np.concatenate([before, fit.before], axis=1)
        path = np.concatenate([path, fit.path], axis=1)
    weights = _weights(units[warm:], seen[warm:], before[warm:])
    expected = np.einsum("tmn,mn->tn", before, weights)
    return np.einsum("hmn,mn->hn", path, weights), expected, weights


def _flat(units: Singles, step: str) -> tuple[Singles, Singles]:
    """Return what each method without trend and season expected, (T, M, n), and expects, (M, n)."""
    warm = units[: max(1, min(WARM[step], len(units)))]
    count = (warm > 0).sum(axis=0)
    level = warm.mean(axis=0)
    sizes = warm.sum(axis=0) / np.maximum(count, 1)
    chance = (count / len(warm)).astype(np.float32)
    column = np.float32
    fits = [moving_average(units, window) for window in WINDOWS[step]]
    parts = [fit.before[:, None] for fit in fits], [fit.next[None] for fit in fits]
    alphas = np.array(CROSTON, column)[:, None]
    classic = croston(units, alphas)
    pairs = np.array([(a, b) for a in TSB_SIZE for b in TSB_CHANCE], column)
    for fit in (
        smooth(units, np.array(SES, column)[:, None], level),
        tsb(units, pairs[:, :1], pairs[:, 1:], (sizes, chance)),
        classic,
        corrected(classic, alphas),
    ):
        parts[0].append(fit.before)
        parts[1].append(fit.next)
    return np.concatenate(parts[0], axis=1), np.concatenate(parts[1], axis=0)


def _weights(units: Singles, seen: Singles, before: Singles) -> Singles:
    """Return each method's share, by its squared error over that of the best: (M, n)."""
    fading = (FADING ** np.arange(len(units))[::-1]).astype(np.float32)[:, None] * seen
    loss = np.zeros(before.shape[1:], np.float32)
    for t, asked in enumerate(units):
        error = asked - before[t]
        error *= error
        error *= fading[t]
        loss += error
    best = loss.min(axis=0)
    ratio = loss / np.where(best > 0, best, 1) - (best > 0)
    weights = np.exp(-SHARP * np.minimum(ratio, 4))
    return np.asarray(weights / weights.sum(axis=0), np.float32)
