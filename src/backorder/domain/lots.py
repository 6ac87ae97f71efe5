"""Lots: what a supplier sells in one go, and what it costs. Pure and exact."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Terms:
    """What a supplier asks for a product, in minor units.

    ``breaks``: from so many units on, what a unit costs; ascending. ``freight`` is what a purchase
    costs beside its goods. ``most``: units it can deliver by then, None for no limit.
    """

    unit_cost: int
    moq: int = 1
    multiple: int = 1
    breaks: tuple[tuple[int, int], ...] = ()
    freight: float = 0.0
    most: int | None = None

    def lot(self, units: int) -> int:
        """Return the least quantity that is sold and covers ``units``; nothing for nothing.

        >>> Terms(400, moq=10, multiple=6).lot(7), Terms(400).lot(0)
        (12, 0)
        """
        return -(-max(units, self.moq) // self.multiple) * self.multiple if units > 0 else 0

    def price(self, quantity: int) -> int:
        """Return what a unit costs in a purchase of this quantity.

        >>> Terms(400, breaks=((100, 380), (500, 350))).price(499)
        380
        """
        cost = self.unit_cost
        for least, price in self.breaks:
            if quantity >= least:
                cost = price
        return cost

    def sold(self, quantity: int) -> bool:
        """Tell whether this quantity can be bought."""
        fits = self.most is None or quantity <= self.most
        return fits and (quantity == 0 or self.lot(quantity) == quantity)

    def lots(self, units: int) -> list[int]:
        """Return every quantity worth a thought where ``units`` are needed: one for each price.

        Between two price breaks a unit more always costs more than it is worth on the shelf, so the
        least quantity at each price is enough to look at.

        >>> Terms(400, moq=10, multiple=6, breaks=((100, 380),)).lots(7)
        [12, 102]
        """
        if units <= 0:
            return [0]
        found = {self.lot(units), *(self.lot(max(units, least)) for least, _ in self.breaks)}
        return sorted(quantity for quantity in found if self.sold(quantity))

    @property
    def is_cheaper_by_more(self) -> bool:
        """Tell whether every break lowers the price, as `lots` takes for granted."""
        prices = [self.unit_cost, *(price for _, price in self.breaks)]
        return all(later <= sooner for sooner, later in pairwise(prices))


def best_lot(terms: Terms, units: int, kept: float) -> int:
    """Return the quantity that covers ``units`` at the least cost; the smaller one of two as good.

    ``kept`` is the share of its price that a unit beyond the need is worth on the shelf: 0 for what
    nobody will ask for, near 1 for what sells tomorrow. Where the supplier's limit allows no lot
    that covers the need, it is the largest one that is sold.

    Ninety are needed; a hundred cost less than ninety do:

    >>> terms = Terms(400, breaks=((100, 350),))
    >>> best_lot(terms, 90, 0.0), best_lot(terms, 70, 0.0), best_lot(terms, 70, 0.9)
    (100, 70, 100)
    """
    found = terms.lots(units)
    if not found:
        most = terms.most or 0
        largest = most // terms.multiple * terms.multiple
        return largest if largest >= terms.moq else 0
    return min(found, key=lambda quantity: (cost(terms, quantity, units, kept), quantity))


def cost(terms: Terms, quantity: int, units: int, kept: float) -> float:
    """Return what a quantity costs with its freight, less the worth of what is beyond the need."""
    if quantity == 0:
        return 0.0
    price = terms.price(quantity)
    return quantity * price + terms.freight - max(quantity - units, 0) * price * kept
