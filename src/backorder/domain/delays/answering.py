"""What silence and answers mean under a rule pack, and by when a refund is due. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from .working import add_working_days

if TYPE_CHECKING:
    from .packs import Pack

Silence = Literal["consent", "cancel"]
Answer = Literal["wait", "cancel", "terminate"]
Outcome = Literal[
    "consented",
    "already_consented",
    "cancelled",
    "ended",
    "period_started",
    "period_runs",
    "consent_stands",
    "being_packed",
    "too_late",
    "already_shipped",
    "already_cancelled",
    "already_closed",
]
CARRIED_OUT = frozenset({"cancelled", "ended"})
_LATEST_ZONE = timedelta(hours=12)  # where a day ends last, behind UTC


@dataclass(frozen=True, slots=True)
class Case:
    """An open case as answers meet it.

    ``to`` is the day told now, ``agreed`` the last day agreed to; ``agreed_open`` is an agreement
    without a day, ``express`` one that the customer gave in words. ``asked``: its last notice waits
    for an answer. ``latest_on`` is the last day that the customer accepts, as said before buying.
    """

    pack: Pack
    due: date
    to: date | None
    silence: Silence
    respond_by: date | None
    asked: bool = True
    sent: bool = True
    agreed: date | None = None
    agreed_open: bool = False
    express: bool = False
    period_until: date | None = None
    latest_on: date | None = None

    @property
    def essential(self) -> bool:
        """Return whether the day agreed was essential, and is missed."""
        return self.latest_on is not None and (self.to is None or self.to > self.latest_on)


class Answered(NamedTuple):
    """What an answer comes to, and what is agreed, or the period that runs, because of it."""

    outcome: Outcome
    agreed: date | None = None
    agreed_open: bool = False
    period_until: date | None = None


def has_ended(day: date, now: datetime) -> bool:
    """Return whether a day is over for everybody, wherever they live.

    >>> has_ended(date(2026, 12, 1), datetime(2026, 12, 2, 11, 59, tzinfo=UTC))
    False
    >>> has_ended(date(2026, 12, 1), datetime(2026, 12, 2, 12, 0, tzinfo=UTC))
    True
    """
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    return now >= end + _LATEST_ZONE


def on_silence(case: Case, now: datetime) -> Literal["", "consent", "cancel", "untold"]:
    """Return what becomes of a case that nobody answered: nothing yet, or what silence means.

    ``untold``: the day to answer by is over, and no channel ever took the notice; a person has to
    decide, for silence to what was not said means nothing.
    """
    if not case.asked or case.respond_by is None or not has_ended(case.respond_by, now):
        return ""
    return case.silence if case.sent else "untold"


def on_answer(case: Case, answer: Answer, at: datetime, *, until: date | None = None) -> Answered:
    """Return what an answer given ``at`` an instant comes to.

    ``until`` is the additional period that the customer sets when ending for delay; without it, or
    where it would be over before the goods are due, the pack's, which begins when they are due. A
    consent that comes after the day it was asked by is `too_late` where silence cancels.
    """
    pack = case.pack
    if answer == "wait":
        return _wait(case, at)
    if answer == "cancel" or pack.period_days is None:
        bound = pack.stands and case.express and not case.agreed_open and not case.asked
        return Answered("consent_stands" if bound else "cancelled")
    if case.essential:
        return Answered("ended")
    if case.period_until is None:
        usual = max(at.date(), case.due) + timedelta(days=pack.period_days)
        if until is not None and until >= case.due:
            usual = max(until, at.date())
        return Answered("period_started", period_until=usual)
    return Answered("ended" if has_ended(case.period_until, at) else "period_runs")


def _wait(case: Case, at: datetime) -> Answered:
    if case.express and not case.asked:
        return Answered("already_consented")
    late = case.respond_by is not None and has_ended(case.respond_by, at)
    if late and case.asked and case.silence == "cancel":
        return Answered("too_late")
    return Answered("consented", agreed=case.to, agreed_open=case.to is None)


def vests_on(asked_on: date, today: date) -> date:
    """Return the day from which a refund's time runs: when it was asked for, never a later one.

    A telephone call written down days later, and a deadline that the clock looked at late, give
    nobody more time.
    """
    return min(asked_on, today)


def refund_latest(pack: Pack, on: date, *, credit: bool = False) -> date:
    """Return the last day by which what was paid is given back, when that is due since ``on``.

    ``credit``: the seller itself gave the credit that paid.

    >>> from backorder.domain.delays.packs import EU, US
    >>> refund_latest(US, date(2026, 12, 18)), refund_latest(EU, date(2026, 12, 18))
    (datetime.date(2026, 12, 30), datetime.date(2027, 1, 1))
    """
    if credit:
        return on + timedelta(days=pack.credit_days)
    if pack.working:
        return add_working_days(on, pack.refund_days)
    return on + timedelta(days=pack.refund_days)
