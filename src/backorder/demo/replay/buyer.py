"""The shop's buyer: hears of days and deliveries, says what to buy beyond the suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.demo.reorder import Demand

from .judging import Tariff
from .ours import Ours
from .rules import Textbook
from .sales import COST_SHARE
from .stock import RULES, Policy, stock_levels

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from .knowing import Rule, Sold, Trade, Wanted
    from .options import Options

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

WEEK = 5  # working days of one
LEARNING: Mapping[Policy, Callable[[Trade, float, Tariff], Rule]] = {
    Policy.TEXTBOOK: Textbook,
    Policy.OURS: Ours,
}
SETTINGS = {Policy.TEXTBOOK: 0.95, Policy.OURS: 1.0}  # where nobody says another


class Goods(NamedTuple):
    """The products: SKUs, who brings each, the units a day believed at first, money per unit.

    ``quoted`` are days, by supplier.
    """

    skus: list[str]
    supplier: Ints
    quoted: Ints
    known: Floats
    price: Floats

    @property
    def cost(self) -> Floats:
        """Return the money a unit of each product costs."""
        return self.price * COST_SHARE


class Buyer:
    """Knows what was asked for and what came up to now, and nothing of tomorrow."""

    def __init__(self, goods: Goods, options: Options) -> None:
        """Begin with the rates that the opening stock was sized by."""
        self.goods = goods
        self.options = options
        self._demand = Demand.believed(goods.known)
        self._lead = goods.quoted[goods.supplier].astype(np.float64)
        self._rule: Rule | None = None
        self._wanted: Wanted | None = None
        self._evenings = 0
        if options.policy in LEARNING:
            at = SETTINGS[options.policy] if options.setting is None else options.setting
            self._rule = LEARNING[options.policy](goods, at, Tariff())

    def came(self, supplier: list[int], took: list[int]) -> None:
        """Hear of deliveries that came today: by whom, and after how many days."""
        if self._rule is not None and supplier:
            number = np.array(supplier, np.int64)
            self._rule.came(number, self.goods.quoted[number], np.array(took, np.int64))

    def hear(self, sold: Sold) -> None:
        """Hear in the evening what was asked for today; every day, working day or not."""
        if self._rule is None:
            self._demand = self._demand.after(sold.asked.astype(np.float64))
        else:
            self._wanted = self._rule.wanted(self._evenings, sold)
        self._evenings += 1

    def wants(self, day: date, position: Ints) -> Ints:
        """Return the units to buy of each product, given its inventory position."""
        if self._wanted is not None:
            low, high = self._wanted
            return np.where(position <= low, np.maximum(high - position, 0), 0)
        options = self.options
        level = stock_levels(
            self._demand.rate,
            self._demand.variance,
            self._lead,
            options.review_days,
            options.cover_days,
            options.safety,
        )
        looked_at = self.goods.supplier % WEEK == day.weekday()
        return RULES[options.policy](position, level, looked_at)
