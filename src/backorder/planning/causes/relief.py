"""Relief: how many units more there would have been at an instant without one of the causes.

What is free to give is a sum of what came less what was asked for, so a product's history replayed
without one cause is the history as it was, and some units more: these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.causes import CAUSES

from .history import DAY, NEVER, Floats, Running

if TYPE_CHECKING:
    from collections.abc import Callable

    from backorder.domain.ranking import Integers

    from .history import Backorders, Grants, History, Lots, Plan

DEMAND, PROMOTION, LATE, SHORT, RECORD, POLICY, ALLOCATION = range(len(CAUSES))
ORDINARY = 0.5  # of the safety stock is there for ordinary ups and downs of demand
_PAIRS = 4_000_000  # rows looked at together, so that memory stays bounded


class Relief(NamedTuple):
    """Units that each cause took, and how many were missing.

    ``units``: shape (backorders, causes), never below nought. ``missing``: what the line and those
    before it lacked, at least the line's own units.
    """

    units: Floats
    missing: Floats


def relief(history: History, waiting: Backorders) -> Relief:
    """Return what each cause took from each backorder by its instant ``at``.

    Only what happened within the horizon counts for demand, short deliveries and corrections: what
    is older could have been bought again. What nobody bought again is policy: with the planned
    demand of the horizon F, the excess E, and the position IP at its begin,
    missing = (F - IP) + E + late + short + lost + given away, so the policy's part is what remains,
    and the safety stock that should have been there on top. Demand is above forecast only by what
    exceeds its ordinary ups and downs, half of that safety stock.
    """
    product, at = waiting.product, waiting.at
    since = at - np.rint(waiting.horizon_days * DAY).astype(np.int64)
    asked = Running(*history.demand[:3])
    signed = np.zeros((product.size, len(CAUSES)))
    signed[:, DEMAND], signed[:, PROMOTION] = _excess(
        history, asked, product, since, np.maximum(since, np.minimum(at, waiting.placed))
    )
    signed[:, LATE], signed[:, SHORT] = _undelivered(history.lots, product, since, at)
    lost = Running(*history.corrections)
    signed[:, RECORD] = -lost.between(product, since, at)
    signed[:, ALLOCATION] = given_away(history.grants, waiting)
    free = Running(*history.flow).upto(product, at) - asked.upto(product, waiting.placed)
    missing = np.maximum(waiting.units, signed[:, ALLOCATION] - free)
    signed[:, POLICY] = missing - signed.sum(axis=1) + waiting.safety
    signed[:, DEMAND] -= ORDINARY * waiting.safety
    return Relief(np.maximum(signed, 0.0), missing)


def _excess(
    history: History, asked: Running, product: Integers, since: Integers, until: Integers
) -> tuple[Floats, Floats]:
    """Return demand less plan of the window, outside of and in unannounced promotions."""
    rows = history.demand.promoted
    surprising = Running(*(column[rows] for column in history.demand[:3]))
    sold = surprising.between(product, since, until)
    plan = history.plan
    index = Running(plan.product, plan.since, plan.per_day)
    planned, promoted = (
        _planned(index, plan, np.where(plan.promoted == flag, plan.per_day, 0.0))
        for flag in (False, True)
    )
    outside = asked.between(product, since, until) - sold
    return (
        outside - (planned(product, until) - planned(product, since)),
        sold - (promoted(product, until) - promoted(product, since)),
    )


def _planned(index: Running, plan: Plan, per_day: Floats) -> Callable[[Integers, Integers], Floats]:
    """Return the units planned for up to an instant: the integral over the plan's steps."""
    if not per_day.any():
        return lambda product, _: np.zeros(product.size)
    steps, starts = plan.product[index.order], plan.since[index.order]
    rate = per_day[index.order] / DAY
    length = np.where(np.diff(steps, append=-1) == 0, np.diff(starts, append=0), 0)
    whole = np.concatenate(([0.0], np.cumsum(rate * length)))

    def upto(product: Integers, at: Integers) -> Floats:
        row = index.last(product, at) - 1
        known = (row >= 0) & (steps[row] == product)  # row -1 is the last one: not known either
        begun: Floats = whole[row] + rate[row] * (at - starts[row])
        first = whole[np.searchsorted(steps, product)]
        return np.where(known, begun - first, 0.0)

    return upto


def _undelivered(
    lots: Lots, product: Integers, since: Integers, at: Integers
) -> tuple[Floats, Floats]:
    """Return units due that had not come, and those known in the window not to come any more."""
    gone = np.minimum(lots.came, lots.shorted)
    due = Running(lots.product, lots.due, lots.units)
    settled = Running(lots.product, np.maximum(lots.due, gone), lots.units)
    late = due.upto(product, at) - settled.upto(product, at)
    rows = (lots.shorted < NEVER) & (lots.shorted <= lots.came)
    short = Running(
        lots.product[rows], np.maximum(lots.due, lots.shorted)[rows], lots.units[rows]
    ).between(product, since, at)
    return late, short


def given_away(grants: Grants, waiting: Backorders) -> Floats:
    """Return units given, since each backorder opened, to lines placed after its own."""
    index = Running(grants.product, grants.at, grants.units)
    placed, units = grants.placed[index.order], grants.units[index.order]
    first = index.last(waiting.product, waiting.opened - 1)
    count = index.last(waiting.product, waiting.at) - first
    given = np.zeros(waiting.product.size)
    ends = np.cumsum(count)
    begin = 0
    while begin < count.size:
        # As many backorders as have so many grants together, but one at least.
        room = ends[begin] - count[begin] + _PAIRS
        end = max(begin + 1, int(np.searchsorted(ends, room, side="right")))
        size = count[begin:end]
        of = np.repeat(np.arange(begin, end), size)
        row = np.repeat(first[begin:end] - (np.cumsum(size) - size), size) + np.arange(of.size)
        jumped = placed[row] > waiting.placed[of]
        np.add.at(given, of[jumped], units[row[jumped]])
        begin = end
    return given
