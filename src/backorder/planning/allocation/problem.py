"""The question: lines of orders that want more than there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from backorder.domain.errors import BackorderError
from backorder.domain.ranking import group_starts, integers, order, quantities, same_length
from backorder.domain.sums import sums

if TYPE_CHECKING:
    import numpy.typing as npt

    from backorder.domain.ranking import Integers

    Flags = npt.NDArray[np.bool_]

LARGEST_VALUE = 2**53  # minor units; every sum of values below it is exact in floating point
WHOLE = 100  # percent


class Needs(NamedTuple):
    """What each coupled order takes at least of each product if it is served: one row a pair."""

    order: Integers
    product: Integers
    units: Integers


@dataclass(frozen=True, slots=True)
class Problem:
    """Lines, orders and supply as arrays; make one with `Problem.of`.

    For each of n lines: ``order`` (its order's number), ``product`` (its place in ``supply``),
    ``quantity`` (units wanted), ``weight`` (minor units of money per unit, see `weights`) and
    ``least`` (units it takes at least if its order is served at all). For each of m products:
    ``supply`` (units). Orders are numbered from 0 in the order they came; ``coupled`` says which
    of them are served with every line or not at all.
    """

    order: Integers
    product: Integers
    quantity: Integers
    weight: Integers
    least: Integers
    supply: Integers
    coupled: Flags

    @classmethod
    def of(  # noqa: PLR0913 (the columns of a table)
        cls,
        *,
        order: npt.ArrayLike,
        product: npt.ArrayLike,
        quantity: npt.ArrayLike,
        weight: npt.ArrayLike,
        supply: npt.ArrayLike,
        percent: npt.ArrayLike = 0,
    ) -> Self:
        """Return a problem, its arrays checked.

        ``percent`` is the minimum fill, one number for each order or one for all: 0 ships whatever
        there is, 100 ships complete, 80 ships if every line gets at least 80 % (rounded up to
        whole units), else nothing.

        Raises ``BackorderError``: ``bad_array``, ``negative_quantity``, ``quantity_too_large``,
        ``unknown_position`` for an order or product that is not there, ``bad_percent``,
        ``value_too_large`` if all lines together are worth 2^53 minor units or more.

        >>> Problem.of(order=[0, 0, 1], product=[0, 1, 0], quantity=[5, 3, 2], weight=[7, 7, 9],
        ...            supply=[4, 3], percent=[50, 0]).least.tolist()
        [3, 2, 0]
        """
        lines = {
            "order": quantities("order", order),
            "product": quantities("product", product),
            "quantity": quantities("quantity", quantity),
            "weight": quantities("weight", weight),
        }
        same_length(**lines)
        units = quantities("supply", supply)
        fill = integers("percent", np.atleast_1d(np.asarray(percent)))
        if np.ndim(percent) == 0:
            fill = np.repeat(fill, int(lines["order"].max(initial=-1)) + 1)
        _check(lines, units, fill)
        wanted = lines["quantity"]
        least = -(-wanted * fill[lines["order"]] // WHOLE)
        coupled = np.zeros(fill.size, dtype=bool)
        coupled[lines["order"][least > 0]] = True
        return cls(**lines, least=least, supply=units, coupled=coupled)

    @property
    def orders(self) -> int:
        """How many orders there are."""
        return self.coupled.size

    def value(self, quantity: Integers) -> int:
        """Return what an allocation is worth, in minor units."""
        return int(quantity @ self.weight)

    def needs(self) -> Needs:
        """Return what coupled orders take at least, by order and product, in that order."""
        lines = np.flatnonzero(self.least)
        key = self.order[lines] * self.supply.size + self.product[lines]
        rows = order(key)
        starts = group_starts(key[rows])
        first = lines[rows[starts]]
        least = self.least[lines[rows]]
        units = np.add.reduceat(least, starts) if least.size else least
        return Needs(self.order[first], self.product[first], units)

    def fits(self, served: Flags) -> bool:
        """Return whether supply is enough for the least that these orders take."""
        least = np.where(served[self.order], self.least, 0)
        return bool(np.all(sums(self.product, least, self.supply.size) <= self.supply))


def _check(lines: dict[str, Integers], supply: Integers, percent: Integers) -> None:
    """Raise ``BackorderError`` for what `Problem.of` does not take."""
    for name, size in (("order", percent.size), ("product", supply.size)):
        if int(lines[name].max(initial=-1)) >= size:
            raise BackorderError(
                "unknown_position", f"{name} must be from 0 to {size - 1}.", name=name, size=size
            )
    if percent.size and (int(percent.min()) < 0 or int(percent.max()) > WHOLE):
        raise BackorderError("bad_percent", "A minimum fill is from 0 to 100 percent.")
    worth = float(lines["quantity"].astype(np.float64) @ lines["weight"].astype(np.float64))
    if worth >= LARGEST_VALUE or int(lines["quantity"].max(initial=0)) >= LARGEST_VALUE // WHOLE:
        raise BackorderError(
            "value_too_large", "All lines together are worth 2^53 minor units or more."
        )
