"""History: purchase lines as arrays, and what of them was known on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.errors import BackorderError

if TYPE_CHECKING:
    import numpy.typing as npt

    from backorder.domain.ranking import Integers

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

NOT_YET = np.iinfo(np.int64).max  # the day on which something came that has not come


def totals(group: Integers, value: Floats, groups: int) -> Floats:
    """Return the sum of ``value`` by group, for groups numbered from 0.

    >>> totals(np.array([0, 2, 2]), np.array([1.0, 2.0, 4.0]), 3).tolist()
    [1.0, 0.0, 6.0]
    """
    return np.asarray(np.bincount(group, value, groups), dtype=np.float64)


class Groups(NamedTuple):
    """Who delivers what: item i is bought from supplier ``supplier[i]`` of ``suppliers``.

    An item is one supplier's: the same product of two suppliers is two items. Both may be without
    any purchase yet; what is learned of the others then speaks for them.
    """

    supplier: Integers
    suppliers: int

    @property
    def items(self) -> int:
        """How many items there are."""
        return self.supplier.size


class History(NamedTuple):
    """Purchase lines: all arrays of one length, days counted from any one day.

    ``item``: row of `Groups`. ``sent``: the day the purchase was sent. ``came``: the day it came,
    `NOT_YET` where it is still open.
    """

    item: Integers
    sent: Integers
    came: Integers

    @classmethod
    def of(cls, item: npt.ArrayLike, sent: npt.ArrayLike, came: npt.ArrayLike) -> History:
        """Return the history of these lines. Raises ``bad_history`` unless of one length."""
        found = cls(*(np.asarray(each, dtype=np.int64) for each in (item, sent, came)))
        if len({each.shape for each in found}) > 1 or found.item.ndim != 1:
            raise BackorderError(
                "bad_history",
                "The items and days of purchase lines differ in number.",
                items=found.item.size, sent=found.sent.size, came=found.came.size,
            )  # fmt: skip
        return found

    def chosen(self, flags: Flags) -> History:
        """Return the lines that are flagged."""
        return History(self.item[flags], self.sent[flags], self.came[flags])


class Seen(NamedTuple):
    """Lines as they were known on a morning: lead time or age in days, and whether still open."""

    item: Integers
    days: Floats
    open: Flags
    age: Floats  # days since it was sent, whether or not it came


def seen(history: History, today: int) -> Seen:
    """Return the lines sent before ``today``; what came that day or later was open.

    A line that was sent twenty days ago and is open has a lead time of more than its age less one:
    it did not come up to yesterday.

    >>> lines = History.of([0, 0, 0], [0, 5, 10], [4, 12, 30])
    >>> known = seen(lines, 10)
    >>> known.days.tolist(), known.open.tolist()
    ([4.0, 4.0], [False, True])
    """
    mine = history.chosen(history.sent < today)
    still = mine.came >= today
    days = np.where(still, today - 1, mine.came) - mine.sent
    return Seen(mine.item, days.astype(np.float64), still, (today - mine.sent).astype(np.float64))
