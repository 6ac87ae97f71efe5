"""Which notice a slip asks for: one pure function over arrays, one row per order line.

Days are numbers that grow with the date, `NO_DAY` for an unknown or missing one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backorder.domain.repromising import NO_DAY

from .packs import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from backorder.domain.ranking import Integers

    from .packs import Pack

ANY_DAY = 2**31 - 1  # agreed to wait without a day
NOTHING, NOTICE, NOTED, COVERED, RECOVERED = range(5)
FIRST, RENEWED, UNKNOWN = range(1, 4)
CONSENT, CANCEL = range(1, 3)
KINDS = ("", "first", "renewed", "unknown")
SILENCES = ("", "consent", "cancel")


def _by_code(fact: Callable[[Pack], int | None]) -> Integers:
    """Return a fact of every pack, at the pack's code; -1 where a pack has none."""
    table = np.full(max(BY_CODE) + 1, -1, dtype=np.int64)
    for code, pack in BY_CODE.items():
        found = fact(pack)
        table[code] = -1 if found is None else found
    return table


_SHORT_DAYS = _by_code(lambda pack: pack.short_days)
_ANSWER_DAYS = _by_code(lambda pack: pack.answer_days)
DEFAULT_DAYS = _by_code(lambda pack: pack.default_days)


class Standing(NamedTuple):
    """How each line's delay stands before a slip; one array per fact.

    ``notices`` is the number of the last notice of its open case (0: none), ``sent`` the last one
    that a channel took. ``notice_to`` is the new day of the last notice, ``agreed`` the last day
    that the customer agreed to wait until (`ANY_DAY` without one).
    """

    pack: Integers
    due: Integers
    notices: Integers
    sent: Integers
    notice_to: Integers
    agreed: Integers


class Judged(NamedTuple):
    """What becomes of each line: what to do, and the notice's kind, last day and silence."""

    act: Integers
    kind: Integers
    respond_by: Integers
    silence: Integers


def due_on(
    pack: Pack,
    placed_on: date,
    promised_on: date | None = None,
    requested_on: date | None = None,
    legal_on: date | None = None,
) -> date:
    """Return the day by which units are due: what was set or stated, else so long after the order.

    A day asked for by the customer that is later than the one stated counts instead.

    >>> from datetime import date
    >>> from backorder.domain.delays.packs import US
    >>> due_on(US, date(2026, 11, 2)), due_on(US, date(2026, 11, 2), date(2026, 11, 9))
    (datetime.date(2026, 12, 2), datetime.date(2026, 11, 9))
    """
    if legal_on is not None:
        return legal_on
    if promised_on is None:
        promised_on = placed_on + timedelta(days=pack.default_days or 0)
    return promised_on if requested_on is None else max(promised_on, requested_on)


def last_leaving(delivers_on: Callable[[date], date], by: date) -> date:
    """Return the last day on which goods can leave and be delivered by a day.

    ``delivers_on`` gives the day of delivery of what leaves on a day, and never runs backwards.

    >>> from datetime import date
    >>> last_leaving(lambda day: day + timedelta(days=2), date(2026, 12, 8))
    datetime.date(2026, 12, 6)
    """
    leaves = by
    while delivers_on(leaves) > by:
        leaves -= timedelta(days=1)
    return leaves


def judge(standing: Standing, to: Integers, today: int) -> Judged:
    """Return what lines that are now told the day ``to`` need.

    A line due in time again is `RECOVERED`; one within what its customer agreed to is `COVERED`;
    one whose day is no later than the last notice said is `NOTED`; any other gets a `NOTICE`. A
    notice that never went out said nothing: the next one stands in its place.

    In the United States, due on 10: ten days later silence consents until that day; forty days
    later, or unknown, it cancels on 40; later than agreed, it cancels on the agreed day:

    >>> a = np.array
    >>> got = judge(Standing(pack=a([1, 1, 1, 1]), due=a([10] * 4), notices=a([0, 0, 0, 1]),
    ...     sent=a([0, 0, 0, 1]), notice_to=a([NO_DAY, NO_DAY, NO_DAY, 20]),
    ...     agreed=a([NO_DAY, NO_DAY, NO_DAY, 20])), a([20, 50, NO_DAY, 25]), today=5)
    >>> [KINDS[kind] for kind in got.kind], got.respond_by.tolist()
    (['first', 'first', 'unknown', 'renewed'], [20, 40, 40, 20])
    >>> [SILENCES[silence] for silence in got.silence]
    ['consent', 'cancel', 'cancel', 'cancel']
    """
    act = _acts(standing, to)
    known = to != NO_DAY
    ever = standing.sent > 0
    short_days = _SHORT_DAYS[standing.pack]
    cancels = short_days >= 0
    limit = standing.due + short_days
    agreed = ever & (standing.agreed != NO_DAY)
    consents = ~cancels | (~ever & known & (to <= limit))
    by = np.where(agreed, standing.agreed, limit)
    by = np.where(consents, to, np.maximum(by, today + _ANSWER_DAYS[standing.pack]))
    kind = np.select([~known, ever], [UNKNOWN, RENEWED], default=FIRST)
    noticed = act == NOTICE
    return Judged(
        act,
        np.where(noticed, kind, 0),
        np.where(noticed, by, NO_DAY),
        np.where(noticed, np.where(consents, CONSENT, CANCEL), 0),
    )


def _acts(standing: Standing, to: Integers) -> Integers:
    known = to != NO_DAY
    late = ~known | (to > standing.due)
    has = standing.notices > 0
    covered = (standing.agreed == ANY_DAY) | (
        known & (standing.agreed != NO_DAY) & (to <= standing.agreed)
    )
    was_known = standing.notice_to != NO_DAY
    later = was_known & (~known | (to > standing.notice_to))
    fresh = np.where(standing.sent == standing.notices, later, to != standing.notice_to)
    return np.select(
        [~late & has, ~late, has & covered, ~has | fresh],
        [RECOVERED, NOTHING, COVERED, NOTICE],
        default=NOTED,
    )
