"""What is known of some products: their demand, the plan for it, supplies, corrections and stock.

Products are indexes from 0. Instants are whole milliseconds of one clock, `NEVER` is later than
all. Quantities are whole stock units. Every table is a record of columns of one length, in any
order of rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from backorder.domain.ranking import Integers

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

DAY = 86_400_000
NEVER = 2**45  # the year 3084


class Demand(NamedTuple):
    """Units asked for and accepted. ``promoted``: on a day of a promotion nobody had announced."""

    product: Integers
    at: Integers
    units: Integers
    promoted: Flags


class Plan(NamedTuple):
    """From ``since`` on, ``per_day`` units a day were planned for, until the product's next step.

    ``promoted`` as in `Demand`: the step lies in a promotion that nobody had announced.
    """

    product: Integers
    since: Integers
    per_day: Floats
    promoted: Flags


class Lots(NamedTuple):
    """Units ordered from suppliers, in pieces of one fate.

    ``due``: the instant first agreed on. ``came``: when they arrived good, else `NEVER`.
    ``shorted``: when it was known that they would not come (short delivered, damaged, cancelled by
    the supplier), else `NEVER`.
    """

    product: Integers
    due: Integers
    came: Integers
    shorted: Integers
    units: Integers


class Corrections(NamedTuple):
    """What counts and adjustments changed on hand, by how many units: below nought is a loss."""

    product: Integers
    at: Integers
    units: Integers


class Grants(NamedTuple):
    """Units on hand that were given ``at`` an instant to an order line placed at ``placed``."""

    product: Integers
    placed: Integers
    at: Integers
    units: Integers


class Flow(NamedTuple):
    """What made units free to give: receipts, corrections, returns, cancelled demand (signed).

    Shipments are left out: they only carry out what was given. The first row of a product is what
    was on hand, less the open demand, when its history begins.
    """

    product: Integers
    at: Integers
    units: Integers


class History(NamedTuple):
    """All that is replayed."""

    demand: Demand
    plan: Plan
    lots: Lots
    corrections: Corrections
    grants: Grants
    flow: Flow


class Backorders(NamedTuple):
    """Backordered units of order lines placed at ``placed`` (their place in the queue).

    ``opened``: when the units were without stock. ``at``: the instant whose causes are asked for.
    ``horizon_days``: how long it takes until something ordered now is there (lead time and
    review). ``safety``: units that stock should have held beyond the planned demand.
    """

    product: Integers
    placed: Integers
    opened: Integers
    at: Integers
    units: Integers
    horizon_days: Floats
    safety: Floats

    def take(self, rows: Integers) -> Backorders:
        """Return these rows, in this order."""
        return Backorders(
            product=self.product[rows],
            placed=self.placed[rows],
            opened=self.opened[rows],
            at=self.at[rows],
            units=self.units[rows],
            horizon_days=self.horizon_days[rows],
            safety=self.safety[rows],
        )


def in_spans(product: Integers, at: Integers, spans: tuple[Integers, Integers, Integers]) -> Flags:
    """Tell which instants lie in a span (product, first instant, first instant after) of theirs.

    >>> spans = (np.array([0, 0]), np.array([10, 15]), np.array([20, 30]))
    >>> in_spans(np.array([0, 0, 0, 1]), np.array([9, 12, 25, 12]), spans).tolist()
    [False, True, True, False]
    """
    begun = Running(spans[0], spans[1], np.ones(spans[0].size, dtype=np.int64))
    ended = Running(spans[0], spans[2], np.ones(spans[0].size, dtype=np.int64))
    inside: Flags = begun.upto(product, at) > ended.upto(product, at)
    return inside


class Running:
    """Sums of units by product up to an instant, found by bisection; exact below 2 ** 53.

    >>> sums = Running(np.array([1, 0, 0]), np.array([5, 7, 5]), np.array([9, 2, 1]))
    >>> sums.upto(np.array([0, 0, 1, 2]), np.array([5, 8, 4, 9])).tolist()
    [1.0, 3.0, 0.0, 0.0]
    """

    def __init__(self, product: Integers, at: Integers, units: Integers | Floats) -> None:
        """Sort the rows once; rows that come sorted cost next to nothing."""
        self.origin = int(at.min()) - 1 if at.size else 0
        self.span = (int(at.max()) - self.origin + 1 if at.size else 1) + 1
        keys = product * self.span + (at - self.origin)
        self.order = np.argsort(keys, kind="stable")
        self.keys = keys[self.order]
        self.total = np.concatenate(([0.0], np.cumsum(units[self.order].astype(np.float64))))

    def last(self, product: Integers, at: Integers) -> Integers:
        """Return how many rows there are of earlier products, and of this one up to the instant."""
        offset = np.clip(at - self.origin, 0, self.span - 1)
        return np.searchsorted(self.keys, product * self.span + offset, side="right")

    def upto(self, product: Integers, at: Integers) -> Floats:
        """Return the sum of each product's units up to and with the instant."""
        before = np.searchsorted(self.keys, product * self.span, side="left")
        found: Floats = self.total[self.last(product, at)] - self.total[before]
        return found

    def between(self, product: Integers, after: Integers, upto: Integers) -> Floats:
        """Return the sum of each product's units after one instant, up to and with the other."""
        found: Floats = self.upto(product, upto) - self.upto(product, after)
        return found
