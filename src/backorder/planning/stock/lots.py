"""How many units to buy at once: economic lots, with backorders, price breaks and pack sizes.

``fixed``: money per order (K). ``holding``: money per unit and period (h). ``rate``: units per
period (lambda). Costs are per period. Source: Snyder and Shen, chapter 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


class Lot(NamedTuple):
    """A quantity to order and what that costs per period."""

    quantity: Floats
    cost: Floats


class BackorderedLot(NamedTuple):
    """A lot where customers wait: ``waiting`` is the share of demand that does."""

    quantity: Floats
    cost: Floats
    waiting: Floats

    @property
    def most_waiting(self) -> Floats:
        """Return the most units that wait at one time."""
        return np.asarray(self.quantity * self.waiting, np.float64)


class DiscountedLot(NamedTuple):
    """A quantity, its cost per period with the goods, and the price break it uses."""

    quantity: float
    cost: float
    region: int


def economic_lot(fixed: ArrayLike, holding: ArrayLike, rate: ArrayLike) -> Lot:
    """Return the economic order quantity, sqrt(2 K lambda / h).

    >>> lot = economic_lot(8.0, 0.225, 1300.0)
    >>> round(float(lot.quantity), 10), round(float(lot.cost), 10)
    (304.0467800264, 68.4105255059)
    """
    fixed, holding, rate = (np.asarray(v, np.float64) for v in (fixed, holding, rate))
    return Lot(np.sqrt(2.0 * fixed * rate / holding), np.sqrt(2.0 * fixed * rate * holding))


def lot_with_backorders(
    fixed: ArrayLike, holding: ArrayLike, waiting: ArrayLike, rate: ArrayLike
) -> BackorderedLot:
    """Return the economic lot where a unit may wait at ``waiting`` money per period.

    >>> lot = lot_with_backorders(8.0, 0.225, 5.0, 1300.0)
    >>> [round(float(v), 9) for v in (*lot, lot.most_waiting)]
    [310.812555159, 66.921363551, 0.043062201, 13.38427271]
    """
    fixed, holding, rate = (np.asarray(v, np.float64) for v in (fixed, holding, rate))
    wait = np.asarray(waiting, np.float64)
    share = holding / (holding + wait)
    quantity = np.sqrt(2.0 * fixed * rate * (holding + wait) / (holding * wait))
    return BackorderedLot(quantity, np.sqrt(2.0 * fixed * rate * wait * share), share)


def produced_lot(fixed: float, holding: float, rate: float, made: float) -> Lot:
    """Return the economic lot of goods that come at ``made`` units per period, not all at once.

    >>> [round(float(v), 9) for v in produced_lot(4.0, 0.08, 80.0, 110.0)]
    [171.269767716, 3.736794932]
    """
    return economic_lot(fixed, holding * (1.0 - rate / made), rate)


def all_units_discount(
    fixed: float, share: float, rate: float, breaks: Sequence[float], prices: Sequence[float]
) -> DiscountedLot:
    """Return the best lot where the price of the whole order falls from each break on.

    ``share``: holding cost per period as a share of the price. ``breaks`` begin at 0 and rise.

    >>> lot = all_units_discount(8.0, 0.3, 1300.0, [0, 400, 800], [0.75, 0.72, 0.68])
    >>> lot.quantity, round(lot.cost, 9), lot.region
    (800.0, 978.6, 2)
    """
    found = []
    for region, (least, price) in enumerate(zip(breaks, prices, strict=True)):
        quantity = max(float(economic_lot(fixed, share * price, rate).quantity), float(least))
        if region + 1 < len(breaks) and quantity >= breaks[region + 1]:
            continue  # the next price applies, and is looked at there
        cost = price * rate + fixed * rate / quantity + share * price * quantity / 2.0
        found.append(DiscountedLot(quantity, cost, region))
    return min(found, key=lambda lot: (lot.cost, lot.region))


def incremental_discount(
    fixed: float, share: float, rate: float, breaks: Sequence[float], prices: Sequence[float]
) -> DiscountedLot:
    """Return the best lot where only the units beyond a break are cheaper.

    >>> lot = incremental_discount(8.0, 0.3, 1300.0, [0, 400, 800], [0.75, 0.72, 0.68])
    >>> round(lot.quantity, 7), round(lot.cost, 7), lot.region
    (304.04678, 1043.4105255, 0)
    """
    found = []
    paid = 0.0  # for the units before this break, more than they would cost at its price
    for region, (least, price) in enumerate(zip(breaks, prices, strict=True)):
        if region:
            paid += (prices[region - 1] - price) * least
        lot = economic_lot(fixed + paid, share * price, rate)
        quantity = float(lot.quantity)
        most = breaks[region + 1] if region + 1 < len(breaks) else np.inf
        if least <= quantity <= most:
            cost = price * rate + share * paid / 2.0 + float(lot.cost)
            found.append(DiscountedLot(quantity, cost, region))
    return min(found, key=lambda lot: (lot.cost, lot.region))


def packed_lot(
    fixed: ArrayLike, holding: ArrayLike, rate: ArrayLike, moq: Ints, multiple: Ints
) -> Ints:
    """Return the cheapest lot that a supplier accepts: at least ``moq``, in whole ``multiple``.

    The cost falls to the economic lot and rises after it, so the best is one of the two whole
    multiples around it, or the least allowed: both are costed, none is rounded blindly.

    >>> a = lambda *v: np.array(v)
    >>> packed_lot(8.0, 0.225, [1300.0, 1300.0, 0.0], a(1, 500, 6), a(100, 7, 4)).tolist()
    [300, 504, 8]
    """
    holding, rate = np.asarray(holding, np.float64), np.asarray(rate, np.float64)
    wanted = economic_lot(fixed, holding, rate).quantity
    least = -(-np.maximum(moq, 1) // multiple) * multiple
    below = np.maximum(np.floor(wanted / multiple).astype(np.int64) * multiple, least)
    above = np.maximum(below, np.ceil(wanted / multiple).astype(np.int64) * multiple)
    spent = np.asarray(fixed, np.float64) * rate
    dearer = spent / above + holding * above / 2.0 < spent / below + holding * below / 2.0
    return np.asarray(np.where(dearer, above, below), np.int64)
