"""What a forecast would have been worth: made at moments of the past, measured on what came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain.errors import InvalidError

from . import metrics
from .forecasting import forecast
from .series import OBSERVED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .series import Demand, Floats, Integers

LEVELS = (0.5, 0.8, 0.9, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One origin: what was known, what came, what was expected.

    ``history`` (n, T), ``actual`` and ``mean`` (n, H), ``quantile`` (levels, n, H); periods that
    were not seen are nan, since nobody knows what would have been asked for.
    """

    origin: int
    history: Floats
    actual: Floats
    mean: Floats
    quantile: Floats


@dataclass(frozen=True, slots=True)
class Score:
    """The measures of some series over some origins.

    ``bias``: share of demand by which forecasts were too high; ``rmsse``, ``pinball`` (mean over
    levels and series, each scaled by its series' mean change) and ``pinballs`` (by level);
    ``coverage``: by level, the share of periods not above it; ``series``: how many were measured.
    Series whose history never moved have no scale and are left out of the scaled measures.
    """

    series: int
    bias: float
    rmsse: float
    pinball: float
    pinballs: tuple[float, ...]
    coverage: tuple[float, ...]
    levels: tuple[float, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the score as plain data, its levels by name."""
        return {
            "series": self.series,
            "bias": self.bias,
            "rmsse": self.rmsse,
            "pinball": self.pinball,
            "pinball_by_level": dict(zip(map(str, self.levels), self.pinballs, strict=True)),
            "coverage_by_level": dict(zip(map(str, self.levels), self.coverage, strict=True)),
        }


def backtest(  # noqa: PLR0913 (each says one thing about how)
    demand: Demand,
    horizon: int,
    *,
    origins: int = 1,
    every: int | None = None,
    levels: Sequence[float] = LEVELS,
    use_shared: bool | None = None,
    use_promotions: bool = True,
    seed: int = 0,
    told: Callable[[int], None] | None = None,
) -> list[Outcome]:
    """Return the outcomes of forecasts made at ``origins`` moments, the last one first known.

    The last origin lies ``horizon`` periods before the end, the others ``every`` periods
    (``horizon`` unless said) before each other. Each forecast knows nothing later than its origin
    but what was planned: promotions and holidays. ``told`` is called after each origin. Raises
    ``InvalidError`` (``too_short``) where the first origin would know fewer than two periods.
    """
    step = every or horizon
    first = demand.periods - horizon - (origins - 1) * step
    if first < 2:  # noqa: PLR2004 (one change is the least there is to scale by)
        raise InvalidError(
            "too_short",
            f"{demand.periods} periods are too few for {origins} origins of {horizon} periods.",
            periods=demand.periods, origins=origins, horizon=horizon,
        )  # fmt: skip
    found = []
    for origin in range(first, demand.periods - horizon + 1, step):
        made = forecast(
            demand.until(origin),
            horizon,
            use_shared=use_shared,
            use_promotions=use_promotions,
            seed=seed,
        )
        seen = np.where(demand.marks == OBSERVED, demand.units, np.nan)
        after = seen[:, origin : origin + horizon]
        quantile = made.quantiles(levels)
        found.append(Outcome(origin, seen[:, :origin], after, made.mean, quantile))
        if told is not None:
            told(origin)
    return found


def score(
    outcomes: Sequence[Outcome],
    levels: Sequence[float] = LEVELS,
    rows: Integers | None = None,
) -> Score:
    """Return the measures of all series, or of some ``rows``, over all origins."""
    kept = slice(None) if rows is None else rows
    actual = np.stack([each.actual[kept] for each in outcomes])
    seen = ~np.isnan(actual)
    mean = np.where(seen, np.stack([each.mean[kept] for each in outcomes]), 0)
    errors = [metrics.rmsse(o.history[kept], o.actual[kept], o.mean[kept]) for o in outcomes]
    losses, covered = [], []
    for place, level in enumerate(levels):
        found = [o.quantile[place][kept] for o in outcomes]
        pairs = zip(outcomes, found, strict=True)
        losses.append(
            _mean(
                [
                    metrics.scaled_pinball(o.history[kept], o.actual[kept], q, level)
                    for o, q in pairs
                ]
            )
        )
        covered.append(metrics.coverage(actual, np.stack(found)))
    return Score(
        series=int(actual.shape[1]),
        bias=metrics.bias(np.nan_to_num(actual), mean),
        rmsse=_mean(errors),
        pinball=float(np.mean(losses)),
        pinballs=tuple(losses),
        coverage=tuple(covered),
        levels=tuple(levels),
    )


def by_class(outcomes: Sequence[Outcome], levels: Sequence[float] = LEVELS) -> dict[str, Score]:
    """Return the score of each kind of demand that occurs, by the history of the first origin."""
    kinds = metrics.classes(outcomes[0].history)
    return {
        name: score(outcomes, levels, np.flatnonzero(kinds == kind))
        for kind, name in enumerate(metrics.CLASSES)
        if (kinds == kind).any()
    }


def _mean(parts: Sequence[Floats]) -> float:
    together = np.concatenate(parts)
    known = together[np.isfinite(together)]
    return float(known.mean()) if known.size else float("nan")
