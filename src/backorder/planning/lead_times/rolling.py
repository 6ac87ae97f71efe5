"""Rolling origins: what would have been predicted for each purchase on the day it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .conformal import LEAST_SCORES
from .history import seen
from .model import HALF_LIFE, fit
from .normal import cdf, t_quantile, t_score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .history import Groups, History
    from .model import Fitted, Floats


class Predicted(NamedTuple):
    """Predictions of log days, one for each line of a history; ``nan`` where none was made."""

    mean: Floats
    sd: Floats
    freedom: Floats

    def scores(self, days: Floats) -> Floats:
        """Return days as normal scores of their predictions: -inf for nought days and less.

        Were predictions right, these would be standard normal: probability integral transforms.
        """
        positive = days > 0
        log = np.log(np.where(positive, days, 1.0))
        found = t_score((log - self.mean) / self.sd, self.freedom)
        return np.where(positive, found, -np.inf)

    def days(self, scores: Floats) -> Floats:
        """Return the days at some normal scores, as an array (lines, scores)."""
        t = t_quantile(cdf(scores)[None, :], self.freedom[:, None])
        return np.exp(self.mean[:, None] + self.sd[:, None] * t)


def of_items(fitted: Fitted) -> Predicted:
    """Return what a fit predicts for each item."""
    return Predicted(fitted.mean, fitted.sd, fitted.freedom)


def rolling(
    history: History, groups: Groups, origins: Sequence[int], *, half_life: float = HALF_LIFE
) -> Predicted:
    """Predict each line by the fit of the last origin that is not after its sending.

    ``origins``: ascending days. Each fit knows what was known on the morning of its day, and
    nothing of later ones. Nothing is predicted from fewer than 20 purchases that came.
    """
    found = Predicted(*(np.full(history.item.size, np.nan) for _ in range(3)))
    place = np.searchsorted(origins, history.sent, side="right") - 1
    for row, origin in enumerate(origins):
        mine = np.flatnonzero(place == row)
        if not mine.size:
            continue
        known = seen(history, origin)
        if (~known.open).sum() < LEAST_SCORES:
            continue
        fitted = fit(known, groups, half_life=half_life)
        for into, values in zip(found, of_items(fitted), strict=True):
            into[mine] = values[history.item[mine]]
    return found
