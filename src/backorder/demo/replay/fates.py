"""What becomes of each row of a history: an order, a cancellation, a correction, or nothing.

Every row has exactly one fate, so that the rows of a replay's table sum up to those of the file.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .history import History


class Fate(StrEnum):
    """What a row became."""

    ORDERED = "line of an accepted order"
    REFUSED = "line of a refused order"
    CANCELLED = "cancelled units that were still open"
    RETURNED = "brought back units that had shipped"
    BOTH = "cancelled some units and brought back others"
    UNMATCHED = "cancels what no earlier order of that customer has"
    LOST = "took units off the shelf"
    LOST_IN_PART = "took what was left on the shelf, fewer than it says"
    NOTHING_THERE = "takes units off a shelf that is empty"
    FOUND = "put units on the shelf (no price, no customer)"
    NOT_A_PRODUCT = "left out: postage, fees, vouchers and the like"
    BAD_DEBT = "left out: bad debt"
    MEANINGLESS = "left out: no units, or a cancellation of fewer than none"


class Part(StrEnum):
    """What a row asks for; what becomes of it is known once the books have answered."""

    ORDER = "order"
    CANCELLATION = "cancellation"
    CORRECTION = "correction"


_NO_PRODUCT = frozenset(
    {"AMAZONFEE", "B", "BANK CHARGES", "C2", "C3", "CRUK", "D", "DOT", "M", "POST", "S"}
)
_NO_PRODUCT_BEGINS = ("GIFT_", "ADJUST", "TEST")
_BROKEN = re.compile(
    r"damag|break|broke|smash|crush|wet|rust|mould|mouldy|thrown|throw|faulty|dirty|smudge|unsale",
    re.IGNORECASE,
)


def is_product(sku: str) -> bool:
    """Return whether a stock code names goods rather than postage, a fee or a voucher.

    >>> [is_product(sku) for sku in ("85123A", "DCGS0003", "POST", "GIFT_0001_20", "BANK CHARGES")]
    [True, True, False, False, False]
    """
    return sku not in _NO_PRODUCT and not sku.startswith(_NO_PRODUCT_BEGINS)


def cause(name: str) -> str:
    """Return the cause of a loss as the books keep it, from what someone typed.

    >>> cause("wet/rusty"), cause("check?")
    ('damaged', 'correction')
    """
    return "damaged" if _BROKEN.search(name) else "correction"


def asks_for(history: History, at: int) -> Part | Fate:
    """Return what a row asks for, or why it is left out."""
    if not history.invoices:
        return Part.ORDER
    letter = history.document[at][:1].upper()
    if letter == "A":
        return Fate.BAD_DEBT
    if not is_product(history.sku[at]):
        return Fate.NOT_A_PRODUCT
    units = history.quantity[at]
    if letter == "C":
        return Part.CANCELLATION if units < 0 else Fate.MEANINGLESS
    if not units:
        return Fate.MEANINGLESS
    free_of_charge = not history.price[at] and not history.customer[at]
    return Part.CORRECTION if units < 0 or free_of_charge else Part.ORDER


@dataclass(slots=True)
class Tally:
    """How many rows and units had which fate, and units that a row named in vain."""

    rows: Counter[Fate] = field(default_factory=Counter)
    units: Counter[Fate] = field(default_factory=Counter)
    in_vain: Counter[Fate] = field(default_factory=Counter)

    def add(self, fate: Fate, units: int, in_vain: int = 0) -> None:
        """Count one row of that many units."""
        self.rows[fate] += 1
        self.units[fate] += abs(units)
        self.in_vain[fate] += in_vain
