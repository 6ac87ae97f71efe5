"""The model: lead times of a supplier's item, each leaning on its supplier and on all others.

log T ~ N(m_i, v_i) for item i of supplier s; m_i ~ N(m_s, a), m_s ~ N(mu, b), and v_i is shrunk to
a common v with the weight of six deliveries. What is still open is right-censored at its age. The
prediction for the next purchase is Student's t in logarithms, with 6 + n degrees of freedom: wider
where little is known, and never narrower than what the group's own past was.

Estimated by EM. The E step takes what is missing as if known (the rest of an open purchase by the
inverse Mills ratio) and then passes the evidence up the tree and back, which is exact for normal
means. Lead times of nought or less are no delays: such purchases were recorded when the goods were
there. They are left out here, and counted where predictions are measured (see `recalibration`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .history import totals
from .normal import inverse_mills

if TYPE_CHECKING:
    import numpy.typing as npt

    from backorder.domain.ranking import Integers

    from .history import Groups, Seen

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

SHRINK = 6.0  # pseudo-observations of the common variance: the reference trial's nu
HALF_LIFE = 730.0  # days after which a purchase counts half: habits of suppliers change
_LEAST = 1e-6  # least variance between groups, so that one may divide by it
_FIRST, _FIRST_WEIGHT = (
    0.1,
    2.0,
)  # variance within before anything is known, in pseudo-observations:
# a factor of 1.4 either way; the first deliveries, if alike, must not make us certain
_STEPS = 60
_SETTLED = 3e-4  # of the logarithm of days: a thousandth of what one delivery varies by
_VAGUE = 1.0  # variance of the logarithm where there is no delivery at all to learn from


class Fitted(NamedTuple):
    """What was learned; arrays have one row per item, and ``supplier_*`` one per supplier.

    ``mean``, ``sd``: of the prediction of log days for the next purchase; ``freedom``: its degrees
    of freedom; ``weight``: deliveries, counted less the older they are. ``between``: the variances
    of suppliers and of items within one; ``within``: the common variance. ``centre``: the mean of
    log days of a supplier nobody knows.
    """

    mean: Floats
    sd: Floats
    freedom: Floats
    weight: Floats
    supplier_mean: Floats
    supplier_sd: Floats
    supplier_freedom: Floats
    supplier_weight: Floats
    centre: float
    between: tuple[float, float]
    within: float


class _Known(NamedTuple):
    """Lines to learn from: log days around a centre, shut ones and those still open apart."""

    item: Integers
    weight: Floats
    log: Floats

    def chosen(self, flags: Flags) -> _Known:
        """Return the lines that are flagged."""
        return _Known(self.item[flags], self.weight[flags], self.log[flags])


class _Sums(NamedTuple):
    """Weight, and weighted first and second moments of log days, by item."""

    weight: Floats
    first: Floats
    second: Floats


class _Level(NamedTuple):
    """Means of one level of the tree: expectation and variance given all that is known."""

    mean: Floats
    variance: Floats


class _State(NamedTuple):
    """What one round of EM leaves to the next."""

    top: float
    between: tuple[float, float]
    within: float
    variance: Floats
    suppliers: _Level
    items: _Level

    def moved(self, other: _State) -> float:
        """Return the greatest change of a common parameter."""
        mine, theirs = ((one.top, one.within, *one.between) for one in (self, other))
        return max(abs(a - b) for a, b in zip(mine, theirs, strict=True))


def fit(seen: Seen, groups: Groups, *, half_life: float = HALF_LIFE) -> Fitted:
    """Fit the model to what is known; cost is linear in lines, some tens of passes over groups.

    ``half_life``: days after which a purchase counts half (``inf``: all count alike). Where nothing
    has come yet the prediction is vague: a day, give or take.
    """
    kept = seen.days > 0
    log, weight = np.log(seen.days[kept]), np.exp2(-seen.age[kept] / half_life)
    shut = ~seen.open[kept]
    centre = float(np.average(log[shut], weights=weight[shut])) if shut.any() else 0.0
    known = _Known(seen.item[kept], weight, log - centre)
    closed, waiting = known.chosen(shut), known.chosen(~shut)
    sums = _sums(closed, closed.log, closed.log**2, groups)
    total = float(sums.weight.sum())
    start = max(float(sums.second.sum()) / total, _LEAST) if total else _VAGUE
    state = _State(
        0.0, (start / 4, start / 4), start, np.full(groups.items, start),
        _Level(np.zeros(groups.suppliers), np.zeros(groups.suppliers)),
        _Level(np.zeros(groups.items), np.zeros(groups.items)),
    )  # fmt: skip
    for _ in range(_STEPS if total else 0):
        before, state = state, _round(state, sums, waiting, groups)
        if state.moved(before) < _SETTLED:
            break
    return _predictions(state, sums, groups, centre)


def _sums(lines: _Known, first: Floats, second: Floats, groups: Groups) -> _Sums:
    return _Sums(
        totals(lines.item, lines.weight, groups.items),
        totals(lines.item, lines.weight * first, groups.items),
        totals(lines.item, lines.weight * second, groups.items),
    )


def _round(state: _State, closed: _Sums, waiting: _Known, groups: Groups) -> _State:
    """Return the next estimate: take what is missing as if known, then fit as if it were."""
    sums = _with_open(state, closed, waiting, groups)
    top, between, suppliers, items = _tree(state, sums, groups)
    # Squares around the item's mean, and what is not known of that mean.
    rest = sums.second - 2 * items.mean * sums.first
    rest += sums.weight * (items.mean**2 + items.variance)
    rest = np.maximum(rest, 0.0)
    within = (_FIRST * _FIRST_WEIGHT + float(rest.sum())) / (
        _FIRST_WEIGHT + float(sums.weight.sum())
    )
    variance = (SHRINK * within + rest) / (SHRINK + sums.weight)
    return _State(top, between, within, variance, suppliers, items)


def _with_open(state: _State, closed: _Sums, waiting: _Known, groups: Groups) -> _Sums:
    """Add the expected log days of open lines, given that they are beyond the age.

    E[x | x > a] = m + s h and Var = s^2 (1 + z h - h^2), with z = (a - m) / s and h the inverse
    Mills ratio at z.
    """
    if not waiting.item.size:
        return closed
    mean, variance = state.items.mean[waiting.item], state.variance[waiting.item]
    deviation = np.sqrt(variance)
    score = (waiting.log - mean) / deviation
    hazard = inverse_mills(score)
    expected = mean + deviation * hazard
    left = variance * np.clip(1 + score * hazard - hazard**2, 0.0, 1.0)
    more = _sums(waiting, expected, expected**2 + left, groups)
    return _Sums(*(a + b for a, b in zip(closed, more, strict=True)))


def _tree(
    state: _State, sums: _Sums, groups: Groups
) -> tuple[float, tuple[float, float], _Level, _Level]:
    """Return the means of all levels given the sums, and the variances between them anew.

    Evidence of a group is a precision P and a precision-weighted value V. Its parent sees it
    through the variance t between them, as P / (1 + t P) and V / (1 + t P). On the way back a group
    given its parent p is N(c (p / t + V), c) with c = 1 / (1 / t + P).
    """
    of_suppliers, of_items = state.between
    precision, value = sums.weight / state.variance, sums.first / state.variance
    seen = 1 / (1 + of_items * precision)
    above = totals(groups.supplier, seen * precision, groups.suppliers)
    above_value = totals(groups.supplier, seen * value, groups.suppliers)
    seen = 1 / (1 + of_suppliers * above)
    root = float((seen * above).sum())
    top = float((seen * above_value).sum()) / root
    suppliers, of_suppliers = _given(
        above, above_value, of_suppliers,
        _Level(np.full(groups.suppliers, top), np.full(groups.suppliers, 1 / root)),
    )  # fmt: skip
    parents = _Level(suppliers.mean[groups.supplier], suppliers.variance[groups.supplier])
    items, of_items = _given(precision, value, of_items, parents)
    return top, (of_suppliers, of_items), suppliers, items


def _given(
    precision: Floats, value: Floats, between: float, parent: _Level
) -> tuple[_Level, float]:
    """Return a level given its parents, and the variance between them that follows.

    Groups without evidence say nothing about that variance.
    """
    own = 1 / (1 / between + precision)
    level = _Level(
        own * (parent.mean / between + value), own + (own / between) ** 2 * parent.variance
    )
    apart = own + own**2 * ((value - precision * parent.mean) ** 2 + precision**2 * parent.variance)
    spoken = precision > 0
    return level, max(float(apart[spoken].mean()), _LEAST)


def _predictions(state: _State, closed: _Sums, groups: Groups, centre: float) -> Fitted:
    of_suppliers, of_items = state.between
    by_supplier = totals(groups.supplier, closed.weight, groups.suppliers)
    return Fitted(
        mean=centre + state.items.mean,
        sd=np.sqrt(state.variance + state.items.variance),
        freedom=SHRINK + closed.weight,
        weight=closed.weight,
        supplier_mean=centre + state.suppliers.mean,
        supplier_sd=np.sqrt(state.within + of_items + state.suppliers.variance),
        supplier_freedom=np.asarray(SHRINK + by_supplier),
        supplier_weight=by_supplier,
        centre=centre + state.top,
        between=(of_suppliers, of_items),
        within=state.within,
    )
