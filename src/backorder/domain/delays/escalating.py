"""When a person has to look at an open case: no case stays open for ever. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from .packs import Pack

Why = Literal["untold", "told_late", "period_over", "unanswered", "still_waiting"]
OPEN_DAYS = 90  # how long somebody who agreed to wait without a day waits before a person looks


@dataclass(frozen=True, slots=True)
class Standing:
    """An open case as the calendar meets it; ``told_first`` is the day its first notice went out.

    The other days are those of `answering.Case`.
    """

    pack: Pack
    due: date
    notices: int
    sent: int
    told_first: date | None = None
    respond_by: date | None = None
    agreed: date | None = None
    agreed_open: bool = False
    express: bool = False
    period_until: date | None = None


class Overdue(NamedTuple):
    """Why a person looks, and the last day on which nobody had to."""

    why: Why
    deadline: date


def deadline_of(case: Standing) -> Overdue:
    """Return the day after which a person has to look at a case that is still open, and why.

    ``untold``: nobody was told in time; ``told_late``: told when the goods were due already, which
    16 CFR 435.2(c)(5) does not take for a notice; ``period_over``: the additional period is over,
    so that the customer may end the contract; ``unanswered``: silence would have settled it, had
    it not been for units that are being packed; ``still_waiting``: nothing moved for long.

    >>> from datetime import date
    >>> from backorder.domain.delays.packs import EU
    >>> deadline_of(Standing(EU, date(2026, 12, 8), notices=1, sent=1)).deadline
    datetime.date(2026, 12, 22)
    """
    pack = case.pack
    patience = timedelta(days=pack.look_after_days)
    if not case.sent:
        return Overdue("untold", case.due + patience)
    late = case.told_first is not None and case.told_first > case.due
    if pack.cancels and late and not case.express:
        return Overdue("told_late", case.due)
    if case.period_until is not None:
        return Overdue("period_over", case.period_until)
    if case.agreed_open:
        return Overdue("still_waiting", case.due + timedelta(days=OPEN_DAYS))
    if case.agreed is not None:
        return Overdue("still_waiting", max(case.agreed, case.due) + patience)
    if pack.cancels and case.respond_by is not None:
        return Overdue("unanswered" if case.sent == case.notices else "untold", case.respond_by)
    return Overdue("still_waiting", case.due + patience)
