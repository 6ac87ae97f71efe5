"""Outcomes: how a month turned out for those who waited in it, and who did better or worse."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.sums import sums

from .variants import NOT_YET

if TYPE_CHECKING:
    from backorder.domain.ranking import Integers

    from .variants import Lived
    from .whatif import Flags, Handed


class Month(NamedTuple):
    """Every unit of a month's demand: row of `variants.Waiting`, the day it left, how many.

    What did not leave is there too, with the day `NOT_YET`.
    """

    row: Integers
    day: Integers
    units: Integers

    @classmethod
    def of(cls, lived: Lived, handed: Handed) -> Month:
        """Return the month in which this was handed out."""
        rest = lived.waiting.units - sums(handed.row, handed.quantity, lived.waiting.units.size)
        row = np.flatnonzero(rest)
        return cls(
            np.concatenate((handed.row, row)),
            np.concatenate((lived.days[handed.day], np.full(row.size, NOT_YET, dtype=np.int64))),
            np.concatenate((handed.quantity, rest[row])),
        )

    def done(self, lived: Lived) -> Integers:
        """Return for each order the day on which its last unit left."""
        last = np.zeros(lived.orders.place.size, dtype=np.int64)
        np.maximum.at(last, lived.waiting.order[self.row], self.day)
        return last


class Outcome(NamedTuple):
    """What came of the demand of some orders.

    ``units`` left, ``orders`` were finished. Of the units first promised for a day of the month,
    ``due`` in all, ``kept`` left by that day; their worth in minor units, by index of the currency.
    ``waits``: units by days from the order to the parcel, or to the month's end where there was
    none. ``earlier``, ``later``: orders finished on another day than it happened.
    """

    units: int
    orders: int
    due: int
    kept: int
    worth_due: dict[int, int]
    worth_kept: dict[int, int]
    waits: dict[int, int]
    earlier: int
    later: int


def outcome(
    lived: Lived,
    month: Month,
    happened: Month,
    span: tuple[int, int],
    orders: Flags,
) -> Outcome:
    """Return what came of the demand of the chosen orders (one flag per order).

    ``happened``: the month as it was, to compare with. ``span``: its first and its last day.
    """
    first, last = span
    waiting = lived.waiting
    mine = orders[waiting.order[month.row]]
    row, day, units = month.row[mine], month.day[mine], month.units[mine]
    promised = waiting.promised[row]
    due = (promised >= first) & (promised <= last)
    kept = due & (day <= promised)
    done, was_done = month.done(lived)[orders], happened.done(lived)[orders]
    return Outcome(
        units=int(units[day < NOT_YET].sum()),
        orders=int((done < NOT_YET).sum()),
        due=int(units[due].sum()),
        kept=int(units[kept].sum()),
        worth_due=_worth(lived, row[due], units[due]),
        worth_kept=_worth(lived, row[kept], units[kept]),
        waits=_tally(np.minimum(day, last) - waiting.placed[row], units),
        earlier=int((done < was_done).sum()),
        later=int((done > was_done).sum()),
    )


def _worth(lived: Lived, row: Integers, units: Integers) -> dict[int, int]:
    """Return the money in units of rows by currency; exact, so that no product overflows."""
    worth: dict[int, int] = {}
    currency, price = lived.waiting.currency[row], lived.waiting.price[row]
    for code, many, each in zip(currency.tolist(), units.tolist(), price.tolist(), strict=True):
        worth[code] = worth.get(code, 0) + many * each
    return dict(sorted(worth.items()))


def _tally(days: Integers, units: Integers) -> dict[int, int]:
    found, place = np.unique(days, return_inverse=True)
    return dict(zip(found.tolist(), sums(place, units, found.size).tolist(), strict=True))
