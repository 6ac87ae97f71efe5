"""Recalibration: earlier predictions, held against what came of them, correct the next ones.

Each purchase has a score: where its lead time fell in the distribution that was predicted when it
was sent. Were predictions right, the scores would be standard normal. Where the score that 80 % of
purchases stayed below is 1.1 instead of 0.84, P80 is taken at 1.1 from now on.

Scores of those that have come are not enough: of young purchases these are the quick ones. So what
is still open takes part as censored at its age, by the product-limit estimate (weights of inverse
censoring); `matured` instead waits until nearly all of a cohort came and takes its order statistic.
Recent purchases count more: suppliers slow down together, and that is to be seen within months.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .conformal import LEAST_SCORES, bound, has_matured
from .history import seen
from .measures import CHANCES
from .normal import quantile
from .survival import kaplan_meier

if TYPE_CHECKING:
    import numpy.typing as npt

    from .history import History
    from .rolling import Predicted

    Floats = npt.NDArray[np.float64]

FURTHEST = 1.5  # a correction by more normal scores is no correction but another model
HALF_LIFE = 90.0  # days after which a purchase counts half for the correction


class Correction(NamedTuple):
    """The normal scores at which the quantiles of ``chances`` are to be taken.

    ``known``: how many purchases had come to learn it from; 0 where it is off.
    """

    chances: Floats
    scores: Floats
    known: int


def uncorrected(chances: Floats = CHANCES) -> Correction:
    """Return the correction that corrects nothing."""
    return Correction(chances, quantile(chances), 0)


def correction(
    history: History,
    predicted: Predicted,
    today: int,
    *,
    chances: Floats = CHANCES,
    half_life: float = HALF_LIFE,
) -> Correction:
    """Return the correction by what is known on the morning of ``today``.

    Off with fewer than 20 purchases that had a prediction and have come. Where so many are open
    that a quantile is not reached, it is taken where it would be uncorrected, or at the last score
    that was reached if that is higher.
    """
    mine = ~np.isnan(predicted.mean) & (history.sent < today)
    known = seen(history.chosen(mine), today)
    came = ~known.open
    if came.sum() < LEAST_SCORES:
        return uncorrected(chances)
    scores = type(predicted)(*(each[mine] for each in predicted)).scores(known.days)
    curve = kaplan_meier(scores, came, np.exp2(-known.age / half_life))
    plain = quantile(chances)
    found = [curve.quantile(chance) for chance in chances.tolist()]
    top = float(curve.at[-1])
    taken = [
        max(score, top) if np.isinf(one) else one for one, score in zip(found, plain, strict=True)
    ]
    near = np.clip(taken, plain - FURTHEST, plain + FURTHEST)
    return Correction(chances, near, int(came.sum()))


def matured(
    history: History, predicted: Predicted, today: int, span: int, *, chances: Floats = CHANCES
) -> Correction:
    """Return the correction by the whole cohort sent at least ``span`` days before ``today``.

    ``span``: more than nearly all purchases take, such as P99 of the lead time. The split-conformal
    order statistic of its scores; off with fewer than 20 of them, or with over 1 % still open.
    """
    mine = ~np.isnan(predicted.mean) & (history.sent <= today - span)
    known = seen(history.chosen(mine), today)
    came = ~known.open
    if not has_matured(int(came.sum()), int(known.open.sum())):
        return uncorrected(chances)
    scores = type(predicted)(*(each[mine] for each in predicted)).scores(known.days)[came]
    plain = quantile(chances)
    bounds = np.array([bound(scores, chance) for chance in chances.tolist()])
    return Correction(chances, np.where(np.isinf(bounds), plain, bounds), int(came.sum()))
