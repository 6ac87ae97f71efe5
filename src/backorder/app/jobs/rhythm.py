"""When a schedule runs next: every so many seconds, or by a cron line in UTC. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from croniter import CroniterBadDateError, croniter

from backorder.domain.errors import InvalidError

LONGEST_EVERY = 31 * 24 * 3600  # seconds
LONGEST_CRON = 80
_FIELDS = 5


class Rhythm(NamedTuple):
    """Either ``every`` so many seconds, or the times that a ``cron`` line names."""

    every: int | None
    cron: str = ""

    def after(self, last: datetime, now: datetime) -> datetime:
        """Return the next time after now; runs that were missed are not made up for.

        >>> noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
        >>> Rhythm(60).after(noon, noon + timedelta(seconds=150)).time()
        datetime.time(12, 3)
        >>> Rhythm(None, "20 2 * * *").after(noon, noon).isoformat()
        '2026-12-02T02:20:00+00:00'
        """
        if self.every is None:
            found: datetime = croniter(self.cron, now.astimezone(UTC)).get_next(datetime)
            return found
        step = timedelta(seconds=self.every)
        missed = max(now - last, timedelta(0)) // step
        return last + step * (missed + 1)

    def text(self) -> str:
        """Return the rhythm as people read it.

        >>> Rhythm(3600).text(), Rhythm(90).text(), Rhythm(None, "5 * * * *").text()
        ('every 1 h', 'every 90 s', '5 * * * *')
        """
        if self.every is None:
            return self.cron
        for seconds, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
            if self.every % seconds == 0:
                return f"every {self.every // seconds} {unit}"
        return f"every {self.every} s"


def checked(every: int | None, cron: str) -> Rhythm:
    """Return a rhythm, or raise ``InvalidError`` for one that cannot be."""
    if (every is None) == (not cron):
        raise InvalidError(
            "schedule_invalid", "A schedule runs every so many seconds, or by a cron line."
        )
    if every is not None and not 1 <= every <= LONGEST_EVERY:
        raise InvalidError(
            "schedule_invalid",
            f"A schedule runs every 1 to {LONGEST_EVERY} seconds.",
            every_seconds=every,
        )
    if cron and not _is_cron(cron):
        raise InvalidError(
            "schedule_invalid",
            f"{cron[:LONGEST_CRON]!r} is not a cron line that ever comes: "
            "minute, hour, day, month, weekday.",
            cron=cron[:LONGEST_CRON],
        )
    return Rhythm(every, cron)


def _is_cron(line: str) -> bool:
    """Tell whether a line has the five fields and names a time that comes.

    >>> _is_cron("5 * * * *"), _is_cron("0 0 31 2 *"), _is_cron("* * * * * *")
    (True, False, False)
    """
    if len(line) > LONGEST_CRON or len(line.split()) != _FIELDS or not croniter.is_valid(line):
        return False
    try:
        croniter(line, datetime(2026, 1, 1, tzinfo=UTC)).get_next(datetime)
    except CroniterBadDateError:
        return False
    return True
