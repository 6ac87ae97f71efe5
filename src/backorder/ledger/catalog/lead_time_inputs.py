"""What set_lead_times takes."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from backorder.ledger.journal.fields import Input, Key, Name

Span = Annotated[float, Meta(gt=0, le=100_000)]  # days
Share = Annotated[float, Meta(ge=0, le=1)]
Lines = Annotated[int, Meta(ge=0, le=10**9)]


class LeadTimeData(Input):
    """How long purchases of a supplier take, in days from ordering; without ``sku``, as a whole.

    ``deliveries``: how many that was learned from. ``log_mean``, ``log_spread``, ``freedom``: the
    prediction of the logarithm of days as Student's t. ``stated_days``: what was stated for those
    purchases on average; of one stated for later or sooner the days move by as much.
    ``short_rate``, ``reject_rate``: shares of lines that come short, and with rejected goods.
    """

    supplier: Name
    deliveries: Annotated[int, Meta(ge=1, le=10**9)]
    log_mean: float
    log_spread: Annotated[float, Meta(gt=0)]
    freedom: Annotated[float, Meta(gt=0)]
    stated_days: Annotated[float, Meta(ge=0, le=100_000)]
    p50_days: Span
    p80_days: Span
    p95_days: Span
    sku: Name | None = None
    short_rate: Share = 0.0
    reject_rate: Share = 0.0


class LeadTimePair(Input):
    """A lead time to forget: of a supplier's product, or without ``sku`` of the supplier."""

    supplier: Name
    sku: Name | None = None


class LeadTimeCheckData(Input):
    """How often purchases came by the days that were learned for them before they were sent.

    Without ``supplier`` of all; ``days_from`` is where a bucket of predicted days begins, absent
    for all. ``loss``: mean pinball loss in days.
    """

    lines: Lines
    within_p50: Lines
    within_p80: Lines
    within_p95: Lines
    loss: Annotated[float, Meta(ge=0)]
    supplier: Name | None = None
    days_from: Annotated[int, Meta(ge=0, le=100_000)] | None = None


class SetLeadTimes(Input):
    """Lead times to keep and to forget; ``checks``, where given, replace all there were."""

    lead_times: Annotated[list[LeadTimeData], Meta(max_length=1_000_000)] = []
    forget: Annotated[list[LeadTimePair], Meta(max_length=1_000_000)] = []
    checks: Annotated[list[LeadTimeCheckData], Meta(max_length=100_000)] | None = None
    key: Key | None = None
