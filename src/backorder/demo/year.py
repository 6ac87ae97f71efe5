"""A year of the demo company, day by day in virtual time, all of it through the ledger's verbs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from .buying import Buying
from .campaigns import calendar
from .counting import Counting
from .demand import DAYS
from .desk import Desk, Diary, instant, is_working
from .evening import Evening
from .letters import Letters
from .offering import Offering
from .sales import Sales
from .suppliers import terms
from .telling import SITE, Telling
from .till import Till
from .warehouse import THURSDAY, TUESDAY, WEDNESDAY, Warehouse

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from .company import Company

CUTS = {1: (13,), 3: (8, 13, 19), 6: (7, 9, 12, 15, 18, 22)}
LETTERS_FROM = timedelta(days=325)  # late November: purchases go by e-mail from here on
TELLS_AFTER = timedelta(days=334)  # in December customers hear of what concerns them
FIRST_PLAN = 11  # the month from which on plans are made by machine
Step = tuple[datetime, "Callable[[datetime], None]"]


@dataclass
class Outcome:
    """How much was done in the year: for the people at the terminal, not for the report."""

    orders: int = 0
    refused: int = 0
    lines: int = 0
    purchase_orders: int = 0
    receipts: int = 0
    parcels: int = 0
    calls: dict[str, int] = field(default_factory=dict)


class Year:
    """The company's people, their diaries, and the agenda of each day."""

    def __init__(
        self,
        conn: Connection[Any],
        company: Company,
        seed: int,
        tells_after: timedelta = TELLS_AFTER,
    ) -> None:
        """Hire the people; each draws chance from a stream of its own.

        Customers hear of their orders ``tells_after`` the first day.
        """
        chance = np.random.SeedSequence([seed, 1]).spawn(7)
        streams = [np.random.Generator(np.random.PCG64(child)) for child in chance]
        self.company = company
        self.desk = Desk(conn)
        tells_from = company.first_day + tells_after
        self.till = Till(self.desk, tells_from)
        self.sales = Sales(self.desk, company, self.till, streams[0])
        letters = Letters(self.desk, company.first_day + LETTERS_FROM, streams[3])
        self.buying = Buying(self.desk, company, streams[1], letters)
        self.warehouse = Warehouse(self.desk, company, self.till, streams[2])
        self.counting = Counting(self.desk, company, streams[4])
        self.evening = Evening(self.desk, company, self.buying)
        self.offering = Offering(self.desk, company, SITE, streams[6])
        self.telling = Telling(self.desk, self.offering, tells_from, streams[5])
        self.promotions: Diary[dict[str, Any]] = Diary()
        for entry in calendar(company):
            for promotion in entry.promotions:
                self.promotions.add(entry.on, promotion)

    def run(self, progress: Callable[[date, int], None] | None = None, days: int = DAYS) -> Outcome:
        """Live through the year, or so many days of it.

        ``progress`` hears of each day that is over, and of the orders that came in so far.
        """
        self._set_up()
        day = self.company.first_day
        for number in range(days):
            day = self.company.first_day + timedelta(days=number)
            for at, step in sorted(self._agenda(day), key=lambda one: one[0]):
                step(at)
            self.buying.close_day(self.sales.close_day())
            if progress is not None:
                progress(day, self.sales.next)
            if day.month >= FIRST_PLAN and (day + timedelta(days=1)).day == 1 and number < days - 1:
                self.evening.month_is_over(instant(day, 23, 30))
        self.counting.leave_open(instant(day, 21, 30))
        self.sales.place(instant(day, 23, 59))
        self.evening.year_is_over(day, instant(day, 23, 59))
        self.telling.send(instant(day, 23, 59))
        return Outcome(
            orders=self.sales.accepted,
            refused=self.sales.refused,
            lines=self.sales.lines,
            purchase_orders=self.buying.purchase_orders,
            receipts=self.warehouse.receipts,
            parcels=self.warehouse.parcels,
            calls=dict(sorted(self.desk.calls.items())),
        )

    def _set_up(self) -> None:
        """Enter the master data and the opening stock on the evening before the first day."""
        company, call = self.company, self.desk.call
        at = instant(company.first_day - timedelta(days=1), 18)
        call("set_locations", {"locations": list(company.locations)}, at, "owner")
        call("set_products", {"products": list(company.products.rows)}, at, "owner")
        suppliers = [terms(one, n) for n, one in enumerate(company.suppliers)]
        call("set_suppliers", {"suppliers": suppliers}, at, "owner")
        call("set_supplier_items", {"supplier_items": company.supplier_items}, at, "owner")
        customers = [
            {
                "ref": one.ref,
                "name": one.name,
                "email": f"{one.ref.lower()}@customers.example",
                "class": one.customer_class,
                "locale": one.locale,
                "phone": one.phone,
            }
            for one in company.customers
        ]
        call("set_customers", {"customers": customers}, at, "owner")
        call("set_policies", {"policies": list(company.policies)}, at, "owner")
        self.warehouse.open_stock(at)

    def _agenda(self, day: date) -> list[Step]:
        """Return what happens today, each with its instant; customers order on every day."""
        cuts = CUTS[self.company.size.batches_a_day]
        steps: list[Step] = [(instant(day, hour), self.sales.place) for hour in cuts]
        steps.append((instant(day, 6), lambda at: self._announce(day, at)))
        steps.append((instant(day, 16, 30), lambda at: self.sales.cancel(day, at)))
        if day >= self.telling.begins:
            steps += self._telling(day)
        if is_working(day):
            steps += self._working_day(day)
        return steps

    def _telling(self, day: date) -> list[Step]:
        """Return what customers hear, and when they answer; in the morning it is switched on."""
        telling = self.telling
        steps: list[Step] = [
            (instant(day, 5, 30), telling.look_at_deadlines),
            (instant(day, 8, 30), telling.remind),
            (instant(day, 12), lambda at: self.offering.redeem(day, at)),
            (instant(day, 15, 30), lambda at: self.till.pay_back(day, at)),
            (instant(day, 18), telling.send),
            (instant(day, 20, 15), telling.hear),
        ]
        if day == telling.begins:
            steps.append((instant(day, 5), telling.switch_on))
            steps.append((instant(day, 5), self.offering.begin))
        return steps

    def _announce(self, day: date, at: datetime) -> None:
        """Write down what is promoted, as far as somebody says so today."""
        promotions = self.promotions.take(day)
        if promotions:
            self.desk.call("set_promotions", {"promotions": promotions}, at, "marketing")

    def _working_day(self, day: date) -> list[Step]:
        buying, warehouse = self.buying, self.warehouse
        steps: list[Step] = [
            (instant(day, 6, 30), lambda at: buying.hear(day, at)),
            (instant(day, 7, 15), lambda at: buying.order(day, at)),
            (
                instant(day, 10, 30),
                lambda at: warehouse.receive(day, at, buying.arrivals.take(day)),
            ),
            (instant(day, 11, 15), lambda at: warehouse.unload(day, at)),
            (instant(day, 14, 30), lambda at: warehouse.take_back(day, at)),
            (instant(day, 17, 30), lambda at: warehouse.ship(day, at)),
        ]
        weekly = {
            TUESDAY: (15, warehouse.stock_shop),
            WEDNESDAY: (20, self.counting.count),
            THURSDAY: (20, warehouse.discard),
        }
        if day.weekday() in weekly:
            hour, step = weekly[day.weekday()]
            steps.append((instant(day, hour), lambda at: step(day, at)))
        return steps
