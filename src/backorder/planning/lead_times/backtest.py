"""Backtest: predict each purchase of a span on what was known then, and measure what came of it.

Time-ordered: the model, its correction and the rules it is compared with are made anew at each
origin (a month, say) from what was known on that morning, and predict the purchases sent until the
next one. Nothing that came later is known to any of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .history import NOT_YET, seen
from .measures import CHANCES, coverage, pinball
from .model import HALF_LIFE
from .normal import quantile
from .recalibration import correction
from .rolling import Predicted, rolling

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from .history import Groups, History, Seen

    Floats = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]

OURS, PLAIN, BY_SUPPLIER, POOLED = RULES = ("ours", "uncorrected", "by supplier", "pooled")
_SCORES = quantile(CHANCES)


class Score(NamedTuple):
    """How a rule did: one value per chance."""

    coverage: Floats
    pinball: Floats


class Backtest(NamedTuple):
    """``line``: the rows of the history that were predicted and came. ``days``: how long they took.

    ``predicted``: the days at P50, P80 and P95 by rule, each an array (lines, chances).
    """

    line: Integers
    days: Floats
    predicted: dict[str, Floats]

    def score(self, rule: str) -> Score:
        """Return how a rule did."""
        days = self.predicted[rule]
        return Score(coverage(self.days, days), pinball(self.days, days, CHANCES))


def backtest(
    history: History,
    groups: Groups,
    origins: Sequence[int],
    first: int,
    *,
    half_life: float = HALF_LIFE,
) -> Backtest:
    """Predict the lines sent from ``first`` on; earlier ``origins`` only teach the correction.

    ``origins``: ascending days. Lines sent before ``first`` are not measured, nor are open ones.
    """
    predicted = rolling(history, groups, origins, half_life=half_life)
    place = np.searchsorted(origins, history.sent, side="right") - 1
    wanted = (history.sent >= first) & (place >= 0) & (history.came < NOT_YET)
    rules = {rule: np.full((history.item.size, CHANCES.size), np.nan) for rule in RULES}
    for row, origin in enumerate(origins):
        mine = np.flatnonzero(wanted & (place == row))
        if not mine.size:
            continue
        here = Predicted(*(each[mine] for each in predicted))
        found = correction(history, predicted, origin)
        known = seen(history, origin)
        supplier = groups.supplier[history.item[mine]]
        rules[OURS][mine] = here.days(found.scores)
        rules[PLAIN][mine] = here.days(_SCORES)
        rules[BY_SUPPLIER][mine] = _by_supplier(known, groups)[supplier]
        rules[POOLED][mine] = _pooled(known)
    line = np.flatnonzero(wanted)
    days = (history.came - history.sent)[line].astype(np.float64)
    return Backtest(line, days, {rule: found[line] for rule, found in rules.items()})


def _pooled(known: Seen) -> Floats:
    """Return the quantiles of all that has come."""
    found: Floats = np.quantile(known.days[~known.open], CHANCES)
    return found


def _by_supplier(known: Seen, groups: Groups) -> Floats:
    """Return the quantiles of what came of each supplier; of all, where nothing has of his."""
    found = np.tile(_pooled(known), (groups.suppliers, 1))
    item, days = known.item[~known.open], known.days[~known.open]
    supplier = groups.supplier[item]
    for one in np.unique(supplier).tolist():
        found[one] = np.quantile(days[supplier == one], CHANCES)
    return found
