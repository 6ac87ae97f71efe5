"""The tick: schedules whose time has come get a job, and jobs of dead workers get another worker.

Every worker ticks. A schedule's row is locked while its job is made and its next time is set, in
one transaction: an occurrence becomes one job however many look. A schedule whose last job still
waits or runs gets none, so jobs never pile up.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backorder.app.statements import statement

from . import backoff
from .rhythm import Rhythm
from .running import note_failure
from .tasks import TASKS

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

SILENT = timedelta(seconds=20)  # a worker that has not been heard of for so long is dead


def tick(conn: Connection[Any], now: datetime) -> list[str]:
    """Make the jobs that are due and return the names of their schedules."""
    made = []
    for name, task in conn.execute(statement("job_due"), {"now": now}).fetchall():
        known = TASKS.get(task)
        if known is None or (known.wanted is not None and not known.wanted(conn, now)):
            continue  # left due: nothing is written while nothing is to be done
        with conn.transaction():
            if _still_due(conn, name, now) and defer(conn, name, task) is not None:
                made.append(name)
    return made


def _still_due(conn: Connection[Any], name: str, now: datetime) -> bool:
    """Lock a schedule and set its next time; tell whether nobody did so since it was looked at."""
    row = conn.execute(statement("job_schedule_lock"), {"name": name}).fetchone()
    if row is None:
        return False
    _, every, cron, enabled, due = row
    if not enabled or due > now:
        return False
    at = Rhythm(every, cron).after(due, now)
    conn.execute(statement("job_schedule_next"), {"name": name, "at": at})
    return True


def defer(conn: Connection[Any], name: str, task: str) -> int | None:
    """Make a job of a locked schedule; None where one waits or runs already."""
    row = conn.execute(statement("job_is_live"), {"name": name}).fetchone()
    if row and row[0]:
        return None
    row = conn.execute(statement("job_defer"), {"name": name, "task": task}).fetchone()
    return row[0] if row else None


def rescue(conn: Connection[Any], now: datetime) -> list[int]:
    """Let jobs of dead workers run again, or fail where their tries are used up; return them."""
    found = []
    with conn.transaction():
        stalled = conn.execute(statement("job_stalled"), {"before": now - SILENT}).fetchall()
        for job, task, lock, attempts in stalled:
            if attempts + 1 >= backoff.TRIES:
                conn.execute(statement("job_finish"), {"job": job})
                note_failure(conn, lock or task, "its workers died", attempts, now)
            else:
                conn.execute(statement("job_again"), {"job": job, "now": now})
            found.append(job)
    return found
