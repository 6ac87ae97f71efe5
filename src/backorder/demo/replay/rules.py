"""The rules that are compared: the naive one, the textbook's, and ours. They know only the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backorder.demo.reorder import Demand
from backorder.planning.stock.losses import normal_quantile
from backorder.planning.stock.lots import economic_lot
from backorder.planning.stock.safety import exposed_sd

from .knowing import Wanted
from .stock import stock_levels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .judging import Tariff
    from .knowing import Sold, Trade

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

REVIEW = 1.0
DAYS = 365.0


class Naive:
    """The demo's rule: so many standard deviations of smoothed demand, three weeks a lot."""

    def __init__(self, trade: Trade, safety: float, cover_days: float = 21.0) -> None:
        """Begin with the rates that the opening stock was sized by."""
        self._demand = Demand.believed(trade.known)
        self._lead = trade.quoted[trade.supplier].astype(np.float64)
        self._safety, self._cover = safety, cover_days

    def came(self, supplier: Ints, quoted: Ints, took: Ints) -> None:
        """Learn nothing of suppliers: their word is taken."""

    def wanted(self, day: int, sold: Sold) -> Wanted:
        """Return the levels of the replay's `reorder-point` policy."""
        del day
        self._demand = self._demand.after(sold.asked.astype(np.float64))
        demand = self._demand
        return Wanted(
            *stock_levels(
                demand.rate, demand.variance, self._lead, REVIEW, self._cover, self._safety
            )
        )


class LeadTimesSeen:
    """By how much deliveries of each supplier differ from the days quoted, so far."""

    def __init__(self, suppliers: int) -> None:
        """Begin with nothing seen: a fifth more or less, of five deliveries' weight."""
        self._sum = np.zeros(suppliers)
        self._square = np.zeros(suppliers)
        self._count = np.zeros(suppliers)

    def came(self, supplier: Ints, quoted: Ints, took: Ints) -> None:
        """Hear of deliveries."""
        logs = np.log(np.maximum(took, 1) / np.maximum(quoted, 1))
        np.add.at(self._sum, supplier, logs)
        np.add.at(self._square, supplier, logs**2)
        np.add.at(self._count, supplier, 1.0)

    def logs(self, weight: float = 5.0, spread: float = 0.2) -> tuple[Floats, Floats]:
        """Return mean and standard deviation of log(taken / quoted) by supplier, shrunk."""
        whole = self._count.sum() + weight
        mean_all = self._sum.sum() / whole
        spread_all = (self._square.sum() + weight * spread**2) / whole - mean_all**2
        mean = (self._sum + weight * mean_all) / (self._count + weight)
        square = self._square + weight * (spread_all + mean_all**2)
        return mean, np.sqrt(np.maximum(square / (self._count + weight) - mean**2, 1e-4))


class Textbook:
    """s = d (L + R) + z sigma, with sigma of demand and lead time; economic lots."""

    def __init__(self, trade: Trade, service: float, tariff: Tariff) -> None:
        """Begin as the naive rule; ``service`` is the share of cycles not to run short."""
        self._demand = Demand.believed(trade.known)
        self._seen = LeadTimesSeen(trade.quoted.size)
        self._trade, self._tariff = trade, tariff
        self._z = float(normal_quantile(service))

    def came(self, supplier: Ints, quoted: Ints, took: Ints) -> None:
        """Hear of deliveries."""
        self._seen.came(supplier, quoted, took)

    def wanted(self, day: int, sold: Sold) -> Wanted:
        """Return reorder point and lot by the formulas."""
        del day
        self._demand = self._demand.after(sold.asked.astype(np.float64))
        rate, trade = self._demand.rate, self._trade
        mean, spread = (one[trade.supplier] for one in self._seen.logs())
        quoted = trade.quoted[trade.supplier]
        lead = quoted * np.exp(mean + spread**2 / 2.0)
        late = lead * np.sqrt(np.expm1(spread**2))
        sigma = exposed_sd(rate, np.sqrt(self._demand.variance), lead + REVIEW, late)
        low = np.ceil(np.maximum(rate * (lead + REVIEW) + self._z * sigma, 0.0)).astype(np.int64)
        holding = np.maximum(self._tariff.holding * trade.cost / DAYS, 1e-6)
        lot = np.ceil(economic_lot(self._tariff.purchase, holding, rate).quantity)
        return Wanted(low, low + np.maximum(lot.astype(np.int64), low > 0))
