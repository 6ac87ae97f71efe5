"""What a person must look at: promises that will not be kept, and orders and products that stick.

Pure; one row per peg. Days are numbers that grow with the date, `NO_DAY` for an unknown one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .atp import cumulative
from .ranking import order as in_order
from .repromising import NO_DAY

if TYPE_CHECKING:
    import numpy.typing as npt

    from .ranking import Integers

    Flags = npt.NDArray[np.bool_]

CODES = {
    "date_unknown": "Units of an order have no supply behind them, and so no date.",
    "promise_at_risk": "Units will come later than their customer was told, or are overdue.",
    "cap_reached": "As many units of a product wait as its policy allows.",
    "win_unsatisfied": "A line that was to win could not be confirmed in full and on time.",
    "over_commitment": "More units of a product are promised by a day than there will be.",
    "pick_short": "Units that were released to pick are not on the shelf.",
    "ship_complete_stuck": "An order ships complete, with units on the shelf and others far off.",
    "purchase_overdue": "Units of a purchase have not come on the day they were expected.",
    "purchase_unconfirmed": "A purchase was sent, and its supplier has not acknowledged all of it.",
    "delay_overdue": "A delay case is open after the day by which it was to be settled.",
    "refund_due": "A refund has to be made within days, or should have been.",
    "authorisation_ends": "A payment is authorised for a few days more, and goods have not left.",
}
SWEPT = ("date_unknown", "promise_at_risk", "cap_reached", "over_commitment", "ship_complete_stuck")
UNTIL_ALLOCATED = ("win_unsatisfied", "pick_short")  # opened by a verb, for as long as they wait
OF_ORDERS = ("delay_overdue", "refund_due", "authorisation_ends")  # by the calendar
OF_PURCHASES = ("purchase_overdue", "purchase_unconfirmed")  # one case a purchase
ACKNOWLEDGE_DAYS = 3  # how long a supplier may take to acknowledge what it was sent
UNDATED_DAYS = 90  # how long a wait without an end counts, where the worst is shown first
PATIENCE_DAYS = 7  # how long units may wait on the shelf for the rest of their order


class Late(NamedTuple):
    """Lines that are late: units, the most days, and the row of the peg that is the latest."""

    line: Integers
    units: Integers
    days: Integers
    worst: Integers


class Stuck(NamedTuple):
    """Orders that stick: units on the shelf, days they wait (-1: no end), the last peg's row."""

    order: Integers
    units: Integers
    days: Integers
    worst: Integers


class Over(NamedTuple):
    """Products promised beyond what comes: first day, units short, days (-1: never enough)."""

    product: Integers
    first: Integers
    units: Integers
    days: Integers


def at_risk(  # noqa: PLR0913, PLR0917 (one array per fact)
    line: Integers,
    quantity: Integers,
    due: Integers,
    told: Integers,
    overdue: Integers,
    on_stock: Flags,
) -> Late:
    """Return the lines with units that wait, and are due later than told or overdue.

    ``due``: the day the units can leave as things stand; ``overdue``: days since their supply was
    to come, 0 or less if that is still ahead. Units without a day are another matter.

    Due on 12, told 9; on time; on the shelf:

    >>> a = np.array
    >>> late = at_risk(a([1, 2, 3]), a([5, 5, 5]), a([12, 9, 12]), a([9, 9, 9]), a([0, 0, 0]),
    ...     a([False, False, True]))
    >>> late.line.tolist(), late.units.tolist(), late.days.tolist()
    ([1], [5], [3])
    """
    days = np.maximum(due - told, overdue)
    row = np.flatnonzero(~on_stock & (due != NO_DAY) & (told != NO_DAY) & (days > 0))
    row = row[in_order(line[row], -days[row], row)]
    first = np.flatnonzero(np.diff(line[row], prepend=-1) != 0)
    units = np.add.reduceat(quantity[row], first) if first.size else first
    worst = row[first]
    return Late(line[worst], units, days[worst], worst)


def stuck(  # noqa: PLR0913, PLR0917 (one array per fact)
    order: Integers,
    quantity: Integers,
    ready: Integers,
    on_stock: Flags,
    complete: Flags,
    today: int,
    patience: int = PATIENCE_DAYS,
) -> Stuck:
    """Return the orders that ship complete, have units on the shelf, and will not leave soon.

    ``ready``: the day each peg's own units can leave. Soon is within ``patience`` days of today.

    >>> a = np.array
    >>> found = stuck(a([1, 1, 2, 2]), a([4, 6, 1, 1]), a([1, 30, 1, 5]),
    ...     a([True, False, True, False]), a([True] * 4), today=0)
    >>> found.order.tolist(), found.units.tolist(), found.days.tolist(), found.worst.tolist()
    ([1], [4], [30], [1])
    """
    far = np.where(ready == NO_DAY, np.iinfo(np.int64).max, ready)
    held = np.unique(order[complete & on_stock])
    row = np.flatnonzero(complete & ~on_stock & np.isin(order, held))
    row = row[in_order(order[row], -far[row], row)]
    worst = row[np.flatnonzero(np.diff(order[row], prepend=-1) != 0)]
    worst = worst[far[worst] - today > patience]
    there = np.flatnonzero(complete & on_stock & np.isin(order, order[worst]))
    units = np.zeros(worst.size, dtype=np.int64)
    np.add.at(units, np.searchsorted(order[worst], order[there]), quantity[there])
    days = np.where(ready[worst] == NO_DAY, -1, ready[worst] - today)
    return Stuck(order[worst], units, days, worst)


def over_committed(  # noqa: PLR0913, PLR0917 (one array per fact)
    product: Integers,
    quantity: Integers,
    told: Integers,
    source: Integers,
    coming: Integers,
    day: Integers,
) -> Over:
    """Return the products of which more units are told by some day than there will be by then.

    ``product``, ``quantity`` and ``told`` are of pegs; ``source`` (the product), ``coming`` (units)
    and ``day`` of supplies. Units that were told no day are not counted.

    Told 4 by day 5 and 6 by day 9; 4 there, 6 coming on day 12:

    >>> a = np.array
    >>> over = over_committed(a([7, 7]), a([4, 6]), a([5, 9]), a([7, 7]), a([4, 6]), a([0, 12]))
    >>> [column.tolist() for column in over]
    [[7], [9], [6], [3]]
    """
    found = []
    known = np.flatnonzero(told != NO_DAY)
    known = known[in_order(product[known], known)]
    source, coming, day = (column[in_order(source)] for column in (source, coming, day))
    for one in np.unique(product[known]).tolist():
        mine = known[slice(*np.searchsorted(product[known], [one, one + 1]))]
        its = slice(*np.searchsorted(source, [one, one + 1]))
        days = np.unique(np.concatenate([told[mine], day[its]]))
        out, into = np.zeros_like(days), np.zeros_like(days)
        np.add.at(out, np.searchsorted(days, told[mine]), quantity[mine])
        np.add.at(into, np.searchsorted(days, day[its]), coming[its])
        left = cumulative(0, into, out, look_ahead=False)
        short = np.flatnonzero(left < 0)
        if short.size:
            covered = int(days[short[-1] + 1]) if short[-1] + 1 < days.size else None
            first = int(days[short[0]])
            wait = -1 if covered is None else covered - first
            found.append((one, first, -int(left.min()), wait))
    columns = np.array(found, dtype=np.int64).reshape(-1, 4).T
    return Over(*columns)
