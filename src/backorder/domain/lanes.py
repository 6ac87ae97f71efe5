"""Lanes: how long goods are on the way from a place to a destination, and what that costs.

A destination is a text that grows more precise to the right, such as ``DE-10115``; a zone is the
beginning of one. The longest zone that fits a destination decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from .workdays import WorkDays

ANYWHERE = 0  # the place of a lane that holds for all places without one of their own
T = TypeVar("T")


class ByZone(Generic[T]):
    """What holds for zones, found by destination.

    >>> found = ByZone({"": "abroad", "DE": "inland", "DE-1": "Berlin"})
    >>> list(found.of("DE-20095")), found.nearest("FR-75001"), found.nearest("")
    (['inland', 'abroad'], 'abroad', 'abroad')
    """

    __slots__ = ("_lengths", "_of")

    def __init__(self, of: Mapping[str, T]) -> None:
        """Keep what holds for each zone; ``""`` is everywhere."""
        self._of = dict(of)
        self._lengths = sorted({len(zone) for zone in of}, reverse=True)

    def __bool__(self) -> bool:
        """Return whether there is any zone."""
        return bool(self._of)

    def of(self, destination: str) -> Iterator[T]:
        """Yield what holds for the zones of a destination, the longest first."""
        for length in self._lengths:
            if length <= len(destination) and (zone := destination[:length]) in self._of:
                yield self._of[zone]

    def nearest(self, destination: str) -> T | None:
        """Return what holds for the longest zone of a destination, None where no zone fits."""
        return next(self.of(destination), None)


@dataclass(frozen=True, slots=True)
class Lane:
    """The way from a place (`ANYWHERE`: from any) to a zone.

    ``transit_days`` count on the carrier's working days ``days``. A parcel costs ``parcel_cost``
    and ``unit_cost`` for each unit in it, in minor units of ``currency``.
    """

    location: int
    zone: str
    transit_days: int
    days: WorkDays
    parcel_cost: int = 0
    unit_cost: int = 0
    currency: str = ""

    def delivers_on(self, leaves_on: date) -> date:
        """Return the day on which a parcel that leaves on a day is delivered.

        It travels from the carrier's first working day on or after that one.

        >>> from datetime import date
        >>> from backorder.domain.workdays import WorkDays
        >>> lane = Lane(ANYWHERE, "DE", 2, WorkDays("mon-fri"))
        >>> print(lane.delivers_on(date(2026, 11, 26)), lane.delivers_on(date(2026, 11, 28)))
        2026-11-30 2026-12-02
        """
        return self.days.counted_on(leaves_on, self.transit_days)

    def cost(self, quantity: int) -> int:
        """Return what a parcel of so many units costs.

        >>> from backorder.domain.workdays import WorkDays
        >>> Lane(ANYWHERE, "DE", 2, WorkDays(), parcel_cost=490, unit_cost=25).cost(4)
        590
        """
        return self.parcel_cost + self.unit_cost * quantity


class Lanes:
    """All lanes, found by place and destination."""

    __slots__ = ("_by_zone",)

    def __init__(self, lanes: Iterable[Lane]) -> None:
        """Keep lanes; no two are of one place and zone."""
        of: dict[str, dict[int, Lane]] = {}
        for lane in lanes:
            of.setdefault(lane.zone, {})[lane.location] = lane
        self._by_zone = ByZone(of)

    def __bool__(self) -> bool:
        """Return whether there is any lane."""
        return bool(self._by_zone)

    def find(self, location: int, destination: str) -> Lane | None:
        """Return the lane with the longest fitting zone; of one zone the place's own before any."""
        for of_zone in self._by_zone.of(destination):
            lane = of_zone.get(location) or of_zone.get(ANYWHERE)
            if lane is not None:
                return lane
        return None
