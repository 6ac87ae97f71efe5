"""The forecast: from demand as it was seen to means and quantiles of what will be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backorder.domain.errors import InvalidError

from . import negative_binomial
from .censoring import Unconstrained, unconstrain
from .features import Past
from .life import fading, from_siblings
from .local import WARM, local
from .promotions import factors, uplifts
from .shared import available, shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .series import Demand, Floats, Singles

HALF = 0.5  # weight of the shared model where there is one
PERIODS = 12.0  # periods of an average series that the common spread weighs
SPREAD = (0.05, 50.0)  # 1 / r is kept between these
ENOUGH = 2000  # seen periods below which a shared model has too little to learn from
LEVELS = (0.5, 0.8, 0.95)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will be asked for.

    ``mean``: shape (n, H), units in each period to come; ``plain``: the same without promotions;
    ``size``: shape (n,), of the negative binomial around it (variance = mean + mean^2 / size);
    ``weights``: shape (n, methods), the share of each local method; ``shared``: whether the shared
    model took part; ``uplift``: shape (n,), the factor of a promotion as it was found, where
    promotions were used;
    ``before``: shape (n, T), what the local methods expected of each past period before it.
    """

    mean: Floats
    plain: Floats
    size: Floats
    weights: Singles
    shared: bool
    uplift: Floats | None
    before: Floats

    def quantiles(self, levels: Sequence[float] = LEVELS) -> Floats:
        """Return whole units not exceeded with each chance: shape (levels, n, H)."""
        found = np.empty((len(levels), *self.mean.shape))
        # Most forecasts are the same in every period: those are counted once.
        flat = (self.mean == self.mean[:, :1]).all(axis=1)
        for rows, mean in ((flat, self.mean[flat, :1]), (~flat, self.mean[~flat])):
            size = self.size[rows, None]
            found[:, rows] = negative_binomial.quantiles(mean, size, levels)
        return found


def forecast(  # noqa: PLR0913 (each says one thing about how)
    demand: Demand,
    horizon: int,
    *,
    use_shared: bool | None = None,
    use_promotions: bool = True,
    seed: int = 0,
    threads: int = 1,
) -> Forecast:
    """Return the forecast of each product for ``horizon`` periods.

    Demand is first freed of sold-out periods and promotions; local methods forecast that, and a
    model shared by all series corrects them, half and half. Planned promotions multiply the
    periods they touch, each by the factor announced for it, else by what was found of others; new
    products lean on their siblings, and what is discontinued fades.
    ``use_shared``: None takes the shared model where its extra is installed and there is enough
    to learn from; true demands it. Raises ``InvalidError``: ``bad_horizon``, ``needs_extra``.
    """
    if horizon < 1:
        raise InvalidError("bad_horizon", "A forecast looks at least one period ahead.")
    known = unconstrain(demand)
    plans = demand.plans(horizon) if use_promotions else None
    uplift = lifted = None
    plain = known
    if plans is not None:
        uplift = uplifts(known, plans[:, : demand.periods], demand.group)
        lifted = factors(plans, uplift, demand.said(horizon))
        plain = Unconstrained(known.units / lifted[:, : demand.periods], known.seen)
    made = local(plain, demand.step, demand.season, horizon)
    mean, before = made.mean, made.before.astype(float)
    if lifted is not None:
        mean, before = mean * lifted[:, demand.periods :], before * lifted[:, : demand.periods]
    size = _size(known, before, demand.step)
    wanted = available() and int(known.seen.sum()) >= ENOUGH if use_shared is None else use_shared
    if wanted:
        past = Past.of(demand, plain.units, made.steady, plans, lifted)
        mean = HALF * shared(past, known, horizon, seed=seed, threads=threads) + HALF * mean
    mean = _lived(demand, plain.units, made.mean, mean, size)
    ahead = 1.0 if lifted is None else lifted[:, demand.periods :]
    return Forecast(mean, np.asarray(mean / ahead), size, made.weights, wanted, uplift, before)


def _size(known: Unconstrained, before: Floats, step: str) -> Floats:
    """Return each series' size r from how far it was from what was expected of it."""
    warm = min(WARM[step], known.units.shape[1] // 2)
    expected = before[:, warm:]
    seen = known.seen[:, warm:]
    over = (((known.units[:, warm:] - expected) ** 2 - expected) * seen).sum(axis=1)
    squared = (expected**2 * seen).sum(axis=1)
    strength = PERIODS / max(1, seen.shape[1])
    return negative_binomial.sizes(
        over, squared, strength=strength, least=SPREAD[0], most=SPREAD[1]
    )[0]


def _lived(demand: Demand, units: Floats, own: Floats, mean: Floats, size: Floats) -> Floats:
    """Return the mean with new products drawn to their siblings and old ones fading."""
    level = own.mean(axis=1)
    drawn = from_siblings(demand, units, level, size)
    changed = drawn != level
    if changed.any():
        shape = mean[changed] / np.maximum(mean[changed].mean(axis=1, keepdims=True), 1e-9)
        flat = np.where(mean[changed].any(axis=1, keepdims=True), shape, 1.0)
        mean = mean.copy()
        mean[changed] = flat * drawn[changed, None]
    return np.asarray(mean * fading(demand, mean.shape[1]))
