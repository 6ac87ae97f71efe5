"""The sales side of the demo's days: orders come in, some customers lose patience."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from backorder.ledger.inbox import worklists

from .desk import Desk, Diary

if TYPE_CHECKING:
    from datetime import datetime

    from .company import Company
    from .till import Till

IMPATIENT = 0.30  # share of customers with a backorder who would cancel it some day
PATIENCE_DAYS = 16.0


class Sales:
    """Places the year's orders in batches and cancels for customers who no longer want to wait."""

    def __init__(self, desk: Desk, company: Company, till: Till, rng: np.random.Generator) -> None:
        """Begin with the first order of the year."""
        self.desk = desk
        self.company = company
        self.till = till
        self.rng = rng
        self.next = 0
        self.accepted = 0
        self.refused = 0
        self.lines = 0
        self.patience: Diary[str] = Diary()
        self.units_today = np.zeros(len(company.products.rows))
        self._place = {sku: n for n, sku in enumerate(company.products.skus)}

    def place(self, at: datetime) -> None:
        """Place what came in since the last time."""
        first, orders = self.next, self.company.orders
        while self.next < len(orders) and orders[self.next].at <= at:
            self.next += 1
        batch = [order.body for order in orders[first : self.next]]
        if not batch:
            return
        answer = self.desk.call("place_orders", {"orders": batch}, at, "shop")
        self.till.take(batch, answer["orders"], at)
        for body, order in zip(batch, answer["orders"], strict=True):
            self.lines += len(body["lines"])
            for line in body["lines"]:
                self.units_today[self._place[line["sku"]]] += line["quantity"]
            if order["status"] == "refused":
                self.refused += 1
                continue
            self.accepted += 1
            if any(line["backordered"] for line in order["lines"]):
                self._lose_patience(order["order"], at.date())

    def cancel(self, day: date, at: datetime) -> None:
        """Cancel the backordered part of orders whose customers have waited long enough."""
        due = self.patience.take(day)
        still = worklists.waiting(self.desk.conn, due) if due else []
        if still:
            wanted = [
                {"order": order, "only": "backordered", "reason": "customer"} for order in still
            ]
            self.desk.call("cancel", {"cancellations": wanted}, at, "service")

    def close_day(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Return the units asked for today, accepted or not, and start the next day."""
        units, self.units_today = self.units_today, np.zeros(len(self.units_today))
        return units

    def _lose_patience(self, order: str, today: date) -> None:
        # Both numbers are drawn for every order, so that one decision does not shift the next.
        impatient = self.rng.random() < IMPATIENT
        days = 2 + int(self.rng.exponential(PATIENCE_DAYS))
        if impatient:
            self.patience.add(today + timedelta(days=days), order)
