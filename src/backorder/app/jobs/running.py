"""One run of a task, with what is noted about it: when, how it ended, and since when it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from psycopg.pq import TransactionStatus

from backorder.app.statements import statement

from . import alarms, backoff
from .tasks import TASKS
from .work import Work

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from psycopg import Connection

FAILURES = 3  # in a row: then a person must see it
LONGEST_ERROR = 500


def run(
    conn: Connection[Any],
    schedule: str,
    task: str,
    attempts: int,
    stopping: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Run a task for a schedule and note how it went; raises what the task raises.

    ``attempts`` is how often this job was tried before.
    """
    work = Work(conn, schedule, stopping)
    conn.execute(statement("job_started"), {"name": schedule, "now": work.now})
    try:
        facts = TASKS[task].run(work)
    except Exception as reason:
        note_failure(conn, schedule, f"{type(reason).__name__}: {reason}", attempts, work.now)
        raise
    told = msgspec.json.encode(facts, enc_hook=str).decode()
    values = {"name": schedule, "failed": False, "facts": told, "error": "", "now": work.now}
    conn.execute(statement("job_ended"), values)
    alarms.silence(conn, "job_failing", schedule, now=work.now)
    return facts


def note_failure(
    conn: Connection[Any], schedule: str, error: str, attempts: int, now: datetime
) -> None:
    """Note that a job failed; sound an alarm where it keeps failing or has no tries left."""
    if conn.closed:
        return
    if conn.info.transaction_status == TransactionStatus.INERROR:
        conn.rollback()
    told = error[:LONGEST_ERROR].replace("\x00", "")
    values = {"name": schedule, "failed": True, "facts": "{}", "error": told, "now": now}
    row = conn.execute(statement("job_ended"), values).fetchone()
    failures = row[0] if row else 1
    if failures >= FAILURES or attempts + 1 >= backoff.TRIES:
        text = f"The job {schedule} has failed {failures} times in a row: {told}"
        facts = {"schedule": schedule, "failures": failures}
        alarms.sound(conn, "job_failing", schedule, text, now=now, **facts)
