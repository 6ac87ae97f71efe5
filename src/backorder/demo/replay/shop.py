"""Live through a history day by day: the counter by day, the back room morning and night."""

from __future__ import annotations

from collections import Counter as Counts
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.connectors.money import decimals
from backorder.demo.desk import Desk, is_working

from .agenda import sort_into_batches
from .backroom import Backroom
from .buyer import Goods
from .counter import PLACE, Counter
from .fates import Fate, Part, Tally, asks_for
from .memory import Memory
from .sales import COST_SHARE
from .sourcing import made_up_suppliers, read_lead_times, supplier_of, suppliers_of
from .stock import LEARNING_DAYS, first_weeks

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from .agenda import Batch
    from .history import History
    from .options import Options
    from .sourcing import LeadTimes, Supplier

NEWS, ARRIVALS = time(5), time(6)
EVENING = time(23, 59, 59)
SHOP_DAYS = "mon-fri"


@dataclass(frozen=True)
class Outcome:
    """What a replay did, besides what the books say."""

    first_day: date
    last_day: date
    rows: Tally
    orders: int
    refused: int
    lines: int
    products: int
    purchase_orders: int
    receipts: int
    parcels: int
    calls: dict[str, int]
    lead_times: LeadTimes | None
    median_lead_days: float


class Shop:
    """A shop that sells what a history says was asked for, with stock and suppliers of its own."""

    def __init__(self, conn: Connection[Any], history: History, options: Options) -> None:
        """Set the shop up on paper; nothing is written yet."""
        self.history = history
        self.options = options
        self.desk = Desk(conn)
        self.tally = Tally()
        self.parts = [asks_for(history, at) for at in range(len(history))]
        self.days = sort_into_batches(history, self.parts, options.batch_minutes, self.tally)
        asked = zip(history.sku, self.parts, strict=True)
        self.skus = sorted({sku for sku, part in asked if not isinstance(part, Fate)})
        place = {sku: n for n, sku in enumerate(self.skus)}
        self.lead_times: LeadTimes | None = None
        self.suppliers = self._suppliers()
        rate, first = first_weeks(history, self.parts, place)
        supplier = np.array(
            [supplier_of(sku, options.seed, len(self.suppliers)) for sku in self.skus], np.int64
        )
        self.opening = np.ceil(rate * options.opening_days).astype(np.int64)
        # Of products that come later the shop learns when they sell.
        known = np.where(first < LEARNING_DAYS, rate, 0.0)
        memory = Memory()
        self.counter = Counter(self.desk, history, place, memory, self.tally)
        self.products = self._products()
        minor = np.array([product["unit_price"] for product in self.products], np.float64)
        goods = Goods(
            skus=self.skus,
            supplier=supplier,
            quoted=np.array([one.lead_days for one in self.suppliers], np.int64),
            known=known,
            price=minor / 10 ** decimals(history.currency),
        )
        self.backroom = Backroom(self.desk, goods, self.suppliers, options, memory)
        self._supplier = supplier

    @property
    def lines(self) -> int:
        """Return how many lines of orders the history holds."""
        return sum(part is Part.ORDER for part in self.parts)

    def run(self, progress: Callable[[date, int], None] | None = None) -> Outcome:
        """Live through all days; ``progress`` hears of each, and of the order lines so far."""
        first, last = min(self.days), max(self.days)
        self._open(datetime.combine(first - timedelta(days=1), time(18), UTC))
        day = first
        while day <= last:
            self._live(day)
            if progress is not None:
                progress(day, self.counter.lines)
            day += timedelta(days=1)
        return Outcome(
            first_day=first,
            last_day=last,
            rows=self.tally,
            orders=self.counter.accepted,
            refused=self.counter.refused,
            lines=self.counter.lines,
            products=len(self.skus),
            purchase_orders=self.backroom.purchase_orders,
            receipts=self.backroom.receipts,
            parcels=self.backroom.parcels,
            calls=dict(sorted(self.desk.calls.items())),
            lead_times=self.lead_times,
            median_lead_days=float(np.median([one.lead_days for one in self.suppliers])),
        )

    def _suppliers(self) -> list[Supplier]:
        options = self.options
        rng = np.random.default_rng([options.seed, 1])
        if options.lead_times is None:
            return made_up_suppliers(options.lead_days, options.suppliers, rng)
        self.lead_times = read_lead_times(options.lead_times)
        return suppliers_of(self.lead_times, options.lead_days, options.suppliers, rng)

    def _live(self, day: date) -> None:
        steps: list[tuple[datetime, Callable[[datetime], None]]] = [
            (batch.at, _serving(self.counter, batch, self.options.ship))
            for batch in self.days.get(day, ())
        ]
        if is_working(day):
            steps += [
                (datetime.combine(day, NEWS, UTC), lambda at: self.backroom.hear(day, at)),
                (datetime.combine(day, ARRIVALS, UTC), lambda at: self.backroom.receive(day, at)),
            ]
        for at, step in sorted(steps, key=lambda one: one[0]):
            step(at)
        evening = datetime.combine(day, EVENING, UTC)
        self.backroom.buy(day, evening, self.counter.close_day())
        if is_working(day):
            self.backroom.ship(day, evening)

    def _open(self, at: datetime) -> None:
        """Enter the master data and the opening stock on the evening before the first day."""
        call = self.desk.call
        # No handling: what is there leaves on the day, so that a late supplier shows at once.
        place = {"code": PLACE, "calendar": SHOP_DAYS, "handling_days": 0}
        call("set_locations", {"locations": [place]}, at, "replay")
        call("set_products", {"products": self.products}, at, "replay")
        suppliers = [{"code": one.code, "name": one.name} for one in self.suppliers]
        call("set_suppliers", {"suppliers": suppliers}, at, "replay")
        items = [
            {
                "supplier": self.suppliers[n].code,
                "sku": sku,
                "lead_time_days": self.suppliers[n].lead_days,
            }
            for sku, n in zip(self.skus, self._supplier.tolist(), strict=True)
        ]
        call("set_supplier_items", {"supplier_items": items}, at, "replay")
        lines = [
            {"sku": sku, "quantity": units}
            for sku, units in zip(self.skus, self.opening.tolist(), strict=True)
            if units
        ]
        if lines:
            count = {"key": "opening", "location": PLACE, "lines": lines}
            call("count", {"counts": [count]}, at, "replay")

    def _products(self) -> list[dict[str, Any]]:
        """Return the products with their most frequent name and price among the lines of orders."""
        history = self.history
        names: dict[str, Counts[str]] = {sku: Counts() for sku in self.skus}
        prices: dict[str, Counts[int]] = {sku: Counts() for sku in self.skus}
        for at, (sku, part) in enumerate(zip(history.sku, self.parts, strict=True)):
            if part is Part.ORDER:
                if name := history.name[at]:
                    names[sku][name] += 1
                if price := history.price[at]:
                    prices[sku][price] += 1
        made = []
        for sku in self.skus:
            price = prices[sku].most_common(1)[0][0] if prices[sku] else 0
            product = {
                "sku": sku,
                "name": names[sku].most_common(1)[0][0] if names[sku] else sku,
                "unit_price": price,
                "unit_cost": round(price * COST_SHARE),
                "currency": history.currency,
            }
            made.append(product)
        return made


def _serving(counter: Counter, batch: Batch, ship: str) -> Callable[[datetime], None]:
    return lambda _: counter.serve(batch, ship)
