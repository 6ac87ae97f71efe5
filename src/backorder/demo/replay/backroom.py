"""The shop's back room: what suppliers say, what they bring, what is bought, what is shipped."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.demo.desk import Desk, Diary, is_working
from backorder.demo.suppliers import working_day
from backorder.ledger.inbox import worklists

from .buyer import Buyer
from .counter import PLACE
from .sourcing import plan_delivery
from .stock import Policy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backorder.demo.suppliers import PartLine

    from .buyer import Goods
    from .knowing import Sold
    from .memory import Memory
    from .options import Options
    from .sourcing import Supplier


class Arrival(NamedTuple):
    """A purchase order that is on its way to us."""

    purchase_order: str
    supplier: str
    ordered_on: date
    lines: tuple[PartLine, ...]


class Notice(NamedTuple):
    """A supplier's word that a purchase order comes on another day."""

    purchase_order: str
    expected_on: date


class Backroom:
    """Buys by suggestions and policy, receives, and ships what is allocated."""

    def __init__(
        self, desk: Desk, goods: Goods, suppliers: Sequence[Supplier], options: Options,
        memory: Memory,
    ) -> None:  # fmt: skip
        """Begin with empty diaries."""
        self.desk = desk
        self.goods = goods
        self.suppliers = suppliers
        self.options = options
        self.memory = memory
        self.purchase_orders = self.receipts = self.parcels = 0
        self._rng = np.random.default_rng([options.seed, 2])
        self._arrivals: Diary[Arrival] = Diary()
        self._notices: Diary[Notice] = Diary()
        self._buyer = Buyer(goods, options)
        self._of_code = {one.code: n for n, one in enumerate(suppliers)}

    def hear(self, day: date, at: datetime) -> None:
        """Enter the days that suppliers named since."""
        news = {notice.purchase_order: notice for notice in self._notices.take(day)}
        if news:
            changes = [
                {"purchase_order": one.purchase_order, "expected_on": one.expected_on.isoformat()}
                for one in news.values()
            ]
            self.desk.call("change_supply", {"changes": changes}, at, "replay")

    def receive(self, day: date, at: datetime) -> None:
        """Book in what came today; what was on its way is in nobody's notice any more."""
        arrivals = self._arrivals.take(day)
        if not arrivals:
            return
        self.receipts += len(arrivals)
        self._buyer.came(
            [self._of_code[one.supplier] for one in arrivals],
            [(day - one.ordered_on).days for one in arrivals],
        )
        receipts = [
            {
                "key": f"in-{one.purchase_order}",
                "purchase_order": one.purchase_order,
                "lines": [
                    {"sku": line.sku, "quantity": line.good, "damaged": line.damaged,
                     "close": line.close}
                    for line in one.lines
                ],
            }
            for one in arrivals
        ]  # fmt: skip
        self.desk.call("receive", {"receipts": receipts}, at, "replay")

    def buy(self, day: date, at: datetime, sold: Sold) -> None:
        """Order every suggestion, and what the policy wants besides; learn from today's demand."""
        self._buyer.hear(sold)
        suggestions = worklists.suggestions(self.desk.conn)
        planned: dict[str, int] = {}
        for one in suggestions:
            planned[one.sku] = planned.get(one.sku, 0) + one.quantity
        purchases = self._by_policy(day, planned)
        if not suggestions and not purchases:
            return
        request = {
            "key": f"buy-{day}",
            "suggestions": [one.name for one in suggestions],
            "purchase_orders": purchases,
        }
        answer = self.desk.call("order_supply", request, at, "replay")
        for purchase in answer["purchase_orders"]:
            self.purchase_orders += 1
            self._follow(purchase, day)

    def ship(self, day: date, at: datetime) -> None:
        """Ship everything that is allocated."""
        orders = worklists.shippable(self.desk.conn, day)
        if not orders:
            return
        self.parcels += len(orders)
        parcels = [{"key": f"out-{day}-{order}", "order": order} for order in orders]
        answer = self.desk.call("ship", {"shipments": parcels}, at, "replay")
        for parcel in answer["shipments"]:
            self.memory.shipped(parcel["order"], parcel["lines"])

    def _by_policy(self, day: date, planned: dict[str, int]) -> list[dict[str, Any]]:
        """Return one purchase per supplier for what the policy wants on top of the suggestions."""
        goods = self.goods
        if self.options.policy is Policy.JUST_IN_TIME or not is_working(day):
            return []
        known = worklists.inventory_positions(self.desk.conn)
        position = np.array([known[sku] + planned.get(sku, 0) for sku in goods.skus], np.int64)
        wanted = self._buyer.wants(day, position)
        lines: dict[int, list[dict[str, Any]]] = {}
        for at in np.flatnonzero(wanted).tolist():
            line = {"sku": goods.skus[at], "quantity": int(wanted[at])}
            lines.setdefault(int(goods.supplier[at]), []).append(line)
        return [
            {
                "key": f"buy-{day}-{self.suppliers[n].code}",
                "supplier": self.suppliers[n].code,
                "location": PLACE,
                "lines": lines[n],
            }
            for n in sorted(lines)
        ]

    def _follow(self, purchase: dict[str, Any], day: date) -> None:
        """Decide what will become of a purchase order, and write it in the diaries."""
        delivery = plan_delivery(
            self._rng,
            self.suppliers[self._of_code[purchase["supplier"]]],
            self.options.chances,
            day,
            max(date.fromisoformat(line["expected_on"]) for line in purchase["lines"]),
            [(line["sku"], line["quantity"]) for line in purchase["lines"]],
        )
        name = purchase["purchase_order"]
        for news in delivery.news:
            self._notices.add(working_day(news.on), Notice(name, news.expected_on))
        for part in delivery.parts:
            self._arrivals.add(part.on, Arrival(name, purchase["supplier"], day, part.lines))
