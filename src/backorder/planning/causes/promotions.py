"""Promotions in a plan: those announced in time add to it, the others are set apart from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .history import DAY, Demand, Plan, Running, in_spans

if TYPE_CHECKING:
    from backorder.domain.ranking import Integers

    from .history import Floats

PERCENT = 100.0


class Promotions(NamedTuple):
    """Days on which products were promoted: from ``begins`` until before ``ends``.

    ``known``: when the promotion was announced. ``uplift`` percent was to be sold more.
    """

    product: Integers
    begins: Integers
    ends: Integers
    known: Integers
    uplift: Integers

    def surprising(self, horizon_days: Floats) -> Promotions:
        """Return those announced too late to buy for; ``horizon_days``: by product."""
        late = self.known > self.begins - horizon_days[self.product] * DAY
        return Promotions(*(column[late] for column in self))

    def foreseen(self, horizon_days: Floats) -> Promotions:
        """Return those announced in time."""
        late = self.known > self.begins - horizon_days[self.product] * DAY
        return Promotions(*(column[~late] for column in self))


def promoted(
    demand: Demand, plan: Plan, promotions: Promotions, horizon_days: Floats
) -> tuple[Demand, Plan]:
    """Return demand and plan with promotions in them.

    What was announced in time is planned for with its uplift; what was not is marked in both.

    Ten a day were planned for. Of two promotions of day 2 and day 4, only the later one was
    announced in time, for half as much again:

    >>> def days(*at):
    ...     return np.array(at, dtype=np.int64) * DAY
    >>> one, no = np.array([0], dtype=np.int64), np.array([False])
    >>> both, uplift = np.array([0, 0], dtype=np.int64), np.array([100, 50])
    >>> asked, plan = promoted(
    ...     Demand(one, days(2), one + 30, no),
    ...     Plan(one, days(0), np.array([10.0]), no),
    ...     Promotions(both, days(2, 4), days(3, 5), days(1, 1), uplift),
    ...     np.array([3.0]),
    ... )
    >>> asked.promoted.tolist(), (plan.since // DAY).tolist()
    ([True], [0, 2, 3, 4, 5])
    >>> plan.per_day.tolist(), plan.promoted.tolist()
    ([10.0, 10.0, 10.0, 15.0, 10.0], [False, True, False, False, False])
    """
    late, known = promotions.surprising(horizon_days), promotions.foreseen(horizon_days)
    spans = (late.product, late.begins, late.ends)
    steps = _cut(plan, promotions)
    more = Running(known.product, known.begins, known.uplift).upto(steps.product, steps.since)
    more = more - Running(known.product, known.ends, known.uplift).upto(steps.product, steps.since)
    return (
        demand._replace(promoted=in_spans(demand.product, demand.at, spans)),
        steps._replace(
            per_day=steps.per_day * (1.0 + more / PERCENT),
            promoted=in_spans(steps.product, steps.since, spans),
        ),
    )


def _cut(plan: Plan, promotions: Promotions) -> Plan:
    """Return the same plan, with a step where a promotion begins or ends."""
    product = np.concatenate((promotions.product, promotions.product))
    since = np.concatenate((promotions.begins, promotions.ends))
    if not plan.since.size or not since.size:
        return plan
    index = Running(plan.product, plan.since, plan.per_day)
    row = index.last(product, since) - 1
    found = (row >= 0) & (plan.product[index.order][row] == product)
    found &= plan.since[index.order][row] < since
    keys = np.unique(np.stack((product[found], since[found])), axis=1)
    cut = index.order[index.last(keys[0], keys[1]) - 1]
    return Plan(
        np.concatenate((plan.product, keys[0])),
        np.concatenate((plan.since, keys[1])),
        np.concatenate((plan.per_day, plan.per_day[cut])),
        np.concatenate((plan.promoted, plan.promoted[cut])),
    )
