"""One model for all series: gradient boosting that learns where the local forecast goes wrong.

LightGBM with a Tweedie loss starts from the logarithm of the local forecast, so a tree says by
which factor to correct it. It is loaded when a model is fitted, by whoever fits one.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.domain.errors import InvalidError

from .features import FLOOR, Past, table

if TYPE_CHECKING:
    from .censoring import Unconstrained
    from .series import Floats, Integers

ROWS = 300_000  # rows a model learns from at most
ORIGINS = 24  # moments of the past it looks from
TARGETS = 6  # horizons at each
ROUNDS = 100
SETTINGS: dict[str, Any] = {
    "objective": "tweedie",
    "tweedie_variance_power": 1.5,
    "learning_rate": 0.05,
    "num_leaves": 31,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
WIDE = 2.0  # logarithm of the most that the local forecast is corrected by


def available() -> bool:
    """Return whether the extra that fits the shared model is installed."""
    return find_spec("lightgbm") is not None


def shared(
    past: Past, known: Unconstrained, horizon: int, *, seed: int, threads: int = 1
) -> Floats:
    """Return the model's mean for each product and period to come: shape (n, horizon).

    Same input and seed, same answer. ``threads``: more than one only helps on a machine with
    nothing else to do; elsewhere they wait for each other. Raises ``InvalidError``
    (``needs_extra``) where LightGBM is not installed.
    """
    if not available():
        raise InvalidError(
            "needs_extra",
            "The shared forecasting model needs an extra: pip install 'backorder[planning]'",
            extra="planning",
        )
    import lightgbm  # noqa: PLC0415 (an extra, and slow to load)

    x, asked, start = _examples(past, known, horizon, np.random.default_rng(seed))
    settings = SETTINGS | {
        "seed": seed,
        "num_threads": threads,
        "min_data_in_leaf": min(SETTINGS["min_data_in_leaf"], max(5, len(asked) // 50)),
    }
    data = lightgbm.Dataset(x, asked, init_score=start, free_raw_data=True)
    model = lightgbm.train(settings, data, ROUNDS)
    rows = np.arange(len(past.units))
    origin = past.units.shape[1]
    found = np.empty((rows.size, horizon))
    for h in range(1, horizon + 1):
        what = table(past, origin, np.array([h]), rows)
        correction = np.asarray(model.predict(what, raw_score=True))
        found[:, h - 1] = np.exp(np.clip(correction, -WIDE, WIDE)) * _start(past, origin, h, rows)
    return found


def _examples(
    past: Past, known: Unconstrained, horizon: int, rng: np.random.Generator
) -> tuple[Any, Floats, Floats]:
    """Return what was known, what was then asked for, and the logarithm of what was expected."""
    n, periods = past.units.shape
    first = min(max(past.demand.season, periods // 3), periods - 1, 2 * past.demand.season)
    first = max(first, 3)
    origins = np.unique(np.linspace(first, periods - 1, ORIGINS).astype(int))
    horizons = np.unique(np.linspace(1, horizon, TARGETS).astype(int))
    share = min(n, max(1, ROWS // (origins.size * horizons.size)))
    parts: list[tuple[Any, Floats, Floats]] = []
    for origin in origins:
        ahead = horizons[origin + horizons <= periods]
        rows = np.sort(rng.choice(n, share, replace=False))
        targets = origin + ahead - 1
        seen = known.seen[np.ix_(rows, targets)].ravel()
        start = np.stack([_start(past, int(origin), int(h), rows) for h in ahead], axis=1)
        parts.append(
            (
                table(past, int(origin), ahead, rows)[seen],
                known.units[np.ix_(rows, targets)].ravel()[seen],
                np.log(start.ravel()[seen]),
            )
        )
    x, asked, start = (np.concatenate(each) for each in zip(*parts, strict=True))
    return x, asked, start


def _start(past: Past, origin: int, horizon: int, rows: Integers) -> Floats:
    """Return the local forecast that trees correct, promotions included; never quite nought."""
    base = past.base[rows, origin].astype(float) + FLOOR / 2
    if past.lifted is None:
        return np.asarray(base)
    return np.asarray(base * past.lifted[rows, origin + horizon - 1])
