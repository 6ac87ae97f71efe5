"""What one refit learns: quantile days of every item and supplier, corrected by earlier ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .history import seen
from .measures import CHANCES
from .model import HALF_LIFE, fit
from .normal import cdf, t_quantile
from .recalibration import Correction, correction, uncorrected
from .rolling import Predicted, of_items, rolling

if TYPE_CHECKING:
    import numpy.typing as npt

    from .history import Groups, History
    from .model import Fitted

    Floats = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]

ORIGINS, STEP = 12, 30  # the correction looks at a year of monthly predictions
_LEAST = 1.001  # least ratio of one quantile to the one before: a spread of nought is not believed


class Estimates(NamedTuple):
    """Lead times of some groups, row by row.

    ``deliveries``: lines that came. ``log_mean``, ``log_spread``, ``freedom``: of the prediction,
    as it came from the model. ``days``: at P50, P80 and P95, corrected; strictly ascending.
    """

    deliveries: Integers
    log_mean: Floats
    log_spread: Floats
    freedom: Floats
    days: Floats


class Learned(NamedTuple):
    """One refit: of items, of suppliers as a whole, and how the correction was come by.

    ``predicted``: what was predicted for each line of the history, in the year before.

    """

    items: Estimates
    suppliers: Estimates
    corrected: Correction
    predicted: Predicted


def learn(history: History, groups: Groups, today: int, *, half_life: float = HALF_LIFE) -> Learned:
    """Learn from all that was known on the morning of ``today``, a day counted as the history's.

    The correction holds a year of earlier predictions, made month by month on what was known then,
    against what came of them; with little history it is off.
    """
    known = seen(history, today)
    fitted = fit(known, groups, half_life=half_life)
    predicted = rolling(history, groups, origins(today), half_life=half_life)
    corrected = correction(history, predicted, today) if known.days.size else uncorrected()
    came = known.item[~known.open]
    count = np.bincount(came, minlength=groups.items)
    of_suppliers = np.bincount(groups.supplier[came], minlength=groups.suppliers)
    return Learned(
        _estimates(of_items(fitted), count, corrected),
        _estimates(_of_suppliers(fitted), of_suppliers, corrected),
        corrected,
        predicted,
    )


def origins(today: int) -> list[int]:
    """Return the days on which earlier predictions are made anew, for the year before ``today``.

    >>> origins(400)[:2], origins(400)[-1], len(origins(400))
    ([40, 70], 370, 12)
    """
    return [today - STEP * back for back in range(ORIGINS, 0, -1)]


def _of_suppliers(fitted: Fitted) -> Predicted:
    return Predicted(fitted.supplier_mean, fitted.supplier_sd, fitted.supplier_freedom)


def _estimates(predicted: Predicted, count: Integers, corrected: Correction) -> Estimates:
    t = t_quantile(cdf(corrected.scores)[None, :], predicted.freedom[:, None])
    days = np.exp(predicted.mean[:, None] + predicted.sd[:, None] * t)
    for column in range(1, CHANCES.size):
        days[:, column] = np.maximum(days[:, column], days[:, column - 1] * _LEAST)
    return Estimates(count, predicted.mean, predicted.sd, predicted.freedom, days)
