"""Our rule: what the stock policy of `planning` says, once a week, from what was seen so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backorder.planning.stock.belief import Belief
from backorder.planning.stock.classes import xyz
from backorder.planning.stock.lead_time_demand import MIDDLES
from backorder.planning.stock.losses import normal_quantile
from backorder.planning.stock.policy import Aim, Goods, plan
from backorder.planning.stock.positions import Demand
from backorder.planning.stock.recalibration import Coverage
from backorder.planning.stock.targets import Prices

from .knowing import Wanted
from .rules import DAYS, REVIEW, LeadTimesSeen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .judging import Tariff
    from .knowing import Sold, Trade

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

WEEK = 7


class Ours:
    """The reorder point and the lot that cost least by the model, made anew once a week.

    ``pressure``: by how much more missing and waiting weigh than the tariff says. One is the tariff
    itself; others give the other points of the frontier.
    """

    def __init__(self, trade: Trade, pressure: float, tariff: Tariff) -> None:
        """Begin with the rates that the opening stock was sized by, as the other rules do."""
        self._trade, self._tariff, self._pressure = trade, tariff, pressure
        self._lead_times = LeadTimesSeen(trade.quoted.size)
        self._belief = Belief(trade.known)
        self.coverage = Coverage(trade.quoted[trade.supplier] + 1)
        self._wanted: Wanted | None = None

    def came(self, supplier: Ints, quoted: Ints, took: Ints) -> None:
        """Hear of deliveries."""
        self._lead_times.came(supplier, quoted, took)

    def wanted(self, day: int, sold: Sold) -> Wanted:
        """Return the levels of this week."""
        self.coverage.after(day, self._belief.after(sold.product, sold.units))
        if self._wanted is None or day % WEEK == 0:
            made = plan(self._goods(day), Aim.COST)
            self._wanted = Wanted(made.low, made.high)
        return self._wanted

    def _goods(self, day: int) -> Goods:
        trade, tariff = self._trade, self._tariff
        one = np.ones(trade.known.size)
        mean, spread = (each[trade.supplier] for each in self._lead_times.logs())
        logs = mean[:, None] + spread[:, None] * normal_quantile(MIDDLES)
        return Goods(
            demand=self._demand(day),
            days=trade.quoted[trade.supplier, None].astype(np.float64) * np.exp(logs),
            review=one * REVIEW,
            prices=Prices(
                holding=np.maximum(tariff.holding * trade.cost / DAYS, 1e-6),
                waiting=self._pressure * tariff.waiting * trade.price,
                missed=self._pressure * tariff.backorder / self._belief.line_units,
                order=one * tariff.purchase,
            ),
            moq=one.astype(np.int64),
            multiple=one.astype(np.int64),
            target=one,
            up_to=one > 1,
            on_demand=one > 1,
        )

    def _demand(self, day: int) -> Demand:
        """Return what is believed, as far out as it proved to be out before."""
        believed = self._belief.demand()
        classes = xyz(believed.rate, believed.variance)
        factor = self.coverage.factors(classes)
        self.coverage.predict(day, believed, classes)
        return Demand(believed.rate, believed.variance * factor**2, believed.rate_sd * factor)
