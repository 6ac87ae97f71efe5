"""The company's planning: at the ends of its last months, and on the last evening in full.

It is the code of `backorder plan` at virtual instants, with the methods of a plain install.
"""

# ruff: noqa: PLR2004 (the numbers are the company: shares, days and sizes of its life)

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.app.plans import causes, forecasting, policies, proposing, steps
from backorder.app.statements import statement
from backorder.domain.names import number

from .reorder import levels
from .suppliers import AVERAGE

if TYPE_CHECKING:
    from datetime import date, datetime

    from .buying import Buying
    from .company import Company
    from .desk import Desk

MANAGER = "operations"
# The shared model is left out: without its extra the demo must be the same.
LOCAL = partial(forecasting.run, use_shared=False)
MONTHLY = (
    steps.Step("forecast", LOCAL),
    steps.Step("policies", policies.run),
    steps.Step("causes", causes.run),
)
WHOLE = tuple(
    steps.Step(step.name, LOCAL if step.name == "forecast" else step.run) for step in steps.STEPS
)


class Evening:
    """What is decided when a month is over."""

    def __init__(self, desk: Desk, company: Company, buying: Buying) -> None:
        """Plan for this company."""
        self.desk = desk
        self.company = company
        self.buying = buying

    def month_is_over(self, at: datetime) -> None:
        """Forecast anew, say anew how much to hold, and why units had to wait."""
        self._plan(at, MONTHLY)

    def year_is_over(self, day: date, at: datetime) -> None:
        """Plan in full, decide some of it and leave the rest to whoever comes in the morning."""
        self._outages(day, at)
        self._plan(at, WHOLE)
        self._override(day, at)
        self._decide(day, at)
        self._sweep(at)

    def _plan(self, at: datetime, parts: tuple[steps.Step, ...]) -> None:
        for step, _figures in steps.run(self.desk.conn, at, steps=parts):
            self.desk.calls[f"plan: {step.name}"] += 1

    def _outages(self, day: date, at: datetime) -> None:
        """Write down that a supplier closes for two weeks, and that an item of another is out."""
        company = self.company
        closed = next((one for one in company.suppliers if one.habits is AVERAGE), None)
        closed = closed or company.suppliers[0]
        first = day + timedelta(days=12)
        place = company.products.supplier
        other = int(np.flatnonzero(place != company.suppliers.index(closed))[0])
        outages = [
            {
                "supplier": closed.code,
                "from": first.isoformat(),
                "until": (first + timedelta(days=11)).isoformat(),
                "reason": "Moves to a new hall",
            },
            {
                "supplier": company.suppliers[int(place[other])].code,
                "sku": company.products.skus[other],
                "from": day.isoformat(),
                "reason": "The mould is broken",
            },
        ]
        self.desk.call("set_outages", {"outages": outages, "delay_days": 2}, at, "buyer")

    def _override(self, day: date, at: datetime) -> None:
        """Hold more of the best seller than was worked out, for a trade fair."""
        company, demand = self.company, self.buying.demand
        best = int(company.products.weight.argmax())
        low, high = levels(demand.rate, demand.variance, company.quoted_days, 3.0)
        own = {
            "reorder_point": int(low[best]),
            "order_up_to": int(high[best]),
            "until": (day + timedelta(days=45)).isoformat(),
            "reason": "Trade fair in February: the stand shows it",
        }
        policy = {"sku": company.products.skus[best], "location": "MAIN", "override": own}
        self.desk.call("set_stock_policies", {"stock_policies": [policy]}, at, MANAGER)
        proposing.run(self.desk.conn, at, dry_run=False)

    def _decide(self, day: date, at: datetime) -> None:
        """Draft the dearest purchase, which is above the buyer's limit; put a proposal aside."""
        groups = self._proposed()
        if len(groups) < 3:
            return
        dearest, *others = sorted(groups, key=lambda of: -sum(worth for _, worth in of))
        worth = sum(worth for _, worth in dearest)
        approve = [{"proposal": name} for name, _ in dearest]
        limit = {"amount": worth // 2, "currency": "EUR"}
        self.desk.call("decide_proposals", {"approve": approve, "limit": limit}, at, "buyer")
        aside = {
            "proposal": others[0][0][0],
            "until": (day + timedelta(days=14)).isoformat(),
            "reason": "The range is looked through in January",
        }
        self.desk.call("decide_proposals", {"dismiss": [aside]}, at, "buyer")

    def _proposed(self) -> list[list[tuple[str, int]]]:
        """Return the open proposals and their worth, by supplier and place."""
        cursor = self.desk.conn.execute(
            statement("page_buying"), {"supplier": None, "limit": 10_000}
        )
        names = [column.name for column in cursor.description or ()]
        groups: dict[Any, list[tuple[str, int]]] = {}
        for row in cursor.fetchall():
            one = dict(zip(names, row, strict=True))
            if one["supplier"] is not None:
                mine = groups.setdefault((one["supplier"], one["location"]), [])
                mine.append((number("proposal", one["id"]), one["quantity"] * one["unit_cost"]))
        return list(groups.values())

    def _sweep(self, at: datetime) -> None:
        """Bring the exceptions up to date."""
        after: str | None = None
        while True:
            asked = {} if after is None else {"after": after}
            after = self.desk.call("sweep", asked, at, "job:sweep")["next"]
            if after is None:
                return
