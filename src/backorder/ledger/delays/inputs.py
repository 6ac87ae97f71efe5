"""What the verbs about delay cases take."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backorder.ledger.journal.fields import Dated, Input, Key, Name, Text, Word

Channel = Annotated[str, Meta(min_length=1, max_length=20)]
Shown = Annotated[str, Meta(max_length=20_000)]
Recipient = Annotated[str, Meta(max_length=320)]
Instant = Annotated[datetime, Meta(tz=True)]


class Evidence(Input):
    """How an answer came: the text shown, what was said back, from whom, when, over which channel.

    Without ``at`` it came now; it cannot come later than that.
    """

    channel: Channel
    shown: Shown = ""
    said: Text = ""
    from_: Recipient = msgspec.field(default="", name="from")
    at: Instant | None = None


class DelayAnswer(Dated):
    """A customer's answer for a case, or for all open cases of an order.

    ``terminate`` ends the contract for delay, where the pack gives that right; ``until`` is the
    additional period that the customer sets first.
    """

    answer: Literal["wait", "cancel", "terminate"]
    evidence: Evidence
    order: Key | None = None
    case: Name | None = None
    until: date | None = None


class AnswerDelays(Input):
    """Answers of customers, each recorded with what it came to."""

    answers: Annotated[list[DelayAnswer], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class NotifiedDelay(Input):
    """A notice that a channel took, and the text that it showed."""

    case: Name
    notice: Annotated[int, Meta(ge=1, le=10_000)]
    channel: Channel
    recipient: Recipient = ""
    shown: Shown = ""
    at: Instant | None = None


class MarkNotified(Input):
    """Notices that went out."""

    notices: Annotated[list[NotifiedDelay], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None


class ApproveDelays(Input):
    """Drafts to send: those of some cases, or ``all`` that wait, at most 10,000 at once."""

    cases: Annotated[list[Name], Meta(max_length=10_000)] = []
    all: bool = False
    key: Key | None = None


class ReviewDelays(Input):
    """Which cases to look at: those whose day is over, ``after`` one of them, in slices."""

    after: Word | None = None
    limit: Annotated[int, Meta(ge=1, le=10_000)] = 500
    key: Key | None = None
