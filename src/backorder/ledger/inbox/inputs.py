"""What the verbs about exceptions take."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from backorder.domain.risks import ACKNOWLEDGE_DAYS
from backorder.ledger.journal.fields import Input, Key, Name, Wait, Word

Code = Literal[
    "date_unknown",
    "promise_at_risk",
    "cap_reached",
    "win_unsatisfied",
    "over_commitment",
    "ship_complete_stuck",
    "pick_short",
    "purchase_overdue",
    "purchase_unconfirmed",
    "delay_overdue",
    "refund_due",
    "authorisation_ends",
]


class Exceptions(Input):
    """Which exceptions to list; an ``owner`` of "" asks for those that nobody looks after."""

    code: Code | None = None
    owner: Word | None = None
    sku: Name | None = None
    closed: bool = False
    limit: Annotated[int, Meta(ge=1, le=1000)] = 100
    cursor: Annotated[str, Meta(pattern="^[0-9]{1,30}:[0-9]{1,18}$")] | None = None


class Sweep(Input):
    """Which products to sweep; without names those that need it, ``after`` a product, in slices.

    A purchase is to be acknowledged within ``acknowledge_days``, unless its supplier has a number
    of its own.
    """

    skus: Annotated[list[Name], Meta(min_length=1, max_length=100_000)] | None = None
    after: Name | None = None
    acknowledge_days: Wait = ACKNOWLEDGE_DAYS


class Assignment(Input):
    """An exception and who looks after it from now on; "" for nobody."""

    exception: Name
    owner: Word


class Assign(Input):
    """Assignments, all made or none."""

    assignments: Annotated[list[Assignment], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None
