"""Cycle counts of the demo: sheets for what is due, counted blind, again where off, and posted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backorder.app.plans import counts
from backorder.ledger.inbox import worklists

if TYPE_CHECKING:
    from datetime import date, datetime

    import numpy as np

    from .company import Company
    from .desk import Desk

WRONG = 0.10  # of the shelves hold something else than the books say
PLACES = ("MAIN", "MAIN", "SOUTH", "SHOP")
LEFT = 12  # lines of a sheet that is left open
A_WHILE = timedelta(minutes=20)


class Counting:
    """The people who count, a place every other week."""

    def __init__(self, desk: Desk, company: Company, rng: np.random.Generator) -> None:
        """Count about a thirtieth of the catalogue at a time."""
        self.desk = desk
        self.rng = rng
        self.most = max(10, company.size.products // 30)

    def count(self, day: date, at: datetime) -> None:
        """Count what is due at the place whose turn it is, and post what was found."""
        turn, off = divmod(day.isocalendar().week, 2)
        if off:
            return
        place = PLACES[turn % len(PLACES)]
        due = [one for one in counts.due(self.desk.conn, at) if one.location == place][: self.most]
        if not due:
            return
        body = {"sheets": [counts.sheet(place, due)]}
        (opened,) = self.desk.call("open_counts", body, at, "operations")["sheets"]
        sheet = str(opened["sheet"])
        self.enter(sheet, self.found(place, [one.sku for one in due]), at + A_WHILE)
        body = {"sheets": [{"sheet": sheet}]}
        self.desk.call("approve_counts", body, at + 3 * A_WHILE, "operations")

    def leave_open(self, at: datetime) -> None:
        """Leave the sheets of the year's last evening: one to approve, one begun, one to begin."""
        places: dict[str, list[counts.Due]] = {}
        for one in counts.due(self.desk.conn, at):
            places.setdefault(one.location, []).append(one)
        if not places:
            return
        sheets = [counts.sheet(place, of[:LEFT]) for place, of in sorted(places.items())]
        opened = self.desk.call("open_counts", {"sheets": sheets}, at, counts.ACTOR)["sheets"]
        for sheet, share in zip(opened, (1.0, 0.5), strict=False):
            place = sheet["location"]
            skus = [one.sku for one in places[place][:LEFT]]
            some = skus[: max(1, round(len(skus) * share))]
            found = self.found(place, some)
            there = {one.sku: one.units for one in worklists.on_hand(self.desk.conn, place)}
            # So much is no slip that is passed over: there is something to decide about.
            found[some[0]] = there.get(some[0], 0) * 21 // 20 + 1
            self.enter(sheet["sheet"], found, at + A_WHILE)

    def found(self, place: str, skus: list[str]) -> dict[str, int]:
        """Return what lies there: mostly what the books say, now and then some units less."""
        there = {one.sku: one.units for one in worklists.on_hand(self.desk.conn, place)}
        units = {}
        for sku in skus:
            wrong, by = self.rng.random() < WRONG, int(self.rng.integers(-3, 2))
            units[sku] = max(0, there.get(sku, 0) + (by if wrong else 0))
        return units

    def enter(self, sheet: str, found: dict[str, int], at: datetime) -> None:
        """Enter what was found; what is off is counted once more, and found again."""
        lines = [{"sku": sku, "quantity": units} for sku, units in found.items()]
        for again in (A_WHILE, None):
            body: dict[str, Any] = {"entries": [{"sheet": sheet, "lines": lines}]}
            (entry,) = self.desk.call("enter_counts", body, at, "warehouse")["entries"]
            off = {line["sku"] for line in entry["lines"] if line["state"] == "recount"}
            lines = [line for line in lines if line["sku"] in off]
            if not lines or again is None:
                return
            at += again
