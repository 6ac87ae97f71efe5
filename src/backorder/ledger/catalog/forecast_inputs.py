"""What the verbs of promotions and forecasts take."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backorder.ledger.journal.fields import Dated, Input, Key, Name, Text, Word

Amount = Annotated[float, Meta(ge=0, le=1e12)]
Whole = Annotated[int, Meta(ge=0, le=10**12)]
Weeks = Annotated[list[Amount], Meta(min_length=1, max_length=260)]
Counts = Annotated[list[Whole], Meta(min_length=1, max_length=260)]
Measure = Annotated[float, Meta(ge=-1e12, le=1e12)] | None


class PromotionData(Dated):
    """A product's part in a promotion, both days included; a field left out keeps its value.

    ``uplift`` is percent (50: half as much again; 0: nobody said). ``withdrawn`` takes it back.
    """

    name: Name
    sku: Name
    from_: date = msgspec.field(name="from")
    to: date
    uplift: Annotated[int, Meta(ge=0, le=10_000)] | UnsetType = UNSET
    announced_by: Literal["marketing", "sales", "supply"] | UnsetType = UNSET
    note: Text | UnsetType = UNSET
    withdrawn: bool | UnsetType = UNSET


class SetPromotions(Input):
    """Promotions to create or change, by name and product."""

    promotions: Annotated[list[PromotionData], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None


class ForecastData(Dated):
    """What a place will be asked for, week by week from a day on; all lists are equally long."""

    sku: Name
    location: Name
    first_on: date
    mean: Weeks
    base: Weeks
    p50: Counts
    p80: Counts
    p95: Counts
    size: Amount
    method: Word
    uplift: Amount = 0.0

    def __post_init__(self) -> None:
        """Refuse lists that are not equally long."""
        super().__post_init__()
        if len({len(self.mean), len(self.base), len(self.p50), len(self.p80), len(self.p95)}) > 1:
            message = "mean, base, p50, p80 and p95 are equally long"
            raise ValueError(message)


class AccuracyData(Dated):
    """What earlier forecasts were worth, for one kind of demand; null where it has no measure."""

    measured_on: date
    kind: Literal["all", "smooth", "erratic", "intermittent", "lumpy"]
    series: Annotated[int, Meta(ge=0, le=10**9)]
    weeks: Annotated[int, Meta(ge=1, le=10_000)]
    bias: Measure = None
    rmsse: Measure = None
    pinball: Measure = None
    within_50: Measure = None
    within_80: Measure = None
    within_95: Measure = None


class SetForecasts(Input):
    """Forecasts to set by product and place, and what those before were worth."""

    forecasts: Annotated[list[ForecastData], Meta(min_length=1, max_length=1_000_000)]
    accuracy: Annotated[list[AccuracyData], Meta(max_length=100)] = []
    key: Key | None = None
