"""The buying side of the demo's days: suggestions, the reorder rule, and what suppliers say."""

# ruff: noqa: PLR2004 (the numbers are the company: shares, days and sizes of its life)

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backorder.ledger.inbox import worklists

from .campaigns import lifts
from .desk import Desk, Diary, is_working
from .reorder import Demand, levels, to_buy
from .suppliers import Part, plan_delivery, working_day

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from .company import Company
    from .letters import Letters

SAFETY_FACTOR = 1.8
# A strike closes the harbour: whatever comes from far away in these weeks comes later.
STRIKE_FROM, STRIKE_TO, STRIKE_DAYS, FAR_AWAY_DAYS = 222, 262, 17, 20
LAUNCH_CARE_DAYS = 28
# Between the years nobody answers the telephone: what is late then is overdue.
QUIET_FROM = 354
AN_HOUR = timedelta(hours=1)


class Arrival(NamedTuple):
    """A part of a purchase order that is on its way to us."""

    purchase_order: str
    part: Part


class Notice(NamedTuple):
    """A supplier's word that a purchase order comes on another day."""

    purchase_order: str
    expected_on: date


class Buying:
    """Turns suggestions and low positions into purchase orders, and passes on suppliers' news."""

    def __init__(
        self, desk: Desk, company: Company, rng: np.random.Generator, letters: Letters
    ) -> None:
        """Begin with what the buyers believe of last year."""
        self.desk = desk
        self.letters = letters
        self.company = company
        self.rng = rng
        sold = company.products.launch_day == 0
        self.demand = Demand.believed(np.where(sold, company.opening_demand, 0.0))
        self.arrivals: Diary[Arrival] = Diary()
        self.notices: Diary[Notice] = Diary()
        self.purchase_orders = 0
        self._supplier = {supplier.code: supplier for supplier in company.suppliers}

    def hear(self, day: date, at: datetime) -> None:
        """Enter what suppliers wrote, then the new dates that they named."""
        self.letters.read(day, at)
        if (day - self.company.first_day).days >= QUIET_FROM:
            return
        # Two notices for one order on one day: the later one counts.
        news = {notice.purchase_order: notice for notice in self.notices.take(day)}
        if news:
            changes = [
                {"purchase_order": n.purchase_order, "expected_on": n.expected_on.isoformat()}
                for n in news.values()
            ]
            self.desk.call("change_supply", {"changes": changes}, at, "buyer")

    def order(self, day: date, at: datetime) -> None:
        """Order every suggestion, then what the reorder rule asks for at today's suppliers."""
        suggestions = worklists.suggestions(self.desk.conn)
        if suggestions:
            names = [suggestion.name for suggestion in suggestions]
            self._place({"suggestions": names, "key": f"suggestions-{day}"}, day, at)
        purchases = self._reorders(day)
        if purchases:
            self._place({"purchase_orders": purchases, "key": f"reorder-{day}"}, day, at)

    def close_day(self, units: NDArray[np.float64]) -> None:
        """Learn from what was asked for today."""
        self.demand = self.demand.after(units)

    def _reorders(self, day: date) -> list[dict[str, Any]]:
        company = self.company
        today = [s for s in company.suppliers if s.order_weekday == day.weekday()]
        if not today:
            return []
        known = worklists.inventory_positions(self.desk.conn)
        position = np.array([known[sku] for sku in company.products.skus], dtype=np.int64)
        rate = self._rate((day - company.first_day).days)
        low, high = levels(rate, self.demand.variance, company.quoted_days, SAFETY_FACTOR)
        products = company.products
        wanted = to_buy(position, low, high, products.moq, products.multiple)
        codes = [supplier.code for supplier in company.suppliers]
        return [
            {
                "key": f"reorder-{day}-{supplier.code}",
                "supplier": supplier.code,
                "location": "SOUTH" if n % 4 == 3 else "MAIN",
                "expected_on": working_day(day + timedelta(days=supplier.quoted_days)).isoformat(),
                "lines": lines,
            }
            for supplier in today
            for n in (codes.index(supplier.code),)
            if (
                lines := [
                    {"sku": products.rows[i]["sku"], "quantity": int(wanted[i])}
                    for i in np.flatnonzero((products.supplier == n) & (wanted > 0))
                ]
            )
        ]

    def _rate(self, today: int) -> NDArray[np.float64]:
        """Return the demand per day to plan with: what was seen, or hoped for at a launch."""
        company = self.company
        until = company.products.launch_day - today
        soon = company.products.launch_day > 0
        soon &= (until <= company.quoted_days + 7) & (until > -LAUNCH_CARE_DAYS)
        hoped = np.where(soon, company.opening_demand, 0.0)
        day = company.first_day + timedelta(days=today)
        return np.maximum(self.demand.rate, hoped) * lifts(company, day)

    def _place(self, request: dict[str, Any], day: date, at: datetime) -> None:
        answer = self.desk.call("order_supply", request, at, "buyer")
        for purchase in answer["purchase_orders"]:
            self.purchase_orders += 1
            self._follow(purchase, day)
        self.letters.send(answer["purchase_orders"], day, at + AN_HOUR)

    def _follow(self, purchase: dict[str, Any], day: date) -> None:
        """Decide what will become of a purchase order, and write it in the diaries."""
        supplier = self._supplier[purchase["supplier"]]
        number = (day - self.company.first_day).days
        struck = STRIKE_FROM <= number <= STRIKE_TO and supplier.usual_days >= FAR_AWAY_DAYS
        expected_on = max(date.fromisoformat(line["expected_on"]) for line in purchase["lines"])
        delivery = plan_delivery(
            self.rng,
            supplier,
            day,
            expected_on,
            [(line["sku"], line["quantity"]) for line in purchase["lines"]],
            STRIKE_DAYS if struck else 0,
        )
        name = purchase["purchase_order"]
        for news in self.letters.expect(purchase, supplier, delivery, day):
            on = news.on if is_working(news.on) else working_day(news.on)
            self.notices.add(on, Notice(name, news.expected_on))
        for part in delivery.parts:
            self.arrivals.add(part.on, Arrival(name, part))
