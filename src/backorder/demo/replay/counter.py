"""The shop's counter: orders, cancellations, returns and corrections as the history has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backorder.ledger.inbox import worklists

from .agenda import order_request
from .fates import Fate, cause
from .knowing import Sold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backorder.demo.desk import Desk

    from .agenda import Batch
    from .fates import Tally
    from .history import History
    from .memory import Found, Memory

PLACE = "MAIN"
AT_ONCE = 500  # orders in one call at the most


class Counter:
    """Where customers are served: does what the rows of a batch say, and tells what came of it."""

    def __init__(
        self, desk: Desk, history: History, place: Mapping[str, int], memory: Memory, tally: Tally
    ) -> None:
        """Open with nothing sold yet; ``place`` numbers the products."""
        self.desk = desk
        self.history = history
        self.memory = memory
        self.tally = tally
        self.accepted = self.refused = self.lines = 0
        self._place = place
        self._asked = np.zeros(len(place), np.int64)
        self._today: dict[tuple[str, int], list[int]] = {}  # lines by order and product

    def serve(self, batch: Batch, ship: str) -> None:
        """Carry out a batch: its orders, then what is cancelled or comes back, then corrections."""
        orders = list(batch.orders.values())
        for start in range(0, len(orders), AT_ONCE):
            self._order(orders[start : start + AT_ONCE], batch, ship)
        if batch.cancellations:
            self._cancel(batch)
        if batch.corrections:
            self._correct(batch)

    def close_day(self) -> Sold:
        """Return what was asked for today, less what was cancelled before it shipped.

        Lines of today lose what is cancelled of them today; those of earlier days only lower the
        units by product.
        """
        asked, self._asked = self._asked, np.zeros(len(self._place), np.int64)
        today, self._today = self._today, {}
        lines = [(of[1], units) for of, each in today.items() for units in each]
        product, units = np.array(lines, np.int64).reshape(-1, 2).T
        return Sold(np.maximum(asked, 0), product, units)

    def _order(self, orders: list[Any], batch: Batch, ship: str) -> None:
        requests = [order_request(self.history, order, ship) for order in orders]
        answer = self.desk.call("place_orders", {"orders": requests}, batch.at, "replay")
        quantity, sku = self.history.quantity, self.history.sku
        for order, decided in zip(orders, answer["orders"], strict=True):
            self.lines += len(order.rows)
            accepted = decided["status"] == "accepted"
            fate = Fate.ORDERED if accepted else Fate.REFUSED
            name = decided["order"] if accepted else order.key
            self.accepted += accepted
            self.refused += not accepted
            for at in order.rows:
                self.tally.add(fate, quantity[at])
                product = self._place[sku[at]]
                self._asked[product] += quantity[at]
                self._today.setdefault((name, product), []).append(quantity[at])
                if accepted:
                    self.memory.ordered(name, order.customer, order.at, sku[at], quantity[at])

    def _cancel(self, batch: Batch) -> None:
        """Cancel open units of the customer's earlier orders; what had shipped comes back."""
        history = self.history
        cancelled: list[Found] = []
        returned: list[tuple[int, Found]] = []
        for at in batch.cancellations:
            units = -history.quantity[at]
            whose = (history.customer[at], history.sku[at], history.at[at])
            given_up = self.memory.take_open(*whose, units)
            left = units - sum(one.units for one in given_up)
            back = self.memory.take_out(*whose, left) if left else []
            left -= sum(one.units for one in back)
            cancelled += given_up
            returned += [(at, one) for one in back]
            product = self._place[history.sku[at]]
            self._asked[product] -= sum(one.units for one in given_up)
            for one in given_up:
                _take_off(self._today.get((one.order, product), []), one.units)
            self.tally.add(_fate(bool(given_up), bool(back)), units, left)
        if cancelled:
            wanted = [
                {"order": one.order, "lines": [{"sku": one.sku, "quantity": one.units}]}
                for one in cancelled
            ]
            self.desk.call("cancel", {"cancellations": wanted}, batch.at, "replay")
        if returned:
            papers = [
                {
                    "key": f"row-{history.row[at]}:{one.order}",
                    "order": one.order,
                    "location": PLACE,
                    "lines": [{"sku": one.sku, "quantity": one.units}],
                }
                for at, one in returned
            ]
            self.desk.call("return", {"returns": papers}, batch.at, "replay")

    def _correct(self, batch: Batch) -> None:
        """Correct what is on the shelf; no more can be taken from it than is there."""
        history = self.history
        there = {one.sku: one.units for one in worklists.on_hand(self.desk.conn, PLACE)}
        lines = []
        for at in batch.corrections:
            sku, units = history.sku[at], history.quantity[at]
            done = max(units, -there.get(sku, 0))
            there[sku] = there.get(sku, 0) + done
            if units > 0:
                fate = Fate.FOUND
            elif not done:
                fate = Fate.NOTHING_THERE
            else:
                fate = Fate.LOST if done == units else Fate.LOST_IN_PART
            self.tally.add(fate, units, done - units)
            if done:
                lines.append(
                    {
                        "key": f"row-{history.row[at]}",
                        "location": PLACE,
                        "sku": sku,
                        "quantity": done,
                        "cause": "found" if done > 0 else cause(history.name[at]),
                    }
                )
        if lines:
            self.desk.call("adjust", {"adjustments": lines}, batch.at, "replay")


def _take_off(lines: list[int], units: int) -> None:
    """Take units off lines, the last one first; lines without any are gone."""
    while units and lines:
        taken = min(units, lines[-1])
        units -= taken
        lines[-1] -= taken
        if not lines[-1]:
            lines.pop()


def _fate(cancelled: bool, returned: bool) -> Fate:  # noqa: FBT001 (two facts about one row)
    if cancelled:
        return Fate.BOTH if returned else Fate.CANCELLED
    return Fate.RETURNED if returned else Fate.UNMATCHED
