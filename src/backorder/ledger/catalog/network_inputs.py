"""What the verbs of calendars, lanes and sourcing take."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from backorder.ledger.journal.fields import (
    EARLIEST,
    LATEST,
    CalendarName,
    Currency,
    Input,
    Key,
    Money,
    Name,
    Zone,
)

Days = Annotated[list[date], Meta(max_length=10_000)]


class CalendarData(Input):
    """A calendar: a week, the days closed and the days worked against the week.

    A field that is left out keeps its value, or its default for a new calendar; lists are replaced
    as a whole.
    """

    code: Annotated[str, Meta(min_length=1, max_length=40)]
    days: CalendarName | UnsetType = UNSET
    closed: Days | UnsetType = UNSET
    opened: Days | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Refuse a day that can only be a slip of the pen."""
        for days in (self.closed, self.opened):
            for day in () if days is UNSET else days:
                if not EARLIEST <= day <= LATEST:
                    message = f"the day {day} is not between {EARLIEST} and {LATEST}"
                    raise ValueError(message)


class LaneData(Input):
    """The way from a location (none: from any) to a zone; the whole lane is replaced."""

    transit_days: Annotated[int, Meta(ge=0, le=365)]
    location: Name | None = None
    zone: Zone = ""
    calendar: CalendarName = "daily"
    parcel_cost: Money = 0
    unit_cost: Money = 0
    currency: Currency = "EUR"


class SourcingData(Input):
    """The locations that serve a zone, the preferred first; none takes the rule away."""

    locations: Annotated[list[Name], Meta(max_length=10_000)]
    zone: Zone = ""


class SetCalendars(Input):
    """Calendars to create or change."""

    calendars: Annotated[list[CalendarData], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class SetLanes(Input):
    """Lanes to set."""

    lanes: Annotated[list[LaneData], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class SetSourcing(Input):
    """Sourcing rules to set."""

    sourcing: Annotated[list[SourcingData], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None
