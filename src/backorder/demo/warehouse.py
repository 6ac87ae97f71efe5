"""The warehouse side of the demo's days: goods in, parcels out, transfers and returns."""

# ruff: noqa: PLR2004 (the numbers are the company: shares, days and sizes of its life)

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.ledger.inbox import worklists

from .catalog import FAST
from .desk import Desk, Diary

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np

    from .buying import Arrival
    from .company import Company
    from .till import Till

WORKING_DAYS = 260
RETURNED = 0.03
CARRIER = "Kestrel Parcels"
TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3


class OnTheWay(NamedTuple):
    """A transfer to the shop, and what was put into the van."""

    transfer: str
    lines: list[dict[str, Any]]


class Warehouse:
    """Receives what arrives, ships what is allocated, and keeps the books near the truth."""

    def __init__(self, desk: Desk, company: Company, till: Till, rng: np.random.Generator) -> None:
        """Begin with room for twice as many parcels a day as an average day has orders."""
        self.desk = desk
        self.company = company
        self.till = till
        self.rng = rng
        self.capacity = math.ceil(company.size.orders / WORKING_DAYS * 2.0)
        self.returns: Diary[dict[str, Any]] = Diary()
        self.vans: Diary[OnTheWay] = Diary()
        self.receipts = 0
        self.parcels = 0
        fast = company.products.pace == FAST
        self._fast = {
            sku for sku, is_fast in zip(company.products.skus, fast, strict=True) if is_fast
        }

    def open_stock(self, at: datetime) -> None:
        """Count everything in for the first time: most lies in the main warehouse."""
        shares = {"SOUTH": 0.15, "SHOP": 0.05}
        left = dict(
            zip(self.company.products.skus, self.company.opening_stock.tolist(), strict=True)
        )
        counts: dict[str, dict[str, int]] = {"MAIN": left}
        for place, share in shares.items():
            counts[place] = {sku: int(units * share) for sku, units in left.items()}
        for place in shares:
            left = {sku: units - counts[place][sku] for sku, units in left.items()}
        counts["MAIN"] = left
        request = {
            "counts": [
                {
                    "key": f"opening-{place}",
                    "location": place,
                    "lines": [{"sku": s, "quantity": n} for s, n in units.items() if n],
                }
                for place, units in counts.items()
            ]
        }
        self.desk.call("count", request, at, "warehouse")

    def receive(self, day: date, at: datetime, arrivals: list[Arrival]) -> None:
        """Book in what suppliers brought today."""
        receipts: list[dict[str, Any]] = [
            {
                "key": f"in-{day}-{n}",
                "purchase_order": arrival.purchase_order,
                "lines": [
                    {
                        "sku": line.sku,
                        "quantity": line.good,
                        "damaged": line.damaged,
                        "close": line.close,
                    }
                    for line in arrival.part.lines
                ],
            }
            for n, arrival in enumerate(arrivals, 1)
        ]
        self._receive(receipts, at)

    def unload(self, day: date, at: datetime) -> None:
        """Book in what our own vans brought."""
        receipts = [
            {"key": f"van-{van.transfer}", "transfer": van.transfer, "lines": van.lines}
            for van in self.vans.take(day)
        ]
        self._receive(receipts, at)

    def _receive(self, receipts: list[dict[str, Any]], at: datetime) -> None:
        if receipts:
            self.receipts += len(receipts)
            self.desk.call("receive", {"receipts": receipts}, at, "warehouse")

    def ship(self, day: date, at: datetime) -> None:
        """Ship what is allocated, oldest orders first, as far as the packers get."""
        orders = worklists.shippable(self.desk.conn, day, self.capacity)
        if not orders:
            return
        self.parcels += len(orders)
        parcels = [
            {"key": f"out-{day}-{order}", "order": order, **_label(day, n)}
            for n, order in enumerate(orders)
        ]
        answer = self.desk.call("ship", {"shipments": parcels}, at, "warehouse")
        self.till.capture(answer["shipments"], at)
        for parcel in answer["shipments"]:
            self._maybe_returned(parcel, day)

    def _maybe_returned(self, parcel: dict[str, Any], day: date) -> None:
        returned = self.rng.random() < RETURNED
        after = 5 + int(self.rng.exponential(7.0))
        condition = "damaged" if self.rng.random() < 0.25 else "good"
        if returned:
            line = parcel["lines"][0]
            self.returns.add(
                day + timedelta(days=after),
                {
                    "key": f"back-{parcel['shipment']}",
                    "order": parcel["order"],
                    "location": "MAIN",
                    "lines": [{"sku": line["sku"], "quantity": 1, "condition": condition}],
                },
            )

    def take_back(self, day: date, at: datetime) -> None:
        """Book in what customers sent back."""
        back = self.returns.take(day)
        if back:
            self.desk.call("return", {"returns": back}, at, "warehouse")

    def discard(self, day: date, at: datetime) -> None:
        """Write off what broke on the shelf this week."""
        free = [one for one in worklists.on_hand(self.desk.conn, "MAIN") if one.free > 0]
        broken = self.rng.random(len(free)) < 1.0 / 800
        lines = [
            {"key": f"broken-{day}-{one.sku}", "location": "MAIN", "sku": one.sku,
             "quantity": -1, "cause": "damaged"}
            for one, is_broken in zip(free, broken, strict=True)
            if is_broken
        ]  # fmt: skip
        if lines:
            self.desk.call("adjust", {"adjustments": lines}, at, "warehouse")

    def stock_shop(self, day: date, at: datetime) -> None:
        """Send the shop a few free units of the fast movers it is short of."""
        shop = {one.sku: one.units for one in worklists.on_hand(self.desk.conn, "SHOP")}
        lines: list[dict[str, Any]] = [
            {"sku": one.sku, "quantity": min(6, one.free // 4)}
            for one in worklists.on_hand(self.desk.conn, "MAIN")
            if one.sku in self._fast and one.free >= 24 and shop.get(one.sku, 0) < 3
        ][:40]
        if not lines:
            return
        arrives = day + timedelta(days=2)
        van = {
            "key": f"shop-{day}", "from": "MAIN", "to": "SHOP",
            "expected_on": arrives.isoformat(), "lines": lines,
        }  # fmt: skip
        answer = self.desk.call("transfer", {"transfers": [van]}, at, "warehouse")
        (sent,) = answer["transfers"]
        came = [{**line, "close": True} for line in lines]
        if self.rng.random() < 0.1:
            came[0]["quantity"] -= 1
        self.vans.add(arrives, OnTheWay(sent["transfer"], came))


def _label(day: date, parcel: int) -> dict[str, str]:
    """Return what the sticker on a parcel says: who carries it, and by which number."""
    number = f"KP{day:%y%m%d}{parcel:04}"
    return {
        "carrier": CARRIER,
        "tracking": number,
        "tracking_url": f"https://kestrel-parcels.example/{number}",
    }
