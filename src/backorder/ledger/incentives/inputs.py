"""What the verbs of incentives take."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backorder.ledger.journal.fields import Currency, Dated, Input, Key, Money, Name, Word

Percent = Annotated[int, Meta(ge=0, le=100)]
Code = Annotated[str, Meta(pattern="^[A-Z0-9]{8,40}$")]
Typed = Annotated[str, Meta(pattern="^[A-Za-z0-9 -]{8,60}$")]  # as a customer types a code


class IncentiveRule(Dated):
    """A rule, known by its name; a field that is left out keeps its value.

    ``event``: what it answers, a *slip* of ``slip_days`` at least, a *delay_case* that was opened,
    or a *cancel_intent*. Only customers of a ``class`` and units of a ``category``, where one is
    given. ``kind`` *fixed* gives ``amount``, *percent* so much of what is waited for, *optimal*
    what is worked out to pay best, knowing the ``response``: by how much one unit of money more
    raises the logit of staying. ``most`` is the most one incentive may come to, null for no limit
    but the ``budget``, which holds for each ``period``. ``holdout_percent`` of the customers get
    nothing, to measure the effect.
    """

    name: Name
    event: Literal["slip", "delay_case", "cancel_intent"] | UnsetType = UNSET
    slip_days: Annotated[int, Meta(ge=1, le=3650)] | UnsetType = UNSET
    class_: Annotated[str, Meta(max_length=40)] | UnsetType = msgspec.field(
        default=UNSET, name="class"
    )
    category: Word | UnsetType = UNSET
    kind: Literal["fixed", "percent", "optimal"] | UnsetType = UNSET
    amount: Money | UnsetType = UNSET
    percent: Percent | UnsetType = UNSET
    response: Annotated[float, Meta(gt=0, le=1000)] | UnsetType = UNSET
    most: Money | UnsetType | None = UNSET
    currency: Currency | UnsetType = UNSET
    budget: Money | UnsetType = UNSET
    period: Literal["month", "quarter", "year", "always"] | UnsetType = UNSET
    expires_days: Annotated[int, Meta(ge=1, le=3650)] | UnsetType = UNSET
    holdout_percent: Percent | UnsetType = UNSET
    valid_from: date | UnsetType | None = UNSET
    valid_until: date | UnsetType | None = UNSET
    active: bool | UnsetType = UNSET


class SetIncentives(Input):
    """Rules of incentives to create or change."""

    rules: Annotated[list[IncentiveRule], Meta(min_length=1, max_length=1000)]
    key: Key | None = None


class NewIncentive(Input):
    """An order that a rule may give something for waiting; each is considered once under a rule.

    ``amount`` is asked for where the rule leaves it to be worked out, and ignored by the others; 0
    says that giving nothing is best. ``code`` is the shop's own; without one a code is drawn.
    """

    rule: Name
    order: Key
    amount: Money | None = None
    code: Code | None = None
    reason: dict[str, Any] = {}


class GiveIncentives(Input):
    """Orders that may be given an incentive."""

    incentives: Annotated[list[NewIncentive], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class Redemption(Input):
    """A code that its customer uses, on an order if it is known."""

    code: Typed
    customer: Name
    order: Annotated[str, Meta(max_length=200)] = ""


class RedeemIncentive(Input):
    """Codes that are used; all of the request or none."""

    redemptions: Annotated[list[Redemption], Meta(min_length=1, max_length=1000)]
    key: Key | None = None
