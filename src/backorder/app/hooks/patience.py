"""How long a failing endpoint is tried again: the waits, and when it is given up. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

_MINUTE, _HOUR = 60, 3600
WAITS = (
    *(5, 5 * _MINUTE, 30 * _MINUTE),
    *(2 * _HOUR, 5 * _HOUR, 10 * _HOUR, 14 * _HOUR, 20 * _HOUR, 24 * _HOUR),
)
JITTER = 0.2  # a wait is up to a fifth longer, so that messages do not come back all at once
LONGEST_FAILING = timedelta(days=5)
GONE = 410
OKAY = range(200, 300)


class Verdict(NamedTuple):
    """What becomes of a delivery after an attempt, and of its endpoint.

    ``again_at`` is the next attempt; ``disable`` is why the endpoint is switched off, or "".
    """

    state: str
    again_at: datetime | None = None
    disable: str = ""


def judge(
    status: int | None,
    attempts: int,
    now: datetime,
    failing_since: datetime | None,
    chance: float,
) -> Verdict:
    """Return what follows from an attempt, the ``attempts``-th, that ended with a status or none.

    ``failing_since`` is the endpoint's first failure since a success, ``chance`` from 0 up to 1.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    >>> judge(500, 1, noon, None, 0.0).again_at - noon
    datetime.timedelta(seconds=5)
    >>> judge(204, 3, noon, noon, 0.0).state, judge(410, 1, noon, None, 0.0).disable
    ('delivered', 'gone')
    """
    if status is not None and status in OKAY:
        return Verdict("delivered")
    if status == GONE:
        return Verdict("given_up", disable="gone")
    failing = failing_since is not None and now - failing_since >= LONGEST_FAILING
    disable = "failing" if failing else ""
    if attempts > len(WAITS):
        return Verdict("given_up", disable=disable)
    wait = WAITS[attempts - 1] * (1 + JITTER * chance)
    return Verdict("pending", now + timedelta(seconds=wait), disable)
