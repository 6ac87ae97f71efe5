"""What the verbs about count sheets and causes take."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from backorder.ledger.journal.fields import Dated, Input, Key, MaybeUnits, Money, Name, Text, Units

PerMille = Annotated[int, Meta(ge=0, le=1000)]
Sheet = Annotated[str, Meta(pattern="^CS-[0-9]{6,18}$")]


class SheetLine(Dated):
    """A product to be counted: its class, the day it was due on, and how much is at risk."""

    sku: Name
    abc: Literal["", "A", "B", "C"] = ""
    due_on: date | None = None
    risk: Annotated[int, Meta(ge=0, le=10**6)] = 0


class NewSheet(Input):
    """Products to be counted at one place, and how far off a count may be at first."""

    location: Name
    lines: Annotated[list[SheetLine], Meta(min_length=1, max_length=500)]
    tolerance_percent: Annotated[int, Meta(ge=0, le=100)] = 2
    tolerance_value: Money = 0
    note: Text = ""


class OpenCounts(Input):
    """Sheets, all opened or none."""

    sheets: Annotated[list[NewSheet], Meta(min_length=1, max_length=1000)]
    key: Key | None = None


class FoundLine(Input):
    """What was found of one product; ``round`` is the round it was counted in, 2 for a recount."""

    sku: Name
    quantity: MaybeUnits
    round: Annotated[int, Meta(ge=1, le=1000)] | None = None


class SheetEntry(Input):
    """What somebody found of some products of a sheet."""

    sheet: Sheet
    lines: Annotated[list[FoundLine], Meta(min_length=1, max_length=500)]


class EnterCounts(Input):
    """Entries of sheets, all taken or none."""

    entries: Annotated[list[SheetEntry], Meta(min_length=1, max_length=1000)]
    key: Key | None = None


class Decision(Input):
    """What becomes of a sheet: it is posted, some products are counted again, or it is dropped."""

    sheet: Sheet
    recount: Annotated[list[Name], Meta(max_length=500)] = []
    drop: bool = False


class ApproveCounts(Input):
    """Decisions about sheets, all carried out or none."""

    sheets: Annotated[list[Decision], Meta(min_length=1, max_length=1000)]
    key: Key | None = None


class Label(Input):
    """Why units of an order's line were backordered: shares per mille, and whole units, by cause.

    ``at`` is when the backorder opened or closed; ``evidence`` is what the shares were found from.
    """

    order: Annotated[str, Meta(pattern="^SO-[0-9]{6,18}$")]
    line_no: Annotated[int, Meta(ge=1, le=10**6)]
    event: Literal["opened", "closed"]
    at: Annotated[datetime, Meta(extra_json_schema={"format": "date-time"})]
    units: Units
    shares: dict[str, PerMille]
    parts: dict[str, MaybeUnits]
    evidence: dict[str, Any] = {}
    supplier: Name | None = None


class LabelBackorders(Input):
    """Labels, all kept or none."""

    labels: Annotated[list[Label], Meta(min_length=1, max_length=100_000)]
    key: Key | None = None
