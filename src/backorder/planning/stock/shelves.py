"""Shelves in virtual days: what lies there, who waits, what is on its way. The simulation's core.

Arrays of any one shape, such as (products,) or (products, replicates); a day is receive, look and
order, sell. What is missing is backordered and filled first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


class Shelves:
    """On hand less waiting (``net``), and the receipts of the days to come."""

    def __init__(self, opening: Ints, horizon: int) -> None:
        """Begin with units on the shelf; nothing ordered takes ``horizon`` days or more."""
        self.net = opening.astype(np.int64).copy()
        self.on_order = np.zeros_like(self.net)
        self._coming = np.zeros((horizon, *opening.shape), np.int64)
        self._closing = np.zeros_like(self._coming)
        self._cells = np.arange(self.net.size)
        self._day = 0

    @property
    def position(self) -> Ints:
        """Return the inventory position: on hand and on order less waiting."""
        return np.asarray(self.net + self.on_order, np.int64)

    def receive(self) -> Ints:
        """Begin a day: what comes today is on the shelf, or with those who waited."""
        slot = self._day % self._coming.shape[0]
        came: Ints = np.array(self._coming[slot], np.int64)
        self.net += came
        self.on_order -= self._closing[slot]
        self._coming[slot] = self._closing[slot] = 0
        return came

    def order(self, units: Ints, days: Ints, comes: Ints | None = None) -> None:
        """Order units that come after so many days, at least one; the rest comes never.

        ``comes``: how many of them come, all unless it is given.
        """
        slot = ((self._day + days) % self._coming.shape[0]).ravel()
        for ring, what in (
            (self._coming, units if comes is None else comes),
            (self._closing, units),
        ):
            ring.reshape(ring.shape[0], -1)[slot, self._cells] += what.ravel()
        self.on_order += units

    def sell(self, units: Ints) -> Ints:
        """Sell, or let wait. Return the units that found no stock."""
        missed = np.clip(units - np.maximum(self.net, 0), 0, None)
        self.net -= units
        return missed

    def close(self) -> None:
        """End the day."""
        self._day += 1
