"""Checking: how often purchases came, in the last year, by the days learned for them then."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .history import NOT_YET, seen
from .learning import origins
from .measures import AGES, CHANCES, age_bucket, pinball
from .recalibration import correction
from .rolling import Predicted

if TYPE_CHECKING:
    import numpy.typing as npt

    from .history import Groups, History
    from .learning import Learned

    Floats = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]

ALL = -1
RIPE = 0.95  # of what came, so many took less than the least age of what is checked


class Check(NamedTuple):
    """One row of the reliability table.

    ``supplier``: row of `Groups`, `ALL` for all; ``days_from``: where the bucket of the predicted
    median begins, `ALL` for all. ``within``: lines that came by P50, P80 and P95. ``loss``: mean
    pinball loss in days over the three.
    """

    supplier: int
    days_from: int
    lines: int
    within: tuple[int, int, int]
    loss: float


def checks(history: History, groups: Groups, learned: Learned, today: int) -> list[Check]:
    """Return how the days learned in the last year were kept: of all, by supplier and by bucket.

    Only purchases old enough that nearly all of their age have come: of young ones those that came
    are the quick ones. One that is open still has taken at least its age.
    """
    known = seen(history, today)
    came = known.days[~known.open]
    if not came.size:
        return []
    ripe = today - np.ceil(np.quantile(came, RIPE))
    line = np.flatnonzero(~np.isnan(learned.predicted.mean) & (history.sent <= ripe))
    if not line.size:
        return []
    predicted = _as_told(history, learned.predicted, line, today)
    still = (history.came == NOT_YET) | (history.came >= today)
    until = np.where(still, today, history.came)
    days = (until - history.sent)[line].astype(np.float64)
    within = (days[:, None] <= predicted) & ~still[line][:, None]
    supplier = groups.supplier[history.item[line]]
    bucket = AGES[age_bucket(predicted[:, 0])]
    none = np.full(line.size, ALL)
    found = []
    for of, since in ((none, none), (supplier, none), (none, bucket)):
        pairs, which = np.unique(np.stack((of, since)), axis=1, return_inverse=True)
        for row, (one, begins) in enumerate(pairs.T.tolist()):
            mine = which.reshape(-1) == row
            counts = within[mine].sum(axis=0).tolist()
            loss = float(pinball(days[mine], predicted[mine], CHANCES).mean())
            found.append(Check(one, begins, int(mine.sum()), tuple(counts), loss))
    return found


def _as_told(history: History, predicted: Predicted, line: Integers, today: int) -> Floats:
    """Return the days of lines as they would have been told: corrected as of their own day."""
    days = np.zeros((line.size, CHANCES.size))
    starts = origins(today)
    place = np.searchsorted(starts, history.sent[line], side="right") - 1
    for row, origin in enumerate(starts):
        mine = place == row
        if mine.any():
            here = Predicted(*(each[line[mine]] for each in predicted))
            days[mine] = here.days(correction(history, predicted, origin).scores)
    return days
