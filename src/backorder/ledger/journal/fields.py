"""The kinds of field that verb inputs are made of, and what all inputs have in common."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

Name = Annotated[str, Meta(min_length=1, max_length=80)]
Key = Annotated[str, Meta(min_length=1, max_length=200)]
Word = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=2000)]
LabelText = Annotated[str, Meta(max_length=500)]  # of a parcel's label; the verb checks the rest
Units = Annotated[int, Meta(ge=1, le=10**9)]
MaybeUnits = Annotated[int, Meta(ge=0, le=10**9)]
LineNo = Annotated[int, Meta(ge=1, le=10**6)]  # the place of a line on its paper
Money = Annotated[int, Meta(ge=0, le=10**13)]
Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$")]
# A week such as "mon-fri", or the code of a calendar that was set.
CalendarName = Annotated[str, Meta(max_length=40)]
Zone = Annotated[str, Meta(max_length=80)]  # the beginning of a destination; empty is everywhere
Wait = Annotated[int, Meta(ge=0, le=3650)]

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)


class Input(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every input record: an unknown field is an error, not ignored."""


class Dated(Input):
    """An input with days in it: a day must lie between 1990 and 2100."""

    def __post_init__(self) -> None:
        """Refuse a day that can only be a slip of the pen."""
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, date) and not EARLIEST <= value <= LATEST:
                message = f"{name} {value} is not between {EARLIEST} and {LATEST}"
                raise ValueError(message)
