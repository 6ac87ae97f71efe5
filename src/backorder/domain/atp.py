"""Available to promise: what can still be sold, by time bucket, as planners read it.

A promise is made from supplies and pegs (see `promising`); these are the same facts as curves.
Arrays run over buckets of time, in units; on hand counts into the first bucket. A figure below
nought says that more is promised than will be there: it is shown, never hidden as nought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .ranking import integers, same_length

if TYPE_CHECKING:
    import numpy.typing as npt

    from .ranking import Integers


def discrete(on_hand: int, supply: npt.ArrayLike, orders: npt.ArrayLike) -> Integers:
    """Return for each receipt what is left of it after the orders until the next receipt.

    Buckets without a receipt show 0; the first bucket counts as one.

    >>> discrete(64, [0, 0, 70, 0], [33, 20, 10, 4]).tolist()
    [11, 0, 56, 0]
    """
    coming, net = _net(on_hand, supply, orders)
    left = np.zeros(net.size, dtype=np.int64)
    receipt = np.flatnonzero(coming)
    if net.size and not (receipt.size and receipt[0] == 0):
        receipt = np.append(0, receipt)
    if receipt.size:
        left[receipt] = np.add.reduceat(net, receipt)
    return left


def cumulative(
    on_hand: int, supply: npt.ArrayLike, orders: npt.ArrayLike, *, look_ahead: bool = True
) -> Integers:
    """Return for each bucket the units that can be promised for it.

    With ``C[t]`` = on hand + supply up to t - orders up to t, the answer is ``C[t]`` itself, or
    with look-ahead the least ``C[u]`` for u >= t: promising so much breaks no order already taken.

    >>> cumulative(64, [0, 0, 70, 0], [33, 20, 10, 4]).tolist()
    [11, 11, 67, 67]
    """
    balance = np.cumsum(_net(on_hand, supply, orders)[1])
    return _least_to_come(balance) if look_ahead else balance


def backward(on_hand: int, supply: npt.ArrayLike, orders: npt.ArrayLike) -> Integers:
    """Return cumulative units where a shortage takes from earlier buckets only.

    What earlier buckets cannot cover shows as a negative figure in its own bucket and does not
    reduce later ones: a past mistake is not paid for by new supply.

    >>> backward(0, [6, 4, 2, 4, 8, 4, 4, 4], [6, 2, 3, 6, 6, 1, 2, 2]).tolist()
    [0, 0, 0, -1, 2, 5, 7, 9]
    """
    balance = np.cumsum(_net(on_hand, supply, orders)[1])
    # The part of all shortages up to t that nothing earlier covered.
    uncovered = np.maximum.accumulate(np.maximum(-balance, 0))
    return _least_to_come(balance + uncovered) - np.diff(uncovered, prepend=0)


def first_bucket(available: npt.ArrayLike, quantity: int) -> int | None:
    """Return the first bucket in which that many units are available, or None.

    >>> first_bucket([20, 20, 60, 110], 100)
    3
    """
    enough = np.flatnonzero(integers("available", available) >= quantity)
    return int(enough[0]) if enough.size else None


def _net(on_hand: int, supply: npt.ArrayLike, orders: npt.ArrayLike) -> tuple[Integers, Integers]:
    """Return the receipts, and receipts less orders with on hand in the first bucket."""
    coming, going = integers("supply", supply), integers("orders", orders)
    same_length(supply=coming, orders=going)
    net = coming - going
    net[:1] += on_hand
    return coming, net


def _least_to_come(balance: Integers) -> Integers:
    """Return for each bucket the least value from it on.

    >>> _least_to_come(np.array([5, 2, 4])).tolist()
    [2, 2, 4]
    """
    return np.minimum.accumulate(balance[::-1])[::-1]
